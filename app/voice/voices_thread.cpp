// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/voice/voices_thread.h"

#include <QFile>
#include <algorithm>
#include <utility>

#include "app/voice/voices_worker.h"
#include "storage/error.h"

namespace lacuna::app {

VoicesThread::VoicesThread(QObject* parent) : QObject(parent), worker_(std::make_unique<VoicesWorker>(*this)) {
  thread_.setObjectName(QStringLiteral("lacuna-voices"));
  worker_->moveToThread(&thread_);
  thread_.start();
}

VoicesThread::~VoicesThread() { close(); }

template <typename Work>
void VoicesThread::queue(Work work) {
  QMetaObject::invokeMethod(
      worker_.get(), [worker = worker_.get(), work = std::move(work)] { work(*worker); }, Qt::QueuedConnection);
}

void VoicesThread::open(const QString& library) {
  queue([library](VoicesWorker& worker) { worker.open(library); });
}
void VoicesThread::look(bool on) {
  queue([on](VoicesWorker& worker) { worker.look(on); });
}
void VoicesThread::setJob(const QString& job) {
  queue([job](VoicesWorker& worker) { worker.setJob(job); });
}
void VoicesThread::setProject(const QString& project, const QString& title) {
  queue([project, title](VoicesWorker& worker) { worker.setProject(project, title); });
}
void VoicesThread::post(Act act) {
  queue([act = std::move(act)](VoicesWorker& worker) { worker.perform(act); });
}
void VoicesThread::speak(const QString& project, const QVector<storage::VoiceShare>& voices) {
  queue([project, voices](VoicesWorker& worker) { worker.speak(project, voices); });
}

void VoicesThread::close() {
  if (!thread_.isRunning()) return;
  queue([](VoicesWorker& worker) { worker.close(); });
  thread_.quit();
  thread_.wait();
}

VoicesWorker::VoicesWorker(VoicesThread& owner) : owner_(owner) {
  connect(&timer_, &QTimer::timeout, this, &VoicesWorker::glance);
}

template <typename Work>
bool VoicesWorker::safely(const Work& work) {
  QString sentence;
  try {
    work();
    last_.clear();
    return true;
  } catch (const storage::StorageError& error) {
    sentence = error.sentence();
  } catch (const std::exception& error) {
    sentence = QString::fromUtf8(error.what());
  }
  if (std::exchange(last_, sentence) != sentence) Q_EMIT owner_.failed(sentence);
  return false;
}

void VoicesWorker::open(const QString& library) {
  store_.reset();
  path_ = storage::VoiceStore::pathFor(library);
  version_ = -1;
  view_ = {};
  Q_EMIT owner_.viewed(view_);
  tellSpeaking();
  glance();
  pace();
}

bool VoicesWorker::reach(bool make) {
  if (store_) return true;
  if (path_.isEmpty() || (!make && !QFile::exists(path_))) return false;
  return safely([this] { store_.emplace(path_); });
}

void VoicesWorker::look(bool on) {
  looked_ = on;
  if (on) glance();
  pace();
}

void VoicesWorker::setJob(const QString& job) {
  job_ = job;
  tellJob();
}

void VoicesWorker::setProject(const QString& project, const QString& title) {
  speaking_.project = project;
  speaking_.projectTitle = title;
  tellSpeaking();
}

void VoicesWorker::perform(const VoicesThread::Act& act) {
  if (!reach(true)) return;
  last_.clear();  // what the author asks for is answered, also for the second time
  (void)safely([&] { act(*store_); });
  glance();
}

// That nobody speaks in a project is kept as a voice that is not heard there.
void VoicesWorker::speak(const QString& project, const QVector<storage::VoiceShare>& voices) {
  perform([&](storage::VoiceStore& store) {
    QVector<storage::VoiceShare> kept = voices;
    if (!project.isEmpty() && kept.isEmpty() && !view_.voices.isEmpty()) kept = {{view_.voices.first().id, 0.0}};
    store.setDefault(project, kept);
  });
}

void VoicesWorker::glance() {
  if (!reach(false)) return;
  (void)safely([this] {
    const qint64 version = store_->version();
    if (version == version_) return;
    tell();
    version_ = version;
  });
}

void VoicesWorker::tell() {
  view_ = store_->view();
  Q_EMIT owner_.viewed(view_);
  tellSpeaking();
  tellJob();
  pace();
}

void VoicesWorker::tellJob() {
  if (job_.isEmpty() || !store_) return;
  (void)safely([this] {
    if (const std::optional<storage::VoiceJobView> job = store_->job(job_)) Q_EMIT owner_.jobViewed(*job);
  });
}

void VoicesWorker::tellSpeaking() {
  const auto heard = [](QVector<storage::VoiceShare> voices) {
    voices.removeIf([](const storage::VoiceShare& one) { return one.share <= 0; });
    return voices;
  };
  (void)safely([&] {
    const QVector<storage::VoiceShare> everywhere = store_ ? store_->defaultFor({}) : QVector<storage::VoiceShare>();
    const QVector<storage::VoiceShare> here =
        store_ && !speaking_.project.isEmpty() ? store_->defaultFor(speaking_.project) : QVector<storage::VoiceShare>();
    speaking_.everywhere = heard(everywhere);
    speaking_.own = !here.isEmpty();
    speaking_.here = speaking_.own ? heard(here) : speaking_.everywhere;
    Q_EMIT owner_.speakingViewed(speaking_);
  });
}

void VoicesWorker::pace() {
  const bool works = std::any_of(view_.jobs.begin(), view_.jobs.end(), [](const storage::VoiceJob& job) {
    return job.state == storage::JobState::Running || job.state == storage::JobState::Pausing;
  });
  const int wanted = looked_ || works ? VoicesThread::kLookMs : VoicesThread::kGlanceMs;
  if (!timer_.isActive() || timer_.interval() != wanted) timer_.start(wanted);
}

void VoicesWorker::close() {
  timer_.stop();
  if (store_ && std::any_of(view_.voices.begin(), view_.voices.end(), [](const auto& voice) { return voice.deleted; }))
    (void)safely([this] { store_->purge(); });
  store_.reset();
}

}  // namespace lacuna::app
