// SPDX-License-Identifier: GPL-3.0-or-later
// The words of the active gap: pointing at them, keeping, forbidding and swapping them. UI thread only.
//
// While a run denoises, a change makes it go on from the step that it has reached, from the candidate that is shown:
// all candidates hold what is settled there. When it is done, keeping waits for the next asking; the others denoise the
// gap again from the same seed.
#pragma once

#include <QCoreApplication>

#include "ui/gap/gap_asking.h"

namespace lacuna::ui {

class GapWording {
  Q_DECLARE_TR_FUNCTIONS(GapWording)
 public:
  GapWording(GapQueue& queue, GapShowing& showing, GapAsking& asking)
      : queue_(queue), showing_(showing), asking_(asking) {}

  QVector<GapWord> words() const { return queue_.activeWords(); }
  QString textOfWord(const GapWord& word) const;
  WordRange selection() const { return queue_.chosen(); }
  void selectWords(WordRange range);

  // While it denoises, of the latest step; what has settled by then keeps those of the step at which it did.
  QVector<RunAlternative> alternativesOf(const GapWord& word) const;
  bool isPinned(const GapWord& word) const;
  // Nothing but placeholders stands there.
  bool isNoise(const GapWord& word) const;

  void keepWord(const GapWord& word, const QString& text, bool keep);
  void neverWord(const QString& text);
  // Pins `replacement` where the word stands.
  void pickWord(const GapWord& word, const QString& replacement);
  // Only this word of the present candidate. Nothing happens while it denoises.
  void swapWord(const GapWord& word, const QString& replacement);
  // Words that the gap must hold anywhere; those that were pinned to a place stay unless `inPlace` lacks them.
  void setPins(const QStringList& anywhere, const QStringList& inPlace);
  // Of a gap that rewrites words; the brush's own strokes stay.
  void setStrength(float strength);

 private:
  void addPin(GapWants& gap, const PinAsk& pin);

  GapQueue& queue_;
  PageDocument& document_ = queue_.document();
  GapSignals& told_ = queue_.told();
  GapShowing& showing_;
  GapAsking& asking_;
};

}  // namespace lacuna::ui
