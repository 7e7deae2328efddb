// SPDX-License-Identifier: GPL-3.0-or-later
// All keys of the program as a page to read, made of the menus themselves. UI thread only.
#pragma once

#include <QMenuBar>
#include <QPair>
#include <QString>
#include <QVector>

namespace lacuna::ui {

// Keys that mean something where the author is, and that no menu can say.
struct KeyGroup {
  QString where;                          // "In a gap"
  QVector<QPair<QString, QString>> keys;  // "Tab, Shift+Tab" and what they do
};
QVector<KeyGroup> keysOfPlaces();

// HTML, a table for each of them and for each menu.
QString keysPage(QMenuBar* bar);

}  // namespace lacuna::ui
