// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/gap/gap_wording.h"

#include <algorithm>

namespace lacuna::ui {
namespace {

constexpr int kMostPins = 8;  // a gap, as the engine allows

}  // namespace

QString GapWording::textOfWord(const GapWord& word) const {
  const GapRun* run = queue_.activeRun();
  return run == nullptr ? QString()
                        : run->pieces(queue_.activeNumber() - 1).join(QString()).mid(word.begin, word.length());
}

void GapWording::selectWords(WordRange range) {
  const int count = static_cast<int>(words().size());
  if (range.any() && count > 0) {
    range.first = qBound(0, range.first, count - 1);
    range.last = qBound(0, range.last, count - 1);
  } else {
    range = {};
  }
  if (range.first == selection().first && range.last == selection().last) return;
  queue_.setChosen(range);
  if (range.any()) {
    const QVector<GapWord> all = words();
    const auto [from, to] = std::minmax(range.first, range.last);
    GapWord joined = all.at(from);
    joined.end = all.at(to).end;
    Q_EMIT told_.spoken(textOfWord(joined));
  }
  Q_EMIT told_.inkChanged();
  Q_EMIT told_.changed();
}

QVector<RunAlternative> GapWording::alternativesOf(const GapWord& word) const {
  const GapRun* run = queue_.activeRun();
  const RunGap* gap = queue_.activeGap();
  if (run == nullptr || gap == nullptr) return {};
  const int index = queue_.activeNumber() - 1;
  const bool done = run->state() == GapRun::Done;
  if (done && (run->candidate() >= run->settled().size() || !run->settled().at(run->candidate()).at(index).indexed))
    return {};
  const int frame = done ? run->candidate() : run->shown();
  const Alternatives& all = done ? run->result().alternatives : run->latest().alternatives;
  if (frame < 0 || frame >= all.size() || index >= all.at(frame).size()) return {};
  const auto& tokens = all.at(frame).at(index);
  const int token = word.first + gap->taken;
  if (token >= tokens.size()) return {};
  // What begins a word may stand only where a word begins, and its ending only behind it.
  const bool spaced = token == 0 || run->pieces(index).at(word.first).startsWith(u' ');
  QVector<RunAlternative> shown;
  for (const RunAlternative& a : tokens.at(token)) {
    const QString text = a.text.trimmed();
    if (text.isEmpty() || text.contains(u'\n') || text.contains(QChar::ReplacementCharacter)) continue;
    if (text.at(0).isLetterOrNumber() && a.text.startsWith(u' ') != spaced) continue;
    shown.push_back({a.id, a.probability, text});
  }
  return shown;
}

bool GapWording::isPinned(const GapWord& word) const {
  const GapRun* run = queue_.activeRun();
  const RunGap* gap = queue_.activeGap();
  if (run == nullptr || gap == nullptr) return false;
  const QVector<QPair<int, int>> ranges = pinnedRanges(run->pieces(queue_.activeNumber() - 1), gap->pins);
  return std::any_of(ranges.begin(), ranges.end(),
                     [&](const auto& r) { return r.first < word.end && word.begin < r.second; });
}

bool GapWording::isNoise(const GapWord& word) const {
  const GapRun* run = queue_.activeRun();
  const RunGap* gap = queue_.activeGap();
  if (run == nullptr || gap == nullptr || run->state() == GapRun::Done) return false;
  for (int k = word.first; k <= word.last && k < gap->tokens.size(); ++k)
    if (gap->tokens.at(k).shown) return false;
  return true;
}

void GapWording::addPin(GapWants& gap, const PinAsk& pin) {
  const auto same = [&pin](const PinAsk& p) { return p.token == pin.token && (p.token >= 0 || p.text == pin.text); };
  gap.pins.erase(std::remove_if(gap.pins.begin(), gap.pins.end(), same), gap.pins.end());
  if (gap.pins.size() >= kMostPins) {
    Q_EMIT told_.sentence(tr("Eight words can be kept in a gap: let one go first."));
    return;
  }
  gap.pins.push_back(pin);
  // A word cannot be wanted and unwanted.
  asking_.options().forbidden.removeAll(pin.text);
}

void GapWording::keepWord(const GapWord& word, const QString& text, bool keep) {
  GapRun* run = queue_.activeRun();
  GapWants* gap = queue_.activeWants();
  if (run == nullptr || gap == nullptr || run->state() == GapRun::Queued || text.isEmpty()) return;
  const int index = queue_.activeNumber() - 1;
  const bool indexed =
      run->state() == GapRun::Sent ? run->frame().step > 0 : run->settled().at(run->candidate()).at(index).indexed;
  const PinAsk pin{text, 0, indexed ? word.first : -1};
  if (keep) {
    addPin(*gap, pin);
    if (indexed) gap->length = static_cast<int>(run->pieces(index).size());
    Q_EMIT told_.spoken(tr("%1 stays").arg(text));
  } else {
    const QStringList pieces = run->pieces(index);
    const auto covers = [&](const PinAsk& p) {
      if (p.token >= word.first && p.token <= word.last) return true;
      const QVector<QPair<int, int>> at = pinnedRanges(pieces, {p});
      return !at.isEmpty() && at.first().first < word.end && word.begin < at.first().second;
    };
    gap->pins.erase(std::remove_if(gap->pins.begin(), gap->pins.end(), covers), gap->pins.end());
    Q_EMIT told_.spoken(tr("%1 is free again").arg(text));
  }
  Q_EMIT told_.optionsChanged();
  if (run->state() == GapRun::Sent) {
    if (!asking_.goOn(*run, editsFor(index, word, keep ? text : QString()))) asking_.again(*run, run->ask().seed);
    return;
  }
  Q_EMIT told_.inkChanged();
  Q_EMIT told_.changed();
}

void GapWording::neverWord(const QString& text) {
  GapRun* run = queue_.activeRun();
  if (run == nullptr || text.isEmpty()) return;
  QStringList& forbidden = asking_.options().forbidden;
  if (!forbidden.contains(text, Qt::CaseInsensitive)) forbidden << text;
  for (const RunGap& g : run->gaps()) {
    GapWants* wants = run->wants(g.hole);
    if (wants == nullptr) continue;
    wants->pins.erase(std::remove_if(wants->pins.begin(), wants->pins.end(),
                                     [&](const PinAsk& p) { return p.text.contains(text, Qt::CaseInsensitive); }),
                      wants->pins.end());
  }
  saveGapOptions(asking_.options());
  Q_EMIT told_.optionsChanged();
  Q_EMIT told_.spoken(tr("%1 will not come again").arg(text));
  if (!asking_.goOn(*run, editsAgainst(*run, text), {text})) asking_.again(*run, run->ask().seed);
}

void GapWording::pickWord(const GapWord& word, const QString& replacement) {
  GapRun* run = queue_.activeRun();
  GapWants* gap = queue_.activeWants();
  if (run == nullptr || gap == nullptr || run->state() == GapRun::Queued) return;
  if (run->state() == GapRun::Sent) {
    keepWord(word, replacement, true);
    return;
  }
  swapWord(word, replacement);
  const SettledGap& settled = run->settled().at(run->candidate()).at(queue_.activeNumber() - 1);
  addPin(*gap, {replacement, 0, settled.indexed ? word.first : -1});
  if (settled.indexed) gap->length = static_cast<int>(settled.pieces.size());
  Q_EMIT told_.optionsChanged();
  asking_.again(*run, run->ask().seed);
}

void GapWording::swapWord(const GapWord& word, const QString& replacement) {
  GapRun* run = queue_.activeRun();
  if (run == nullptr || run->state() != GapRun::Done) return;
  run->swapWord(queue_.activeNumber() - 1, word, replacement);
  showing_.refresh(*run);
  Q_EMIT told_.spoken(replacement);
  Q_EMIT told_.changed();
}

void GapWording::setPins(const QStringList& anywhere, const QStringList& inPlace) {
  GapWants* gap = queue_.activeWants();
  if (gap == nullptr) return;
  QStringList places = inPlace;
  QVector<PinAsk> pins;
  for (const PinAsk& pin : std::as_const(gap->pins))
    if (pin.token >= 0 && places.removeOne(pin.text)) pins.push_back(pin);
  gap->pins = pins;
  for (const QString& text : anywhere) addPin(*gap, {text, 0, -1});
  Q_EMIT told_.inkChanged();
  Q_EMIT told_.changed();
}

void GapWording::setStrength(float strength) {
  GapWants* gap = queue_.activeWants();
  const PageDocument::Hole* hole = document_.hole(queue_.activeHole());
  if (gap == nullptr || hole == nullptr || gap->brushed || gap->words > 0) return;
  gap->strokes.clear();
  const QString hidden = document_.manuscript().text().mid(hole->begin, hole->length);
  if (strength < 1.0F && !hidden.trimmed().isEmpty() && !hidden.startsWith(QLatin1String("[["))) {
    gap->strokes.push_back({0, hole->length, strength});
    gap->length = 0;
  }
}

}  // namespace lacuna::ui
