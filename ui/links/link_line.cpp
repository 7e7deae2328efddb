// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/links/link_line.h"

#include <QStyle>

#include "ui/fonts.h"

namespace lacuna::ui {

LinkLine::LinkLine(QWidget* parent)
    : QFrame(parent), label_(new QLabel(this)), row_(new QHBoxLayout(this)), close_(new QToolButton(this)) {
  setObjectName(QStringLiteral("linkLine"));
  setFont(chromeFont(13));
  label_->setTextFormat(Qt::PlainText);
  label_->setWordWrap(true);
  label_->setAccessibleName(tr("The file of this document"));
  label_->setFont(chromeFont(13));
  close_->setText(QStringLiteral("\u00d7"));
  close_->setToolTip(tr("Close this line"));
  close_->setAccessibleName(tr("Close this line"));
  row_->setContentsMargins(14, 5, 8, 5);
  row_->setSpacing(8);
  row_->addWidget(label_, 1);
  row_->addWidget(close_);
  connect(close_, &QToolButton::clicked, this, [this] {
    clear();
    Q_EMIT closed();
  });
  hide();
}

void LinkLine::say(const QString& sentence, const QVector<Act>& acts, bool urgent) {
  clear();
  label_->setText(sentence);
  setProperty("urgent", urgent);
  for (QWidget* each : {static_cast<QWidget*>(this), static_cast<QWidget*>(label_)}) {
    style()->unpolish(each);
    style()->polish(each);
  }
  for (const Act& act : acts) {
    auto* button = new QToolButton(this);
    button->setText(act.text);
    button->setProperty("role", QStringLiteral("line"));
    button->setFont(chromeFont(13));
    button->setFocusPolicy(Qt::StrongFocus);
    connect(button, &QToolButton::clicked, this, [act = act.act] { act(); });
    row_->insertWidget(row_->count() - 1, button);
    buttons_.append(button);
  }
  place();
}

void LinkLine::clear() {
  // It may be one of them that was clicked.
  for (QToolButton* button : std::as_const(buttons_)) {
    row_->removeWidget(button);
    button->hide();
    button->deleteLater();
  }
  buttons_.clear();
  label_->clear();
  place();
}

void LinkLine::setAside(bool aside) {
  aside_ = aside;
  place();
}

void LinkLine::place() { setVisible(!aside_ && !label_->text().isEmpty()); }

}  // namespace lacuna::ui
