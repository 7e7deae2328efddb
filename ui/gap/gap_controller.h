// SPDX-License-Identifier: GPL-3.0-or-later
// Leads every gap of the page from the asking to Take or Leave, and decides which one the keys belong to.
// The engine may answer at any pace: frames are kept, the latest is shown at most every kTick milliseconds, and the
// engine is never waited for or slowed. UI thread only.
//
// Start here: ask() → infillRequested → frame()… → result() → take() or leave() → runFinished.
// gap_asking.cpp asks, gap_steering.cpp pins and swaps, gap_going_on.cpp does so while it denoises, gap_taking.cpp
// takes, gap_actions.cpp does the rest.
#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>
#include <memory>
#include <vector>

#include "ui/editor/page_document.h"
#include "ui/gap/gap_options.h"
#include "ui/gap/gap_run.h"
#include "ui/gap/gap_wish.h"

namespace lacuna::ui {

class GapController : public QObject {
  Q_OBJECT
 public:
  explicit GapController(PageDocument& document, QObject* parent = nullptr);
  ~GapController() override;

  GapOptions& options() { return options_; }
  const GapOptions& options() const { return options_; }
  void setMotion(bool motion) { motion_ = motion; }
  bool motion() const { return motion_; }
  // Of the page's letters.
  void setFont(const QFont& font);
  // Asks wait until the engine is ready.
  void setReady(bool ready);
  // Provenance that a taken text carries.
  void setModelName(const QString& name) { model_ = name; }

  // Manuscript positions, ascending. False when a gap lives there already. A single gap gets the options' length and
  // pins, which are used up by it.
  bool ask(const QVector<GapAsk>& gaps);
  bool askWishes(const QVector<GapWish>& wishes);
  // New candidates for the active gap's run, from another seed; what was pinned stays. False unless it is done.
  bool askAgain();
  // The same as the run stands now: from the same seed while it denoises, from another when it is done.
  bool restart();

  void frame(const FrameView& frame);
  void result(const ResultView& result);
  void contextProgress(quint64 ask, qint64 done, qint64 total);
  // A step of before, or of a branch, in the open gaps of an ask, with a lens or none. False when no gap is open.
  // What is taken is the candidate all the same.
  bool showStep(quint64 ask, const FrameView& step, int candidate);
  // Back to the latest frame, or to the candidate.
  void showLatest(quint64 ask);
  void showLens(quint64 ask, const QVector<QVector<InkLens>>& lens);
  // A branch of this run has ended: its words join the candidates, and are shown. Returns their index, or -1.
  int addCandidate(quint64 ask, const CandidateView& candidate, const FrameView& last);

  // The engine is gone: every gap is left. Until setReady(), asking is answered with this sentence.
  void fail(const QString& sentence = {});
  // No gap can be asked for: that is said, and true returned.
  bool unavailable();

  // The gap that the bar stands at; 0: none.
  int activeHole() const { return active_; }
  // True: Enter, Tab and Esc belong to the gap.
  bool gapMode() const { return mode_; }
  void setGapMode(bool on);
  void activate(int hole);
  void activateNext(int step);

  void take();
  void takeAll();
  // The next word of the candidate becomes manuscript, the rest stays in the gap. The first word that is taken of a
  // rewriting takes the place of what stood there.
  void takeWord();
  // The chosen words alone; the rest of the candidate goes.
  void takeSelection();
  void leave();
  void leaveHole(int hole);
  void leaveAll();
  // Tab: another candidate; while denoising another candidate's noise.
  void step(int by);
  void choose(int index);
  // Leaves what lives of the active run and takes back what was taken of it. -1, or the view position for the cursor.
  int undoActive();
  // The same for a run whose words are the newest undo step, while the keys are the text's. -1 when there is none.
  int undoTaken();

