// SPDX-License-Identifier: GPL-3.0-or-later
// The tokens of a gap as they stand on the page, from noise to ink. UI thread only.
#pragma once

#include <QFont>
#include <QPair>

#include "ui/values.h"

namespace lacuna::ui {

// A token as the page shows it. Noise keeps a placeholder of steady width until the guess is sure enough to show,
// so that the lines around it keep still.
struct PageToken {
  QString text;         // what the view holds
  QString placeholder;  // chosen once
  qreal ink = 0;        // shown now; moves towards target
  qreal target = 0;
  qreal flip = 0;
  qreal stretch = 0;  // pixels that it still is wider than its letters; moves to 0
  bool settled = false;
  bool shown = false;  // the guess, not the placeholder, is in the view
};
using PageTokens = QVector<PageToken>;

QStringList textsOf(const PageTokens& tokens);
// In a row, as the view holds them.
QString textOf(const PageTokens& tokens);

// A stand-in for a gap of about this many words (0: a handful) until the first step comes.
PageTokens waitingTokens(int words);
// What stands under the brush: the gap's own words, those under a stroke as noise. Strokes count from the text's begin.
PageTokens brushedTokens(const QString& text, const QVector<StrokeAsk>& strokes);

// Another text for a token; with motion its place keeps its width and comes to the new one by and by.
void replaceText(PageToken& token, const QString& text, const QFont& font, bool motion);
// The tokens become those of a step, whose number says whether it is an early one.
void showStep(PageTokens& tokens, const QVector<RunToken>& incoming, int step, const QFont& font, bool motion);
// The tokens become a finished text's.
void showPieces(PageTokens& tokens, const QStringList& pieces, bool motion);
// The words give way to noise again, all but the pinned ones.
void sinkBack(PageTokens& tokens, const QVector<PinAsk>& pins);
// What the author put into a step, until the next step says it for good.
void showEdit(PageTokens& tokens, const StepEditAsk& edit, const QFont& font);
// One tick of the ink; true while something still moves.
bool dry(PageTokens& tokens, qreal seconds);

// Where the pins stand in a gap's tokens: [begin, end) of the joined text.
QVector<QPair<int, int>> pinnedRanges(const QStringList& pieces, const QVector<PinAsk>& pins);

}  // namespace lacuna::ui
