// SPDX-License-Identifier: GPL-3.0-or-later
// A project as a folder of Markdown: a document a file, "03 The lamp.md", what lies in it in a folder of the same name,
// and a list (folder_index.h) with which all of it comes back exactly. docs/linked.md.
//
// Written again into the same folder, only files that are to change do. What is not ours, or was changed by another
// program since, is never overwritten and never deleted.
#pragma once

#include <QString>
#include <QVector>
#include "storage/text_form.h"
#include "storage/values/folder.h"
#include "storage/values/work.h"

namespace lacuna::storage {

class Library;

// One document as it stands.
struct FolderPart {
  QString id;
  QString title;
  DocumentKind kind = DocumentKind::Scene;
  bool archived = false;
  int parent = -1;  // index of one before it; -1: the first, the project
  QString text{};
  TextForm form{};
};

// Thread of the library. What is left out goes with all that lies in it; the bin is never taken. Throws kNotFound.
QVector<FolderPart> folderParts(Library& library, const QString& id, const FolderSelection& selection = {});

struct FolderWriting {
  bool overChanged = false;  // also over files that another program has changed since
  Work work{};               // where it is stopped, what was written so far stays
};

// Any thread. The folder is made where it is missing. Throws StorageError with one sentence: kNotOurs for a folder that
// holds another project, kInvalid, kReadOnly, kFull.
FolderWritten writeFolder(const QString& path, const QVector<FolderPart>& parts, const FolderWriting& how = {});

}  // namespace lacuna::storage
