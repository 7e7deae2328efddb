// SPDX-License-Identifier: GPL-3.0-or-later
// EPUB 2 and 3 into a manuscript. Any thread.
#pragma once

#include "storage/formats/zip_archive.h"
#include "storage/values/manuscript.h"
#include "storage/values/work.h"

namespace lacuna::storage {

// Throws StorageError(kInvalid): damaged, protected, without a text.
Manuscript readEpub(const QString& name, ZipReader& archive, const Work& work = {});

}  // namespace lacuna::storage
