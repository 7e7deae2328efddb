// SPDX-License-Identifier: GPL-3.0-or-later
// Documents and the files that they are kept in step with, for the window; docs/linked.md says how.
//
// Slots may be called from any thread and return at once; signals come from the storage thread. Files are looked at and
// written in a thread of their own, what is decided about them in the storage thread. Nothing is written over what
// another program has changed: only keepMine() does that, and keeps the other text in the history.
#pragma once

#include <QHash>
#include <QObject>
#include <QSet>
#include <QThreadPool>
#include <atomic>
#include <memory>

#include "app/library/linked_files.h"
#include "storage/linked_file.h"
#include "storage/values.h"
#include "storage/values/folder.h"
#include "storage/values/history.h"
#include "storage/values/link.h"

namespace lacuna::storage {
class Library;
}

namespace lacuna::app {

class StorageThread;

class LinkCalls : public QObject {
  Q_OBJECT
 public:
  // A change is in the file at most this long (milliseconds) after it is in the library, where the file can be written.
  static constexpr int kWriteDelay = 1000;

  explicit LinkCalls(StorageThread& storage);
  ~LinkCalls() override { *alive_ = false; }
  // Blocks, for a few seconds at most: what is to be written to files is written. Before the library is closed.
  void finish();
  // Not before the storage thread has ended.
  void stop() { pool_.waitForDone(); }

 public Q_SLOTS:
  // The document that is on the page, or none: its text is taken there and not here, and its file is watched.
  void setShown(const QString& id);
  // statusChanged; or refused, and nothing has changed.
  void link(const QString& id, const QString& path);
  void unlink(const QString& id);
  // Looks at the file, and does what is to be done.
  void check(const QString& id);
  void checkShown() { check(QString()); }
  // Of all linked documents and folders.
  void checkAll();
  // What to do in a conflict. mine: the file is written over, its text goes into the history.
  void keepMine(const QString& id);
  void takeFile(const QString& id);
  void compare(const QString& id);  // compared
  // The file that is gone is made again.
  void writeAgain(const QString& id);
  // The answers to arrived. The page has the file's text, and the edits were handed over; or it cannot take it now.
  void notTaken(const QString& id);
  void taken(const QString& id, const lacuna::storage::FileStamp& file, const QString& text);
  // A folder that was read becomes a project; with `linked`, each of its documents is linked to its file. folderMade.
  void makeFolder(const lacuna::storage::FolderRead& read, bool linked);
  // These texts in the project's folder become documents that are linked to them; or they are not asked about again.
  void takeNew(const lacuna::storage::NewFiles& files);
  void passNew(const lacuna::storage::NewFiles& files);
  // Documents that were written to these files just now, and their project to the folder.
  void linkWritten(const QString& project, const lacuna::storage::FolderWritten& written);

 Q_SIGNALS:
  void statusChanged(const lacuna::storage::LinkStatus& status);
  void refused(const QString& sentence);
  // The file has another text, and the shown document has not changed: `text` is to become `file`. Nothing more
  // is done with the document until taken() or notTaken().
  void arrived(const lacuna::storage::LinkStatus& link, const QString& text, const lacuna::storage::FileStamp& stamp,
               const QString& file);
  // As arrived, for a document that is not shown: it is done.
  void tookIn(const lacuna::storage::LinkStatus& link, const QString& title);
  // before: the file's text; after: the document's.
  void compared(const lacuna::storage::Comparison& comparison);
  void folderMade(const QStringList& ids, const lacuna::storage::FolderRead& read);
  void newFiles(const lacuna::storage::NewFiles& files);

 private:
  struct Known {
    bool busy = false;   // somebody looks at the file, or the page is to take its text
    bool again = false;  // and is to do it once more
    storage::LinkStatus status{};
    storage::FileLook other{};  // in a conflict
    QSet<QString> wrote{};      // digests of what went into the file since the start
  };
  // All in the storage thread.
  void saved();
  void checkAhead(storage::Library& library);
  void look(storage::Library& library, const QString& id);
  void lookAt(storage::Library& library, const storage::Link& link);
  void lookAtAll(storage::Library& library);
  void looked(storage::Library& library, const storage::Link& before, const storage::FileLook& look);
  void write(storage::Library& library, const storage::Link& link, const QString& text, const QString& expected);
  void written(storage::Library& library, const storage::Link& link, const storage::FileWrite& write);
  void take(storage::Library& library, const storage::Link& link, const QString& text, const storage::FileLook& look);
  void takeIn(storage::Library& library, const storage::Link& link, const storage::FileLook& look);
  void begin(storage::Library& library, const QString& id, const QString& path, const storage::FileLook& look);
  void tell(const storage::LinkStatus& status);
  bool isShown(const QString& id) const { return id == shown_ || id == opened_; }
  storage::Link stepped(storage::Library& library, const storage::Link& link, const storage::FileStamp& stamp,
                        const QString& text);
  void checkFolders(storage::Library& library);
  void announce(storage::Library& library);
  // In the storage thread again, with the library; nothing where there is none any more.
  void back(std::function<void(storage::Library&)> work);
  // In the files' thread; what `act` returns comes back to `then`. A disk may answer when this is gone.
  template <typename Act, typename Then>
  void onFiles(Act act, Then then) {
    files_.work([this, alive = alive_, act = std::move(act), then = std::move(then)] {
      auto found = act();
      if (*alive) back([then, found = std::move(found)](storage::Library& library) { then(library, found); });
    });
  }

  StorageThread& storage_;
  LinkedFiles files_;
  QThreadPool pool_;
  QHash<QString, Known> known_;
  QString shown_;   // as the window says
  QString opened_;  // as storage has sent it; the window may not have it yet
  bool scheduled_ = false;
  std::shared_ptr<std::atomic<bool>> alive_ = std::make_shared<std::atomic<bool>>(true);
};

}  // namespace lacuna::app

Q_DECLARE_METATYPE(lacuna::storage::FileStamp)
Q_DECLARE_METATYPE(lacuna::storage::FolderRead)
