// SPDX-License-Identifier: GPL-3.0-or-later
// Documents out of documents: a copy, one out of several, several out of one. Nothing is ever lost on the way: a text
// is on the disk in its new place before it leaves its old one, the state before is kept in the history, and what was
// merged into another lies in the bin.
//
// Thread of the library. Errors: StorageError; after one, each text is where it was, or in both places.
#pragma once

#include <QString>
#include <QStringList>
#include <functional>

#include "storage/values.h"

namespace lacuna::storage {

class Library;

// A copy, with copies of all that lies under it, behind the original. Texts and marks are as they stand; what can be
// undone, older states and runs stay with the original. Returns the copy's id.
QString duplicate(Library& library, const QString& id);

// Appends the texts of the others, in this order, with `between` between two that are not empty, to the first document,
// and puts the others into the bin. What lies under them comes to lie under the first. Throws kInvalid for fewer than
// two, for one that stands twice, in the bin, or under another of them.
// `stepOf`: what the addition does to what can be undone in the first, from it and the marks before and after; without
// one nothing can be undone there.
using StepOf = std::function<QByteArray(const Edit& edit, const QVector<Mark>& before, const QVector<Mark>& after)>;
void merge(Library& library, const QStringList& ids, const QString& between = QStringLiteral("\n\n"),
           const StepOf& stepOf = {});

// The text from the position on becomes a document of the same kind right behind this one, with the marks on it.
// Throws kInvalid where one of the two would be empty, or the position cuts a pair of units. Returns the new id.
QString split(Library& library, const SplitRequest& request);

}  // namespace lacuna::storage
