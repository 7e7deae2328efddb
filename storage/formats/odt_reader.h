// SPDX-License-Identifier: GPL-3.0-or-later
// OpenDocument text (.odt) into a manuscript; comments and deleted text are left out. Any thread.
#pragma once

#include "storage/formats/zip_archive.h"
#include "storage/values/manuscript.h"
#include "storage/values/work.h"

namespace lacuna::storage {

// Throws StorageError(kInvalid).
Manuscript readOdt(const QString& name, ZipReader& archive, const Work& work = {});

}  // namespace lacuna::storage
