// SPDX-License-Identifier: GPL-3.0-or-later
// A thing that a palette offers.
#pragma once

#include <QString>
#include <QVector>
#include <functional>

namespace lacuna::ui {

struct PaletteEntry {
  QString id;      // that it is remembered by
  QString title;   // "View › Theme › Dark"
  QString beside;  // keys, or what it is
  bool enabled = true;
  bool checked = false;
  std::function<void()> act{};
  int soft = -1;  // from this letter of the title on it only says where the thing is; -1: it does not
};

}  // namespace lacuna::ui
