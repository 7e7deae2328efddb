// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/surprise_thread.h"

#include <sys/resource.h>

#include <utility>

#include "app/engine/engine_sentences.h"
#include "app/engine/surprise_words.h"

namespace lacuna::app {
namespace {

constexpr int kNice = 15;

}  // namespace

SurpriseThread::SurpriseThread(QObject* parent) : QObject(parent), thread_(QThread::create([this] { loop(); })) {
  thread_->setObjectName(QStringLiteral("lacuna-lens"));
  thread_->start();
}

SurpriseThread::~SurpriseThread() { close(); }

void SurpriseThread::use(std::shared_ptr<engine::SurpriseReader> reader) {
  const std::lock_guard lock(mutex_);
  reader_.swap(reader);
  cancel_.store(true);
  wake_.notify_one();
}

bool SurpriseThread::hasReader() const {
  const std::lock_guard lock(mutex_);
  return reader_ != nullptr;
}

void SurpriseThread::read(const ui::SurpriseAsk& ask) {
  const std::lock_guard lock(mutex_);
  wanted_ = ask;
  cancel_.store(true);
  wake_.notify_one();
}

void SurpriseThread::stop() {
  const std::lock_guard lock(mutex_);
  wanted_.reset();
  cancel_.store(true);
}

void SurpriseThread::hold() {
  const std::lock_guard lock(mutex_);
  ++held_;
  cancel_.store(true);
}

void SurpriseThread::release() {
  const std::lock_guard lock(mutex_);
  --held_;
  wake_.notify_one();
}

void SurpriseThread::close() {
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
    cancel_.store(true);
    wake_.notify_one();
  }
  thread_->wait();
  const std::lock_guard lock(mutex_);
  reader_.reset();
}

void SurpriseThread::loop() {
  // Of this thread alone, as Linux has it.
  (void)setpriority(PRIO_PROCESS, 0, kNice);
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait(lock, [this] { return closing_ || (held_ == 0 && wanted_ && reader_ != nullptr); });
    if (closing_) return;
    const ui::SurpriseAsk ask = *wanted_;
    std::shared_ptr<engine::SurpriseReader> reader = reader_;
    cancel_.store(false);
    lock.unlock();
    const Outcome outcome = readAll(ask, *reader);
    reader.reset();  // a whole model may go with it
    lock.lock();
    if (outcome != Outcome::Cancelled && wanted_ && wanted_->id == ask.id) wanted_.reset();
  }
}

SurpriseThread::Outcome SurpriseThread::readAll(const ui::SurpriseAsk& ask, engine::SurpriseReader& reader) {
  try {
    SurprisingWords words(ask, reader.take({ask.text.toUtf8().toStdString(), ask.cutBefore, ask.cutAfter}, cancel_));
    for (const std::size_t piece : words.order()) Q_EMIT pieceRead(words.add(piece, reader.read(piece, cancel_)));
  } catch (const engine::Error& error) {
    if (error.code() == engine::ErrorCode::kCancelled) return Outcome::Cancelled;
    Q_EMIT failed(ask.id, inWindowLanguage(error.what()));
    return Outcome::Failed;
  } catch (const std::exception& error) {
    Q_EMIT failed(
        ask.id,
        tr("The lens stopped unexpectedly (%1): switch it off and on again.").arg(QString::fromUtf8(error.what())));
    return Outcome::Failed;
  }
  Q_EMIT done(ask.id);
  return Outcome::Done;
}

}  // namespace lacuna::app
