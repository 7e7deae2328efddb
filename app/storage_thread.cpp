// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/storage_thread.h"

#include <QHash>
#include <QTimer>
#include <functional>
#include <optional>
#include <utility>

#include "storage/files.h"
#include "storage/importers/importer.h"
#include "storage/library.h"

namespace lacuna::app {
namespace {

constexpr int kTidyDelay = 2000;         // milliseconds of quiet, before journals are folded
constexpr int kForcedTidyCommits = 100;  // commits without such a pause

}  // namespace

// Lives in the storage thread and is only called there.
class StorageWorker : public QObject {
 public:
  explicit StorageWorker(StorageThread* front) : front_(front), commitTimer_(this), tidyTimer_(this), openTimer_(this) {
    commitTimer_.setSingleShot(true);
    openTimer_.setSingleShot(true);
    connect(&openTimer_, &QTimer::timeout, this, [this] { tryToOpen(); });
    tidyTimer_.setSingleShot(true);
    connect(&commitTimer_, &QTimer::timeout, this, [this] { commit(); });
    connect(&tidyTimer_, &QTimer::timeout, this, [this] { tidy(); });
  }

  // Runs the work; an error becomes a sentence.
  void attempt(const std::function<void()>& work) {
    try {
      work();
    } catch (const storage::StorageError& error) {
      Q_EMIT front_->failed(error.sentence());
    } catch (const std::exception& error) {
      Q_EMIT front_->failed(QStringLiteral("The library could not do this (%1); what was typed is kept.")
                                .arg(QString::fromUtf8(error.what())));
    }
  }

  // As attempt(), for work that needs an open library.
  void withLibrary(const std::function<void(storage::Library&)>& work) {
    attempt([this, &work] {
      if (library_ == nullptr) {
        throw storage::StorageError(storage::StorageCode::kNotFound,
                                    QStringLiteral("No library is open, so nothing is kept; save the text to a file."));
      }
      work(*library_);
    });
  }

  void open(const QString& path) {
    attempt([this, &path] {
      if (library_ != nullptr) {
        library_->close();
        library_.reset();
      }
      wanted_ = path;
      trouble_.clear();
      tryToOpen();
    });
  }

  void tryToOpen() {
    openTimer_.stop();
    try {
      library_ = std::make_unique<storage::Library>(wanted_);
    } catch (const storage::StorageError& error) {
      if (error.code() == storage::StorageCode::kLocked) {
        Q_EMIT front_->libraryTaken();
      }
      trouble(error.sentence());
      if (mayPass(error.code())) {
        openTimer_.start(StorageThread::kRetryDelay);
      }
      return;
    } catch (const std::exception& error) {
      trouble(QStringLiteral("The library %1 could not be opened (%2).").arg(wanted_, QString::fromUtf8(error.what())));
      return;
    }
    trouble_.clear();
    attempt([this] {
      Q_EMIT front_->opened(library_->path());
      announce();
      if (library_->isFirstStart()) {
        Q_EMIT front_->firstStart();
      }
    });
    // Whoever asked for them is gone; a failure changes nothing.
    attempt([this] { library_->runs().leaveOpen(); });
  }

  // What the author may mend while the window stands.
  static bool mayPass(storage::StorageCode code) {
    using storage::StorageCode;
    return code == StorageCode::kLocked || code == StorageCode::kFull || code == StorageCode::kReadOnly ||
           code == StorageCode::kUnreadable || code == StorageCode::kIo;
  }

  // Said once, and held up for as long as it lasts.
  void trouble(const QString& sentence) {
    if (trouble_ == sentence) {
      return;
    }
    trouble_ = sentence;
    Q_EMIT front_->failed(sentence);
    Q_EMIT front_->troubled(sentence);
  }

  // Of the file that a document was made of; none where that is not known, also because no library can be read.
  std::optional<storage::TextForm> formOf(const QString& documentId) {
    try {
      if (library_ != nullptr && library_->formOf(documentId) != storage::TextForm()) {
        return library_->formOf(documentId);
      }
    } catch (const storage::StorageError&) {  // the text is to be saved all the same
    }
    return std::nullopt;
  }

