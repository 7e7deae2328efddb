// SPDX-License-Identifier: GPL-3.0-or-later
// A probability in two digits: ".14", or "0,14" where a language writes no number without the digit before.
#pragma once

#include <QLocale>
#include <QString>

namespace lacuna::ui {

inline QString shareText(double p) {
  const QLocale locale;
  if (p >= 0.995) return locale.toString(1.0, 'f', 1);
  const QString text = locale.toString(p, 'f', 2);
  return locale.decimalPoint() == QStringLiteral(".") ? text.mid(1) : text;
}

}  // namespace lacuna::ui
