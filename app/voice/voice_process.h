// SPDX-License-Identifier: GPL-3.0-or-later
// The window's child that trains: `lacuna voice work`, a process of its own, so that nothing that happens in it can
// hurt the window. UI thread: the child lives no longer than the thread that starts it.
//
// When the window ends, however it ends, the child is told by the kernel: it finishes its step, writes a checkpoint and
// ends; a child that was held back goes on for that. Nobody waits for it.
#pragma once

#include <QObject>
#include <QProcess>
#include <QString>

namespace lacuna::app {

class VoiceProcess : public QObject {
  Q_OBJECT
 public:
  // library: the path that the window has open.
  explicit VoiceProcess(const QString& library, QObject* parent = nullptr);
  ~VoiceProcess() override;

  // Works on the queue until it is empty. While a child is at work nothing happens: it looks at the queue itself.
  void start();
  // Measures what a job would take, over this model folder, and puts the plan into the store. While a child is at work
  // on something else it begins after that.
  void measure(const QString& job, const QString& model);
  bool isAtWork() const { return process_->state() != QProcess::NotRunning; }

  // The child stands still until goOn(): all of it, within a millisecond or two. A child that is started meanwhile does
  // so from its start. They do not nest.
  void holdBack();
  void goOn();

  // For tests: another program, and what stands before its arguments.
  void setProgram(const QString& program, const QStringList& before);
  qint64 processId() const { return process_->processId(); }

 Q_SIGNALS:
  void began();
  // sentence: why it failed; empty: all is well. The store says what has come of it.
  void ended(const QString& sentence);

 private:
  void run(const QStringList& arguments);
  void finish(const QString& sentence);

  QString library_;
  QString program_;
  QStringList before_;
  QProcess* process_;           // outlives this where a child is at work: its own end would kill the child at once
  QList<QStringList> waiting_;  // arguments of what comes next
  bool held_ = false;
};

// In the child: from now on the end of that parent, which was its own when it began, sets the flag that interrupts it.
void endWithParent(qint64 parent);

}  // namespace lacuna::app
