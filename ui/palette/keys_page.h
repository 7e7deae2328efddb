// SPDX-License-Identifier: GPL-3.0-or-later
// All keys of the program as a page to read, made of the menus themselves. UI thread only.
#pragma once

#include <QMenuBar>
#include <QString>

namespace lacuna::ui {

// HTML, a table for each menu.
QString keysPage(QMenuBar* bar);

}  // namespace lacuna::ui
