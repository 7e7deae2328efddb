// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/find_bar.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QToolButton>

#include "ui/fonts.h"

namespace lacuna::ui {

FindBar::FindBar(QWidget* parent) : FloatingCard(parent) {
  setObjectName(QStringLiteral("findBar"));
  setAutoFillBackground(true);
  setFont(chromeFont(13));  // not the page's, whose child it is
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(8, 6, 8, 6);
  line_ = new QLineEdit(this);
  line_->setPlaceholderText(tr("Find in this draft"));
  line_->setAccessibleName(tr("Find"));
  line_->setFont(chromeFont(13));
  line_->setMinimumWidth(220);
  count_ = new QLabel(this);
  count_->setProperty("role", QStringLiteral("soft"));
  count_->setFont(chromeFont(12));
  count_->setMinimumWidth(70);
  row->addWidget(line_);
  row->addWidget(count_);
  const auto button = [this, row](const QString& text, const QString& tip, bool backwards) {
    auto* b = new QToolButton(this);
    b->setText(text);
    b->setFont(chromeFont(13));
    b->setToolTip(tip);
    b->setAccessibleName(tip);
    connect(b, &QToolButton::clicked, this, [this, backwards] { Q_EMIT searched(line_->text(), backwards, true); });
    row->addWidget(b);
  };
  button(QStringLiteral("\u2191"), tr("Previous (Shift+Enter)"), true);
  button(QStringLiteral("\u2193"), tr("Next (Enter)"), false);
  auto* close = new QToolButton(this);
  close->setText(QStringLiteral("\u00d7"));
  close->setToolTip(tr("Close (Esc)"));
  close->setAccessibleName(tr("Close"));
  connect(close, &QToolButton::clicked, this, &FindBar::closed);
  row->addWidget(close);
  connect(line_, &QLineEdit::textEdited, this, [this](const QString& text) { Q_EMIT searched(text, false, false); });
  hide();
}

void FindBar::open(const QString& text) {
  if (!text.isEmpty()) line_->setText(text);
  show();
  raise();
  line_->setFocus();
  line_->selectAll();
  if (!line_->text().isEmpty()) Q_EMIT searched(line_->text(), false, false);
}

void FindBar::showCount(int places) {
  count_->setText(places < 0 ? QString() : places == 0 ? tr("not found") : tr("%n places", nullptr, places));
  if (places == 1) count_->setText(tr("1 place"));
  if (places > 1) count_->setText(tr("%1 places").arg(places));
}

void FindBar::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
    event->accept();
    if (auto* button = qobject_cast<QToolButton*>(focusWidget()); button != nullptr) {
      button->click();
      return;
    }
    Q_EMIT searched(line_->text(), (event->modifiers() & Qt::ShiftModifier) != 0, true);
  } else {
    FloatingCard::keyPressEvent(event);
  }
}

}  // namespace lacuna::ui
