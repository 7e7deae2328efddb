// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/gap/page_tokens.h"

#include <QFontMetricsF>
#include <algorithm>
#include <cmath>

#include "ui/gap/gap_words.h"

namespace lacuna::ui {
namespace {

constexpr float kShowGuess = 0.10F;  // confidence from which a guess stands in the text
constexpr qreal kInkPerSecond = 9.0;
constexpr qreal kFlipPerSecond = 1.6;
constexpr qreal kStretchPerSecond = 11.0;

qreal inkOf(const RunToken& token) {
  return token.settled ? 1.0 : 0.8 * std::sqrt(static_cast<qreal>(confidenceOf(token)));
}

QString placeholderFor(const QString& guess, int index) {
  static constexpr int kLengths[] = {3, 5, 2, 6, 4, 3, 7, 2, 5, 4};
  const QString letters = guess.trimmed();
  const int length = letters.isEmpty() ? kLengths[index % 10] : qBound(1, static_cast<int>(letters.size()), 8);
  const bool space = guess.isEmpty() ? index > 0 : guess.at(0).isSpace();
  return (space ? QStringLiteral(" ") : QString()) + QString(length, u'n');
}

}  // namespace

QStringList textsOf(const PageTokens& tokens) {
  QStringList texts;
  for (const PageToken& t : tokens) texts << t.text;
  return texts;
}

QString textOf(const PageTokens& tokens) {
  QString text;
  for (const PageToken& t : tokens) text += t.text;
  return text;
}

PageTokens waitingTokens(int words) {
  PageTokens tokens(words > 0 ? std::min(words, 200) : 6);
  for (int i = 0; i < tokens.size(); ++i) {
    tokens[i].placeholder = placeholderFor(QString(), i);
    if (!tokens[i].placeholder.startsWith(u' ')) tokens[i].placeholder.prepend(u' ');
    tokens[i].text = tokens[i].placeholder;
  }
  return tokens;
}

PageTokens brushedTokens(const QString& text, const QVector<StrokeAsk>& strokes) {
  PageTokens tokens;
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

void replaceText(PageToken& token, const QString& text, const QFont& font, bool motion) {
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

void showStep(PageTokens& tokens, const QVector<RunToken>& incoming, int step, const QFont& font, bool motion) {
  // The gap has become longer or shorter: what is still noise is no longer what stood in its place.
  const bool moved = step > 0 && tokens.size() != incoming.size();
  tokens.resize(std::max<qsizetype>(1, incoming.size()));
  for (int k = 0; k < incoming.size(); ++k) {
    const RunToken& in = incoming.at(k);
    PageToken& t = tokens[k];
    if (moved && !in.settled) t.shown = false;
    if (t.placeholder.isEmpty() || (!t.shown && step <= 1 && !in.text.isEmpty()))
      t.placeholder = placeholderFor(in.text, k);
    QString guess = in.text;
    if (!in.settled) guess.replace(u'\n', u' ');
    if (in.settled || (!guess.trimmed().isEmpty() && confidenceOf(in) >= kShowGuess)) {
      replaceText(t, guess, font, motion);
      t.shown = true;
    } else if (!t.shown) {
      replaceText(t, t.placeholder, font, motion);
    }
    t.settled = in.settled;
    t.target = inkOf(in);
    if (!motion) t.ink = t.target;
    if (in.flipped && t.shown) t.flip = 1.0;
  }
}

void showPieces(PageTokens& tokens, const QStringList& pieces, bool motion) {
  const bool same = textOf(tokens) == pieces.join(QString());
  PageTokens next(std::max<qsizetype>(1, pieces.size()));
  for (int k = 0; k < pieces.size(); ++k) {
    PageToken& t = next[k];
    if (same && k < tokens.size()) t = tokens.at(k);
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
  tokens = next;
}

void sinkBack(PageTokens& tokens, const QVector<PinAsk>& pins) {
  const QVector<QPair<int, int>> kept = pinnedRanges(textsOf(tokens), pins);
  int at = 0;
  for (PageToken& t : tokens) {
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

void showEdit(PageTokens& tokens, const StepEditAsk& edit, const QFont& font) {
  if (edit.token < 0 || edit.token >= tokens.size()) return;
  PageToken& token = tokens[edit.token];
  token.settled = token.shown = !edit.text.isEmpty();
  token.target = token.settled ? 1.0 : 0.0;
  if (edit.text.isEmpty()) {
    token.placeholder = token.text;
  } else {
    const bool spaced = token.text.startsWith(u' ');
    replaceText(token, (spaced ? QStringLiteral(" ") : QString()) + edit.text, font, true);
  }
}

bool dry(PageTokens& tokens, qreal seconds) {
  bool moving = false;
  const qreal share = 1.0 - std::exp(-kInkPerSecond * seconds);
  for (PageToken& t : tokens) {
    const qreal left = t.target - t.ink;
    if (std::abs(left) > 0.01) {
      t.ink += left * share;
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
  return moving;
}

}  // namespace lacuna::ui
