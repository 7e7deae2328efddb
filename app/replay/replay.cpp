// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/replay/replay.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace lacuna::app {
namespace {

constexpr qsizetype kBefore = 260;    // units to show before a gap, then to the paragraph's begin
constexpr qsizetype kAfter = 420;     // ... and after one, to its end
constexpr qsizetype kLongest = 1600;  // ... but no more than this
constexpr qsizetype kOpening = 56;    // units of a block's first words
constexpr quint8 kShowGuess = 26;     // of 255: the confidence from which the page shows a guess (ui/gap/gap_run.cpp)
constexpr double kEntropyUnit = 1.0 / 16;  // nats, as storage packs it

// From `at` backwards: whole paragraphs until there is enough.
qsizetype beginOfPage(const QString& text, qsizetype at) {
  qsizetype begin = at;
  while (begin > 0 && at - begin < kBefore) {
    const qsizetype line = begin < 2 ? -1 : text.lastIndexOf(u'\n', begin - 2);
    begin = line + 1;
  }
  if (at - begin <= kLongest) return begin;
  const qsizetype space = text.indexOf(u' ', at - kLongest);
  return space >= 0 && space < at ? space + 1 : at - kLongest;
}

qsizetype endOfPage(const QString& text, qsizetype at) {
  qsizetype end = at;
  while (end < text.size() && end - at < kAfter) {
    const qsizetype line = text.indexOf(u'\n', end);
    end = line < 0 ? text.size() : line + 1;
  }
  if (end - at <= kLongest) return end;
  const qsizetype space = text.lastIndexOf(u' ', at + kLongest);
  return space > at ? space : at + kLongest;
}

void addText(QVector<PagePart>& page, const QString& text) {
  if (!text.isEmpty()) page.push_back({PagePart::Text, text, -1});
}

QVector<PagePart> pageOf(const QVector<storage::RunGap>& gaps, const QString& text) {
  QVector<PagePart> page;
  qsizetype shownTo = 0;
  for (int i = 0; i < gaps.size(); ++i) {
    const qsizetype from = std::max(shownTo, beginOfPage(text, gaps[i].begin));
    if (from > shownTo) {
      // Between two gaps: the text after the first, something left out, the text before the second.
      if (i > 0) {
        const qsizetype to = std::min(from, endOfPage(text, shownTo));
        addText(page, text.mid(shownTo, to - shownTo));
        shownTo = to;
      }
      if (from > shownTo) page.push_back({PagePart::LeftOut, {}, -1});
    }
    addText(page, text.mid(from, gaps[i].begin - from));
    page.push_back({PagePart::Gap, {}, i});
    shownTo = gaps[i].end;
  }
  const qsizetype end = endOfPage(text, shownTo);
  addText(page, text.mid(shownTo, end - shownTo));
  if (end < text.size()) page.push_back({PagePart::LeftOut, {}, -1});
  return page;
}

QString openingOf(const QString& text, const storage::RunBlock& block) {
  const QString words = text.mid(block.begin, std::min<qsizetype>(block.end - block.begin, 4 * kOpening)).simplified();
  if (words.size() <= kOpening) return words;
  const qsizetype space = words.lastIndexOf(u' ', kOpening);
  return words.left(space > kOpening / 2 ? space : kOpening) + QStringLiteral(" …");
}

int inside(int position, const QString& text) { return std::clamp(position, 0, static_cast<int>(text.size())); }

double inkOf(const storage::RunToken& token) {
  return token.settled ? 1.0 : 0.8 * std::sqrt(static_cast<double>(storage::unpackConfidence(token.confidence)));
}

QString leadOf(const QString& text) {
  qsizetype count = 0;
  while (count < text.size() && text[count].isSpace()) ++count;
  return text.left(count);
}

QString trailOf(const QString& text) {
  qsizetype count = 0;
  while (count < text.size() && text[text.size() - 1 - count].isSpace()) ++count;
  return text.right(count);
}

QString withoutTrail(const QString& text) { return text.left(text.size() - trailOf(text).size()); }

const storage::RunToken* tokenAt(const storage::RunFrame& frame, int candidate, int gap, qsizetype token) {
  if (candidate >= frame.tokens.size() || gap >= frame.tokens[candidate].size()) return nullptr;
  const auto& tokens = frame.tokens[candidate][gap];
  return token < tokens.size() ? &tokens[token] : nullptr;
}

}  // namespace