  void announce() { Q_EMIT front_->libraryChanged(library_->documents()); }

  // Work that waits is on the disk kCommitDelay after the first of it came, however fast the next follows.
  void later(const QDateTime& asked) {
    newest_ = asked;
    if (!commitTimer_.isActive()) {
      commitTimer_.start(StorageThread::kCommitDelay);
    }
    if (++sinceTidy_ < kForcedTidyCommits || !tidyTimer_.isActive()) {
      tidyTimer_.start(kTidyDelay);
    }
  }

  void commit() {
    commitTimer_.stop();
    if (library_ == nullptr || !library_->waiting()) {
      return;
    }
    try {
      library_->commit();
    } catch (const storage::StorageError& error) {
      trouble(error.sentence());
      commitTimer_.start(StorageThread::kRetryDelay);
      return;
    } catch (const std::exception& error) {
      trouble(QStringLiteral("The library could not be written (%1).").arg(QString::fromUtf8(error.what())));
      commitTimer_.start(StorageThread::kRetryDelay);
      return;
    }
    endTrouble();
    Q_EMIT front_->saved(newest_);
  }

  void endTrouble() { trouble_.clear(); }

  void countEdits(const QString& id) { ++edits_[id]; }
  quint64 editsOf(const QString& id) const { return edits_.value(id); }

  QVector<storage::Document> unsaved() {
    commit();
    return library_ == nullptr ? QVector<storage::Document>() : library_->unsaved();
  }

  void tidy() {
    tidyTimer_.stop();
    sinceTidy_ = 0;
    commit();
    if (library_ == nullptr || library_->waiting()) {
      return;
    }
    attempt([this] {
      if (library_->tidy()) {
        announce();
      }
    });
  }

  // Kept in memory until the next one goes, so that the author can have it back. Damaged steps are no reason to stay.
  void removeRun(storage::Library& library, const QString& id) {
    try {
      removed_ = library.runs().load(id);
    } catch (const storage::StorageError& error) {
      if (error.code() != storage::StorageCode::kDamaged) {
        throw;
      }
      removed_.reset();
    }
    library.runs().remove(id);
  }

  bool restoreRun(storage::Library& library, const QString& id) {
    if (!removed_ || removed_->id != id) {
      return false;
    }
    library.saveRun(*removed_);
    removed_.reset();
    return true;
  }

  // False when something waits still and may not be lost.
  bool close(bool whateverWaits) {
    commit();
    // Where the author looked last is no reason to keep them here.
    if (library_ != nullptr && !library_->unsaved().isEmpty() && !whateverWaits) {
      return false;
    }
    commitTimer_.stop();
    openTimer_.stop();
    tidyTimer_.stop();
    if (library_ != nullptr && !library_->waiting()) {
      attempt([this] { library_->close(); });
    }
    library_.reset();
    return true;
  }

