// SPDX-License-Identifier: GPL-3.0-or-later
// A second start hands over to the window that is there: it opens the file and comes to the front. The two talk over a
// UNIX socket in the user's runtime folder, which is a file of this machine and of this user, and no network.
#pragma once

#include <QObject>
#include <QSocketNotifier>
#include <QString>
#include <memory>

namespace lacuna::app {

class RunningInstance : public QObject {
  Q_OBJECT
 public:
  enum class Answer { Nobody, Taken, Silent };

  explicit RunningInstance(QObject* parent = nullptr);
  ~RunningInstance() override;

  // Asks the window that has this library open; `file` is absolute, or empty. Blocks, for at most kPatience when that
  // window does not answer (Silent). Any thread; needs no application object.
  static Answer handOver(const QString& library, const QString& file);

  // For whoever has this library open: answers from now on. False when no socket can be made there; then a second start
  // says that the library is in use, as before. REQUIRES: the library's lock, so that only one listens.
  bool listen(const QString& library);

  static constexpr int kPatience = 4000;  // milliseconds

 Q_SIGNALS:
  // file: absolute, or empty; token: what the desktop gave the second start, so that the window may come to the front.
  void asked(const QString& file, const QByteArray& token);

 private:
  void accept();

  int socket_ = -1;
  QByteArray path_;
  std::unique_ptr<QSocketNotifier> notifier_;
};

}  // namespace lacuna::app
