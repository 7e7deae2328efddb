// SPDX-License-Identifier: GPL-3.0-or-later
// The run that the panel shows, and the place in it: a step and a candidate. One model, many views. A run that still
// goes on is followed, until the author drags back. UI thread only.
#pragma once

#include <QObject>
#include <QTimer>

#include "ui/runs/lens.h"
#include "ui/runs/run_steps.h"

namespace lacuna::ui {

class RunModel : public QObject {
  Q_OBJECT
 public:
  explicit RunModel(QObject* parent = nullptr);

  bool any() const { return !run_.steps.isEmpty(); }
  const RunView& run() const { return run_; }
  RunPlace place() const { return place_; }
  int stepNumber() const;  // as the run counts them
  int candidates() const;
  // Whether steps have their candidates in the order of their ranks; while a run goes on it is that of its streams.
  bool ranked() const { return ranked_; }
  bool following() const { return run_.live && following_; }
  QVector<QVector<RunToken>> tokens() const { return tokensAt(run_, place_); }

  // A step of a run that goes on. Another ask than before: a new run, announced at once; what comes after is announced
  // when announce() is called.
  void addStep(const InfillAsk& ask, const LiveStep& step);
  void announce();
  // It ended without steps to show, or its steps do not come from storage.
  void endLive(quint64 ask);
  // Everything about a run: of the past, or the one that went on until now, whose place stays.
  void show(const RunView& run);
  void clear();

  // Indices; outside of the run, the nearest.
  void goToStep(int index);
  void stepBy(int by) { goToStep(place_.step + by); }
  void goToCandidate(int index);

  // The second place of a comparison; its step and candidate are -1 when nothing is compared.
  RunPlace other() const { return other_; }
  bool comparing() const { return other_.step >= 0; }
  void compareWith(const RunPlace& place);
  void endComparison();

  Lens lens() const { return lens_; }
  void setLens(const Lens& lens);
  int layers() const;  // with experts, at this step

  // Steps a second. Stops at the last step.
  void play(double pace);
  void pause();
  bool playing() const { return timer_.isActive(); }

  // Words of this step that the author changed; an empty text is noise. They go when the place changes.
  const QVector<StepEditAsk>& edits() const { return edits_; }
  void edit(const StepEditAsk& edit);
  void clearEdits();

 Q_SIGNALS:
  void runChanged();    // another run, or more of it
  void placeChanged();  // step, candidate, comparison or edits
  void lensChanged();
  void playingChanged();

 private:
  void tellRun();

  RunView run_;
  RunPlace place_;
  RunPlace other_{-1, -1};
  Lens lens_;
  QVector<StepEditAsk> edits_;
  QTimer timer_;
  bool following_ = true;
  bool stale_ = false;  // frames were added that nobody has heard of
  bool ranked_ = true;
};

}  // namespace lacuna::ui
