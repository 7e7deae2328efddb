// SPDX-License-Identifier: GPL-3.0-or-later
// A manuscript as a file of each format: bytes in memory. Any thread. Throw StorageError(kInternal) where a file cannot
// be packed.
#pragma once

#include <QByteArray>

#include "storage/values/manuscript.h"

namespace lacuna::storage {

QByteArray writeText(const Manuscript& manuscript, const ManuscriptLook& look = {});
QByteArray writeHtml(const Manuscript& manuscript, const ManuscriptLook& look = {});
QByteArray writeEpub(const Manuscript& manuscript, const ManuscriptLook& look = {});
QByteArray writeDocx(const Manuscript& manuscript, const ManuscriptLook& look = {});
QByteArray writeOdt(const Manuscript& manuscript, const ManuscriptLook& look = {});

}  // namespace lacuna::storage
