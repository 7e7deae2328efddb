// SPDX-License-Identifier: GPL-3.0-or-later
// A project of the library as one manuscript: folders and chapters begin a page under their titles, scenes that follow
// each other are parted by a break. The bin is never in it.
#pragma once

#include "storage/values.h"
#include "storage/values/manuscript.h"
#include "storage/values/work.h"

namespace lacuna::storage {

class Library;

struct CompileOptions {
  bool notes = false;     // documents that are notes
  bool archived = false;  // what lies in the archive
};

// One document, as it stands, and its place.
struct CompilePart {
  QString title;
  QString text{};
  DocumentKind kind = DocumentKind::Scene;
  int level = 0;  // folders and chapters above it
};

// Thread of the library. The project itself comes first. Throws kNotFound.
QVector<CompilePart> compileParts(Library& library, const QString& id, const CompileOptions& options = {});
// Any thread.
Manuscript compile(const QVector<CompilePart>& parts, const Work& work = {});

}  // namespace lacuna::storage
