// SPDX-License-Identifier: GPL-3.0-or-later
// The thread that reads for the lens *Surprise*: of low priority, alone, one piece after the other, and never while a
// gap is denoised.
//
// Every function may be called from any thread and returns at once, close() excepted. Signals come from the reader's
// own thread. Nothing here throws.
#pragma once

#include <QObject>
#include <QThread>
#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>

#include "engine/surprise.h"
#include "ui/surprise/surprise_values.h"

namespace lacuna::app {

class SurpriseThread : public QObject {
  Q_OBJECT
 public:
  explicit SurpriseThread(QObject* parent = nullptr);
  // As close().
  ~SurpriseThread() override;

  // Who reads from now on; null: nobody. The one before goes as soon as it is out of its layer.
  void use(std::shared_ptr<engine::SurpriseReader> reader);
  bool hasReader() const;
  // In place of what was asked before.
  void read(const ui::SurpriseAsk& ask);
  // Nothing is wanted any more: it ends within a layer.
  void stop();
  // A run begins: reading ends within a layer, and goes on where it was once as many were released as were held.
  void hold();
  void release();
  // Blocks for at most a layer.
  void close();

 Q_SIGNALS:
  // The same piece may come twice.
  void pieceRead(const lacuna::ui::SurprisePiece& piece);
  void done(quint64 ask);
  void failed(quint64 ask, const QString& sentence);

 private:
  enum class Outcome { Done, Cancelled, Failed };
  void loop();
  Outcome readAll(const ui::SurpriseAsk& ask, engine::SurpriseReader& reader);

  mutable std::mutex mutex_;  // guards what follows; cancel_ is set and cleared under it
  std::condition_variable wake_;
  std::optional<ui::SurpriseAsk> wanted_;
  std::shared_ptr<engine::SurpriseReader> reader_;
  int held_ = 0;
  bool closing_ = false;
  engine::CancelFlag cancel_{false};
  std::unique_ptr<QThread> thread_;
};

}  // namespace lacuna::app
