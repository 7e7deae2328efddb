// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/gap/count_box.h"

namespace lacuna::ui {
namespace {

constexpr qsizetype kMostDigits = 6;

}  // namespace

qint64 CountBox::typed(const QString& text) const {
  QString digits = text;
  if (!suffix().isEmpty() && digits.endsWith(suffix())) digits.chop(suffix().size());
  digits = digits.trimmed();
  bool number = false;
  const int value = digits.toInt(&number);
  return number && value >= 0 && digits.size() <= kMostDigits ? value : -1;
}

QValidator::State CountBox::validate(QString& text, int& position) const {
  const QValidator::State state = QSpinBox::validate(text, position);
  return state == QValidator::Invalid && typed(text) > maximum() ? QValidator::Intermediate : state;
}

void CountBox::fixup(QString& text) const {
  const qint64 value = typed(text);
  if (value < 0 || (value >= minimum() && value <= maximum())) {
    QSpinBox::fixup(text);
    return;
  }
  text = QString::number(value > maximum() ? maximum() : minimum());
  // Qt asks a const box; whoever listens hears it after the number stands there.
  Q_EMIT const_cast<CountBox*>(this)->bounded(
      tr("%1 can be %2 to %3: %4 is taken.").arg(accessibleName()).arg(minimum()).arg(maximum()).arg(text));
}

}  // namespace lacuna::ui
