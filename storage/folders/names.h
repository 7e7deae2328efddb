// SPDX-License-Identifier: GPL-3.0-or-later
// Names of files: in which order a person expects them, what of one is a number, and how a title becomes one that every
// file system takes. Pure; any thread.
#pragma once

#include <QString>

namespace lacuna::storage {

// Below 0, 0, above 0. Numbers in a name count as numbers: "2" before "10". Capitals matter only between equals.
int compareNames(const QString& a, const QString& b);

// Of "01 - The lamp": 5, the units before the words; 0 where it does not begin with a number of at most three digits
// that is parted from the rest. Of "007" alone: 0.
int numberPrefix(const QString& name);

// The title as a part of a file's name, no longer than `most` bytes of UTF-8 (at least 8): without what Linux, Windows
// or macOS forbid, without what cannot be seen, composed (NFC). Never empty.
QString safeName(const QString& title, int most);

}  // namespace lacuna::storage
