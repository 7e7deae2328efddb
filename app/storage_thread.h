// SPDX-License-Identifier: GPL-3.0-or-later
// The thread that owns the writing connection to the library. The window never waits for it.
//
// Every public slot may be called from any thread: it only queues the work and returns. Work is done in the order in
// which it was asked for. Signals are emitted from the storage thread: connect them to an object that lives in the
// thread where they are wanted, and Qt queues them. Nothing here throws; an error becomes failed().
#pragma once

#include <QDateTime>
#include <QObject>
#include <QPair>
#include <QThread>
#include <QVector>
#include <functional>
#include <memory>

#include "storage/values.h"
#include "storage/values/reading.h"

namespace lacuna::storage {
class Library;
class LibrarySearch;
}  // namespace lacuna::storage

namespace lacuna::app {

class BackupCalls;
class HistoryCalls;
class LinkCalls;
class ReplaceCalls;
class SearchCalls;
class SpellingCalls;
class StorageWorker;
class TreeCalls;
class WritingCalls;

class StorageThread : public QObject {
  Q_OBJECT
 public:
  // An edit is on the disk at most this long (milliseconds) after it was handed over.
  static constexpr int kCommitDelay = 300;
  static constexpr int kRetryDelay = 3000;  // after something could not be written

  explicit StorageThread(QObject* parent = nullptr);
  // As close(), and ends the thread whether or not everything could be written.
  ~StorageThread() override;

  // Writes what waits, gives the library back and ends the thread for good. Blocks until then: only for the program's
  // end. False: something could not be written, failed() says what, and all goes on, so that the author can make room
  // or save the text to a file, and close again.
  bool close();
  // As close(), but gives up what cannot be written: the author has said so.
  void closeAnyway();
  // Writes what waits, and returns the documents of which something waits still, as they stand. Blocks, as close()
  // does: only for the program's end.
  QVector<storage::Document> unsaved();
  // Writes a file; empty, or the sentence of what went wrong. Blocks likewise.
  QString saveFileNow(const QString& path, const QString& text);

  // Further calls, by what they are about; they live as long as this.
  TreeCalls& tree() { return *tree_; }
  HistoryCalls& history() { return *history_; }
  SearchCalls& search() { return *search_; }
  ReplaceCalls& replace() { return *replace_; }
  WritingCalls& writing() { return *writing_; }
  BackupCalls& backups() { return *backups_; }
  SpellingCalls& spelling() { return *spelling_; }
  LinkCalls& links() { return *links_; }
  // For them: runs the work in the storage thread, after all that was asked for before. What it throws becomes failed.
  void post(std::function<void(storage::Library&)> work);
  // As post(), but where no library is open nothing is done and nothing said.
  void postIfOpen(std::function<void(storage::Library&)> work);
  // As post(), also where no library is open: then it gets none, and the path of the one that is to be.
  void postWithPath(std::function<void(storage::Library*, const QString&)> work);
  void postSearch(std::function<void(storage::LibrarySearch&)> work);
  // As postIfOpen(), so many milliseconds later. From the storage thread.
  void postLater(int milliseconds, std::function<void(storage::Library&)> work);
  // Until all that was asked for is done. Blocks, and not from the storage thread.
  void waitForWork();

 public Q_SLOTS:
  // Opens the library at this path, a file that is made when it is missing, and its folder with it.
  // Emits opened, then libraryChanged, then firstStart when the library is empty and new. One that cannot be used now
  // but may be later is tried again every kRetryDelay, until another is opened: failed once, and troubled.
  void open(const QString& path);
  void listDocuments();                                            // libraryChanged
  void createDocument(const QString& title, const QString& text);  // libraryChanged, documentOpened
  // Title and text of each; the last one alone is opened: nobody has begun to write in another meanwhile.
  void createDocuments(const QVector<QPair<QString, QString>>& drafts);
  void makeDocument(const QString& title, const QString& text);  // libraryChanged, documentMade; tried until it can be
  void openDocument(const QString& id);                          // documentOpened
  void openLastDocument();  // documentOpened with the one that was open last; nothing when there is none
  // .txt and .md: the document that was made of it, else a new one. libraryChanged, documentOpened; then fileOpened,
  // and fileChanged where the file has another text now.
  // Emits encodingWanted instead where it is a text that is not UTF-8, unless its encoding is given.
  void importFile(const QString& path, const QString& encoding = {});
  void noteFile(const QString& path);                                // its document has its text now
  void readFile(const QString& path, const QString& encoding = {});  // without any library; fileRead
  void renameDocument(const QString& id, const QString& title);      // libraryChanged
  // saved, soon. event: what they did to what can be undone.
  void applyEdits(const QString& id, const QVector<lacuna::storage::Edit>& edits,
                  const lacuna::storage::HistoryEvent& event = {});
  // Positions are those of the text after all edits that were handed over before.
  void setMarks(const QString& id, const QVector<lacuna::storage::Mark>& marks);  // saved, soon
  void setView(const QString& id, int cursor, double scroll);
  // Writes the text to a file beside the library's own copy: a temporary file, then renamed. fileSaved or failed.
  // It gets the line ends of the file that the document came from.
  void saveFile(const QString& path, const QString& text, const QString& documentId = {});
  // Before the engine begins: keeps the text that the run will read. Edits that were handed over before are in it.
  void beginRun(const QString& runId, const QString& documentId);
  // A run with an id that is known already replaces that run. runSaved.
  void saveRun(const lacuna::storage::Run& run);
  void setRunOutcome(const QString& runId, lacuna::storage::RunOutcome outcome, int taken);  // runSaved
  void listRuns(const QString& documentId);                                                  // runsListed
  void loadRun(const QString& id);                                                           // runLoaded
  void loadReplay(const QString& id);                                                        // replayLoaded, or failed
  void removeRun(const QString& id);                                                         // runRemoved
  void restoreRun(const QString& id);  // the run that was removed last, as it was; runSaved
  // The steps of all runs together take this many bytes at most; the oldest go first. runBytes.
  void keepRunBytes(qint64 most);
  void countRunBytes();  // runBytes
  void saveModel(const lacuna::storage::Model& model);
  // This file, which lies beside the library, becomes the library; what it was is kept beside it. wentBack, then
  // opened. Where that fails: failed, and opened with the library as it was.
  void goBackTo(const QString& copy);
  void flush();  // at once, instead of within kCommitDelay

