// SPDX-License-Identifier: GPL-3.0-or-later
// What stands at the active gap besides the bar: the popover, the list at a word, the handle that pulls at the length;
// and the keys and clicks that lead to them. UI thread only.
#pragma once

#include <QKeyEvent>
#include <QMouseEvent>
#include <QObject>
#include <QTimer>

#include "ui/editor/page_host.h"
#include "ui/gap/gap_bar.h"
#include "ui/gap/gap_controller.h"
#include "ui/gap/gap_popover.h"
#include "ui/gap/length_handle.h"
#include "ui/gap/token_menu.h"

namespace lacuna::ui {

class PageSteering : public QObject {
  Q_OBJECT
 public:
  // bar: that of the active gap, which the popover does not cover.
  PageSteering(PageHost& page, GapController& gaps, const GapBar& bar);

  void setTheme(const Theme& theme);
  GapPopover* popover() { return popover_; }
  TokenMenu* menu() { return menu_; }
  LengthHandle* handle() { return handle_; }

  // On the active gap when the keys are its own, else on the next one, at the cursor. A second call closes it.
  void togglePopover();
  // Fills as the popover says; false when it is not open.
  bool acceptPopover();
  // The list at the first of the chosen words.
  void openMenu();
  // Both close; the page has the focus again.
  void close();

  // Keys of the words and of the length, in gap mode. True: used.
  bool key(const QKeyEvent* event);
  // A click into the active gap's words; the hole is in gap mode already.
  void press(const QPoint& point);
  void drag(const QPoint& point);
  void release();
  // Where the gap stands now. gapInSight: some of its lines are on the page.
  void place(bool gapInSight);

  static constexpr int kKeepLengthAfter = 900;  // milliseconds after the last Alt+arrow

 Q_SIGNALS:
  void askWanted();
  void wordWanted();    // the next word of the candidate is to be taken
  void chosenWanted();  // the chosen words are

 private:
  int wordAt(const QPoint& point) const;
  QRect rectOf(const GapWord& word) const;
  bool selectKey(int key, bool extend);
  void pullTo(const QPoint& point);
  void openPopover();
  void applyPopover();

  PageHost& page_;
  GapController& gaps_;
  const GapBar& bar_;
  GapPopover* popover_;
  TokenMenu* menu_;
  LengthHandle* handle_;
  QTimer keepLength_;
  int pressed_ = -1;  // the word under the mouse button
  bool dragged_ = false;
  QPoint pulledFrom_;
  int pulledWords_ = 0;
  int askedWords_ = 0;  // of the gap when the popover opened
};

}  // namespace lacuna::ui
