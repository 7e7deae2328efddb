// SPDX-License-Identifier: GPL-3.0-or-later
// A store with a corpus that can be learnt from, for the tests of voices.
#pragma once

#include "storage/voices/voice_store.h"
#include "tests/storage/support.h"

namespace lacuna::storage::test {

// Two chapters: 2,400 words to learn, 300 held out.
inline QVector<ReadChapter> twoChapters(const QString& source) {
  QVector<ReadChapter> chapters(2);
  chapters[0].chapter.title = QStringLiteral("One");
  chapters[0].chapter.words = 2400;
  chapters[0].text = QStringLiteral("The heron stood in the reeds. ").repeated(400);
  chapters[1].chapter.title = QStringLiteral("Two");
  chapters[1].chapter.words = 300;
  chapters[1].chapter.use = ChapterUse::HeldOut;
  chapters[1].text = QStringLiteral("Nobody rowed to the lighthouse. ").repeated(60);
  for (ReadChapter& each : chapters) each.chapter.sourceId = source;
  return chapters;
}

struct Voices {
  Folder folder;
  VoiceStore store{VoiceStore::pathFor(folder.path())};
  QString corpus = store.addCorpus(QStringLiteral("My novel"));
  QString source =
      store.addSource(corpus, SourceKind::File, QStringLiteral("/books/novel.txt"), QStringLiteral("novel"));

  Voices() { store.setChapters(corpus, twoChapters(source), QStringLiteral("en")); }
  QString draft(const QString& name = QStringLiteral("Mine")) { return store.addJob(name, corpus, {}); }
  QString queued(const QString& name = QStringLiteral("Mine")) {
    const QString job = draft(name);
    store.enqueue(job, QStringLiteral("/models/estuary"), QStringLiteral("estuary"), QStringLiteral("abc"));
    return job;
  }
  JobState state(const QString& job) { return store.job(job)->job.state; }
  // Of a step, as whoever trains tells it.
  void point(const QString& job, qint64 step, double loss = 1.0) {
    VoiceJob figures;
    figures.step = step;
    figures.steps = 100;
    store.addPoint(job, {step, double(step), loss, kNotMeasured}, figures);
  }
};

}  // namespace lacuna::storage::test
