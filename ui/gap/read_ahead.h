// SPDX-License-Identifier: GPL-3.0-or-later
// Notices when the author pauses, so that the engine can read the page in the meantime, and when they go on, so that it
// stops. UI thread only.
#pragma once

#include <QObject>
#include <QTimer>

namespace lacuna::ui {

class ReadAhead : public QObject {
  Q_OBJECT
 public:
  explicit ReadAhead(QObject* parent = nullptr) : QObject(parent) {
    timer_.setSingleShot(true);
    timer_.setInterval(kPause);
    connect(&timer_, &QTimer::timeout, this, [this] {
      if (!allowed_) return;
      reading_ = true;
      Q_EMIT wanted();
    });
  }
  // The author changed the text: what is read now is of the past.
  void edited() {
    withdraw();
    timer_.start();
  }
  // The author looks elsewhere, or a document was opened.
  void moved() { timer_.start(); }
  // False while the engine is busy with a gap, or not there.
  void allow(bool on) {
    if (allowed_ == on) return;
    allowed_ = on;
    if (!on) reading_ = false;  // the ask itself ends the reading
    if (on) timer_.start();
  }

  static constexpr int kPause = 1500;  // milliseconds

 Q_SIGNALS:
  void wanted();
  void withdrawn();

 private:
  void withdraw() {
    if (!reading_) return;
    reading_ = false;
    Q_EMIT withdrawn();
  }

  QTimer timer_;
  bool allowed_ = false;
  bool reading_ = false;
};

}  // namespace lacuna::ui
