// SPDX-License-Identifier: GPL-3.0-or-later
// The bar by a gap. UI thread only.
#pragma once

#include "ui/key_bar.h"

namespace lacuna::ui {

class GapRun;

class GapBar : public KeyBar {
  Q_OBJECT
 public:
  enum Action { None = kNone, Take, TakeWord, Next, Leave, Stop, Options, Words, KeepLength };
  explicit GapBar(QWidget* parent);

  struct Look {
    int number = 1;       // of the active gap, from 1
    bool focused = true;  // the keys belong to the gap
    QString chosen;       // the words that the author points at
  };
  void showRun(const GapRun& run, const Look& look);

 private:
  void addDone(const GapRun& run, const Look& look);
  void addSent(const GapRun& run);
  void addLength(int words);
};

}  // namespace lacuna::ui