  // --- Steering. Words are those of the active gap, as words() counts them.
  QVector<GapWord> words() const;
  QString textOfWord(const GapWord& word) const;
  WordRange selection() const { return chosen_; }
  void selectWords(WordRange range);
  // While it denoises, of the latest step; what has settled by then keeps those of the step at which it did.
  QVector<AlternativeView> alternativesOf(const GapWord& word) const;
  bool isPinned(const GapWord& word) const;
  // Nothing but placeholders stands there.
  bool isNoise(const GapWord& word) const;
  // While a run denoises, what follows makes it go on from the step that it has reached, from the candidate that is
  // shown: all candidates hold what is settled there. When it is done, keeping waits for the next asking; the others
  // denoise the gap again from the same seed.
  void keepWord(const GapWord& word, const QString& text, bool keep);
  void neverWord(const QString& text);
  // Pins `replacement` where the word stands.
  void pickWord(const GapWord& word, const QString& replacement);
  // Only this word of the present candidate. Nothing happens while it denoises.
  void swapWord(const GapWord& word, const QString& replacement);
  // Words that the active gap must hold anywhere; those that were pinned to a place stay unless `inPlace` lacks them.
  void setPins(const QStringList& anywhere, const QStringList& inPlace);
  void setWords(int words);
  // Of a gap that rewrites words; the brush's own strokes stay.
  void setStrength(float strength);
  // The author pulls at the gap's length: so many blocks stand there until it is kept or dropped.
  void draftLength(int words);
  void keepLength();
  void dropLength();

  const GapRun* activeRun() const;
  const RunGap* activeGap() const;
  const GapRun* latestRun() const;
  // Gaps of this ask are on the page, or of one that goes on from it.
  bool stands(quint64 ask) const;
  // Number of the active gap within its run, from 1.
  int activeNumber() const;
  QVector<InkSpan> spans() const;
  // Shows at once what waits for the next tick.
  void flush();

  static constexpr int kTick = 16;  // milliseconds

 Q_SIGNALS:
  void infillRequested(const lacuna::ui::InfillAsk& ask);
  void stopRequested(quint64 ask);
  void runFinished(quint64 ask, int takenCandidate);
  void sentence(const QString& text);
  // What a screen reader says: the start, a candidate, what was taken.
  void spoken(const QString& text);
  void inkChanged();
  void changed();  // bar and panel
  void stepped();  // a run that goes on shows its next step
  void activeChanged(int hole);
  void gapModeChanged(bool on);
  void optionsChanged();

 private:
  GapRun* runOf(int hole);
  GapRun* runById(quint64 id);
  RunGap* gapOf(int hole);
  std::unique_ptr<GapRun> makeRun(quint64 seed);
  void start(std::unique_ptr<GapRun> run);
  bool reask(GapRun& old, quint64 seed);
  bool goOn(GapRun& old, const QVector<StepEditAsk>& edits, const QStringList& forbidden = {});
  void handOver(GapRun& old, std::unique_ptr<GapRun> run);
  void sendNext();
  void send(GapRun& run);
  void fillIn(GapRun& run);
  QVector<Passage> taggedBut(const QVector<GapAsk>& gaps) const;
  void refresh(GapRun& run);
  void setKeys(int hole, bool mode);
  void closeGap(GapRun& run, RunGap& gap, bool restore);
  void finishIfOver(quint64 id);
  void tick();
  void takeText(const QString& text);
  void takeFirst(int units);
  int undoRun(const GapRun& run);
  bool refuseUntilDone(const GapRun& run);
  void addPin(RunGap& gap, const PinAsk& pin);
  quint64 freshSeed() const;
  void noteProvenance(GapRun& run) const;

  PageDocument& document_;
  GapOptions options_;
  std::vector<std::unique_ptr<GapRun>> runs_;  // oldest first
  QTimer timer_;
  QElapsedTimer sinceTick_;
  QString model_;
  QFont font_;
  WordRange chosen_;
  quint64 lastId_ = 0;
  int active_ = 0;
  bool mode_ = false;  // never without an active gap
  bool ready_ = false;
  QString whyNot_;  // there is no model, and none is on its way; empty: there is, or is
  bool motion_ = true;
};

}  // namespace lacuna::ui
