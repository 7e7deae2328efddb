// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/gap/chips_field.h"

#include <QKeyEvent>
#include <QStyle>
#include <algorithm>

#include "ui/fonts.h"

namespace lacuna::ui {
namespace {

constexpr int kPad = 3;
constexpr int kRow = 24;
constexpr int kRoomToType = 44;

}  // namespace

ChipsField::ChipsField(const QString& name, QWidget* parent) : QFrame(parent), edit_(new QLineEdit(this)) {
  setObjectName(QStringLiteral("chips"));
  edit_->setFrame(false);
  edit_->setAccessibleName(name);
  edit_->setFont(chromeFont(12));
  edit_->setMaxLength(60);
  edit_->installEventFilter(this);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void ChipsField::setChips(const QVector<Chip>& chips) {
  chips_ = chips;
  edit_->clear();
  rebuild();
}

QStringList ChipsField::words(bool inPlace) const {
  QStringList words;
  for (const Chip& chip : chips_)
    if (chip.inPlace == inPlace) words << chip.text;
  return words;
}

bool ChipsField::takeTyped() {
  const QString text = edit_->text().simplified();
  edit_->clear();
  if (text.isEmpty()) return false;
  const bool known = std::any_of(chips_.begin(), chips_.end(), [&](const Chip& c) { return c.text == text; });
  if (!known) {
    chips_.push_back({text, false});
    rebuild();
    Q_EMIT changed();
  }
  return true;
}

void ChipsField::remove(int index) {
  if (index < 0 || index >= chips_.size()) return;
  chips_.remove(index);
  rebuild();
  edit_->setFocus();
  Q_EMIT changed();
}

void ChipsField::rebuild() {
  // The button that was clicked is still at work.
  for (QToolButton* button : std::as_const(buttons_)) {
    button->hide();
    button->deleteLater();
  }
  buttons_.clear();
  for (int i = 0; i < chips_.size(); ++i) {
    auto* button = new QToolButton(this);
    button->setObjectName(QStringLiteral("chip"));
    const QString mark = chips_.at(i).inPlace ? QStringLiteral("\u25cf ") : QString();
    button->setText(mark + chips_.at(i).text + QStringLiteral(" \u00d7"));
    button->setFont(chromeFont(12));
    button->setToolTip(chips_.at(i).inPlace ? tr("Stays in its place; click to let it go") : tr("Click to take away"));
    button->setAccessibleName(tr("Take away %1").arg(chips_.at(i).text));
    button->setFocusPolicy(Qt::TabFocus);
    button->installEventFilter(this);
    connect(button, &QToolButton::clicked, this, [this, i] { remove(i); });
    buttons_.push_back(button);
    setTabOrder(i > 0 ? static_cast<QWidget*>(buttons_.at(i - 1)) : static_cast<QWidget*>(edit_), button);
    button->show();
  }
  if (!buttons_.isEmpty()) setTabOrder(buttons_.last(), edit_);  // as they stand: the room to type is behind the chips
  arrange(width());
  updateGeometry();
}

int ChipsField::arrange(int width) const {
  int x = kPad;
  int y = kPad;
  for (QToolButton* button : buttons_) {
    const int wide = std::min(button->sizeHint().width(), width - 2 * kPad);
    if (x > kPad && x + wide > width - kPad) {
      x = kPad;
      y += kRow;
    }
    button->setGeometry(x, y, wide, kRow - 3);
    x += wide + 4;
  }
  if (x > kPad && x + kRoomToType > width - kPad) {
    x = kPad;
    y += kRow;
  }
  edit_->setGeometry(x, y, std::max(20, width - kPad - x), kRow - 3);
  return y + kRow + kPad - 3;
}

QSize ChipsField::sizeHint() const { return {160, arrange(std::max(160, width()))}; }

void ChipsField::resizeEvent(QResizeEvent* event) {
  QFrame::resizeEvent(event);
  arrange(width());
  if (event->oldSize().width() != width()) updateGeometry();
}

bool ChipsField::eventFilter(QObject* watched, QEvent* event) {
  if (watched == edit_ && (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut)) {
    setProperty("typing", event->type() == QEvent::FocusIn);  // the style sheet draws a ring around the whole field
    style()->unpolish(this);
    style()->polish(this);
  }
  if (event->type() != QEvent::KeyPress) return QFrame::eventFilter(watched, event);
  const auto* key = static_cast<QKeyEvent*>(event);
  const bool enter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
  if (watched == edit_) {
    if (enter || key->key() == Qt::Key_Comma) {
      if (!takeTyped() && enter) Q_EMIT accepted();
      return true;
    }
    if (key->key() == Qt::Key_Backspace && edit_->text().isEmpty() && !chips_.isEmpty()) {
      remove(static_cast<int>(chips_.size()) - 1);
      return true;
    }
  } else if (!key->text().isEmpty() && key->text().at(0).isLetterOrNumber() &&
             (key->modifiers() & (Qt::ControlModifier | Qt::AltModifier)) == 0) {
    // Whoever types on a chip means the next word.
    edit_->setFocus();
    edit_->insert(key->text());
    return true;
  } else if (key->key() == Qt::Key_Delete || key->key() == Qt::Key_Backspace || enter) {
    for (int i = 0; i < buttons_.size(); ++i)
      if (buttons_.at(i) == watched) {
        remove(i);
        return true;
      }
  }
  return QFrame::eventFilter(watched, event);
}

}  // namespace lacuna::ui
