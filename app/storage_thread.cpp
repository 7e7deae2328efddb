// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/storage_thread.h"

#include <QTimer>
#include <utility>

#include "app/library/backup_calls.h"
#include "app/library/history_calls.h"
#include "app/library/link_calls.h"
#include "app/library/replace_calls.h"
#include "app/library/search_calls.h"
#include "app/library/spelling_calls.h"
#include "app/library/tree_calls.h"
#include "app/library/writing_calls.h"
#include "app/storage_worker.h"
#include "storage/importers/importer.h"

namespace lacuna::app {

StorageThread::StorageThread(QObject* parent)
    : QObject(parent),
      worker_(std::make_unique<StorageWorker>(this)),
      tree_(std::make_unique<TreeCalls>(*this)),
      history_(std::make_unique<HistoryCalls>(*this)),
      search_(std::make_unique<SearchCalls>(*this)),
      replace_(std::make_unique<ReplaceCalls>(*this)),
      writing_(std::make_unique<WritingCalls>(*this)),
      backups_(std::make_unique<BackupCalls>(*this)),
      spelling_(std::make_unique<SpellingCalls>(*this)),
      links_(std::make_unique<LinkCalls>(*this)) {
  qRegisterMetaType<QVector<storage::Edit>>();
  qRegisterMetaType<QVector<storage::Mark>>();
  qRegisterMetaType<QVector<storage::DocumentInfo>>();
  qRegisterMetaType<QVector<storage::Run>>();
  qRegisterMetaType<storage::Document>();
  qRegisterMetaType<storage::Run>();
  qRegisterMetaType<storage::Model>();
  qRegisterMetaType<storage::RunOutcome>();
  qRegisterMetaType<storage::HistoryEvent>();
  qRegisterMetaType<QVector<storage::Reading>>();
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
  links_->finish();
  bool done = false;
  QMetaObject::invokeMethod(
      worker_.get(), [&] { done = worker_->close(whateverWaits); }, Qt::BlockingQueuedConnection);
  if (done) {
    thread_.quit();
    thread_.wait();
    backups_->stop();
    history_->stop();
    replace_->stop();
    links_->stop();
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
      (void)storage::saveTextFile(path, text);
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

void StorageThread::post(std::function<void(storage::Library&)> work) { queue(std::move(work)); }

void StorageThread::postIfOpen(std::function<void(storage::Library&)> work) {
  QMetaObject::invokeMethod(
      worker_.get(), [this, work = std::move(work)] { worker_->withOpenLibrary(work); }, Qt::QueuedConnection);
}

void StorageThread::postWithPath(std::function<void(storage::Library*, const QString&)> work) {
  QMetaObject::invokeMethod(
      worker_.get(), [this, work = std::move(work)] { worker_->withPath(work); }, Qt::QueuedConnection);
}

void StorageThread::postLater(int milliseconds, std::function<void(storage::Library&)> work) {
  QTimer::singleShot(milliseconds, worker_.get(),
                     [this, work = std::move(work)] { worker_->withOpenLibrary(work); });
}

void StorageThread::waitForWork() {
  ask([] {});
}

void StorageThread::goBackTo(const QString& copy) {
  QMetaObject::invokeMethod(
      worker_.get(), [this, copy] { worker_->goBackTo(copy); }, Qt::QueuedConnection);
}

void StorageThread::postSearch(std::function<void(storage::LibrarySearch&)> work) {
  queue([this, work = std::move(work)](storage::Library& library) {
    worker_->commit();  // a search may take longer than what was typed may wait
    work(worker_->search(library));
  });
}

void StorageThread::open(const QString& path) {
  QMetaObject::invokeMethod(
      worker_.get(), [this, path] { worker_->open(path); }, Qt::QueuedConnection);
}

void StorageThread::listDocuments() {
  queue([this](storage::Library&) { worker_->announce(); });
}

void StorageThread::createDocument(const QString& title, const QString& text) { createDocuments({{title, text}}); }

void StorageThread::createDocuments(const QVector<QPair<QString, QString>>& drafts) {
  queue([this, drafts](storage::Library& library) {
    QString last;
    try {
      for (const auto& [title, text] : drafts) last = library.create(title, text);
    } catch (const storage::StorageError& error) {
      // What is typed next goes where it went before: that has to be said.
      throw storage::StorageError(error.code(),
                                  tr("No new draft was made, the page is still the one before. ") + error.sentence());
    }
    if (!last.isEmpty()) show(library, last, true);
  });
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

void StorageThread::reading(const QString& path, const std::function<void()>& work) {
  try {
    work();
  } catch (const storage::StorageError& error) {
    if (error.code() != storage::StorageCode::kEncoding) throw;
    const QVector<storage::Reading> readings = storage::readingsOf(path);
    if (readings.isEmpty()) throw;
    Q_EMIT encodingWanted(path, readings, error.sentence());
  }
}

void StorageThread::readFile(const QString& path, const QString& encoding) {
  QMetaObject::invokeMethod(
      worker_.get(),
      [this, path, encoding] {
        worker_->attempt([this, &path, &encoding] {
          reading(path, [&] {
            const storage::Imported read = storage::importFile(path, storage::kLargestImport, encoding);
            Q_EMIT fileRead(read.title, read.text);
          });
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

void StorageThread::importFile(const QString& path, const QString& encoding) {
  queue([this, path, encoding](storage::Library& library) {
    reading(path, [&] {
      const storage::FileDraft draft = library.importOnce(path, encoding);
      show(library, draft.id, true);
      if (!library.links().of(draft.id)) Q_EMIT fileOpened(draft.id, path);
      if (draft.fileText) {
        Q_EMIT fileChanged(draft.id, path, *draft.fileText);
      }
    });
  });
}

void StorageThread::noteFile(const QString& path) {
  queue([path](storage::Library& library) { library.importOnce(path); });
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
          const QString sentence = storage::saveTextFile(path, text, worker_->formOf(documentId));
          Q_EMIT fileSaved(path, sentence);
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
  queue([this, id](storage::Library& library) { showRun(library, id); });
}

void StorageThread::showRun(storage::Library& library, const QString& id) {
  const storage::Run run = library.runs().load(id);
  Q_EMIT runLoaded(run, library.textOf(run));
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
  queue([model](storage::Library& library) {
    if (!library.readOnly()) library.models().save(model);  // nobody has asked for it
  });
}

void StorageThread::flush() {
  QMetaObject::invokeMethod(
      worker_.get(), [this] { worker_->commit(); }, Qt::QueuedConnection);
}

}  // namespace lacuna::app
