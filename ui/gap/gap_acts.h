// SPDX-License-Identifier: GPL-3.0-or-later
// What the author does about gaps on the page: asking for them, taking words, going from one to the next; and where
// the caret is afterwards. UI thread only.
#pragma once

#include <QObject>
#include <functional>

#include "ui/editor/page_host.h"
#include "ui/gap/gap_bar.h"
#include "ui/gap/gap_controller.h"
#include "ui/gap/page_steering.h"
#include "ui/gap/seams.h"

namespace lacuna::ui {

class GapActs : public QObject {
  Q_OBJECT
 public:
  GapActs(PageHost& page, GapController& gaps, PageSteering& steering);

  // The selection, or a marker [[…]] around the cursor, or the cursor: asks for one gap there. What the popover, or the
  // mode that has the keys, has to send goes first.
  void askHere();
  // As the brush or the seams want them.
  bool askWishes(const QVector<GapWish>& wishes);
  // All markers in the manuscript, jointly; false when there is none.
  bool askMarkers();
  // A gap at the end of the document.
  void continueAtEnd(int words);
  // The words at the joints of the last cut and paste, half way back to noise.
  void mendSeams();
  SeamNotes& seams() { return seams_; }

  // The chosen words of the candidate, or all of it.
  void takeActive();
  void takeChosen();
  void takeWord();
  void goToNextGap();
  void onBarChosen(int action);  // GapBar::Action

 private:
  void takeWith(const std::function<void()>& take);
  // The caret goes to the active gap, and the gap, its paragraph and the bar come in sight.
  void showAsked();

  PageHost& page_;
  GapController& gaps_;
  PageSteering& steering_;
  SeamNotes seams_;
  bool mending_ = false;  // the last asking was about seams
};

}  // namespace lacuna::ui
