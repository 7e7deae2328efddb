// SPDX-License-Identifier: GPL-3.0-or-later
// The chapters that a corpus is made of, from texts that were read: where each stands, what is learnt of it, and why
// not. Pure; any thread.
#pragma once

#include <QHash>
#include <QVector>

#include "storage/corpora/source_reader.h"
#include "storage/voices/voice_store.h"

namespace lacuna::storage {

struct SourceTexts {
  QString id;
  QVector<SourceText> texts;
};

struct CorpusTexts {
  QVector<ReadChapter> chapters;
  QString language;
};

// chosen: chapters of the last reading; what the author said of them holds again (by source, title, and which of that
// title). Throws Stopped.
CorpusTexts makeChapters(const QVector<SourceTexts>& sources, const QVector<CorpusChapter>& chosen, bool takesGenerated,
                         const Work& work = {});

}  // namespace lacuna::storage
