// SPDX-License-Identifier: GPL-3.0-or-later
// The schema of the library, as a list of steps from version 1 on. A step that was shipped is never changed again:
// add one at the end.
#pragma once

#include <QString>

namespace lacuna::storage {

class Database;

// "LCNA": marks the file as ours in its header, where `file` finds it as well.
constexpr int kApplicationId = 0x4C434E41;

// The version that this program writes: the number of steps.
int schemaVersion();

// Brings an empty or older file to schemaVersion(), each step in a transaction of its own.
// Throws StorageError: kTooNew for a later version, or one of before the first release (the file is not touched),
// kNotOurs for a foreign database.
void migrate(Database& database);

// Only the check of migrate: for a reader that must not write. An empty file is kNotOurs.
void checkVersion(Database& database);

// As checkVersion(), for one that reads all of it: an earlier version is kNotFound.
void checkCurrent(Database& database);

}  // namespace lacuna::storage
