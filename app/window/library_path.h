// SPDX-License-Identifier: GPL-3.0-or-later
// Where the author's library lies, and whether it can be used.
#pragma once

#include <QString>

namespace lacuna::app {

// The library's file: `wanted` when it is not empty, $LACUNA_LIBRARY, else in the user's data folder.
QString libraryPath(const QString& wanted);

struct LibraryState {
  bool ok = true;
  QString sentence;  // the path and what it is, or what is wrong with it
};

// Looks, and writes nothing. A library that does not exist yet is well.
LibraryState lookAtLibrary(const QString& path);

}  // namespace lacuna::app
