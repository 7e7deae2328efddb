// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/corpora/corpus_reader.h"

#include <utility>

#include "storage/corpora/corpus_chapters.h"
#include "storage/corpora/source_reader.h"
#include "storage/error.h"
#include "storage/said.h"

namespace lacuna::storage {
namespace {

constexpr double kReading = 0.5;  // share of the work

Corpus wanted(VoiceStore& store, const QString& id) {
  const std::optional<Corpus> corpus = store.corpus(id);
  if (!corpus) throw StorageError(StorageCode::kNotFound, Said::tr("These texts have been deleted; choose others."));
  return *corpus;
}

// The chapters of a source as they were read last, of which nobody can say how it stands now.
QVector<SourceText> asBefore(VoiceStore& store, const Corpus& corpus, const QString& source) {
  QVector<SourceText> texts;
  for (const CorpusChapter& chapter : corpus.chapters) {
    if (chapter.sourceId != source) continue;
    const bool leftOut = chapter.use == ChapterUse::LeftOut && !chapter.chosenByHand;
    texts.append({chapter.title, store.chapterText(chapter.id), {}, leftOut ? chapter.why : QString(), true});
  }
  return texts;
}

QString tooLittle(const Corpus& corpus) {
  if (corpus.words + corpus.heldOutWords < kFewestWords)
    return Said::tr("“%1” has %2 words to learn from, and a voice needs %3 at least; add more texts.")
        .arg(corpus.name)
        .arg(corpus.words)
        .arg(kFewestWords);
  if (corpus.heldOutWords == 0)
    return Said::tr(
               "No chapter of “%1” is held out, and without one nobody can tell whether the voice learns; "
               "hold one out.")
        .arg(corpus.name);
  return {};
}

}  // namespace

QString CorpusReader::read(const QString& id, const Work& work) {
  const Corpus corpus = wanted(store_, id);
  QVector<SourceTexts> texts;
  QVector<SourceRead> reads;
  for (qsizetype i = 0; i < corpus.sources.size(); ++i) {
    const double each = kReading / static_cast<double>(corpus.sources.size());
    const double from = each * static_cast<double>(i);
    work.at(from);
    reads.append(readSource(corpus.sources[i], library_, work.part(from, from + each)));
    const QString& source = corpus.sources[i].id;
    texts.append(
        {source, reads.last().away ? asBefore(store_, corpus, source) : std::exchange(reads.last().texts, {})});
  }
  const CorpusTexts made = makeChapters(texts, corpus.chapters, corpus.takesGenerated, work.part(kReading, 1));
  store_.setChapters(id, made.chapters, made.language);
  for (qsizetype i = 0; i < corpus.sources.size(); ++i) {
    if (!reads[i].away) store_.setSourceStamp(corpus.sources[i].id, reads[i].stamp);
    store_.setSourceNotice(corpus.sources[i].id, reads[i].notice);
  }
  return tooLittle(wanted(store_, id));
}

void CorpusReader::look(const QString& id) {
  for (const CorpusSource& source : wanted(store_, id).sources) {
    const QString stamp = store_.sourceStamp(source.id);
    if (stamp.isEmpty()) continue;  // it was never read
    QString newStamp;
    store_.setSourceNotice(source.id, noticeOf(source, stamp, library_, &newStamp));
    if (!newStamp.isEmpty()) store_.setSourceStamp(source.id, newStamp);
  }
}

}  // namespace lacuna::storage
