// SPDX-License-Identifier: GPL-3.0-or-later
// Backups of a library and what they are worth. Plain data, any thread.
#pragma once

#include <QDateTime>
#include <QString>
#include <QStringList>

namespace lacuna::storage {

// Which copies are kept.
struct BackupRule {
  int most = 10;     // copies; 1 at least
  int mostDays = 0;  // of age; 0: whatever their age
  int atLeast = 3;   // that are kept whatever their age
};

// When and where copies are made by themselves, as the library's settings say.
struct BackupPlan {
  QString folder;  // empty: none are made. Without a setting "backups" beside the library
  int hours = 24;  // between two of them; nothing is copied where nothing was written since
  BackupRule rule{};
};

struct BackupInfo {
  QString path;
  QDateTime made;  // from its name
  qint64 bytes = 0;
  bool before = false;  // no backup: what the library was until it went back to one
};

struct LibraryCheck {
  int documents = 0;
  qint64 words = 0;
  QStringList damaged;  // titles of documents that cannot be read to their end
};

struct BackupMade {
  BackupInfo info;
  LibraryCheck check;
  QStringList removed;  // paths of older ones. None where documents of the new one are damaged: they may be sound there
};

}  // namespace lacuna::storage
