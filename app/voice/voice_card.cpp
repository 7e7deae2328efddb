// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/voice/voice_card.h"

#include <QElapsedTimer>
#include <algorithm>
#include <cmath>

#include "app/voice/style_classifier.h"
#include "app/voice/verbatim.h"

namespace lacuna::app {
namespace {

constexpr int kLeastGaps = 4;    // of each kind: with fewer, nothing is said of distinctiveness
constexpr int kLeastWords = 18;  // of a gap: verbatim runs are counted from 13 words on
constexpr int kMostWords = 26;
constexpr int kVerbatim = 12;  // words that a run must have more of
constexpr int kPassages = 10;
constexpr int kSteps = 24;

struct Pair {
  QString plain;
  QString voiced;
};

double shareForVoice(const StyleClassifier& classifier, const QVector<Pair>& pairs) {
  double won = 0;
  for (const Pair& pair : pairs) {
    const double voiced = classifier.likeness(pair.voiced);
    const double plain = classifier.likeness(pair.plain);
    won += voiced > plain ? 1.0 : voiced == plain ? 0.5 : 0.0;
  }
  return won / static_cast<double>(pairs.size());
}

void findVerbatim(const CardQuestion& question, const QVector<Pair>& pairs, storage::VoiceCard* card) {
  Verbatim verbatim;
  for (const QString& text : question.learnt) verbatim.add({}, text);
  Verbatim chapters;
  for (const LearntChapter& chapter : question.chapters) chapters.add(chapter.title, chapter.text);
  int repeats = 0;
  for (const Pair& pair : pairs) {
    const Verbatim::Found found = verbatim.find(pair.voiced);
    card->longestVerbatim = std::max(card->longestVerbatim, found.words);
    if (found.words > kVerbatim) ++repeats;
    if (found.words == 0) continue;
    const Verbatim::Found named = chapters.find(found.passage);
    card->passages.push_back({found.passage, named.words == found.words ? named.chapter : QString(), found.words});
  }
  card->verbatim = static_cast<double>(repeats) / static_cast<double>(pairs.size());
  std::stable_sort(card->passages.begin(), card->passages.end(),
                   [](const auto& a, const auto& b) { return a.words > b.words; });
  if (card->passages.size() > kPassages) card->passages.resize(kPassages);
}

QString number(double value, int decimals) {
  return std::isfinite(value) ? QString::number(value, 'f', decimals) : QStringLiteral("not measured");
}

}  // namespace

void examine(const CardQuestion& question, const FillGap& fill, storage::VoiceCard* card) {
  GapWish wish{question.mostGaps, kLeastWords, kMostWords, false, question.seed};
  QVector<AskedGap> learnt = chooseGaps(question.learnt, wish);
  QVector<AskedGap> heldOut = chooseGaps(question.heldOut, wish);
  // The first one tells how many there is time for: three fills for each two gaps. Nothing of it is kept, so that what
  // is said depends on the clock by its number alone.
  if (question.seconds <= 0 || learnt.isEmpty() || heldOut.isEmpty()) return;
  QElapsedTimer clock;
  clock.start();
  if (fill(heldOut.first(), false).isEmpty()) return;
  const double one = std::max<qint64>(1, clock.elapsed()) / 1000.0;
  const int gaps = std::clamp(static_cast<int>(question.seconds / (3 * one)), kLeastGaps, question.mostGaps);
  if (gaps < question.mostGaps) {
    wish.count = gaps;
    learnt = chooseGaps(question.learnt, wish);
    heldOut = chooseGaps(question.heldOut, wish);
  }

  StyleClassifier classifier;
  for (const AskedGap& gap : learnt) {
    const QString said = fill(gap, false);
    if (said.isEmpty()) return;
    classifier.learn(StyleClassifier::Side::Author, gap.own().simplified());
    classifier.learn(StyleClassifier::Side::Other, said);
  }
  QVector<Pair> pairs;
  for (const AskedGap& gap : heldOut) pairs.push_back({fill(gap, false), {}});
  for (qsizetype i = 0; i < heldOut.size(); ++i) pairs[i].voiced = fill(heldOut[i], true);
  pairs.removeIf([](const Pair& pair) { return pair.plain.isEmpty() || pair.voiced.isEmpty(); });
  if (pairs.isEmpty()) return;
  card->fills = static_cast<int>(learnt.size() + 2 * pairs.size());
  findVerbatim(question, pairs, card);
  if (learnt.size() >= kLeastGaps && pairs.size() >= kLeastGaps) card->distinctive = shareForVoice(classifier, pairs);
}

QString fillWith(engine::Session& session, const AskedGap& gap, quint64 seed, const engine::CancelFlag& cancel) {
  engine::InfillRequest request;
  request.text = gap.excerpt.toStdString();
  const std::size_t begin = static_cast<std::size_t>(gap.excerpt.left(gap.begin).toUtf8().size());
  request.gaps = {{begin, begin + static_cast<std::size_t>(gap.own().toUtf8().size()), gap.words, 0}};
  request.candidates = 1;
  request.steps = kSteps;
  request.seed = seed;
  const engine::InfillResult result = session.infill(request, {}, cancel);
  if (result.cancelled || result.candidates.empty() || result.candidates.front().empty()) return {};
  return plainFill(result.candidates.front().front().text);
}

QString cardText(const storage::Voice& voice) {
  const storage::VoiceCard& card = voice.card;
  QString text = QStringLiteral(
                     "# %1\n\nA voice for Lacuna: what the model %2 has learnt from one author's writing. It speaks "
                     "over that model "
                     "alone (SHA-256 %3), and says nothing without it.\n\n")
                     .arg(voice.name, voice.modelName, voice.modelSha256);
  text +=
      QStringLiteral("- Learnt from %1 words of %2%3, in %4 steps and %5 minutes on %6.\n")
          .arg(card.words)
          .arg(card.sources.isEmpty() ? QStringLiteral("the author's texts") : card.sources.join(QStringLiteral(", ")),
               card.language.isEmpty() ? QString() : QStringLiteral(" (language: %1)").arg(card.language))
          .arg(card.steps)
          .arg(number(card.seconds / 60, 1), card.device.isEmpty() ? QStringLiteral("this machine") : card.device);
  text += QStringLiteral("- Surprise at chapters that it has not seen: %1 nats a character, without the voice %2.\n")
              .arg(number(card.heldOutAfter, 4), number(card.heldOutBefore, 4));
  if (card.fills == 0) return text + QStringLiteral("- What it says was not examined.\n");
  text += QStringLiteral(
              "- Distinctive: %1. The share of gaps in unseen chapters where a classifier of runs of 2 to 4 "
              "characters, which "
              "learnt the author's words against the plain model's, prefers what the voice says; 0.5 is chance.\n")
              .arg(number(card.distinctive, 2));
  text += QStringLiteral(
              "- Word for word: the longest run that stands in what it learnt from has %1 words; %2 of the fills "
              "repeat more "
              "than %3 words. Over %4 fills in all.\n")
              .arg(card.longestVerbatim)
              .arg(number(card.verbatim, 2))
              .arg(kVerbatim)
              .arg(card.fills);
  return text;
}

}  // namespace lacuna::app
