// SPDX-License-Identifier: GPL-3.0-or-later
// What an author has written, told as a whole. Plain data, any thread.
#pragma once

#include <QString>
#include <QVector>

#include "storage/values.h"

namespace lacuna::storage {

struct WritingReport {
  QString id;            // of a document, with all that lies under it; empty: of the whole library
  WritingCount session;  // this one
  WritingCount today;
  QVector<WritingDay> days;          // on which something was written, of the last year, in order
  QVector<WritingSession> sessions;  // the last fifty, newest first
  qint64 words = 0;                  // of the texts, outside the bin
  int goal = 0;                      // words a day; of a document: words that it is to have. 0: none
};

}  // namespace lacuna::storage
