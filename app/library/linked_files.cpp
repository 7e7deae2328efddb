// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/library/linked_files.h"

#include <QFileInfo>
#include <QFileSystemWatcher>
#include <QMutex>
#include <QThread>
#include <QTimer>
#include <QWaitCondition>

namespace lacuna::app {
namespace {

constexpr int kSettleMs = 150;  // editors write in several steps
constexpr int kLeaveMs = 3000;  // for a disk that does not answer, at the program's end

}  // namespace

struct LinkedFiles::Worker {
  QThread thread;
  QObject place;  // lives in the thread, and what hangs on it
  QFileSystemWatcher* watcher = nullptr;
  QTimer* settle = nullptr;
  QMutex mutex;
  QWaitCondition idle;
  int waiting = 0;

  void done() {
    const QMutexLocker lock(&mutex);
    if (--waiting == 0) idle.wakeAll();
  }
};

LinkedFiles::LinkedFiles() : worker_(std::make_unique<Worker>()) {
  worker_->thread.setObjectName(QStringLiteral("linked files"));
  worker_->place.moveToThread(&worker_->thread);
  worker_->thread.start();
}

LinkedFiles::~LinkedFiles() {
  const bool idle = waitForIdle(kLeaveMs);
  if (idle) {
    work([worker = worker_.get()] {
      delete worker->watcher;
      delete worker->settle;
    });
  }
  worker_->thread.quit();
  // One that hangs ends with the process; all that it holds is its own.
  if (!worker_->thread.wait(kLeaveMs)) (void)worker_.release();
}

void LinkedFiles::work(std::function<void()> act) {
  {
    const QMutexLocker lock(&worker_->mutex);
    ++worker_->waiting;
  }
  QMetaObject::invokeMethod(
      &worker_->place,
      [worker = worker_.get(), act = std::move(act)] {
        act();
        worker->done();
      },
      Qt::QueuedConnection);
}

bool LinkedFiles::waitForIdle(int milliseconds) {
  const QMutexLocker lock(&worker_->mutex);
  while (worker_->waiting > 0)
    if (!worker_->idle.wait(&worker_->mutex, static_cast<unsigned long>(milliseconds))) return false;
  return true;
}

void LinkedFiles::watch(const QString& path) {
  work([this, worker = worker_.get(), path] {
    if (worker->watcher == nullptr) {
      worker->watcher = new QFileSystemWatcher;
      worker->settle = new QTimer;
      worker->settle->setSingleShot(true);
      worker->settle->setInterval(kSettleMs);
      connect(worker->settle, &QTimer::timeout, worker->settle, [this] { Q_EMIT touched(); });
      const auto start = [worker] { worker->settle->start(); };
      connect(worker->watcher, &QFileSystemWatcher::fileChanged, worker->settle, start);
      connect(worker->watcher, &QFileSystemWatcher::directoryChanged, worker->settle, start);
    }
    const QStringList old = worker->watcher->files() + worker->watcher->directories();
    const QStringList wanted = path.isEmpty() ? QStringList() : QStringList{path, QFileInfo(path).path()};
    for (const QString& each : old)
      if (!wanted.contains(each)) worker->watcher->removePath(each);
    // A file that another program has put in the place of the old one is watched anew.
    for (const QString& each : wanted)
      if (!old.contains(each) && QFileInfo::exists(each)) worker->watcher->addPath(each);
  });
}

}  // namespace lacuna::app
