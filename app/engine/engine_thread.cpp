// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/engine_thread.h"

#include "app/engine/engine_worker.h"
#include "app/engine/surprise_thread.h"

namespace lacuna::app {

QString modelNameWith(const QString& model, const QVector<SpeakingVoice>& voices) {
  QString name = model;
  for (const SpeakingVoice& voice : voices) {
    name += QStringLiteral(" + ") + voice.name;
    const int percent = qRound(voice.share * 100);
    if (percent != 100) name += QStringLiteral(" (%1%)").arg(percent);
  }
  return name;
}

EngineThread::EngineThread(QObject* parent)
    : QObject(parent), surprise_(std::make_unique<SurpriseThread>()), worker_(std::make_unique<EngineWorker>(*this)) {
  thread_.setObjectName(QStringLiteral("lacuna-engine"));
  worker_->moveToThread(&thread_);
  thread_.start();
}

EngineThread::~EngineThread() { close(); }

void EngineThread::open(const QString& modelFolder) {
  QMetaObject::invokeMethod(
      worker_.get(), [worker = worker_.get(), modelFolder] { worker->open(modelFolder); }, Qt::QueuedConnection);
}

void EngineThread::infill(const ui::InfillAsk& ask) {
  surprise_->hold();
  worker_->withdrawReading();
  QMetaObject::invokeMethod(
      worker_.get(), [worker = worker_.get(), ask] { worker->infill(ask); }, Qt::QueuedConnection);
}

void EngineThread::readAhead(const QString& text, int position) {
  worker_->withdrawReading();
  QMetaObject::invokeMethod(
      worker_.get(),
      [worker = worker_.get(), text, position, ticket = worker_->wantReading()] {
        worker->readAhead(text, position, ticket);
      },
      Qt::QueuedConnection);
}

void EngineThread::speakWith(const QVector<SpeakingVoice>& voices) {
  QMetaObject::invokeMethod(
      worker_.get(), [worker = worker_.get(), voices] { worker->speakWith(voices); }, Qt::QueuedConnection);
}

void EngineThread::compare(const ui::InfillAsk& ask, const QVector<SpeakingVoice>& voices) {
  surprise_->hold();
  worker_->withdrawReading();
  QMetaObject::invokeMethod(
      worker_.get(), [worker = worker_.get(), ask, voices] { worker->compare(ask, voices); }, Qt::QueuedConnection);
}

void EngineThread::stopReading() { worker_->withdrawReading(); }

void EngineThread::stop(quint64 ask) { worker_->stop(ask); }

std::optional<ui::LiveStep> EngineThread::takeStep() { return worker_->latest().take(); }

void EngineThread::close() {
  if (!thread_.isRunning()) return;
  surprise_->close();
  worker_->stopEverything();
  QMetaObject::invokeMethod(
      worker_.get(), [worker = worker_.get()] { worker->forgetSession(); }, Qt::QueuedConnection);
  thread_.quit();
  thread_.wait();
}

}  // namespace lacuna::app