Replay makeReplay(storage::Run run, const QString& title, const QString& text) {
  Replay replay;
  replay.title = title;
  replay.length = text.size();
  int last = 0;
  for (storage::RunGap& gap : run.gaps) {
    gap.begin = std::max(last, inside(gap.begin, text));
    gap.end = last = std::max(gap.begin, inside(gap.end, text));
    replay.originals << text.mid(gap.begin, gap.end - gap.begin);
  }
  replay.page = pageOf(run.gaps, text);
  for (const storage::RunBlock& block : run.context) replay.openings << openingOf(text, block);
  replay.place = usualPlace(run);
  replay.run = std::move(run);
  return replay;
}

int candidatesOf(const storage::Run& run) {
  return run.trajectory.isEmpty() ? 0 : static_cast<int>(run.trajectory.last().tokens.size());
}

int usualPlace(const storage::Run& run) { return run.taken >= 0 && run.taken < candidatesOf(run) ? run.taken : 0; }

QString fillOf(const storage::Run& run, int place, int gap) {
  if (place >= run.candidates.size() || gap >= run.candidates[place].fills.size()) return {};
  const QString& fill = run.candidates[place].fills[gap];
  return fill.isNull() ? QStringLiteral("") : fill;
}

StepSum sumOf(const storage::RunFrame& frame, int candidate, bool entropyKept) {
  StepSum sum;
  if (candidate >= frame.tokens.size()) return sum;
  int tokens = 0;
  int settled = 0;
  for (const auto& gap : frame.tokens[candidate]) {
    for (const storage::RunToken& token : gap) {
      ++tokens;
      if (token.settled) {
        ++settled;
      } else {
        sum.doubt += entropyKept ? token.entropy * kEntropyUnit
                                 : 1.0 - static_cast<double>(storage::unpackConfidence(token.confidence));
      }
    }
  }
  sum.settled = tokens > 0 ? static_cast<double>(settled) / tokens : 0;
  if (tokens > settled) sum.doubt /= tokens - settled;
  return sum;
}

bool keepsEntropy(const storage::Run& run) {
  for (const storage::RunFrame& frame : run.trajectory) {
    for (const auto& candidate : frame.tokens) {
      for (const auto& gap : candidate) {
        if (std::any_of(gap.begin(), gap.end(), [](const auto& token) { return token.entropy > 0; })) return true;
      }
    }
  }
  return false;
}

QVector<ShownToken> shownTokens(const storage::Run& run, int frame, int place, int gap) {
  const QString fill = fillOf(run, place, gap);
  QVector<ShownToken> shown;
  if (place >= run.trajectory[frame].tokens.size() || gap >= run.trajectory[frame].tokens[place].size()) return shown;
  const auto& tokens = run.trajectory[frame].tokens[place][gap];
  for (qsizetype t = 0; t < tokens.size(); ++t) {
    ShownToken one;
    one.settled = tokens[t].settled;
    one.flipped = tokens[t].flipped;
    one.ink = inkOf(tokens[t]);
    one.text = tokens[t].text;
    one.veiled = !tokens[t].settled;
    for (int f = frame; one.veiled && f >= 0; --f) {
      const storage::RunToken* then = tokenAt(run.trajectory[f], place, gap, t);
      if (then == nullptr) break;
      if (then->confidence < kShowGuess || then->text.trimmed().isEmpty()) continue;
      one.text = then->text;
      one.veiled = false;
    }
    const storage::RunToken* end = tokenAt(run.trajectory.last(), place, gap, t);
    if (one.veiled && end != nullptr) one.text = end->text;
    if (!one.settled) one.text.replace(u'\n', u' ');
    shown.push_back(one);
  }
  if (!fill.isNull() && !shown.isEmpty()) {
    ShownToken& first = shown.first();
    first.text = leadOf(fill) + first.text.mid(leadOf(first.text).size());
    ShownToken& last = shown.last();
    last.text = withoutTrail(last.text) + trailOf(fill);
  }
  return shown;
}

}  // namespace lacuna::app
