// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/link_wiring.h"

#include <QDir>
#include <QEvent>
#include <QFileInfo>
#include <QLocale>
#include <utility>

#include "app/library/history_calls.h"
#include "app/library/link_calls.h"
#include "app/library/tree_calls.h"
#include "storage/difference.h"
#include "storage/folders/folder_reader.h"
#include "storage/folders/folder_writer.h"
#include "storage/library.h"
#include "storage/values/ways_up.h"
#include "ui/library/library_panel.h"
#include "ui/links/conflict_dialog.h"
#include "ui/page/page_view.h"
#include "ui/window/link_on_page.h"

namespace lacuna::app {
namespace {

constexpr int kPollMs = 4000;
constexpr int kAgainMs = 1000;

const storage::TreeNode* nodeOf(const ui::MainWindow& window, const QString& id) {
  return window.library()->acts().node(id);
}

}  // namespace

LinkWiring::LinkWiring(ui::MainWindow& window, StorageThread& storage, LongWork& work)
    : window_(window), storage_(storage), work_(work), actions_(new ui::FolderActions(&window)) {
  window_.installEventFilter(this);
  poll_.setInterval(kPollMs);
  connect(&poll_, &QTimer::timeout, this, [this] {
    if (window_.isActiveWindow()) storage_.links().checkShown();
  });
  poll_.start();
  joinPage();
  joinFolders();
}

bool LinkWiring::eventFilter(QObject* watched, QEvent* event) {
  if (watched == &window_ && event->type() == QEvent::WindowActivate) storage_.links().checkAll();
  return false;
}

void LinkWiring::show() { storage_.links().setShown(window_.documentId()); }

void LinkWiring::joinPage() {
  LinkCalls* calls = &storage_.links();
  ui::LinkOnPage* page = window_.links();
  // After the window has it.
  connect(&storage_, &StorageThread::documentOpened, this, &LinkWiring::show);
  connect(&storage_, &StorageThread::documentMade, this, &LinkWiring::show);
  connect(&storage_, &StorageThread::fileOpened, page, &ui::LinkOnPage::copied);
  connect(calls, &LinkCalls::statusChanged, page, &ui::LinkOnPage::setStatus);
  connect(calls, &LinkCalls::newFiles, page, [this, page](const storage::NewFiles& files) {
    // Only beside a text of that project.
    const storage::WaysUp ways(window_.library()->acts().nodes());
    if (files.files.isEmpty() || ways.of(window_.documentId()).contains(files.id)) page->setNewFiles(files);
  });
  connect(calls, &LinkCalls::statusChanged, this, [this](const storage::LinkStatus& status) {
    const storage::TreeNode* node = nodeOf(window_, status.id);
    if (status.state != storage::LinkState::Conflict || status.id == window_.documentId() || node == nullptr) return;
    window_.showSentence(
        tr("“%1” was changed here, and its file %2 by another program. Nothing is overwritten: open it "
           "to choose.")
            .arg(node->title, QFileInfo(status.path).fileName()));
  });
  connect(calls, &LinkCalls::refused, &window_, &ui::MainWindow::showSentence);
  connect(calls, &LinkCalls::arrived, this, &LinkWiring::take);
  connect(calls, &LinkCalls::compared, this, &LinkWiring::compare);
  connect(calls, &LinkCalls::tookIn, this, [this](const storage::LinkStatus& link, const QString& title) {
    window_.showSentence(tr("“%1” has the text of %2 now, which another program has changed; the text before is in its "
                            "history.")
                             .arg(title, QFileInfo(link.path).fileName()));
  });
  connect(page, &ui::LinkOnPage::linkWanted, calls, &LinkCalls::link, Qt::DirectConnection);
  connect(page, &ui::LinkOnPage::unlinkWanted, calls, &LinkCalls::unlink, Qt::DirectConnection);
  connect(page, &ui::LinkOnPage::keepMineWanted, calls, &LinkCalls::keepMine, Qt::DirectConnection);
  connect(page, &ui::LinkOnPage::takeFileWanted, calls, &LinkCalls::takeFile, Qt::DirectConnection);
  connect(page, &ui::LinkOnPage::compareWanted, calls, &LinkCalls::compare, Qt::DirectConnection);
  connect(page, &ui::LinkOnPage::writeAgainWanted, calls, &LinkCalls::writeAgain, Qt::DirectConnection);
  connect(page, &ui::LinkOnPage::checkWanted, calls, &LinkCalls::check, Qt::DirectConnection);
  connect(page, &ui::LinkOnPage::newFilesWanted, calls, &LinkCalls::takeNew, Qt::DirectConnection);
  connect(page, &ui::LinkOnPage::newFilesPassed, calls, &LinkCalls::passNew, Qt::DirectConnection);
}

// What was typed since storage has compared, or a gap that denoises, makes it wait: storage looks once more.
void LinkWiring::take(const storage::LinkStatus& link, const QString& text, const storage::FileStamp& stamp,
                      const QString& file) {
  ui::PageView* page = window_.page();
  const bool fits = window_.documentId() == link.id && window_.manuscriptText() == text;
  if (!fits || !page->pageDocument().holes().isEmpty()) {
    QTimer::singleShot(kAgainMs, this, [this, id = link.id] { storage_.links().notTaken(id); });
    return;
  }
  QVector<storage::Edit> edits;
  for (const storage::Change& change : storage::difference(text, file))
    edits.append({change.beginBefore, change.endBefore - change.beginBefore,
                  file.mid(change.beginAfter, change.endAfter - change.beginAfter)});
  storage_.history().keep(link.id, {storage::RevisionReason::BeforeFile});
  {
    ui::PageDocument& document = page->pageDocument();
    const ui::PageDocument::From from(document, storage::EditOrigin::Uncounted);
    document.noteCursor(page->cursorPosition());
    document.replacePlaces(edits);
  }
  storage_.links().taken(link.id, stamp, file);
  window_.showSentence(tr("The page has the text of %1 now, which another program has changed. Ctrl+Z brings back what "
                          "stood here; it is in the history too.")
                           .arg(QFileInfo(link.path).fileName()));
}

void LinkWiring::compare(const storage::Comparison& comparison) {
  const storage::LinkStatus status = window_.links()->status();
  if (status.id != comparison.id) return;
  const QString file = QFileInfo(status.path).fileName();
  switch (ui::askConflict(&window_, ui::loadTheme(window_.themeName()), file, comparison)) {
    case ui::ConflictAnswer::KeepMine:
      return storage_.links().keepMine(comparison.id);
    case ui::ConflictAnswer::TakeFile:
      return storage_.links().takeFile(comparison.id);
    case ui::ConflictAnswer::Later:
      return;
  }
}

void LinkWiring::joinFolders() {
  connect(actions_, &ui::FolderActions::importWanted, this, &LinkWiring::readFolder);
  connect(actions_, &ui::FolderActions::exportWanted, this,
          [this](const QString& path, const ui::FolderChoice& choice) { exportFolder(path, choice, false); });
  connect(&storage_.links(), &LinkCalls::folderMade, this,
          [this](const QStringList& ids, const storage::FolderRead& read) {
            qsizetype first = 0;
            while (first + 1 < ids.size() && read.texts.at(first).file.isEmpty()) ++first;
            storage_.openDocument(ids.at(first));
            window_.showSentence(tr("%1 is a project in the library now. Texts in it: %2.")
                                     .arg(read.texts.first().document.title, QLocale().toString(read.files)));
          });
}

void LinkWiring::later(std::function<void()> act) {
  QMetaObject::invokeMethod(this, std::move(act), Qt::QueuedConnection);
}

void LinkWiring::readFolder(const QString& path) {
  work_.run(tr("Reading the folder %1").arg(QFileInfo(path).fileName()), [this, path](const storage::Work& work) {
    const storage::FolderRead read = storage::readFolder(path, {}, work);
    later([this, read] { offer(read); });
  });
}

void LinkWiring::offer(const storage::FolderRead& read) {
  bool linked = false;
  const QString title = read.texts.first().document.title;
  if (!actions_->askImport({title, read.files, read.leftOut}, &linked)) return;
  window_.showSentence(tr("%1 is being taken into the library\u2026").arg(title));
  storage_.links().makeFolder(read, linked);
}

void LinkWiring::exportFolder(const QString& path, const ui::FolderChoice& choice, bool overChanged) {
  const QString id = window_.documentId();
  if (id.isEmpty()) {
    window_.showSentence(tr("No draft of the library is open: open one of the project first."));
    return;
  }
  storage_.post([this, path, choice, overChanged, id](storage::Library& library) {
    const QString root = storage::WaysUp(library.tree().nodes()).top(id);
    const QVector<storage::FolderPart> parts = storage::folderParts(library, root, {choice.notes, choice.archived});
    later([this, path, choice, overChanged, root, parts] {
      const QString what = tr("Writing the folder %1").arg(QFileInfo(path).fileName());
      work_.run(what, [this, path, choice, overChanged, root, parts](const storage::Work& work) {
        const storage::FolderWritten written = storage::writeFolder(path, parts, {overChanged, work});
        later([this, root, path, choice, written] { exported(root, path, choice, written); });
      });
    });
  });
}

void LinkWiring::exported(const QString& project, const QString& path, const ui::FolderChoice& choice,
                          const storage::FolderWritten& written) {
  if (!written.changed.isEmpty() && actions_->askOver(written.changed)) return exportFolder(path, choice, true);
  if (choice.linked) storage_.links().linkWritten(project, written);
  const QLocale locale;
  window_.showSentence(tr("Written to %1: %2 files, %3 as they were.")
                           .arg(QDir::toNativeSeparators(written.path), locale.toString(written.written),
                                locale.toString(written.unchanged)));
}

}  // namespace lacuna::app
