// SPDX-License-Identifier: GPL-3.0-or-later
// VoicesThread's inside: what runs in the thread. Nothing of it throws.
#pragma once

#include <QTimer>
#include <optional>

#include "app/voice/voices_thread.h"

namespace lacuna::app {

class VoicesWorker : public QObject {
  Q_OBJECT
 public:
  explicit VoicesWorker(VoicesThread& owner);

  void open(const QString& library);
  void look(bool on);
  void setJob(const QString& job);
  void setProject(const QString& project, const QString& title);
  void perform(const VoicesThread::Act& act);
  void speak(const QString& project, const QVector<storage::VoiceShare>& voices);
  void close();

 private:
  // Opens the store; makes it where it is missing only if it has to be there.
  bool reach(bool make);
  void glance();  // has something changed?
  void tell();
  void tellJob();
  void tellSpeaking();
  void pace();
  template <typename Work>
  bool safely(const Work& work);

  VoicesThread& owner_;
  QTimer timer_{this};
  std::optional<storage::VoiceStore> store_;
  QString path_;
  qint64 version_ = -1;
  storage::VoicesView view_;
  ui::VoiceSpeaking speaking_;
  QString job_;
  bool looked_ = false;
  QString last_;  // what failed last: it is said once
};

}  // namespace lacuna::app
