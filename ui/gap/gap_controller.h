// SPDX-License-Identifier: GPL-3.0-or-later
// Leads every gap of the page from the asking to Take or Leave, and decides which one the keys belong to. It puts its
// parts together; each keeps its own state. UI thread only.
//
// Start here: asking().ask() → infillRequested → showing().frame()… → showing().result() → taking().take() or leave() →
// runFinished. queue() holds the runs and the active gap, wording() pins and swaps words, length() pulls.
#pragma once

#include "ui/gap/gap_taking.h"
#include "ui/gap/gap_wording.h"

namespace lacuna::ui {

class GapController : public GapSignals {
  Q_OBJECT
 public:
  explicit GapController(PageDocument& document, QObject* parent = nullptr);

  GapQueue& queue() { return queue_; }
  GapShowing& showing() { return showing_; }
  const GapShowing& showing() const { return showing_; }
  GapAsking& asking() { return asking_; }
  GapLength& length() { return length_; }
  GapWording& wording() { return wording_; }
  GapTaking& taking() { return taking_; }
  GapOptions& options() { return asking_.options(); }

  // Of the queue, for whoever looks and changes nothing.
  int activeHole() const { return queue_.activeHole(); }
  int activeNumber() const { return queue_.activeNumber(); }
  const GapRun* activeRun() const { return queue_.activeRun(); }
  const RunGap* activeGap() const { return queue_.activeGap(); }
  const GapRun* latestRun() const { return queue_.latestRun(); }
  bool stands(quint64 ask) const { return queue_.stands(ask); }
  bool gapMode() const { return queue_.gapMode(); }

  // Which gap the keys belong to, or none. Whoever turns to another, or to the text, drops a length that is pulled at.
  void setGapMode(bool on);
  void activate(int hole);
  void activateNext(int step);

 private:
  PageDocument& document_;
  GapQueue queue_;
  GapShowing showing_;
  GapAsking asking_;
  GapLength length_;
  GapWording wording_;
  GapTaking taking_;
};

}  // namespace lacuna::ui