 Q_SIGNALS:
  void opened(const QString& path);
  // Instead of opened: it cannot be written, which troubled says after it, and it holds documents. Changes wait in
  // memory; opened comes when it can be written after all.
  void openedForReading(const QString& path);
  void firstStart();
  void libraryChanged(const QVector<lacuna::storage::DocumentInfo>& documents);
  // edits: calls of applyEdits() for it so far that are in it. Whoever has made more of them got an old state.
  void documentOpened(const lacuna::storage::Document& document, quint64 edits);
  // Every change that was handed over up to this time is on the disk.
  void saved(const QDateTime& when);
  // Changes, or the library itself, cannot be written now and are tried again: until saved, or opened.
  void troubled(const QString& sentence);
  // The library that was to be opened is open in another Lacuna; said at every try.
  void libraryTaken();
  // Said after failed: it is damaged, or of a later version, and trying again will not help.
  void unusable(const QString& sentence);
  void wentBack(const QString& kept);  // where the library before lies; empty: there was none
  // The document is not linked to it.
  void fileOpened(const QString& id, const QString& path);
  void fileChanged(const QString& id, const QString& path, const QString& text);
  void documentMade(const QString& id, const QString& title);  // by makeDocument
  void fileRead(const QString& title, const QString& text);
  // sentence: what is not as it was in the file that the document came from; empty: nothing.
  void fileSaved(const QString& path, const QString& sentence);
  // A text file reads so in each encoding, the likeliest first; importFile or readFile take the one that is chosen.
  // sentence: why it was not taken as it is.
  void encodingWanted(const QString& path, const QVector<lacuna::storage::Reading>& readings, const QString& sentence);
  void runSaved(const QString& id);
  void runsListed(const QVector<lacuna::storage::Run>& runs);            // without trajectories, newest first
  void runLoaded(const lacuna::storage::Run& run, const QString& text);  // text: that it read; empty: not kept
  // As runLoaded, for an export; title: of the run's document.
  void replayLoaded(const lacuna::storage::Run& run, const QString& title, const QString& text);
  void runRemoved(const QString& id);
  void runBytes(qint64 used, qint64 most);
  void failed(const QString& sentence);

 private:
  template <typename Work>
  void queue(Work work);
  template <typename Work>
  void queueChange(Work work);
  // Waits for the work.
  template <typename Work>
  void ask(Work work);
  // In the storage thread.
  void show(storage::Library& library, const QString& id, bool isNew);
  void showRun(storage::Library& library, const QString& id);
  bool finish(bool whateverWaits);
  // Does what reads a file; asks for its encoding where that has to be said.
  void reading(const QString& path, const std::function<void()>& work);

  QThread thread_;
  std::unique_ptr<StorageWorker> worker_;  // lives in thread_
  std::unique_ptr<TreeCalls> tree_;
  std::unique_ptr<HistoryCalls> history_;
  std::unique_ptr<SearchCalls> search_;
  std::unique_ptr<ReplaceCalls> replace_;
  std::unique_ptr<WritingCalls> writing_;
  std::unique_ptr<BackupCalls> backups_;
  std::unique_ptr<SpellingCalls> spelling_;
  std::unique_ptr<LinkCalls> links_;
};

}  // namespace lacuna::app
