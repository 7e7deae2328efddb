// SPDX-License-Identifier: GPL-3.0-or-later
// A folder of Markdown and plain text as a project: folders become folders and chapters, texts become scenes, in the
// order in which a person counts (2 before 10). With a list of ours in it (folder_index.h) it comes back as it was.
//
// Nothing outside the folder is read: a link that leads out of it is told and left, one that leads to a place in it is
// taken where that place is, so there are no circles. What is hidden is passed over.
#pragma once

#include <QString>

#include "storage/text_form.h"
#include "storage/values/folder.h"
#include "storage/values/work.h"

namespace lacuna::storage {

// Any thread.
// Throws StorageError: kNotFound, kUnreadable, kInvalid (no text in it, or too much), kTooNew (its list).
FolderRead readFolder(const QString& path, const FolderReading& how = {}, const Work& work = {});

// Texts in it, relative and in order, as readFolder() would find them.
QStringList textsIn(const QString& path);

// A text in a file: UTF-8 or what its mark says, else in `encoding`. ours: digest of bytes that were written
// here, in UTF-8 whatever they look like. Throws StorageError: kEncoding, kUnreadable,
// kNotFound.
struct TextFile {
  QByteArray bytes{};
  QString text{};
  TextForm form{};
};
TextFile readTextFile(const QString& path, const QString& encoding = {}, const QString& ours = {});

}  // namespace lacuna::storage
