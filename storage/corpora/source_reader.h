// SPDX-License-Identifier: GPL-3.0-or-later
// The texts of a source of a corpus, and whether it has changed since. It knows files and the library, and no SQL.
//
// Thread: that of the library; without one any.
#pragma once

#include <QString>
#include <QVector>

#include "storage/values.h"
#include "storage/values/voices.h"
#include "storage/values/work.h"

namespace lacuna::storage {

class Library;

// A text on its own: a file, a document, or a chapter with its scenes.
struct SourceText {
  QString title{};
  QString text{};
  QVector<Mark> generated{};  // what a model wrote of it
  QString leaveOut{};         // a sentence: why it is no prose to learn from, where that is so
  bool whole = false;         // it is a chapter, and not cut into some
};

struct SourceRead {
  QVector<SourceText> texts{};
  QString title{};    // as it is called now; empty: as before
  QString notice{};   // a sentence: what could not be read
  QString stamp{};    // how it stood
  bool away = false;  // nobody can say how it stands: a disk that is not there, a library that is not open
};

// What cannot be read is told in the notice; nothing is thrown for it. library: of documents; null: they cannot be
// read. Throws Stopped.
SourceRead readSource(const CorpusSource& source, Library* library, const Work& work = {});

// What there is to say of a source that was read when it stood as `stamp` says: it has changed, it is gone. Empty: it
// is as it was. newStamp: where it is the same in other clothes (copied, touched), how it stands now.
QString noticeOf(const CorpusSource& source, const QString& stamp, Library* library, QString* newStamp = nullptr);

}  // namespace lacuna::storage
