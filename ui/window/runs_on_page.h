// SPDX-License-Identifier: GPL-3.0-or-later
// The run panel and the page: steps and lenses in the gap, branches as its candidates, the ribbon beside the scroll
// bar. UI thread only.
#pragma once

#include <QHash>
#include <QSet>

#include "ui/page/page_view.h"
#include "ui/panels/context_ribbon.h"
#include "ui/panels/run_panel.h"
#include "ui/provenance.h"

namespace lacuna::ui {

class RunsOnPage : public QObject {
  Q_OBJECT
 public:
  struct Parts {
    PageView& page;
    RunPanel& panel;
    ContextRibbon& ribbon;
  };
  explicit RunsOnPage(const Parts& parts);

  void setTheme(const Theme& theme) { theme_ = theme; }
  // No document is on the page yet, or no longer: nothing is told of its passages.
  void setOpen(bool open) { open_ = open; }
  // The runs are another document's now.
  void openedDocument();
  // The engine is asked for this, whoever asked: its steps will come.
  void asked(const InfillAsk& ask);
  void showStep(const LiveStep& step);
  void showResult(const ResultView& result);
  void showRun(const RunView& run);
  // What denoises is another run, or shows another candidate.
  void showGaps();
  // The run that made a text, in the panel; a sentence where it is not kept.
  void showRunOf(const Provenance& from);

 Q_SIGNALS:
  void branchRequested(const lacuna::ui::InfillAsk& ask, const QString& parent);
  void stopRequested(quint64 ask);
  void runWanted(const QString& id);
  void runFinished(quint64 ask, int takenCandidate);
  // A candidate of a run whose gap is no longer on the page is in the text now.
  void pastTaken(const QString& id, int candidate);
  void sentence(const QString& text);
  void panelWanted();  // it may be folded away
  // A frame came: the panel follows, after the page.
  void framed();

 private:
  // A branch that goes on, or whose words have joined a gap's candidates.
  struct Branch {
    quint64 gap = 0;     // the ask whose gap may be open; 0: none
    int candidate = -1;  // there, once it has ended
    InfillAsk ask;       // without its text
    RunFrame last;
  };
  RunModel& model() { return parts_.panel.model(); }
  // The gap that the shown run belongs to: its own, or the one that it branches from.
  quint64 gapOfShown() const;
  void connectPanel();
  void wantRun(const QString& id, int candidate);
  void startBranch(bool sameSeed);
  void endBranch(const ResultView& result);
  void noteTaken(quint64 ask, int taken);
  void takePast(int candidate);
  void copyPast(int candidate);
  void showPlaceOnPage();
  void followCandidate(const GapRun* run);
  void showLensOnPage();
  void showRibbon();
  void goToPassage(int position);

  Parts parts_;
  Theme theme_;
  QHash<quint64, InfillAsk> asks_;   // of runs whose steps have not come yet
  QHash<quint64, Branch> branches_;  // by their ask
  QSet<quint64> goneOn_;             // asks whose run was steered and goes on as another
  QString wantedRun_;
  int wantedCandidate_ = -1;
  quint64 branchCount_ = 0;
  quint64 pastCount_ = 0;
  // The author looks at a run whose gap is no longer on the page: they have opened it, or go through its steps.
  bool looksBack_ = false;
  bool open_ = false;
};

}  // namespace lacuna::ui
