// SPDX-License-Identifier: GPL-3.0-or-later
// The text that is to be exported, compiled or printed, as a manuscript.
#pragma once

#include <functional>

#include "app/storage_thread.h"
#include "storage/values/manuscript.h"
#include "storage/values/work.h"
#include "ui/print/print_dialog.h"

namespace lacuna::app {

// Makes it: may take long. Any thread; throws StorageError, and what the work throws.
using MakeManuscript = std::function<storage::Manuscript(const storage::Work&)>;

struct SourceAsk {
  ui::PrintScope scope = ui::PrintScope::Document;
  QString documentId{};  // the open one; empty: it is in no library
  QString text{};        // of the document, or what is selected of it
  QString author{};
  bool notes = false;  // of a project
};

// Reads what has to be read in the storage's thread, then calls `then` there. What it cannot read becomes failed().
void findManuscript(StorageThread& storage, const SourceAsk& ask, std::function<void(MakeManuscript)> then);

}  // namespace lacuna::app
