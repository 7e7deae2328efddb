// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/wiring.h"

#include <QSettings>
#include <QSignalBlocker>
#include <QUuid>
#include <utility>

#include "app/library/tree_calls.h"
#include "app/window/sample_draft.h"
#include "app/window/translate_run.h"
#include "ui/files/encoding_dialog.h"
#include "ui/page/page_view.h"
#include "ui/window/recent_on_page.h"

namespace lacuna::app {

using ui::MainWindow;

Wiring::Wiring(MainWindow& window, EngineThread& engine, StorageThread& storage)
    : window_(window), engine_(engine), storage_(storage) {
  joinEngine();
  joinStorage();
  joinDocuments();
  joinRuns();
  joinReplays();
}

void Wiring::joinEngine() {
  connect(&window_, &MainWindow::infillRequested, this, [this](const ui::InfillAsk& ask) { startRun(ask, {}); });
  connect(&window_, &MainWindow::branchRequested, this, &Wiring::startRun);
  connect(&window_, &MainWindow::stopRequested, this, [this](quint64 ask) { engine_.stop(ask); });
  connect(&window_, &MainWindow::runFinished, this, &Wiring::closeRun);
  connect(&window_, &MainWindow::readAheadWanted, this,
          [this](const QString& text, int position) { engine_.readAhead(text, position); });
  connect(&window_, &MainWindow::readAheadWithdrawn, this, [this] { engine_.stopReading(); });
  connect(&engine_, &EngineThread::ready, this, [this](const ui::EngineView& view, const storage::Model& model) {
    window_.setEngine(view);
    storage_.saveModel(model);
  });
  connect(&engine_, &EngineThread::failed, this, [this](const QString& sentence) {
    window_.setEngine({ui::EngineView::Failed, {}, {}, sentence});
    window_.showSentence(sentence);
  });
  connect(&window_, &MainWindow::modelChosen, this, &Wiring::loadModel);
  connect(&window_, &MainWindow::modelsWanted, this, [this] { models_.look(model_); });
  connect(&models_, &ModelLister::found, &window_, &MainWindow::setModels, Qt::QueuedConnection);
  connect(&engine_, &EngineThread::stepReady, this, [this] {
    if (const auto step = engine_.takeStep()) window_.showStep(*step);
  });
  connect(&engine_, &EngineThread::contextProgress, &window_, &MainWindow::showContextProgress);
  connect(&engine_, &EngineThread::finished, this, &Wiring::keepRun);
}

void Wiring::joinStorage() {
  connect(&storage_, &StorageThread::opened, this, [this] {
    // What is on the page stays there.
    if (std::exchange(reading_, false) && !window_.documentId().isEmpty()) {
      window_.showTrouble({});
    } else {
      openFirst();
    }
  });
  connect(&storage_, &StorageThread::openedForReading, this, [this] {
    reading_ = true;
    openFirst();
  });
  connect(&storage_, &StorageThread::firstStart, this, &Wiring::offerSamples);
  connect(&storage_, &StorageThread::saved, &window_, &MainWindow::showSaved);
  connect(&storage_, &StorageThread::failed, this, &Wiring::sayFailure);
  connect(&storage_, &StorageThread::troubled, &window_, &MainWindow::showTrouble);
  connect(&storage_, &StorageThread::documentMade, this, &Wiring::adopt);
  connect(&storage_, &StorageThread::fileRead, this, &Wiring::showPlainPage);
  connect(&storage_.tree(), &TreeCalls::textChanged, this, [this](const QString& id) {
    if (id != window_.documentId()) return;  // it is read when it is opened
    reload_ = id;
    storage_.openDocument(id);
  });
  connect(&storage_, &StorageThread::documentOpened, this, &Wiring::showDocument);
  connect(&storage_, &StorageThread::fileChanged, this,
          [this](const QString& id, const QString& path, const QString& text) {
            changed_ = {id, path, text};
            offerChangedFile();
          });
  connect(&storage_, &StorageThread::fileSaved, this, [this](const QString& path, const QString& sentence) {
    window_.showSentence(sentence.isEmpty() ? tr("Saved a copy as %1.").arg(path) : sentence);
  });
  connect(&storage_, &StorageThread::encodingWanted, this, &Wiring::askEncoding);
}

// The author writes on while a document is fetched: what comes may be older than what was handed over meanwhile. The
// page is ahead of the library in the document that is open on it; another one is fetched again.
void Wiring::showDocument(const storage::Document& document, quint64 edits) {
  if (document.id == window_.documentId() && document.id != reload_) return;
  if (edits != handed_.value(document.id)) {
    storage_.openDocument(document.id);
    return;
  }
  if (document.id == window_.documentId()) {
    reload_.clear();
    if (document.text == window_.manuscriptText()) return;
    storage::Document there = document;  // the author stays where they are
    there.cursor = window_.page()->cursorPosition();
    there.scroll = window_.page()->scrollShare();
    window_.openDocument(there);
    return;
  }
  reload_.clear();
  window_.openDocument(document);
  if (!document.notice.isEmpty()) window_.showSentence(document.notice);
  offerChangedFile();
}

// Once the draft is on the page: it may have to be fetched twice.
void Wiring::offerChangedFile() {
  if (changed_.document.isEmpty() || changed_.document != window_.documentId()) return;
  const ChangedFile file = std::exchange(changed_, {});
  if (window_.offerFileText(file.path, file.text)) storage_.noteFile(file.path);
}

void Wiring::joinDocuments() {
  connect(&window_, &MainWindow::edited, this,
          [this](const QString& id, const QVector<storage::Edit>& edits, const storage::HistoryEvent& event) {
            if (id.isEmpty()) return;
            ++handed_[id];
            storage_.applyEdits(id, edits, event);
          });
  connect(&window_, &MainWindow::marksChanged, this, [this](const QString& id, const QVector<storage::Mark>& marks) {
    if (!id.isEmpty()) storage_.setMarks(id, marks);
  });
  connect(&window_, &MainWindow::viewMoved, this, [this](const QString& id, int cursor, double scroll) {
    if (!id.isEmpty()) storage_.setView(id, cursor, scroll);
  });
  connect(&window_, &MainWindow::documentChosen, &storage_, &StorageThread::openDocument);
  connect(&window_, &MainWindow::newDocumentRequested, this,
          [this] { storage_.createDocument(tr("Untitled"), QString()); });
  connect(&window_, &MainWindow::openFileRequested, this, [this](const QString& path) { storage_.importFile(path); });
  connect(&window_, &MainWindow::saveFileRequested, this,
          [this](const QString& id, const QString& path, const QString& text) { storage_.saveFile(path, text, id); });
  connect(&window_, &MainWindow::renameRequested, &storage_, &StorageThread::renameDocument);
}

void Wiring::joinReplays() {
  connect(&window_, &MainWindow::exportRunRequested, this, &Wiring::exportRun);
  connect(&storage_, &StorageThread::replayLoaded, this,
          [this](const storage::Run& run, const QString& title, const QString& text) {
            if (exports_.contains(run.id)) exporter_.write(run, title, text, exports_.take(run.id));
          });
  connect(&exporter_, &ReplayExporter::done, &window_, &MainWindow::showSentence);
}

void Wiring::exportRun(const QString& runId, quint64 ask, const QString& path) {
  const QString id = runId.isEmpty() ? asks_.key(ask) : runId;
  const auto running = runs_.find(ask);
  if (id.isEmpty() || (runId.isEmpty() && running != runs_.end() && !running->saved)) {
    window_.showSentence(tr("This run is not done yet: export it when it is."));
    return;
  }
  exports_.insert(id, path);
  storage_.loadReplay(id);
}

void Wiring::joinRuns() {
  connect(&window_, &MainWindow::runWanted, &storage_, &StorageThread::loadRun);
  connect(&window_, &MainWindow::pastRunTaken, this, [this](const QString& id, int candidate) {
    storage_.setRunOutcome(id, storage::RunOutcome::Taken, candidate);
  });
  connect(&window_, &MainWindow::runRemovalRequested, &storage_, &StorageThread::removeRun);
  connect(&window_, &MainWindow::runRestoreRequested, &storage_, &StorageThread::restoreRun);
  connect(&window_, &MainWindow::runBytesChosen, &storage_, &StorageThread::keepRunBytes);
  connect(&storage_, &StorageThread::runBytes, &window_, &MainWindow::setRunBytes);
  connect(&storage_, &StorageThread::runSaved, this, &Wiring::listRuns);
  connect(&storage_, &StorageThread::runRemoved, this, &Wiring::listRuns);
  connect(&storage_, &StorageThread::documentOpened, this, &Wiring::listRuns);
  connect(&storage_, &StorageThread::runsListed, this,
          [this](const QVector<storage::Run>& runs) { window_.setRuns(toItems(runs)); });
  connect(&storage_, &StorageThread::runLoaded, this,
          [this](const storage::Run& run, const QString& text) { showRun(toView(run, text)); });
}

void Wiring::listRuns() {
  storage_.listRuns(window_.documentId());
  storage_.countRunBytes();
}

void Wiring::showRun(ui::RunView view) {
  view.ask = asks_.value(view.item.id);
  window_.showRun(view);
}

void Wiring::startRun(const ui::InfillAsk& ask, const QString& branchOf) {
  const QString parent = branchOf.isEmpty() ? asks_.key(ask.from) : branchOf;
  const QString id = QUuid::createUuid().toString(QUuid::WithoutBraces);
  runs_.insert(ask.id, {id, window_.documentId(), parent, ask.text});
  asks_.insert(id, ask.id);
  // A branch reads what its parent read.
  if (parent.isEmpty() && !window_.documentId().isEmpty()) storage_.beginRun(id, window_.documentId());
  engine_.infill(ask);
}

void Wiring::keepRun(const ui::ResultView& result, storage::Run run, const QString& sentence) {
  // The trajectory goes to storage first: should the window take the result at once, the run is known there.
  const auto found = runs_.find(result.ask);
  const bool kept = found != runs_.end() && run.steps > 0;
  QString text;
  if (kept) {
    text = found->text;
    run.id = found->id;
    run.documentId = found->documentId;
    run.parent = found->parent;
    run.created = QDateTime::currentDateTimeUtc();
    found->saved = true;
    if (found->left && run.outcome == storage::RunOutcome::Open) run.outcome = storage::RunOutcome::Left;
    storage_.saveRun(run);
  }
  if (found != runs_.end() && run.outcome != storage::RunOutcome::Open) runs_.erase(found);
  if (!sentence.isEmpty()) window_.showSentence(sentence);
  window_.showResult(result);
  if (kept) showRun(toView(run, text));  // as it will come from the library after a restart
}

void Wiring::closeRun(quint64 ask, int taken) {
  const auto found = runs_.find(ask);
  if (found == runs_.end()) return;
  const Run run = *found;
  if (!run.saved) {  // it still runs; its end is kept with what became of it
    found->left = taken < 0;
    return;
  }
  runs_.erase(found);
  storage_.setRunOutcome(run.id, taken >= 0 ? storage::RunOutcome::Taken : storage::RunOutcome::Left, taken);
}

// Something always stands on the page. Without a library there is room to write, and the file that was named is shown
// all the same; with one, and without that file, the last document.
void Wiring::sayFailure(const QString& sentence) {
  const bool nothingOpen = window_.documentId().isEmpty() && window_.manuscriptText().isEmpty();
  if (nothingOpen && !fileToOpen_.isEmpty()) {
    const QString file = std::exchange(fileToOpen_, QString());
    if (libraryOpen_) {
      storage_.openLastDocument();
    } else {
      shownFile_ = file;
      storage_.readFile(file);
    }
  } else if (nothingOpen && !libraryOpen_) {
    shownFile_.clear();
    showPlainPage(tr("No library"), QString());
  }
  window_.showSentence(sentence);
}

// Where the author does not say it, it is as if the file could not be read.
void Wiring::askEncoding(const QString& path, const QVector<storage::Reading>& readings, const QString& sentence) {
  const QString chosen = ui::askEncoding(&window_, path, readings, tr("&Open"));
  if (chosen.isEmpty()) {
    sayFailure(sentence);
  } else if (libraryOpen_) {
    storage_.importFile(path, chosen);
  } else {
    storage_.readFile(path, chosen);
  }
}

// A page of no library. What is written on it is kept by the window alone until there is one.
void Wiring::showPlainPage(const QString& title, const QString& text) {
  if (libraryOpen_) return;
  plain_ = text;
  plainTitle_ = shownFile_.isEmpty() ? tr("Untitled") : title;
  storage::Document page;
  page.title = title;
  page.text = text;
  window_.openDocument(page);
}

bool Wiring::hasHomelessWords() const { return window_.documentId().isEmpty() && window_.manuscriptText() != plain_; }

void Wiring::leaveLibrary() {
  const QSignalBlocker quiet(window_);
  runs_.clear();
  asks_.clear();
  libraryOpen_ = false;
  shownFile_.clear();
  showPlainPage(QString(), QString());
}

void Wiring::openFirst() {
  libraryOpen_ = true;
  window_.showTrouble({});
  if (hasHomelessWords()) {
    if (making_) return;
    making_ = true;
    homeless_ = window_.manuscriptText();
    storage_.makeDocument(plainTitle_, homeless_);
    return;
  }
  if (fileToOpen_.isEmpty()) fileToOpen_ = std::exchange(shownFile_, QString());
  if (fileToOpen_.isEmpty()) {
    storage_.openLastDocument();
  } else {
    window_.recent()->noteFile(fileToOpen_);
    storage_.importFile(fileToOpen_);
  }
}

// The document is there; what was written since it was asked for goes after it.
void Wiring::adopt(const QString& id, const QString& title) {
  making_ = false;
  window_.showTrouble({});
  if (!window_.documentId().isEmpty()) return;
  window_.adoptDocument(id, title);
  const QString now = window_.manuscriptText();
  if (now != homeless_) {
    ++handed_[id];
    storage_.applyEdits(id, {{0, static_cast<int>(homeless_.size()), now}});
  }
  homeless_.clear();
  listRuns();
}

void Wiring::openFile(const QString& path) {
  if (path.isEmpty()) return;
  window_.recent()->noteFile(path);
  if (libraryOpen_) {
    storage_.importFile(path);
  } else {
    fileToOpen_ = path;
  }
}

void Wiring::loadModel(const QString& folder) {
  if (!folder.isEmpty()) {
    model_ = folder;
    QSettings().setValue(kChosenModel, folder);
  }
  window_.setEngine({ui::EngineView::Loading, {}, {}, {}});
  engine_.open(model_);
}

void Wiring::offerSamples() {
  if (!fileToOpen_.isEmpty()) return;
  QVector<QPair<QString, QString>> drafts;
  for (const SampleDraft& draft : sampleDrafts()) drafts.push_back({draft.title, draft.text});
  storage_.createDocuments(drafts);
}

}  // namespace lacuna::app
