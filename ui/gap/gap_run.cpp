// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/gap/gap_run.h"

#include <QFontMetricsF>
#include <algorithm>
#include <cmath>
#include <utility>

namespace lacuna::ui {
namespace {

constexpr float kShowGuess = 0.10F;  // confidence from which a guess stands in the text
constexpr qreal kInkPerSecond = 9.0;
constexpr qreal kFlipPerSecond = 1.6;
constexpr qreal kStretchPerSecond = 11.0;

qreal inkOf(const TokenView& token) {
  return token.settled ? 1.0 : 0.8 * std::sqrt(qBound(0.0F, token.confidence, 1.0F));
}

QString placeholderFor(const QString& guess, int index) {
  static constexpr int kLengths[] = {3, 5, 2, 6, 4, 3, 7, 2, 5, 4};
  const QString letters = guess.trimmed();
  const int length = letters.isEmpty() ? kLengths[index % 10] : qBound(1, static_cast<int>(letters.size()), 8);
  const bool space = guess.isEmpty() ? index > 0 : guess.at(0).isSpace();
  return (space ? QStringLiteral(" ") : QString()) + QString(length, u'n');
}

}  // namespace

QString textOf(const QVector<PageToken>& tokens) {
  QString text;
  for (const PageToken& t : tokens) text += t.text;
  return text;
}

QVector<PageToken> waitingTokens(int words) {
  QVector<PageToken> tokens(words > 0 ? std::min(words, 200) : 6);
  for (int i = 0; i < tokens.size(); ++i) {
    tokens[i].placeholder = placeholderFor(QString(), i);
    if (!tokens[i].placeholder.startsWith(u' ')) tokens[i].placeholder.prepend(u' ');
    tokens[i].text = tokens[i].placeholder;
  }
  return tokens;
}

QVector<PageToken> brushedTokens(const QString& text, const QVector<StrokeAsk>& strokes) {
  QVector<PageToken> tokens;
  int at = 0;
  for (const QString& piece : piecesOf(text)) {
    const int end = at + static_cast<int>(piece.size());
    float strength = 0;
    for (const StrokeAsk& s : strokes)
      if (s.begin < end && s.end > at) strength = std::max(strength, s.strength);
    PageToken t;
    t.text = t.placeholder = piece;
    t.shown = strength < 1.0F;
    t.settled = strength <= 0.0F;
    t.target = t.ink = 1.0 - 0.9 * static_cast<qreal>(strength);
    tokens.push_back(t);
    at = end;
  }
  return tokens;
}

QVector<QPair<int, int>> pinnedRanges(const QStringList& pieces, const QVector<PinAsk>& pins) {
  QVector<QPair<int, int>> ranges;
  const QString text = pieces.join(QString());
  const auto isLetter = [&text](int at) { return at >= 0 && at < text.size() && text.at(at).isLetterOrNumber(); };
  for (const PinAsk& pin : pins) {
    const int size = static_cast<int>(pin.text.size());
    int from = 0;
    for (int k = 0; k < pin.token && k < pieces.size(); ++k) from += static_cast<int>(pieces.at(k).size());
    if (pin.token >= 0) {
      while (from < text.size() && text.at(from).isSpace()) ++from;
      if (QStringView(text).mid(from, size) == pin.text) ranges.push_back({from, from + size});
      continue;
    }
    for (int at = static_cast<int>(text.indexOf(pin.text)); at >= 0;
         at = static_cast<int>(text.indexOf(pin.text, at + 1))) {
      if (isLetter(at - 1) && isLetter(at)) continue;
      if (isLetter(at + size) && isLetter(at + size - 1)) continue;
      ranges.push_back({at, at + size});
      break;
    }
  }
  return ranges;
}

bool GapRun::alive() const { return openGaps() > 0; }

int GapRun::openGaps() const {
  return static_cast<int>(std::count_if(gaps.begin(), gaps.end(), [](const RunGap& g) { return g.hole != 0; }));
}

void GapRun::applyFrame(bool motion) {
  fresh = false;
  if (shown < 0 || shown >= frame.tokens.size()) return;
  const auto& candidateTokens = frame.tokens.at(shown);
  for (int g = 0; g < gaps.size() && g < candidateTokens.size(); ++g) {
    if (gaps.at(g).hole == 0) continue;
    const QVector<TokenView>& incoming = candidateTokens.at(g);
    QVector<PageToken>& tokens = gaps[g].tokens;
    // The gap has become longer or shorter: what is still noise is no longer what stood in its place.
    const bool moved = frame.step > 0 && tokens.size() != incoming.size();
    tokens.resize(std::max<qsizetype>(1, incoming.size()));
    for (int k = 0; k < incoming.size(); ++k) {
      const TokenView& in = incoming.at(k);
      PageToken& t = tokens[k];
      if (moved && !in.settled) t.shown = false;
      if (t.placeholder.isEmpty() || (!t.shown && frame.step <= 1 && !in.text.isEmpty()))
        t.placeholder = placeholderFor(in.text, k);
      QString guess = in.text;
      if (!in.settled) guess.replace(u'\n', u' ');
      if (in.settled || (!guess.trimmed().isEmpty() && in.confidence >= kShowGuess)) {
        replaceText(t, guess, motion);
        t.shown = true;
      } else if (!t.shown) {
        replaceText(t, t.placeholder, motion);
      }
      t.settled = in.settled;
      t.target = inkOf(in);
      if (!motion) t.ink = t.target;
      if (in.flipped && t.shown) t.flip = 1.0;
    }
  }
}

void GapRun::applyStep(const FrameView& other, int index) {
  held = true;
  for (RunGap& g : gaps)
    for (PageToken& t : g.tokens) {
      t.shown = false;
      t.flip = t.stretch = 0;
    }
  const FrameView latest = std::exchange(frame, other);
  const int chosenOne = std::exchange(shown, index);
  applyFrame(false);
  frame = latest;
  shown = chosenOne;
}

void GapRun::replaceText(PageToken& token, const QString& text, bool motion) const {
  if (token.text == text) return;
  if (motion) {
    const QFontMetricsF metrics(font);
    const qreal width = metrics.horizontalAdvance(text);
    // Never squeezed to nothing, never stretched across the line.
    token.stretch =
        qBound(-0.7 * width, token.stretch + metrics.horizontalAdvance(token.text) - width, 8.0 * font.pixelSize());
  }
  token.text = text;
}

void GapRun::settle() {
  settled.clear();
  for (int c = 0; c < result.candidates.size(); ++c) {
    const QStringList& fills = result.candidates.at(c).fills;
    QVector<SettledGap> row(gaps.size());
    for (int g = 0; g < gaps.size(); ++g) {
      const QString fill = g < fills.size() ? fills.at(g) : QString();
      if (c < frame.tokens.size() && g < frame.tokens.at(c).size()) {
        for (const TokenView& t : frame.tokens.at(c).at(g)) row[g].pieces << t.text;
        row[g].indexed = row.at(g).pieces.join(QString()) == fill;
      }
      // The last frame may have been dropped.
      if (!row.at(g).indexed) row[g].pieces = piecesOf(fill);
    }
    settled.push_back(row);
  }
}

void GapRun::applyCandidate(bool motion) {
  held = false;
  if (candidate < 0 || candidate >= settled.size()) return;
  for (int g = 0; g < gaps.size(); ++g) {
    if (gaps.at(g).hole == 0) continue;
    const QStringList& pieces = settled.at(candidate).at(g).pieces;
    const bool same = textOf(gaps.at(g).tokens) == pieces.join(QString());
    QVector<PageToken> tokens(std::max<qsizetype>(1, pieces.size()));
    for (int k = 0; k < pieces.size(); ++k) {
      PageToken& t = tokens[k];
      if (same && k < gaps.at(g).tokens.size()) t = gaps.at(g).tokens.at(k);
      t.text = pieces.at(k);
      t.settled = true;
      t.shown = true;
      t.target = 1.0;
      if (!same) t.ink = 0.45;
      if (!motion) {
        t.ink = 1.0;
        t.flip = t.stretch = 0;
      }
    }
    gaps[g].tokens = tokens;
  }
}

QStringList GapRun::pieces(int gap) const {
  QStringList out;
  if (state == Done && candidate >= 0 && candidate < settled.size() && gap < settled.at(candidate).size())
    return settled.at(candidate).at(gap).pieces;
  for (const PageToken& t : gaps.at(gap).tokens) out << t.text;
  return out;
}

void GapRun::sinkBack(RunGap& gap) {
  QStringList texts;
  for (const PageToken& t : std::as_const(gap.tokens)) texts << t.text;
  const QVector<QPair<int, int>> kept = pinnedRanges(texts, gap.pins);
  int at = 0;
  for (PageToken& t : gap.tokens) {
    const int end = at + static_cast<int>(t.text.size());
    const bool pinned =
        std::any_of(kept.begin(), kept.end(), [&](const auto& r) { return r.first < end && at < r.second; });
    at = end;
    if (pinned) continue;
    t.settled = false;
    t.shown = false;
    t.target = 0;
    t.placeholder = t.text;  // its place keeps its width until a new guess comes
  }
}

bool GapRun::advance(qreal seconds) {
  bool moving = false;
  const qreal share = 1.0 - std::exp(-kInkPerSecond * seconds);
  for (RunGap& g : gaps) {
    if (g.hole == 0) continue;
    for (PageToken& t : g.tokens) {
      const qreal gap = t.target - t.ink;
      if (std::abs(gap) > 0.01) {
        t.ink += gap * share;
        moving = true;
      } else {
        t.ink = t.target;
      }
      if (std::abs(t.stretch) > 0.4) {
        t.stretch *= std::exp(-kStretchPerSecond * seconds);
        moving = true;
      } else {
        t.stretch = 0;
      }
      if (t.flip > 0) {
        t.flip = std::max(0.0, t.flip - kFlipPerSecond * seconds);
        moving = true;
      }
    }
  }
  return moving;
}

QString GapRun::preview(int frameIndex) const {
  if (frameIndex < 0 || frameIndex >= frame.tokens.size()) return QStringLiteral("\u2026");
  QString text;
  bool dots = false;
  for (const auto& gap : frame.tokens.at(frameIndex)) {
    if (!text.isEmpty()) text += QStringLiteral(" \u00b7 ");
    dots = false;
    for (const TokenView& t : gap) {
      if (t.settled || t.confidence > 0.35F) {
        text += t.text;
        dots = false;
      } else if (!dots) {
        text += QStringLiteral(" \u2026");
        dots = true;
      }
    }
  }
  return text.simplified();
}

}  // namespace lacuna::ui
