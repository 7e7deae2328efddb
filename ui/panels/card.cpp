// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/card.h"

#include "ui/fonts.h"

namespace lacuna::ui {

Card::Card(const QString& title, QWidget* parent)
    : QFrame(parent), title_(new QLabel(this)), note_(new QLabel(this)), body_(new QVBoxLayout(this)) {
  setObjectName(QStringLiteral("card"));
  body_->setContentsMargins(12, 10, 12, 12);
  body_->setSpacing(7);
  title_->setObjectName(QStringLiteral("cardTitle"));
  title_->setFont(chromeFont(12, QFont::DemiBold));
  title_->setTextFormat(Qt::PlainText);
  note_->setFont(chromeFont(11));
  note_->setTextFormat(Qt::PlainText);
  note_->setProperty("role", QStringLiteral("soft"));
  note_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  setSteadyText(title_, title);
  auto* head = new QHBoxLayout;
  head->addWidget(title_);
  head->addStretch();
  head->addWidget(note_);
  body_->addLayout(head);
}

void setSteadyText(QLabel* label, const QString& text) {
  constexpr int kStep = 12;  // pixels: figures differ by less
  if (text == label->text() && !text.isEmpty()) return;
  label->setText(text);
  const QSize wanted = label->sizeHint();
  const QSize steady((wanted.width() + kStep - 1) / kStep * kStep, wanted.height());
  if (steady != label->size() || label->minimumSize() != label->maximumSize()) label->setFixedSize(steady);
}

QToolButton* quietButton(const QString& text, const QString& tip, QWidget* parent) {
  auto* button = new QToolButton(parent);
  button->setText(text);
  button->setToolTip(tip);
  button->setFont(chromeFont(12));
  button->setProperty("quiet", true);
  button->setFocusPolicy(Qt::TabFocus);
  button->setCursor(Qt::PointingHandCursor);
  return button;
}

QLabel* softLabel(const QString& text, QWidget* parent) {
  auto* label = new QLabel(text, parent);
  label->setFont(chromeFont(12));
  label->setWordWrap(true);
  label->setProperty("role", QStringLiteral("soft"));
  return label;
}

}  // namespace lacuna::ui
