// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/run_place.h"

#include <algorithm>

#include "ui/provenance.h"
#include "ui/runs/run_steps.h"

namespace lacuna::ui {
namespace {

constexpr int kAround[] = {80, 40, 20};  // letters beside a gap that are looked for, most first
constexpr int kOneSide = 24;             // letters that must be there, once in the text, when one side alone is
constexpr int kApart = 200;              // letters of the author's that may have come between two marks of one fill

struct Range {
  int begin = 0;
  int end = 0;
  bool alone = false;  // found by one side: what stands at the other is not known
};

// Beside words that nobody foresaw a fill keeps a space between.
QString spaced(const QString& fill, const QString& now, int at) {
  if (fill.isEmpty()) return fill;
  const auto letter = [](QChar c) { return c.isLetterOrNumber(); };
  const bool left = at > 0 && letter(now.at(at - 1)) && letter(fill.front());
  const bool right = at < now.size() && letter(now.at(at)) && !fill.back().isSpace();
  return (left ? QStringLiteral(" ") : QString()) + fill + (right ? QStringLiteral(" ") : QString());
}

// What a run's words have become: its marks, those near each other joined.
QVector<Range> markedBy(quint64 run, const QVector<Mark>& marks) {
  QVector<Range> ranges;
  if (run == 0) return ranges;
  for (const Mark& mark : marks) {
    if (mark.kind != MarkKind::Generated || provenanceOf(mark.note).run != run) continue;
    if (!ranges.isEmpty() && mark.begin - ranges.last().end <= kApart) {
      ranges.last().end = std::max(ranges.last().end, mark.end);
    } else {
      ranges.push_back({mark.begin, mark.end});
    }
  }
  return ranges;
}

// Where `what` stands, nearest to `wanted`; -1: nowhere.
int nearest(const QString& text, const QString& what, int wanted) {
  const qsizetype from = std::clamp<qsizetype>(wanted, 0, std::max<qsizetype>(0, text.size() - 1));
  const auto behind = static_cast<int>(text.indexOf(what, from));
  const auto before = static_cast<int>(text.lastIndexOf(what, from));
  if (behind < 0 || before < 0) return std::max(behind, before);
  return behind - wanted < wanted - before ? behind : before;
}

int onlyPlace(const QString& text, const QString& what) {
  const auto first = static_cast<int>(text.indexOf(what));
  return first >= 0 && text.indexOf(what, first + 1) < 0 ? first : -1;
}

// By the words around the gap, as the run read them.
std::optional<Range> foundBy(const RunView& run, int gap, const QString& now, int near) {
  const GapAsk& asked = run.item.ask.gaps.at(gap);
  const auto size = static_cast<int>(run.text.size());
  const int begin = std::clamp(asked.begin, 0, size);
  const int end = std::clamp(asked.end, begin, size);
  QStringList between{run.text.mid(begin, end - begin)};
  for (const RunCandidate& candidate : run.candidates)
    if (gap < candidate.fills.size()) between << candidate.fills.at(gap);
  for (const int around : kAround) {
    const int from = std::max(0, begin - around);
    const QString before = run.text.mid(from, begin - from);
    const QString after = run.text.mid(end, around);
    if (before.size() + after.size() < std::min(around, 8)) continue;
    for (const QString& words : std::as_const(between)) {
      const int at = nearest(now, before + words + after, near - static_cast<int>(before.size()));
      if (at < 0) continue;
      const int place = at + static_cast<int>(before.size());
      return Range{place, place + static_cast<int>(words.size())};
    }
  }
  // An insertion beside words that were edited since: one side tells when it is there once.
  if (begin != end) return std::nullopt;
  const QString before = run.text.mid(std::max(0, begin - kOneSide), std::min(begin, kOneSide));
  const QString after = run.text.mid(end, kOneSide);
  int place = -1;
  if (before.size() == kOneSide) {
    place = onlyPlace(now, before);
    if (place >= 0) place += kOneSide;
  }
  if (place < 0 && after.size() == kOneSide) place = onlyPlace(now, after);
  if (place < 0) return std::nullopt;
  return Range{place, place, true};
}

}  // namespace

std::optional<QVector<PlacedFill>> placesOf(const RunView& run, int candidate, const QString& now,
                                            const QVector<Mark>& marks) {
  if (candidate < 0 || candidate >= run.candidates.size()) return std::nullopt;
  const QStringList& fills = run.candidates.at(candidate).fills;
  const auto gaps = static_cast<int>(run.item.ask.gaps.size());
  if (gaps == 0 || fills.size() != gaps) return std::nullopt;
  QVector<PlacedFill> places;
  const QVector<Range> marked = markedBy(run.item.ask.id, marks);
  if (marked.size() == gaps) {
    // The spaces around them are the text's.
    for (int g = 0; g < gaps; ++g) places.push_back({marked.at(g).begin, marked.at(g).end, fills.at(g).trimmed()});
    return places;
  }
  if (run.text.isEmpty()) return std::nullopt;
  const PositionMap map(run.text, now);
  for (int g = 0; g < gaps; ++g) {
    const std::optional<Range> found = foundBy(run, g, now, map.now(run.item.ask.gaps.at(g).begin));
    if (!found || (g > 0 && found->begin < places.last().end)) return std::nullopt;
    places.push_back({found->begin, found->end, found->alone ? spaced(fills.at(g), now, found->begin) : fills.at(g)});
  }
  return places;
}

}  // namespace lacuna::ui
