// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/corpora/corpus_chapters.h"

#include <QSet>
#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "storage/corpora/chapter_cutter.h"
#include "storage/corpora/chapter_names.h"
#include "storage/corpora/generated_text.h"
#include "storage/corpora/held_out.h"
#include "storage/corpora/language.h"
#include "storage/corpora/near_duplicates.h"
#include "storage/said.h"
#include "storage/search/passages.h"
#include "storage/words.h"

namespace lacuna::storage {
namespace {

constexpr qint64 kPiece = 3000;  // words, of a text without headings
constexpr qint64 kSmallestPiece = 300;
constexpr double kLongest = 0.10;    // of all words: a longer chapter could not be held out whole
constexpr double kCut = 0.09;        // and is cut into parts of about so many
constexpr qint64 kFewestWords = 30;  // of a chapter that is worth it
constexpr double kRepeats = 0.85;    // share of a chapter beyond which it counts as a copy
constexpr double kEntangled = 0.05;  // share that stands elsewhere too, beyond which it is not held out

struct Draft {
  ReadChapter read;
  QVector<LanguageShare> languages{};
  QString language{};
  std::optional<ChapterUse> byHand{};
  bool leftOut = false;  // before anybody has looked for what it repeats
  qint64 entangled = 0;  // words that stand elsewhere too, here or there
};

qint64 wordsOf(QStringView text) { return countWords(text); }

TextPiece titled(TextPiece piece, const QString& title) {
  piece.title = title;
  return piece;
}

// With names where one has none of its own.
QVector<TextPiece> named(const QVector<TextPiece>& parts, const QString& title) {
  if (parts.size() == 1) return {titled(parts.first(), title)};
  QVector<TextPiece> result;
  for (const TextPiece& part : parts)
    result.append(titled(part, Said::tr("%1, part %2").arg(title).arg(result.size() + 1)));
  return result;
}

// The text as chapters; `all`: words of the corpus.
QVector<TextPiece> piecesOf(const SourceText& text, bool alone, qint64 all) {
  if (text.whole) return {{text.title, 0, text.text.size()}};
  QVector<TextPiece> pieces;
  const QVector<TextPiece> headed = cutAtHeadings(text.text);
  for (const TextPiece& piece : headed) {
    const qint64 words = wordsOf(QStringView(text.text).mid(piece.begin, piece.end - piece.begin));
    const QString title = piece.title.isEmpty() ? text.title
                          : alone               ? piece.title
                                                : text.title + QStringLiteral(": ") + piece.title;
    // A text without headings is cut anyway; a chapter only where it is so long that it could not be held out whole.
    qint64 most = headed.size() == 1 && words > kPiece * 3 / 2 ? kPiece : words;
    if (static_cast<double>(words) > kLongest * static_cast<double>(all))
      most = std::min(most, std::max(kSmallestPiece, static_cast<qint64>(kCut * static_cast<double>(all))));
    const qint64 parts = most > 0 && text.leaveOut.isEmpty() ? (words + most - 1) / most : 1;
    pieces +=
        parts > 1 ? named(cutEvenly(text.text, piece, words / parts), title) : QVector<TextPiece>{titled(piece, title)};
  }
  return pieces;
}

class Maker {
 public:
  Maker(const QVector<CorpusChapter>& chosen, bool takesGenerated) : takesGenerated_(takesGenerated) {
    ChapterNames names;
    for (const CorpusChapter& chapter : chosen) {
      const ChapterName name = names.next(chapter.sourceId, chapter.title);
      if (chapter.chosenByHand) chosen_[name] = chapter;
    }
  }

  void add(const QString& source, const SourceText& text, const TextPiece& piece) {
    Draft draft;
    CorpusChapter& chapter = draft.read.chapter;
    chapter.sourceId = source;
    chapter.title = piece.title;
    if (takesGenerated_) {
      draft.read.text = text.text.mid(piece.begin, piece.end - piece.begin);
      chapter.generatedWords = generatedWordsIn(text.text, piece.begin, piece.end, text.generated);
    } else {
      const OwnText own = withoutGenerated(text.text, piece.begin, piece.end, text.generated);
      draft.read.text = own.text;
      chapter.generatedWords = own.generatedWords;
    }
    chapter.words = wordsOf(draft.read.text);
    if (chapter.words == 0 && chapter.generatedWords == 0 && text.leaveOut.isEmpty()) return;
    draft.languages = languagesOf(draft.read.text);
    draft.language = languageOf(draft.read.text);
    const auto found = chosen_.find(names_.next(source, chapter.title));
    if (found != chosen_.end()) draft.byHand = found->second.use;
    leaveOut(draft, text.leaveOut, found != chosen_.end() ? found->second.why : QString());
    drafts_.push_back(draft);
  }

  CorpusTexts make(const Work& work) {
    CorpusTexts made;
    made.language = mainLanguage();
    for (Draft& draft : drafts_) {
      if (draft.leftOut || draft.byHand || !isOtherThan(draft.languages, made.language)) continue;
      draft.leftOut = true;
      draft.read.chapter.use = ChapterUse::LeftOut;
      draft.read.chapter.why = Said::tr("It is in another language (%1) than the most of these texts (%2).")
                                   .arg(languageName(draft.language), languageName(made.language));
    }
    leaveOutCopies(work);
    holdOut();
    for (Draft& draft : drafts_) made.chapters.append(draft.read);
    return made;
  }

