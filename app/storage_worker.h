// SPDX-License-Identifier: GPL-3.0-or-later
// The library behind StorageThread: opens it, for reading where it cannot be written, writes what waits, tries again.
#pragma once

#include <QFile>
#include <QHash>
#include <QTimer>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "app/library/tree_calls.h"
#include "app/storage_thread.h"
#include "storage/backup.h"
#include "storage/files.h"
#include "storage/library.h"
#include "storage/search/library_search.h"

namespace lacuna::app {

// Lives in the storage thread and is only called there.
class StorageWorker : public QObject {
 public:
  explicit StorageWorker(StorageThread* front)
      : front_(front), commitTimer_(this), tidyTimer_(this), openTimer_(this), indexTimer_(this) {
    indexTimer_.setSingleShot(true);
    connect(&indexTimer_, &QTimer::timeout, this, [this] { index(); });
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

  // As withLibrary(), but without one nothing is done.
  void withOpenLibrary(const std::function<void(storage::Library&)>& work) {
    if (library_ != nullptr) attempt([this, &work] { work(*library_); });
  }

  storage::LibrarySearch& search(storage::Library& library) {
    if (search_ == nullptr) search_ = std::make_unique<storage::LibrarySearch>(library);
    return *search_;
  }

  // A piece of what the search does not know yet, while nobody types. A library that is only read is left alone until
  // somebody searches in it; what ails the index is no trouble of the author's.
  void index() {
    if (library_ == nullptr || library_->readOnly()) return;
    bool more = false;
    try {
      more = !library_->waiting() && search(*library_).step();
    } catch (const std::exception&) {
      return;  // the next start tries again
    }
    if (more) indexTimer_.start(kIndexPause);
  }

  void open(const QString& path) {
    attempt([this, &path] {
      if (library_ != nullptr) {
        search_.reset();
        library_->close();
        library_.reset();
      }
      wanted_ = path;
      trouble_.clear();
      unsaid_ = false;
      tryToOpen();
      if (library_ == nullptr && openTimer_.isActive() && !taken_) {
        tryToRead();
      }
    });
  }

  // The library, or nothing where it is not open; and its path, which is known all the same.
  void withPath(const std::function<void(storage::Library*, const QString&)>& work) {
    attempt([this, &work] { work(library_.get(), library_ != nullptr ? library_->path() : wanted_); });
  }

  // The copy becomes the library, and what it was is kept beside it. Opened again in any case.
  void goBackTo(const QString& copy) {
    attempt([this, &copy] {
      const auto refuse = [&copy](storage::StorageCode code, const QString& sentence) {
        QFile::remove(copy);
        throw storage::StorageError(code, sentence);
      };
      if (taken_) {
        refuse(storage::StorageCode::kLocked,
               QStringLiteral("The library is open in another Lacuna: close that one, and go back again."));
      }
      if (!close(false)) {
        refuse(storage::StorageCode::kIo,
               QStringLiteral("The last changes could not be written, so the library stays as it is: make room on the "
                              "disk, or save a copy (Ctrl+Shift+S), and go back again."));
      }
      const QString path = wanted_;
      QString kept;
      attempt([&] {
        kept = storage::putInPlace(copy, path);
        Q_EMIT front_->wentBack(kept);
      });
      QFile::remove(copy);  // where it is there still
      open(path);
    });
  }

  void tryToOpen() {
    openTimer_.stop();
    const bool wasRead = library_ != nullptr;
    try {
      if (wasRead) {
        library_->makeWritable();
        search_.reset();  // of a library that could only be read
      } else {
        library_ = std::make_unique<storage::Library>(wanted_);
      }
    } catch (const storage::StorageError& error) {
      taken_ = error.code() == storage::StorageCode::kLocked;
      if (taken_) {
        Q_EMIT front_->libraryTaken();
      }
      trouble(error.sentence());
      if (mayPass(error.code())) {
        openTimer_.start(StorageThread::kRetryDelay);
      } else {
        Q_EMIT front_->unusable(error.sentence());
      }
      return;
    } catch (const std::exception& error) {
      trouble(QStringLiteral("The library %1 could not be opened (%2).").arg(wanted_, QString::fromUtf8(error.what())));
      return;
    }
    trouble_.clear();
    indexTimer_.start(kIndexDelay);
    attempt([this] {
      Q_EMIT front_->opened(library_->path());
      announce();
      if (library_->isFirstStart()) {
        Q_EMIT front_->firstStart();
      }
    });
    // Whoever asked for them is gone; a failure changes nothing.
    if (!wasRead) {
      attempt([this] { library_->runs().leaveOpen(); });
    }
    commit();
  }

  // The drafts of a library that cannot be written can be read all the same.
  void tryToRead() {
    try {
      auto reading = std::make_unique<storage::Library>(wanted_, storage::Database::Access::ReadOnly);
      if (reading->documents().isEmpty()) {
        return;
      }
      library_ = std::move(reading);
    } catch (const storage::StorageError&) {
      return;  // why it cannot be written was said
    }
    attempt([this] {
      Q_EMIT front_->openedForReading(library_->path());
      announce();
      Q_EMIT front_->troubled(trouble_);
    });
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

  void announce() {
    Q_EMIT front_->libraryChanged(library_->documents());
    Q_EMIT front_->tree().treeChanged(library_->tree().nodes());
  }

  // Work that waits is on the disk kCommitDelay after the first of it came, however fast the next follows.
  void later(const QDateTime& asked) {
    newest_ = asked;
    unsaid_ = true;
    indexTimer_.start(kIndexDelay);
    if (!commitTimer_.isActive()) {
      commitTimer_.start(StorageThread::kCommitDelay);
    }
    if (++sinceTidy_ < kForcedTidyCommits || !tidyTimer_.isActive()) {
      tidyTimer_.start(kTidyDelay);
    }
  }

  void commit() {
    commitTimer_.stop();
    if (library_ == nullptr) {
      return;
    }
    if (!library_->waiting()) {
      if (std::exchange(unsaid_, false)) Q_EMIT front_->saved(newest_);  // a search or a kept state has written it
      return;
    }
    if (library_->readOnly()) {
      tryToOpen();  // ends here again when it can be written
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
    unsaid_ = false;
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
    if (library_ == nullptr || library_->readOnly() || library_->waiting()) {
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
    indexTimer_.stop();
    search_.reset();
    if (library_ != nullptr && !library_->readOnly() && !library_->waiting()) {
      attempt([this] { library_->close(); });
    }
    library_.reset();
    return true;
  }

 private:
  static constexpr int kTidyDelay = 2000;   // milliseconds of quiet, before journals are folded
  static constexpr int kIndexDelay = 5000;  // milliseconds of quiet, before the search's index is brought up to date
  static constexpr int kIndexPause = 40;    // between two pieces of it
  static constexpr int kForcedTidyCommits = 100;  // commits without such a pause

  StorageThread* front_;
  std::unique_ptr<storage::Library> library_;
  std::unique_ptr<storage::LibrarySearch> search_;  // of library_; made when it is wanted
  QTimer commitTimer_;
  QTimer tidyTimer_;
  QTimer openTimer_;
  QTimer indexTimer_;
  QString wanted_;                       // the library that is to be open
  bool taken_ = false;                   // another Lacuna has it
  QHash<QString, quint64> edits_;        // calls so far, for each document
  QString trouble_;                      // what was said of it last; empty: all is well
  std::optional<storage::Run> removed_;  // the last one
  QDateTime newest_;                     // when the last change was handed over
  bool unsaid_ = false;                  // nobody was told yet that it is saved
  int sinceTidy_ = 0;
};

}  // namespace lacuna::app
