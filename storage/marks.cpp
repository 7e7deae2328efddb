// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/marks.h"

#include "storage/database.h"

namespace lacuna::storage {
namespace {

// The numbers in the file, which stay when the enumeration changes.
constexpr int kGenerated = 1;
constexpr int kPin = 2;
constexpr int kTag = 3;

int numberOf(MarkKind kind) {
  switch (kind) {
    case MarkKind::Generated:
      return kGenerated;
    case MarkKind::Pin:
      return kPin;
    case MarkKind::Tag:
      return kTag;
  }
  return kTag;
}

MarkKind kindOf(qint64 number) {
  return number == kGenerated ? MarkKind::Generated : number == kPin ? MarkKind::Pin : MarkKind::Tag;
}

}  // namespace

Marks::Stored Marks::read(qint64 document) const {
  Stored stored;
  Statement sequence(database_, "SELECT marks_sequence FROM documents WHERE key = ?1");
  sequence.bind(document);
  stored.sequence = sequence.step() ? sequence.number(0) : 0;
  Statement rows(database_, "SELECT begin, end, kind, note FROM marks WHERE document = ?1 ORDER BY begin, rowid");
  rows.bind(document);
  while (rows.step()) {
    stored.marks.append(
        {static_cast<int>(rows.number(0)), static_cast<int>(rows.number(1)), kindOf(rows.number(2)), rows.text(3)});
  }
  return stored;
}

void Marks::write(qint64 document, const Stored& stored) {
  Statement remove(database_, "DELETE FROM marks WHERE document = ?1");
  remove.bind(document);
  remove.run();
  Statement insert(database_, "INSERT INTO marks(document, begin, end, kind, note) VALUES(?1, ?2, ?3, ?4, ?5)");
  for (const Mark& mark : stored.marks) {
    insert.bind(document, mark.begin, mark.end, numberOf(mark.kind), mark.note);
    insert.run();
  }
  Statement sequence(database_, "UPDATE documents SET marks_sequence = ?2 WHERE key = ?1");
  sequence.bind(document, stored.sequence);
  sequence.run();
}

}  // namespace lacuna::storage
