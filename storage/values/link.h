// SPDX-License-Identifier: GPL-3.0-or-later
// A document and the file that it is kept in step with. Plain data, any thread.
#pragma once

#include <QMetaType>
#include <QString>
#include <QStringList>
#include <QVector>

namespace lacuna::storage {

// A file as it was seen.
struct FileStamp {
  qint64 size = -1;
  qint64 modified = 0;  // nanoseconds since 1970; 0: it says nothing, the file was written just then
  QString digest{};     // SHA-256 of its bytes; empty: there is no file
  bool operator==(const FileStamp&) const = default;
};

// What the two were when they were the same last.
struct Link {
  QString id;    // of the document
  QString path;  // of the file, absolute, without links
  FileStamp file{};
  QString text{};       // SHA-256 of the document's text, as UTF-8
  qint64 sequence = 0;  // of the document's last edit then
};

enum class LinkState {
  None,        // not linked
  InStep,      // or about to be
  Conflict,    // both have changed, and differ
  Missing,     // the file is gone, its folder is there
  Away,        // the folder cannot be reached
  Unreadable,  // no rights, or the disk fails
  NoText,      // not UTF-8 any more, or too large
  ReadOnly,    // the file or its folder may not be written
  Full,        // no room on its disk
  Failed,      // it could not be written for another reason
};

struct LinkStatus {
  QString id;
  QString path;
  LinkState state = LinkState::None;
  QString why{};  // what the system or the reader says about it
};

// Texts in the folder of a linked project that are in no document.
struct NewFiles {
  QString id;           // of the project
  QString path;         // of its folder
  QStringList files{};  // relative, in order
};

}  // namespace lacuna::storage

Q_DECLARE_METATYPE(lacuna::storage::LinkStatus)
Q_DECLARE_METATYPE(lacuna::storage::NewFiles)
