// SPDX-License-Identifier: GPL-3.0-or-later
// A manuscript as a file of each format: bytes in memory. Any thread. Throw StorageError(kInternal) where a file cannot
// be packed, and what the work throws.
#pragma once

#include <QByteArray>

#include "storage/values/manuscript.h"
#include "storage/values/work.h"

namespace lacuna::storage {

QByteArray writeText(const Manuscript& manuscript, const ManuscriptLook& look = {}, const Work& work = {});
QByteArray writeHtml(const Manuscript& manuscript, const ManuscriptLook& look = {}, const Work& work = {});
QByteArray writeEpub(const Manuscript& manuscript, const ManuscriptLook& look = {}, const Work& work = {});
QByteArray writeDocx(const Manuscript& manuscript, const ManuscriptLook& look = {}, const Work& work = {});
QByteArray writeOdt(const Manuscript& manuscript, const ManuscriptLook& look = {}, const Work& work = {});

}  // namespace lacuna::storage
