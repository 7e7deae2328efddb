// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/writing_wiring.h"

#include <QSettings>

#include "app/library/tree_calls.h"
#include "app/library/writing_calls.h"

namespace lacuna::app {
namespace {

constexpr int kFollowMs = 700;
constexpr int kDayMs = 5000;  // how late a new day may be seen
// Where the goal was kept before libraries had one.
constexpr auto kOldGoal = "today/goal";
constexpr auto kOldGroup = "today";

}  // namespace

WritingWiring::WritingWiring(ui::MainWindow& window, StorageThread& storage) : window_(window), storage_(storage) {
  WritingCalls* calls = &storage.writing();
  follow_.setSingleShot(true);
  follow_.setInterval(kFollowMs);
  connect(&follow_, &QTimer::timeout, this, [this] {
    if (shown()) dialog_->follow(window_.documentId());
  });
  midnight_.setInterval(kDayMs);
  connect(&midnight_, &QTimer::timeout, this, [this] {
    if (!day_.isValid() || day_ == QDate::currentDate()) return;
    storage_.writing().countToday();
    if (shown()) dialog_->follow(window_.documentId());
  });
  midnight_.start();
  connect(&window, &ui::MainWindow::writingWanted, this, &WritingWiring::open);
  connect(calls, &WritingCalls::todayCounted, this, [this](const storage::WritingToday& today) {
    day_ = today.day;
    window_.showToday(today);
  });
  connect(calls, &WritingCalls::goalAdopted, this, [] { QSettings().remove(QLatin1String(kOldGroup)); });
  connect(&storage, &StorageThread::opened, this, [this] {
    const QVariant goal = QSettings().value(QLatin1String(kOldGoal));
    if (goal.isValid()) storage_.writing().adoptGoal(goal.toInt());
    storage_.writing().countToday();
    if (dialog_) dialog_->startOver();
  });
  connect(&storage, &StorageThread::openedForReading, this, [this] {
    storage_.writing().countToday();
    if (dialog_) dialog_->startOver();
  });
  connect(&storage, &StorageThread::saved, this, [this] {
    storage_.writing().countToday();
    if (shown() && !follow_.isActive()) follow_.start();
  });
  connect(&storage.tree(), &TreeCalls::treeChanged, this, [this](const QVector<storage::TreeNode>& nodes) {
    nodes_ = nodes;
    setNodes();
  });
  connect(&storage, &StorageThread::documentOpened, this, &WritingWiring::setNodes);
}

void WritingWiring::setNodes() {
  if (shown()) dialog_->setNodes(nodes_, window_.documentId());
}

void WritingWiring::open() {
  if (!dialog_) {
    dialog_ = new ui::WritingDialog(&window_);
    joinDialog();
  }
  dialog_->open();
  setNodes();
  storage_.tree().list();
}

void WritingWiring::joinDialog() {
  using ui::WritingDialog;
  WritingCalls* calls = &storage_.writing();
  connect(dialog_, &WritingDialog::reportWanted, calls, &WritingCalls::report, Qt::DirectConnection);
  connect(dialog_, &WritingDialog::countWanted, calls, &WritingCalls::count, Qt::DirectConnection);
  connect(dialog_, &WritingDialog::goalChosen, calls, &WritingCalls::setGoal, Qt::DirectConnection);
  connect(dialog_, &WritingDialog::documentChosen, &window_, &ui::MainWindow::documentChosen);
  connect(calls, &WritingCalls::reported, dialog_, &WritingDialog::showReport);
  connect(calls, &WritingCalls::counted, dialog_, &WritingDialog::showCounts);
  connect(&storage_, &StorageThread::failed, dialog_, [this](const QString& sentence) {
    if (shown()) dialog_->fail(sentence);
  });
}

}  // namespace lacuna::app