 private:
  StorageThread* front_;
  std::unique_ptr<storage::Library> library_;
  QTimer commitTimer_;
  QTimer tidyTimer_;
  QTimer openTimer_;
  QString wanted_;                       // the library that is to be open
  QHash<QString, quint64> edits_;        // calls so far, for each document
  QString trouble_;                      // what was said of it last; empty: all is well
  std::optional<storage::Run> removed_;  // the last one
  QDateTime newest_;                     // when the last change was handed over
  int sinceTidy_ = 0;
};

StorageThread::StorageThread(QObject* parent) : QObject(parent), worker_(std::make_unique<StorageWorker>(this)) {
  qRegisterMetaType<QVector<storage::Edit>>();
  qRegisterMetaType<QVector<storage::Mark>>();
  qRegisterMetaType<QVector<storage::DocumentInfo>>();
  qRegisterMetaType<QVector<storage::Run>>();
  qRegisterMetaType<storage::Document>();
  qRegisterMetaType<storage::Run>();
  qRegisterMetaType<storage::Model>();
  qRegisterMetaType<storage::RunOutcome>();
  qRegisterMetaType<storage::HistoryEvent>();
  thread_.setObjectName(QStringLiteral("storage"));
  worker_->moveToThread(&thread_);
  thread_.start();
}

StorageThread::~StorageThread() { finish(true); }

bool StorageThread::close() { return finish(false); }

bool StorageThread::finish(bool whateverWaits) {
  if (!thread_.isRunning()) {
    return true;
  }
  bool done = false;
  QMetaObject::invokeMethod(
      worker_.get(), [&] { done = worker_->close(whateverWaits); }, Qt::BlockingQueuedConnection);
  if (done) {
    thread_.quit();
    thread_.wait();
  }
  return done;
}

void StorageThread::closeAnyway() { (void)finish(true); }

template <typename Work>
void StorageThread::ask(Work work) {
  if (thread_.isRunning()) {
    QMetaObject::invokeMethod(worker_.get(), work, Qt::BlockingQueuedConnection);
  }
}

QVector<storage::Document> StorageThread::unsaved() {
  QVector<storage::Document> documents;
  ask([&] { documents = worker_->unsaved(); });
  return documents;
}

QString StorageThread::saveFileNow(const QString& path, const QString& text) {
  QString sentence;
  ask([&] {
    try {
      storage::saveTextFile(path, text);
    } catch (const storage::StorageError& error) {
      sentence = error.sentence();
    }
  });
  return sentence;
}

template <typename Work>
void StorageThread::queue(Work work) {
  QMetaObject::invokeMethod(
      worker_.get(), [this, work = std::move(work)] { worker_->withLibrary(work); }, Qt::QueuedConnection);
}

template <typename Work>
void StorageThread::queueChange(Work work) {
  queue([this, work = std::move(work), asked = QDateTime::currentDateTimeUtc()](storage::Library& library) {
    work(library);
    worker_->later(asked);
  });
}

void StorageThread::open(const QString& path) {
  QMetaObject::invokeMethod(
      worker_.get(), [this, path] { worker_->open(path); }, Qt::QueuedConnection);
}

void StorageThread::listDocuments() {
  queue([this](storage::Library&) { worker_->announce(); });
}

void StorageThread::createDocument(const QString& title, const QString& text) {
  queue([this, title, text](storage::Library& library) { show(library, library.create(title, text), true); });
}

void StorageThread::makeDocument(const QString& title, const QString& text) {
  queue([this, title, text](storage::Library& library) {
    try {
      const QString id = library.create(title, text);
      library.open(id);  // the next start finds it
      worker_->announce();
      worker_->endTrouble();
      Q_EMIT documentMade(id, title);
    } catch (const storage::StorageError& error) {
      worker_->trouble(error.sentence());
      QTimer::singleShot(kRetryDelay, worker_.get(), [this, title, text] { makeDocument(title, text); });
    }
  });
}

void StorageThread::readFile(const QString& path) {
  QMetaObject::invokeMethod(
      worker_.get(),
      [this, path] {
        worker_->attempt([this, &path] {
          const storage::Imported read = storage::importFile(path);
          Q_EMIT fileRead(read.title, read.text);
        });
      },
      Qt::QueuedConnection);
}

void StorageThread::openDocument(const QString& id) {
  queue([this, id](storage::Library& library) { show(library, id, false); });
}

void StorageThread::openLastDocument() {
  queue([this](storage::Library& library) {
    const QString id = library.lastOpened();
    if (!id.isEmpty()) {
      show(library, id, false);
    }
  });
}

void StorageThread::importFile(const QString& path) {
  queue([this, path](storage::Library& library) { show(library, library.importOnce(path), true); });
}

void StorageThread::show(storage::Library& library, const QString& id, bool isNew) {
  worker_->commit();
  const qsizetype before = library.documents().size();
  const storage::Document document = library.open(id);
  if (isNew || library.documents().size() != before) {  // opening a damaged one may have made one of rescued pieces
    worker_->announce();
  }
  Q_EMIT documentOpened(document, worker_->editsOf(id));
}

void StorageThread::renameDocument(const QString& id, const QString& title) {
  queue([this, id, title](storage::Library& library) {
    library.rename(id, title);
    worker_->announce();
  });
}

void StorageThread::removeDocument(const QString& id) {
  queue([this, id](storage::Library& library) {
    library.remove(id);
    worker_->announce();
  });
}

void StorageThread::applyEdits(const QString& id, const QVector<storage::Edit>& edits,
                               const storage::HistoryEvent& event) {
  queueChange([this, id, edits, event](storage::Library& library) {
    worker_->countEdits(id);
    library.apply(id, edits, event);
  });
}

void StorageThread::setMarks(const QString& id, const QVector<storage::Mark>& marks) {
  queueChange([id, marks](storage::Library& library) { library.setMarks(id, marks); });
}

void StorageThread::setView(const QString& id, int cursor, double scroll) {
  queueChange([id, cursor, scroll](storage::Library& library) { library.setView(id, cursor, scroll); });
}

void StorageThread::saveFile(const QString& path, const QString& text, const QString& documentId) {
  QMetaObject::invokeMethod(
      worker_.get(),
      [this, path, text, documentId] {
        worker_->attempt([this, &path, &text, &documentId] {
          storage::saveTextFile(path, text, worker_->formOf(documentId));
          Q_EMIT fileSaved(path);
        });
      },
      Qt::QueuedConnection);
}

void StorageThread::beginRun(const QString& runId, const QString& documentId) {
  queue([runId, documentId](storage::Library& library) { library.beginRun(runId, documentId); });
}

void StorageThread::saveRun(const storage::Run& run) {
  queue([this, run](storage::Library& library) { Q_EMIT runSaved(library.saveRun(run)); });
}

void StorageThread::setRunOutcome(const QString& runId, storage::RunOutcome outcome, int taken) {
  queue([this, runId, outcome, taken](storage::Library& library) {
    library.runs().setOutcome(runId, outcome, taken);
    Q_EMIT runSaved(runId);
  });
}

void StorageThread::listRuns(const QString& documentId) {
  queue([this, documentId](storage::Library& library) { Q_EMIT runsListed(library.runs().list(documentId)); });
}

void StorageThread::loadRun(const QString& id) {
  queue([this, id](storage::Library& library) {
    const storage::Run run = library.runs().load(id);
    Q_EMIT runLoaded(run, library.textOf(run));
  });
}

void StorageThread::loadReplay(const QString& id) {
  queue([this, id](storage::Library& library) {
    const storage::Run run = library.runs().load(id);
    QString title;
    for (const storage::DocumentInfo& document : library.documents()) {
      if (document.id == run.documentId) title = document.title;
    }
    Q_EMIT replayLoaded(run, title, library.textOf(run));
  });
}

void StorageThread::removeRun(const QString& id) {
  queue([this, id](storage::Library& library) {
    worker_->removeRun(library, id);
    Q_EMIT runRemoved(id);
  });
}

void StorageThread::restoreRun(const QString& id) {
  queue([this, id](storage::Library& library) {
    if (worker_->restoreRun(library, id)) {
      Q_EMIT runSaved(id);
    }
  });
}

void StorageThread::keepRunBytes(qint64 most) {
  queue([this, most](storage::Library& library) {
    library.setSetting(QStringLiteral("runs.keep_bytes"), QString::number(most));
    library.pruneRuns();
    Q_EMIT runBytes(library.runs().trajectoryBytes(), library.keptRunBytes());
  });
}

void StorageThread::countRunBytes() {
  queue(
      [this](storage::Library& library) { Q_EMIT runBytes(library.runs().trajectoryBytes(), library.keptRunBytes()); });
}

void StorageThread::saveModel(const storage::Model& model) {
  queue([model](storage::Library& library) { library.models().save(model); });
}

void StorageThread::flush() {
  QMetaObject::invokeMethod(
      worker_.get(), [this] { worker_->commit(); }, Qt::QueuedConnection);
}

}  // namespace lacuna::app
