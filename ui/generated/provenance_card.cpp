// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/generated/provenance_card.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/fonts.h"

namespace lacuna::ui {
namespace {

constexpr int kApart = 6;  // pixels between the line and the card

}  // namespace

ProvenanceCard::ProvenanceCard(QWidget* parent) : FloatingCard(parent) {
  setObjectName(QStringLiteral("provenanceCard"));
  setAutoFillBackground(true);
  setFont(chromeFont(13));
  setAccessibleName(tr("Where this text came from"));
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(12, 9, 12, 10);
  column->setSpacing(5);
  title_ = new QLabel(this);
  title_->setTextFormat(Qt::PlainText);
  title_->setFont(chromeFont(13, QFont::DemiBold));
  facts_ = new QLabel(this);
  facts_->setTextFormat(Qt::PlainText);
  facts_->setProperty("role", QStringLiteral("soft"));
  facts_->setFont(chromeFont(12));
  facts_->setWordWrap(true);
  column->addWidget(title_);
  column->addWidget(facts_);
  auto* row = new QHBoxLayout;
  row->setSpacing(5);
  const auto button = [this, row](const QString& text, const QString& tip) {
    auto* made = new QToolButton(this);
    made->setText(text);
    made->setToolTip(tip);
    made->setFont(chromeFont(12));
    made->setProperty("quiet", true);
    made->setFocusPolicy(Qt::TabFocus);
    made->setCursor(Qt::PointingHandCursor);
    row->addWidget(made);
    return made;
  };
  run_ = button(tr("Show its &run"), tr("The steps and the other candidates, in the run panel"));
  confirm_ = button(tr("&Confirm"), tr("The words are yours: the mark goes (Ctrl+Shift+G)"));
  remove_ = button(tr("Re&move"), tr("The words go from the text; Ctrl+Z brings them back"));
  row->addStretch();
  column->addLayout(row);
  connect(run_, &QToolButton::clicked, this, &ProvenanceCard::runWanted);
  connect(confirm_, &QToolButton::clicked, this, &ProvenanceCard::confirmed);
  connect(remove_, &QToolButton::clicked, this, &ProvenanceCard::removed);
  hide();
}

void ProvenanceCard::open(const GeneratedPassage& passage, const QRect& line, const QRect& room) {
  passage_ = passage;
  title_->setText(passage.words == 1 ? tr("1 generated word") : tr("%Ln generated words", nullptr, passage.words));
  facts_->setText(factsOf(passage.from));
  const int margins = layout()->contentsMargins().left() + layout()->contentsMargins().right();
  facts_->setMinimumWidth(
      std::min(facts_->fontMetrics().horizontalAdvance(facts_->text()) + 2, room.width() - margins));
  setAccessibleDescription(title_->text() + QStringLiteral(", ") + facts_->text());
  setMaximumWidth(room.width());
  adjustSize();
  int y = line.bottom() + kApart;
  if (y + height() > room.bottom() && line.top() - kApart - height() >= room.top()) y = line.top() - kApart - height();
  move(qBound(room.left(), line.left() - 12, std::max(room.left(), room.right() - width())),
       qBound(room.top(), y, std::max(room.top(), room.bottom() - height())));
  show();
  raise();
  run_->setFocus(Qt::PopupFocusReason);
}

void ProvenanceCard::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
    event->accept();
    for (QToolButton* button : {run_, confirm_, remove_})
      if (button->hasFocus()) return button->click();
  }
  if (event->key() == Qt::Key_Left || event->key() == Qt::Key_Right) {
    event->accept();
    focusNextPrevChild(event->key() == Qt::Key_Right);
    return;
  }
  FloatingCard::keyPressEvent(event);
}

}  // namespace lacuna::ui
