// SPDX-License-Identifier: GPL-3.0-or-later
// A file of words, a line each, that its owner may edit too: lines that are not asked about stay as they are. UTF-8.
// Any thread. Throws StorageError with one sentence.
#pragma once

#include <QString>
#include <QStringList>

namespace lacuna::storage {

// Takes away the lines of these words, then adds those that are not there yet. The file and its folder are made where
// they are missing.
void changeWordList(const QString& path, const QStringList& added, const QStringList& removed);

}  // namespace lacuna::storage
