// SPDX-License-Identifier: GPL-3.0-or-later
// EngineThread's inside: what runs in the thread.
#pragma once

#include <QSet>
#include <chrono>
#include <memory>
#include <mutex>

#include "app/engine/engine_thread.h"
#include "app/engine/latest_frame.h"
#include "engine/session.h"

namespace lacuna::app {

class EngineWorker : public QObject {
  Q_OBJECT
 public:
  explicit EngineWorker(EngineThread& owner) : owner_(owner) {}

  // In the engine's thread. None of them throws.
  void open(const QString& folder) noexcept;
  void infill(const ui::InfillAsk& ask) noexcept;
  // ticket: of the wantReading() that this is the reading for; a later one, or withdrawReading(), makes it void.
  void readAhead(const QString& text, int position, quint64 ticket) noexcept;
  void speakWith(const QVector<SpeakingVoice>& voices) noexcept;
  void compare(const ui::InfillAsk& ask, const QVector<SpeakingVoice>& voices) noexcept;
  void forgetSession() noexcept { session_.reset(); }

  // From any thread.
  void stop(quint64 ask);
  void stopEverything();
  quint64 wantReading() { return ++reading_; }
  // Whoever reads stops between two blocks of context.
  void withdrawReading();
  LatestFrame& latest() { return latest_; }

 private:
  bool begin(quint64 ask);  // false: it was stopped before it began
  void end(quint64 ask);
  // Returns what the author should know of how it went; mostly nothing.
  QString work(const ui::InfillAsk& ask, ui::ResultView& result, storage::Run& run);
  void needSession() const;  // throws where there is none
  // With the session that is there; throws engine::Error.
  void takeVoices(const QVector<SpeakingVoice>& voices);
  // Those that are wanted; where they cannot be used none speaks. Returns why.
  QString useVoices() noexcept;
  ui::EngineView view() const;

  EngineThread& owner_;
  std::unique_ptr<engine::Session> session_;  // the engine's thread only
  QString whyNoSession_;
  QVector<SpeakingVoice> voices_;  // that are wanted
  bool speaking_ = true;           // false: they cannot be used with this model
  LatestFrame latest_;
  engine::CancelFlag cancel_{false};
  engine::CancelFlag cancelReading_{false};
  std::atomic<quint64> reading_{0};  // the ticket of the reading that is wanted now
  std::mutex mutex_;                 // guards what follows
  QSet<quint64> stopped_;
  quint64 running_ = 0;
  bool busy_ = false;
  bool closing_ = false;
};

}  // namespace lacuna::app
