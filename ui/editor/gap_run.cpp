// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/gap_run.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace lacuna::ui {
namespace {

constexpr float kShowGuess = 0.10F;  // confidence from which a guess stands in the text
constexpr qreal kInkPerSecond = 9.0;
constexpr qreal kFlipPerSecond = 1.6;

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
    tokens.resize(std::max<qsizetype>(1, incoming.size()));
    for (int k = 0; k < incoming.size(); ++k) {
      const TokenView& in = incoming.at(k);
      PageToken& t = tokens[k];
      if (t.placeholder.isEmpty() || (!t.shown && frame.step <= 1 && !in.text.isEmpty()))
        t.placeholder = placeholderFor(in.text, k);
      QString guess = in.text;
      if (!in.settled) guess.replace(u'\n', u' ');
      if (in.settled || (!guess.trimmed().isEmpty() && in.confidence >= kShowGuess)) {
        t.text = guess;
        t.shown = true;
      } else if (!t.shown) {
        t.text = t.placeholder;
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
      t.flip = 0;
    }
  const FrameView latest = std::exchange(frame, other);
  const int chosenOne = std::exchange(shown, index);
  applyFrame(false);
  frame = latest;
  shown = chosenOne;
}

void GapRun::applyCandidate(bool motion) {
  held = false;
  if (candidate < 0 || candidate >= result.candidates.size()) return;
  const CandidateView& chosenOne = result.candidates.at(candidate);
  for (int g = 0; g < gaps.size(); ++g) {
    if (gaps.at(g).hole == 0) continue;
    const QString fill = g < chosenOne.fills.size() ? chosenOne.fills.at(g) : QString();
    const bool same = textOf(gaps.at(g).tokens) == fill;
    if (same) {
      for (PageToken& t : gaps[g].tokens) {
        t.settled = true;
        t.target = 1.0;
        if (!motion) t.ink = 1.0;
      }
      continue;
    }
    PageToken whole;
    whole.text = fill;
    whole.settled = true;
    whole.shown = true;
    whole.target = 1.0;
    whole.ink = motion ? 0.45 : 1.0;
    gaps[g].tokens = {whole};
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
    if (!text.isEmpty() && !dots) text += QStringLiteral(" \u00b7");
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
