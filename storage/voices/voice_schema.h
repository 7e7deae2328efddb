// SPDX-License-Identifier: GPL-3.0-or-later
// What the parts of the store share: its tables, a change of them that is counted, values as columns.
#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QString>

#include "storage/database.h"

namespace lacuna::storage {

// "LCVO": marks the file as ours.
constexpr int kVoicesId = 0x4C43564F;

// Brings an empty or older file to this program's version; each step in a transaction of its own. For the user alone to
// read: it holds texts. Throws StorageError: kTooNew, kNotOurs (the file is not touched).
void openVoices(Database& database);
// The number of steps.
int voicesVersion();

// A transaction that is seen by whoever looks at VoiceStore::version().
class [[nodiscard]] VoiceChange {
 public:
  explicit VoiceChange(Database& database) : database_(database), transaction_(database) {}
  void commit() {
    database_.execute("UPDATE changes SET number = number + 1");
    transaction_.commit();
  }

 private:
  Database& database_;
  Transaction transaction_;
};

QString newId();
qint64 nowMilliseconds();
// 0: never.
QDateTime timeOf(qint64 milliseconds);
// What is null was not measured; NaN is stored as null.
double measured(const Statement& row, int column);

}  // namespace lacuna::storage
