// SPDX-License-Identifier: GPL-3.0-or-later
// The file of a linked document: looked at, and written only while it is what was seen last. Nothing of another
// program's is ever overwritten: what stands at the path is compared by its digest before a file takes its place, and
// once more after, on the old file itself, which is put back where another program was quicker.
//
// Any thread; may take as long as the disk or the network does. Nothing throws.
#pragma once

#include <functional>

#include "storage/folders/folder_reader.h"
#include "storage/values/link.h"

namespace lacuna::storage {

struct FileLook {
  LinkState state = LinkState::InStep;  // InStep: it is there; else Missing, Away, Unreadable or NoText
  bool changed = false;                 // its bytes are not those of the stamp; then `file` has them
  FileStamp stamp{};
  TextFile file{};
  QString why{};
};

// Reads it only where size or time are not those of the stamp. encoding: of a file that is not UTF-8; empty: then it is
// NoText.
FileLook lookAtFile(const QString& path, const FileStamp& known, const QString& encoding = {});

struct FileWrite {
  LinkState state = LinkState::InStep;  // InStep: written; Conflict: `look` has what stands there; else why not
  FileStamp stamp{};
  FileLook look{};
  QString why{};
};

// expected: digest of the bytes that are to stand there; empty: there is to be no file. form: what the text is written
// in; where its encoding has not all of the text, nothing is written and `why` says so.
// between: for tests, called after the comparison and before the file takes its place.
FileWrite writeLinkedFile(const QString& path, const QString& text, const TextForm& form, const QString& expected,
                          const std::function<void()>& between = {});

// SHA-256 of a text, for Link::text.
QString digestOfText(const QString& text);
// The path that a file is known by: absolute, without links, also of one that is not there.
QString linkPath(const QString& path);
// What becomes of it when it is written: its lines end in different ways, and will end as most of them do.
bool mixesLineEnds(const TextFile& file);

}  // namespace lacuna::storage