 private:
  void leaveOut(Draft& draft, const QString& rule, const QString& before) const {
    CorpusChapter& chapter = draft.read.chapter;
    if (draft.byHand && *draft.byHand == ChapterUse::LeftOut) {
      chapter.why = before;
    } else if (!draft.byHand && !rule.isEmpty()) {
      chapter.why = rule;
    } else if (!takesGenerated_ && chapter.generatedWords > 0 && chapter.words < kFewestWords) {
      chapter.why = Said::tr("A model wrote all of it, or nearly.");
    } else if (!draft.byHand && chapter.words < kFewestWords) {
      chapter.why = Said::tr("It has fewer than %1 words.").arg(kFewestWords);
    } else {
      if (!takesGenerated_ && chapter.generatedWords > 0)
        chapter.why = Said::tr("%1 words of it were written by a model and are left out.").arg(chapter.generatedWords);
      return;
    }
    draft.leftOut = true;
    chapter.use = ChapterUse::LeftOut;
  }

  QString mainLanguage() const {
    std::map<QString, qint64> words;
    for (const Draft& draft : drafts_)
      if (!draft.leftOut && !draft.language.isEmpty()) words[draft.language] += draft.read.chapter.words;
    const auto most =
        std::max_element(words.begin(), words.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
    return most == words.end() ? QString() : most->first;
  }

  void leaveOutCopies(const Work& work) {
    std::vector<CorpusPassage> passages;
    for (std::size_t i = 0; i < drafts_.size(); ++i) {
      if (drafts_[i].leftOut) continue;
      for (const Passage& passage : passagesOf(drafts_[i].read.text))
        passages.push_back({QStringView(drafts_[i].read.text).mid(passage.begin, passage.length), static_cast<int>(i)});
    }
    const std::vector<int> first = findNearDuplicates(passages, work);
    std::vector<QString> kept(drafts_.size());
    std::vector<std::map<int, qint64>> repeated(drafts_.size());  // words, by the chapter in which they stand first
    for (std::size_t at = 0; at < passages.size(); ++at) {
      const auto chapter = static_cast<std::size_t>(passages[at].chapter);
      if (first[at] < 0) {
        kept[chapter] += passages[at].text;
        continue;
      }
      std::size_t origin = at;
      while (first[origin] >= 0) origin = static_cast<std::size_t>(first[origin]);
      const qint64 words = wordsOf(passages[at].text);
      repeated[chapter][passages[origin].chapter] += words;
      drafts_[chapter].entangled += words;
      drafts_[static_cast<std::size_t>(passages[origin].chapter)].entangled += words;
    }
    for (std::size_t i = 0; i < drafts_.size(); ++i) {
      if (repeated[i].empty()) continue;
      drafts_[i].read.text = kept[i];
      sayRepeated(drafts_[i], repeated[i]);
    }
  }

  void sayRepeated(Draft& draft, const std::map<int, qint64>& repeated) const {
    CorpusChapter& chapter = draft.read.chapter;
    for (const auto& each : repeated) chapter.duplicateWords += each.second;
    const auto most = std::max_element(repeated.begin(), repeated.end(),
                                       [](const auto& a, const auto& b) { return a.second < b.second; });
    const QString title = drafts_[static_cast<std::size_t>(most->first)].read.chapter.title;
    const qint64 before = chapter.words;
    chapter.words = wordsOf(draft.read.text);
    if (chapter.words < kFewestWords ||
        static_cast<double>(chapter.duplicateWords) >= kRepeats * static_cast<double>(before)) {
      chapter.use = ChapterUse::LeftOut;
      chapter.why = Said::tr("It stands in “%1” already, word for word or nearly.").arg(title);
      return;
    }
    if (!chapter.why.isEmpty()) chapter.why += u' ';
    chapter.why += Said::tr("%1 words of it stand in “%2” already, word for word or nearly, and are left out.")
                       .arg(chapter.duplicateWords)
                       .arg(title);
  }

  void holdOut() {
    QVector<HeldOutCandidate> candidates;
    for (const Draft& draft : drafts_) {
      const CorpusChapter& chapter = draft.read.chapter;
      HeldOutCandidate candidate;
      const bool used = draft.byHand ? *draft.byHand != ChapterUse::LeftOut : chapter.use != ChapterUse::LeftOut;
      candidate.words = used ? chapter.words : 0;
      candidate.heldOut = used && draft.byHand == ChapterUse::HeldOut;
      candidate.may = used && !draft.byHand && chapter.words >= kFewestWords &&
                      static_cast<double>(draft.entangled) <= kEntangled * static_cast<double>(chapter.words);
      candidates.append(candidate);
    }
    for (const int i : chooseHeldOut(candidates))
      drafts_[static_cast<std::size_t>(i)].read.chapter.use = ChapterUse::HeldOut;
    // The store puts the author's choice in the place of what is said here; what cannot be is not said.
    for (Draft& draft : drafts_)
      if (draft.byHand && draft.read.chapter.words > 0) draft.read.chapter.use = *draft.byHand;
  }

  const bool takesGenerated_;
  std::map<ChapterName, CorpusChapter> chosen_;
  ChapterNames names_;
  std::vector<Draft> drafts_;
};

}  // namespace

CorpusTexts makeChapters(const QVector<SourceTexts>& sources, const QVector<CorpusChapter>& chosen, bool takesGenerated,
                         const Work& work) {
  qint64 all = 0;
  for (const SourceTexts& source : sources)
    for (const SourceText& text : source.texts)
      if (text.leaveOut.isEmpty()) all += wordsOf(text.text);
  Maker maker(chosen, takesGenerated);
  qsizetype done = 0;
  for (const SourceTexts& source : sources) {
    work.at(0.4 * static_cast<double>(done++) / static_cast<double>(sources.size()));
    for (const SourceText& text : source.texts)
      for (const TextPiece& piece : piecesOf(text, source.texts.size() == 1, all)) maker.add(source.id, text, piece);
  }
  return maker.make(work.part(0.4, 1));
}

}  // namespace lacuna::storage
