// SPDX-License-Identifier: GPL-3.0-or-later
// What the author does to the words of a gap: pointing at them, keeping, forbidding and swapping them, and pulling at
// the gap's length.
#include <algorithm>

#include "ui/gap/gap_controller.h"
#include "ui/run_values.h"

namespace lacuna::ui {
namespace {

constexpr int kMostPins = 8;  // a gap, as the engine allows

}  // namespace

const RunGap* GapController::activeGap() const { return const_cast<GapController*>(this)->gapOf(active_); }

QVector<GapWord> GapController::words() const {
  const GapRun* run = activeRun();
  return run == nullptr ? QVector<GapWord>() : wordsOf(run->pieces(activeNumber() - 1));
}

QString GapController::textOfWord(const GapWord& word) const {
  const GapRun* run = activeRun();
  return run == nullptr ? QString() : run->pieces(activeNumber() - 1).join(QString()).mid(word.begin, word.length());
}

void GapController::selectWords(WordRange range) {
  const int count = static_cast<int>(words().size());
  if (range.any() && count > 0) {
    range.first = qBound(0, range.first, count - 1);
    range.last = qBound(0, range.last, count - 1);
  } else {
    range = {};
  }
  if (range.first == chosen_.first && range.last == chosen_.last) return;
  chosen_ = range;
  if (range.any()) {
    const QVector<GapWord> all = words();
    const auto [from, to] = std::minmax(range.first, range.last);
    GapWord joined = all.at(from);
    joined.end = all.at(to).end;
    Q_EMIT spoken(textOfWord(joined));
  }
  Q_EMIT inkChanged();
  Q_EMIT changed();
}

QVector<AlternativeView> GapController::alternativesOf(const GapWord& word) const {
  const GapRun* run = activeRun();
  const RunGap* gap = activeGap();
  if (run == nullptr || gap == nullptr) return {};
  const int index = activeNumber() - 1;
  const bool done = run->state == GapRun::Done;
  if (done && (run->candidate >= run->settled.size() || !run->settled.at(run->candidate).at(index).indexed)) return {};
  if (!done && run->frame.thoughts == nullptr) return {};
  const int frame = done ? run->candidate : run->shown;
  const Alternatives& all = done ? run->result.alternatives : run->frame.thoughts->alternatives;
  if (frame < 0 || frame >= all.size() || index >= all.at(frame).size()) return {};
  const auto& tokens = all.at(frame).at(index);
  const int token = word.first + gap->taken;
  if (token >= tokens.size()) return {};
  // What begins a word may stand only where a word begins, and its ending only behind it.
  const bool spaced = token == 0 || run->pieces(index).at(word.first).startsWith(u' ');
  QVector<AlternativeView> shown;
  for (const AlternativeView& a : tokens.at(token)) {
    const QString text = a.text.trimmed();
    if (text.isEmpty() || text.contains(u'\n') || text.contains(QChar::ReplacementCharacter)) continue;
    if (text.at(0).isLetterOrNumber() && a.text.startsWith(u' ') != spaced) continue;
    shown.push_back({text, a.probability});
  }
  return shown;
}

bool GapController::isPinned(const GapWord& word) const {
  const GapRun* run = activeRun();
  const RunGap* gap = activeGap();
  if (run == nullptr || gap == nullptr) return false;
  const QVector<QPair<int, int>> ranges = pinnedRanges(run->pieces(activeNumber() - 1), gap->pins);
  return std::any_of(ranges.begin(), ranges.end(),
                     [&](const auto& r) { return r.first < word.end && word.begin < r.second; });
}

bool GapController::isNoise(const GapWord& word) const {
  const GapRun* run = activeRun();
  const RunGap* gap = activeGap();
  if (run == nullptr || gap == nullptr || run->state == GapRun::Done) return false;
  for (int k = word.first; k <= word.last && k < gap->tokens.size(); ++k)
    if (gap->tokens.at(k).shown) return false;
  return true;
}

void GapController::addPin(RunGap& gap, const PinAsk& pin) {
  const auto same = [&pin](const PinAsk& p) { return p.token == pin.token && (p.token >= 0 || p.text == pin.text); };
  gap.pins.erase(std::remove_if(gap.pins.begin(), gap.pins.end(), same), gap.pins.end());
  if (gap.pins.size() >= kMostPins) {
    Q_EMIT sentence(tr("Eight words can be kept in a gap: let one go first."));
    return;
  }
  gap.pins.push_back(pin);
  // A word cannot be wanted and unwanted.
  options_.forbidden.removeAll(pin.text);
}

void GapController::keepWord(const GapWord& word, const QString& text, bool keep) {
  GapRun* run = runOf(active_);
  RunGap* gap = gapOf(active_);
  if (run == nullptr || gap == nullptr || run->state == GapRun::Queued || text.isEmpty()) return;
  const int index = activeNumber() - 1;
  const bool indexed =
      run->state == GapRun::Sent ? run->frame.step > 0 : run->settled.at(run->candidate).at(index).indexed;
  const PinAsk pin{text, 0, indexed ? word.first : -1};
  if (keep) {
    addPin(*gap, pin);
    if (indexed) gap->length = static_cast<int>(run->pieces(index).size());
    Q_EMIT spoken(tr("%1 stays").arg(text));
  } else {
    const QStringList pieces = run->pieces(index);
    const auto covers = [&](const PinAsk& p) {
      if (p.token >= word.first && p.token <= word.last) return true;
      const QVector<QPair<int, int>> at = pinnedRanges(pieces, {p});
      return !at.isEmpty() && at.first().first < word.end && word.begin < at.first().second;
    };
    gap->pins.erase(std::remove_if(gap->pins.begin(), gap->pins.end(), covers), gap->pins.end());
    Q_EMIT spoken(tr("%1 is free again").arg(text));
  }
  Q_EMIT optionsChanged();
  if (run->state == GapRun::Sent) {
    if (!goOn(*run, editsFor(index, word, keep ? text : QString()))) reask(*run, run->ask.seed);
    return;
  }
  Q_EMIT inkChanged();
  Q_EMIT changed();
}

void GapController::neverWord(const QString& text) {
  GapRun* run = runOf(active_);
  if (run == nullptr || text.isEmpty()) return;
  if (!options_.forbidden.contains(text, Qt::CaseInsensitive)) options_.forbidden << text;
  for (RunGap& g : run->gaps)
    g.pins.erase(std::remove_if(g.pins.begin(), g.pins.end(),
                                [&](const PinAsk& p) { return p.text.contains(text, Qt::CaseInsensitive); }),
                 g.pins.end());
  saveGapOptions(options_);
  Q_EMIT optionsChanged();
  Q_EMIT spoken(tr("%1 will not come again").arg(text));
  if (!goOn(*run, editsAgainst(*run, text), {text})) reask(*run, run->ask.seed);
}

void GapController::pickWord(const GapWord& word, const QString& replacement) {
  GapRun* run = runOf(active_);
  RunGap* gap = gapOf(active_);
  if (run == nullptr || gap == nullptr || run->state == GapRun::Queued) return;
  if (run->state == GapRun::Sent) {
    keepWord(word, replacement, true);
    return;
  }
  swapWord(word, replacement);
  const SettledGap& settled = run->settled.at(run->candidate).at(activeNumber() - 1);
  addPin(*gap, {replacement, 0, settled.indexed ? word.first : -1});
  if (settled.indexed) gap->length = static_cast<int>(settled.pieces.size());
  Q_EMIT optionsChanged();
  reask(*run, run->ask.seed);
}

void GapController::swapWord(const GapWord& word, const QString& replacement) {
  GapRun* run = runOf(active_);
  if (run == nullptr || run->state != GapRun::Done) return;
  const int index = activeNumber() - 1;
  SettledGap& settled = run->settled[run->candidate][index];
  // The word's tokens become one piece and empty ones, so that the others keep their numbers.
  const QString fill = settled.pieces.join(QString());
  int start = 0;
  for (int k = 0; k < word.first; ++k) start += static_cast<int>(settled.pieces.at(k).size());
  int stop = start;
  for (int k = word.first; k <= word.last; ++k) stop += static_cast<int>(settled.pieces.at(k).size());
  settled.pieces[word.first] = fill.mid(start, word.begin - start) + replacement + fill.mid(word.end, stop - word.end);
  for (int k = word.first + 1; k <= word.last; ++k) settled.pieces[k].clear();
  run->result.candidates[run->candidate].fills[index] = settled.pieces.join(QString());
  run->applyCandidate(false);
  refresh(*run);
  Q_EMIT spoken(replacement);
  Q_EMIT changed();
}

void GapController::setPins(const QStringList& anywhere, const QStringList& inPlace) {
  RunGap* gap = gapOf(active_);
  if (gap == nullptr) return;
  QStringList places = inPlace;
  QVector<PinAsk> pins;
  for (const PinAsk& pin : std::as_const(gap->pins))
    if (pin.token >= 0 && places.removeOne(pin.text)) pins.push_back(pin);
  gap->pins = pins;
  for (const QString& text : anywhere) addPin(*gap, {text, 0, -1});
  Q_EMIT inkChanged();
  Q_EMIT changed();
}

// The tokens will stand elsewhere: what was kept in its place may now stand anywhere.
void GapController::setWords(int words) {
  RunGap* gap = gapOf(active_);
  if (gap == nullptr) return;
  gap->words = words;
  gap->length = 0;
  gap->strokes.clear();
  for (PinAsk& pin : gap->pins) pin.token = -1;
}

void GapController::setStrength(float strength) {
  RunGap* gap = gapOf(active_);
  const PageDocument::Hole* hole = document_.hole(active_);
  if (gap == nullptr || hole == nullptr || gap->brushed || gap->words > 0) return;
  gap->strokes.clear();
  const QString hidden = document_.manuscript().text().mid(hole->begin, hole->length);
  if (strength < 1.0F && !hidden.trimmed().isEmpty() && !hidden.startsWith(QLatin1String("[["))) {
    gap->strokes.push_back({0, hole->length, strength});
    gap->length = 0;
  }
}

void GapController::draftLength(int words) {
  GapRun* run = runOf(active_);
  RunGap* gap = gapOf(active_);
  if (run == nullptr || gap == nullptr) return;
  words = qBound(1, words, kMostGapWords);
  if (run->draft == words) return;
  run->draft = words;
  chosen_ = {};
  const QVector<PageToken> old = gap->tokens;
  gap->tokens = waitingTokens(words);
  // The blocks that stand there keep their widths, so that only the end moves.
  for (int i = 0; i < gap->tokens.size() && i < old.size(); ++i) gap->tokens[i].ink = old.at(i).ink * 0.5;
  refresh(*run);
  Q_EMIT changed();
}

void GapController::keepLength() {
  GapRun* run = runOf(active_);
  if (run == nullptr || run->draft == 0) return;
  const int words = run->draft;
  run->draft = 0;
  setWords(words);
  Q_EMIT spoken(words == 1 ? tr("1 word") : tr("%1 words").arg(words));
  reask(*run, run->ask.seed);
}

void GapController::dropLength() {
  GapRun* run = runOf(active_);
  RunGap* gap = gapOf(active_);
  if (run == nullptr || gap == nullptr || run->draft == 0) return;
  run->draft = 0;
  if (run->state == GapRun::Done) {
    run->applyCandidate(motion_);
  } else {
    gap->tokens = waitingTokens(gap->words);
    if (run->frame.step > 0) run->applyFrame(motion_);
  }
  refresh(*run);
  timer_.start();
  Q_EMIT changed();
}

}  // namespace lacuna::ui
