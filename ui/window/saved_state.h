// SPDX-License-Identifier: GPL-3.0-or-later
// Whether the words in the window are on the disk too. Plain data.
#pragma once

#include <QDateTime>
#include <QString>

namespace lacuna::ui {

struct SavedState {
  QDateTime savedAt;       // everything up to this time; invalid: nothing yet
  QDateTime lastEdit;      // of the open document; invalid: none yet
  QString trouble;         // why changes cannot be written; empty: they can
  bool inLibrary = false;  // the open document is one of the library's

  bool unsaved() const { return lastEdit.isValid() && !(savedAt.isValid() && savedAt >= lastEdit); }
  // There are words that only this window has and the library does not take.
  bool notSaved() const { return !trouble.isEmpty() && (unsaved() || !inLibrary); }
};

}  // namespace lacuna::ui
