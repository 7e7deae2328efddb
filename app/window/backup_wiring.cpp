// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/backup_wiring.h"

#include <QDir>
#include <QStatusBar>
#include <utility>

#include "app/library/backup_calls.h"
#include "ui/page/page_view.h"
#include "ui/window/file_dialog.h"
#include "ui/window/unsaved_dialog.h"

namespace lacuna::app {

using ui::BackupReader;
using ui::BackupsDialog;

BackupWiring::BackupWiring(ui::MainWindow& window, StorageThread& storage, std::function<void()> leave)
    : window_(window),
      storage_(storage),
      leave_(std::move(leave)),
      trouble_(new ui::BackupTrouble(window.statusBar())) {
  window.statusBar()->addPermanentWidget(trouble_);
  BackupCalls* calls = &storage.backups();
  connect(&window, &ui::MainWindow::backupsWanted, this, &BackupWiring::open);
  connect(trouble_, &QToolButton::clicked, this, &BackupWiring::open);
  connect(calls, &BackupCalls::troubled, this, [this](const QString& sentence) {
    trouble_->say(sentence);
    if (dialog_) dialog_->say(sentence);
  });
  connect(calls, &BackupCalls::made, this, [this](const storage::BackupMade& made) {
    trouble_->say({});
    storage_.backups().list();
    if (dialog_) dialog_->showMade(made);
  });
  connect(calls, &BackupCalls::listed, this,
          [this](const storage::BackupPlan& plan, const QVector<storage::BackupInfo>& backups) {
            if (std::exchange(offering_, false) && !backups.isEmpty()) open();
            if (dialog_) dialog_->setBackups(plan, backups);
          });
  connect(calls, &BackupCalls::checked, this, [this](const QString& path, const storage::LibraryCheck& check) {
    if (dialog_) dialog_->showCheck(path, check);
  });
  connect(calls, &BackupCalls::looked, this, &BackupWiring::look);
  connect(calls, &BackupCalls::wasRead, this, [this](const QString& backup, const QString& id, const QString& text) {
    if (reader_ && backup == backup_) reader_->showText(id, text);
  });
  connect(calls, &BackupCalls::copied, this, [this](const QString& path) {
    if (!goingBack_.isEmpty()) storage_.goBackTo(path);
  });
  connect(&storage, &StorageThread::wentBack, this, [this] { leave_(); });
  connect(&storage, &StorageThread::opened, this, [this] {
    unusable_.clear();
    const QString backup = std::exchange(goingBack_, QString());
    if (!dialog_) return;
    dialog_->setLibraryTrouble({});
    storage_.backups().list();
    if (backup.isEmpty()) return;
    const QString sentence =
        tr("The library is the %1 now. What it was before is in the list of backups.").arg(dialog_->nameOf(backup));
    dialog_->accept();
    window_.showSentence(sentence);
  });
  connect(&storage, &StorageThread::failed, this, [this](const QString& sentence) {
    goingBack_.clear();
    if (reader_) reader_->say(sentence);
    if (!dialog_) return;
    dialog_->setBusy({});
    dialog_->say(sentence);
  });
  // Whoever cannot get at their words is shown the copies of them.
  connect(&storage, &StorageThread::unusable, this, [this](const QString& sentence) {
    unusable_ = sentence;
    offering_ = true;
    storage_.backups().list();
  });
}

void BackupWiring::open() {
  if (!dialog_) {
    dialog_ = new BackupsDialog(&window_);
    dialog_->setAttribute(Qt::WA_DeleteOnClose);
    joinDialog();
  }
  dialog_->setLibraryTrouble(unusable_);
  dialog_->open();
  storage_.backups().list();
}

void BackupWiring::joinDialog() {
  connect(dialog_, &BackupsDialog::planChosen, this, [this](const storage::BackupPlan& plan) {
    if (unusable_.isEmpty()) {
      storage_.backups().setPlan(plan);
    } else {
      storage_.backups().list(plan.folder);
    }
  });
  connect(dialog_, &BackupsDialog::folderWanted, this, [this] {
    const QString folder = ui::askFolder(dialog_, tr("A folder for backups"));
    if (dialog_) dialog_->setFolder(folder);
  });
  connect(dialog_, &BackupsDialog::makeWanted, this, [this] { storage_.backups().makeNow(); });
  connect(dialog_, &BackupsDialog::checkWanted, this, [this](const QString& path) { storage_.backups().check(path); });
  connect(dialog_, &BackupsDialog::lookWanted, this, [this](const QString& path) { storage_.backups().look(path); });
  connect(dialog_, &BackupsDialog::goBackWanted, this, [this](const QString& path) {
    window_.page()->gaps().taking().leaveAll();
    goingBack_ = path;
    storage_.backups().copyToWorkWith(path);
  });
  // It is deleted a moment later.
  connect(dialog_, &QDialog::finished, this, [this] {
    dialog_.clear();
    goingBack_.clear();
  });
}

void BackupWiring::look(const QString& backup, const QVector<storage::TreeNode>& documents) {
  if (!dialog_ || reader_) return;
  dialog_->setBusy({});
  backup_ = backup;
  reader_ = new BackupReader(dialog_->nameOf(backup), unusable_.isEmpty(), dialog_);
  reader_->setAttribute(Qt::WA_DeleteOnClose);
  joinReader();
  reader_->open();
  reader_->setDocuments(documents, window_.documentId());
}

void BackupWiring::joinReader() {
  connect(reader_, &BackupReader::textWanted, this,
          [this](const QString& id) { storage_.backups().read(backup_, id); });
  connect(reader_, &BackupReader::bringWanted, this, &BackupWiring::bring);
  connect(reader_, &BackupReader::saveWanted, this, &BackupWiring::save);
  connect(reader_, &QDialog::finished, this, [this] { reader_.clear(); });
}

// A document of its own: what the author has is left as it is.
void BackupWiring::bring(const QString& title, const QString& text) {
  storage_.createDocument(title, text);
  reader_->say(tr("\u201c%1\u201d is in the library now, and on the page.").arg(title));
}

void BackupWiring::save(const QString& title, const QString& text) {
  const QString path = ui::askCopyPath(reader_, title);
  if (!path.isEmpty()) storage_.saveFile(path, text);
}

}  // namespace lacuna::app
