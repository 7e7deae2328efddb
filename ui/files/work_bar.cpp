// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/files/work_bar.h"

#include <QHBoxLayout>

#include "ui/fonts.h"

namespace lacuna::ui {
namespace {

constexpr int kParts = 1000;
constexpr int kBarWidth = 220;  // pixels
constexpr int kBarHeight = 6;

}  // namespace

WorkBar::WorkBar(QMainWindow* window)
    : QToolBar(tr("What goes on"), window),
      what_(new QLabel(this)),
      share_(new QProgressBar(this)),
      button_(new QPushButton(tr("Stop"), this)),
      stop_(new QAction(tr("S&top what goes on"), window)) {
  setObjectName(QStringLiteral("workBar"));
  setMovable(false);
  setFloatable(false);
  setContextMenuPolicy(Qt::PreventContextMenu);
  toggleViewAction()->setVisible(false);
  what_->setFont(chromeFont(13));
  what_->setTextFormat(Qt::PlainText);
  what_->setContentsMargins(12, 0, 12, 0);
  button_->setFont(chromeFont(13));
  button_->setProperty("role", QStringLiteral("note"));
  button_->setFocusPolicy(Qt::TabFocus);
  share_->setRange(0, kParts);
  share_->setTextVisible(false);
  share_->setFixedHeight(kBarHeight);
  share_->setMinimumWidth(80);
  share_->setMaximumWidth(kBarWidth);
  auto* room = new QWidget(this);
  auto* row = new QHBoxLayout(room);
  row->setContentsMargins(0, 3, 12, 3);
  row->addWidget(what_);
  row->addWidget(share_, 1);
  row->addStretch(0);
  row->addWidget(button_);
  row->addStretch(2);
  addWidget(room);
  window->addToolBar(Qt::BottomToolBarArea, this);
  hide();
  stop_->setObjectName(QStringLiteral("stopWork"));
  stop_->setEnabled(false);
  later_.setSingleShot(true);
  later_.setInterval(kShownAfter);
  connect(&later_, &QTimer::timeout, this, &QWidget::show);
  connect(button_, &QPushButton::clicked, this, &WorkBar::stopWanted);
  connect(stop_, &QAction::triggered, this, &WorkBar::stopWanted);
}

void WorkBar::begin(const QString& what) {
  what_->setText(what + QStringLiteral("\u2026"));
  share_->setAccessibleName(what);
  share_->setValue(0);
  stop_->setEnabled(true);
  if (!isVisible()) later_.start();
}

void WorkBar::setShare(double share) { share_->setValue(qBound(0, qRound(share * kParts), kParts)); }

void WorkBar::end() {
  later_.stop();
  stop_->setEnabled(false);
  hide();
}

}  // namespace lacuna::ui
