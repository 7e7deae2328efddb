// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/voice/corpus_reading.h"

#include <QMutexLocker>

#include "storage/corpora/corpus_reader.h"
#include "storage/error.h"
#include "storage/library.h"

namespace lacuna::app {
namespace {

constexpr double kTold = 0.01;  // of the whole, at least, between two words on how far it is

// Calls work(); the sentence of what it threw, or nothing.
template <typename Work>
QString sentenceOf(const Work& work) {
  try {
    work();
  } catch (const storage::Stopped&) {
    return {};
  } catch (const storage::StorageError& error) {
    return error.sentence();
  } catch (const std::exception& error) {
    return QString::fromUtf8(error.what());
  }
  return {};
}

}  // namespace

CorpusReading::CorpusReading(StorageThread& storage) : storage_(storage) { pool_.setMaxThreadCount(1); }

CorpusReading::~CorpusReading() { close(); }

void CorpusReading::open(const QString& library) {
  const QMutexLocker lock(&mutex_);
  library_ = library;
}

void CorpusReading::start(const QString& corpus) {
  storage_.flush();  // what the author has just written is read too
  const QMutexLocker lock(&mutex_);
  if (closing_ || waiting_.contains(corpus)) return;
  waiting_.insert(corpus);
  pool_.start([this, corpus, library = library_] { perform(library, corpus); });
}

void CorpusReading::stop(const QString& corpus) {
  const QMutexLocker lock(&mutex_);
  if (corpus.isEmpty() || corpus == current_) stop_.store(true);
}

void CorpusReading::perform(const QString& library, const QString& corpus) {
  {
    const QMutexLocker lock(&mutex_);
    waiting_.remove(corpus);
    if (closing_) return;
    current_ = corpus;
    stop_.store(false);
  }
  double told = -1;
  QString little;
  const QString sentence = sentenceOf([&] {
    storage::VoiceStore store(storage::VoiceStore::pathFor(library));
    storage::Library texts(library, storage::Database::Access::ReadOnly);
    little = storage::CorpusReader(store, &texts).read(corpus, storage::Work([&](double share) {
                                                         if (share - told >= kTold || told < 0)
                                                           Q_EMIT read(corpus, told = share);
                                                         return !stop_.load();
                                                       }));
  });
  {
    const QMutexLocker lock(&mutex_);
    current_.clear();
  }
  Q_EMIT read(corpus, -1);
  if (!sentence.isEmpty() || !little.isEmpty()) Q_EMIT failed(sentence.isEmpty() ? little : sentence);
}

void CorpusReading::look(const QStringList& corpora) {
  const QMutexLocker lock(&mutex_);
  if (closing_ || corpora.isEmpty()) return;
  pool_.start([corpora, library = library_] {
    // Nobody asked for it: what goes wrong is said when it is read.
    (void)sentenceOf([&] {
      storage::VoiceStore store(storage::VoiceStore::pathFor(library));
      storage::Library texts(library, storage::Database::Access::ReadOnly);
      for (const QString& corpus : corpora) storage::CorpusReader(store, &texts).look(corpus);
    });
  });
}

void CorpusReading::close() {
  {
    const QMutexLocker lock(&mutex_);
    closing_ = true;
    stop_.store(true);
  }
  pool_.waitForDone();
}

}  // namespace lacuna::app
