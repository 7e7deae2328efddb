// SPDX-License-Identifier: GPL-3.0-or-later
// The window: menus, library, page, denoising panel, status bar. It knows no engine and no storage: it asks by
// signals and is told by slots. UI thread only; connect queued from other threads. No slot throws or blocks.
#pragma once

#include <QDateTime>
#include <QMainWindow>
#include <functional>
#include <memory>
#include <optional>

#include "storage/values/voices.h"
#include "storage/values/writing.h"
#include "ui/run_values.h"

namespace lacuna::ui {

class PageView;
class RunPanel;
class LibraryPanel;
class ContextRibbon;
class DesktopColors;
class SearchDesk;
class SpellingRules;
class SurpriseLens;
class GeneratedText;
class HistoryOnPage;
class RecentOnPage;
class LinkOnPage;
class GapRun;

class MainWindow : public QMainWindow {
  Q_OBJECT
 public:
  struct Parts;  // private to the window's own files

  // Reads QSettings (organisation and name are set by the program before). Cheap: nothing heavy is loaded here.
  explicit MainWindow(QWidget* parent = nullptr);
  ~MainWindow() override;

  // The open document without any noise, lines ended by '\n'.
  QString manuscriptText() const;
  QString documentId() const;
  QString documentTitle() const;
  PageView* page() const;
  RunPanel* runPanel() const;
  LibraryPanel* library() const;
  ContextRibbon* ribbon() const;
  SurpriseLens* surprise() const;
  SearchDesk* searching() const;
  SpellingRules* spelling() const;
  GeneratedText* generated() const;
  HistoryOnPage* history() const;
  RecentOnPage* recent() const;
  LinkOnPage* links() const;
  // "system", "light", "dark" or "paper"; an unknown name is ignored. "system" is light or dark as the desktop is, and
  // goes with it.
  void setTheme(const QString& name);
  QString themeName() const;  // what is shown
  DesktopColors* desktopColors() const;
  // What the desktop says of things that move; nothing: nobody has told. The author's own choice wins.
  void setDesktopStillness(std::optional<bool> still);
  // 1 is the usual size of the page's letters.
  void setZoom(double zoom);
  // Asked when the window is to close; false keeps it open.
  void setCloseGuard(std::function<bool()> mayClose);
  // The page becomes this document of the library, as it stands and with its undo: for words that were written while
  // there was no library.
  void adoptDocument(const QString& id, const QString& title);
  // A dialog: the file that the open draft was made of has this text now. True: the draft has it too, and undo brings
  // its own words back.
  bool offerFileText(const QString& path, const QString& text);
  // Folds the panels and dims the other paragraphs.
  void setFocusMode(bool on);

 public Q_SLOTS:
  void openDocument(const lacuna::storage::Document& document);
  void setLibrary(const QVector<lacuna::storage::TreeNode>& nodes);
  void setEngine(const lacuna::ui::EngineView& engine);
  // The page shows it within a frame of the screen, the panel a moment later.
  void showStep(const lacuna::ui::LiveStep& step);
  void flush();  // what is to be shown is shown, now
  void showResult(const lacuna::ui::ResultView& result);
  // The runs of the open document, newest first.
  void setRuns(const QVector<lacuna::ui::RunItem>& runs);
  // All steps of a run: of one that has ended just now, or of one that runWanted() asked for.
  void showRun(const lacuna::ui::RunView& run);
  // Bytes that the steps of all runs take, and may take at most.
  void setRunBytes(qint64 used, qint64 most);
  // Context tokens read so far for an ask.
  void showContextProgress(quint64 ask, qint64 done, qint64 total);
  // What modelsWanted() asked for.
  void setModels(const QVector<lacuna::ui::ModelItem>& models);
  // For the Model menu: those that there are, and which speak where the author is.
  void setVoices(const QVector<lacuna::storage::Voice>& voices, const QVector<lacuna::storage::VoiceShare>& speaking);
  // A quiet one-sentence message inside the window, never a modal box.
  void showSentence(const QString& sentence);
  // Every change up to this time is on the disk.
  void showSaved(const QDateTime& time);
  void showToday(const lacuna::storage::WritingToday& today);
  // Why changes cannot be written at present: stays in sight until they can. Empty: they can.
  void showTrouble(const QString& sentence);

 Q_SIGNALS:
  void infillRequested(const lacuna::ui::InfillAsk& ask);
  void stopRequested(quint64 ask);
  // As infillRequested, for a branch of the run with this id.
  void branchRequested(const lacuna::ui::InfillAsk& ask, const QString& parent);
  void runWanted(const QString& id);
  // A candidate of a run that was over already was taken.
  void pastRunTaken(const QString& id, int candidate);
  void runRemovalRequested(const QString& id);
  void runRestoreRequested(const QString& id);  // the one that was removed last
  void runBytesChosen(qint64 most);
  // A model folder; empty: the same one, once more.
  void modelChosen(const QString& folder);
  void modelsWanted();                  // those on this machine; the menu that lists them is open
  void voicesWanted();                  // their window
  void voiceChosen(const QString& id);  // it alone speaks where the author is; empty: none does
  // The author pauses at `position`: the text around it may be read before a gap is asked for. Withdrawn when they
  // write on; an ask ends it by itself.
  void readAheadWanted(const QString& text, int position);
  void readAheadWithdrawn();
  // Each author edit, each take and each undo, at once and in order; without edits where only marks changed. `event`
  // says what can be undone now, to be kept with the edits.
  void edited(const QString& documentId, const QVector<lacuna::storage::Edit>& edits,
              const lacuna::storage::HistoryEvent& event);
  void marksChanged(const QString& documentId, const QVector<lacuna::storage::Mark>& marks);
  // Throttled to about two a second; scroll is 0 top to 1 bottom.
  void viewMoved(const QString& documentId, int cursor, double scroll);
  void backupsWanted();
  void writingWanted();   // what was written, and goals
  void languageChosen();  // another one than the window's
  void documentChosen(const QString& id);
  // What stood behind the cursor has left the page, and is to be a document of its own.
  void splitRequested(const lacuna::storage::SplitRequest& request);
  void newDocumentRequested();
  void openFileRequested(const QString& path);
  void saveFileRequested(const QString& documentId, const QString& path, const QString& text);
  void renameRequested(const QString& id, const QString& title);
  // takenCandidate is the index in ResultView.candidates; -1: left.
  void runFinished(quint64 ask, int takenCandidate);
  // A run into a file, in the format of the path's suffix. runId is empty for a run of this session: then `ask` says
  // which.
  void exportRunRequested(const QString& runId, quint64 ask, const QString& path);

 protected:
  void closeEvent(QCloseEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void fitScreen();
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void buildPage();
  void connectPage();
  void connectPanels();
  void startTimers();
  void showLeft();
  void showTheme();
  void showGaps();  // what denoises, in the panel and the status bar
  void showInLibrary();
  void setOpen(bool open);
  void placeOverlays();
  void foldAll();  // what stands beside the page, or comes back

  std::unique_ptr<Parts> parts_;
};

}  // namespace lacuna::ui
