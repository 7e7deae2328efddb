// SPDX-License-Identifier: GPL-3.0-or-later
// Where the gap's bar stands: in the room below the gap's paragraph, or in the strip below the text. UI thread only.
#pragma once

#include "ui/editor/page_editor.h"
#include "ui/gap/gap_bar.h"
#include "ui/gap/gap_controller.h"

namespace lacuna::ui {

class PageBars {
 public:
  PageBars(PageEditor& page, GapController& gaps, GapBar& bar) : page_(page), gaps_(gaps), bar_(bar) {}

  // Gives the bar its room, and the strip to it or to the mode's own bar.
  void place();
  // Lines of the active gap are on the page.
  bool gapInSight() const { return gapInSight_; }

 private:
  QRectF linesOf(const PageDocument::Hole& hole) const;      // on the paper
  QRectF paragraphOf(const PageDocument::Hole& hole) const;  // with the room below it
  QString chosenWords() const;

  PageEditor& page_;
  GapController& gaps_;
  GapBar& bar_;
  bool gapInSight_ = false;
};

}  // namespace lacuna::ui
