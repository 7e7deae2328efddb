// SPDX-License-Identifier: GPL-3.0-or-later
// Word's .docx into a manuscript: text as it stands after all tracked changes, comments left out. Any thread.
#pragma once

#include "storage/formats/zip_archive.h"
#include "storage/values/manuscript.h"
#include "storage/values/work.h"

namespace lacuna::storage {

// Throws StorageError(kInvalid).
Manuscript readDocx(const QString& name, ZipReader& archive, const Work& work = {});

}  // namespace lacuna::storage
