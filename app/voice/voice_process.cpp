// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/voice/voice_process.h"

#include <sys/prctl.h>
#include <unistd.h>

#include <QCoreApplication>
#include <csignal>
#include <vector>

#include "app/cli/interrupt.h"

namespace lacuna::app {
namespace {

pid_t expectedParent = 0;  // set before the handler is
engine::CancelFlag* interruptFlag = nullptr;

// Children that end by themselves, as long as this process lives.
std::vector<QProcess*>& leftToEnd() {
  static auto* const processes = new std::vector<QProcess*>;  // never deleted: nor are they
  return *processes;
}

// A process that stands still can take no other signal, so this one tells it of its parent's end, too.
void onContinue(int) {
  if (getppid() != expectedParent) interruptFlag->store(true);
}

}  // namespace

void endWithParent(qint64 parent) {
  interruptFlag = &stopOnInterrupt();
  expectedParent = static_cast<pid_t>(parent);
  struct sigaction action {};
  action.sa_handler = onContinue;
  sigemptyset(&action.sa_mask);
  action.sa_flags = SA_RESTART;
  sigaction(SIGCONT, &action, nullptr);
  prctl(PR_SET_PDEATHSIG, SIGCONT);
  onContinue(SIGCONT);  // it may have ended before
}

VoiceProcess::VoiceProcess(const QString& library, QObject* parent)
    : QObject(parent), library_(library), program_(QCoreApplication::applicationFilePath()), process_(new QProcess) {
  process_->setStandardOutputFile(QProcess::nullDevice());
  process_->setStandardInputFile(QProcess::nullDevice());
  connect(process_, &QProcess::started, this, [this] {
    if (held_) ::kill(static_cast<pid_t>(process_->processId()), SIGSTOP);
    Q_EMIT began();
  });
  connect(process_, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
    if (error == QProcess::FailedToStart)
      finish(QStringLiteral("The training could not be started (%1): build or install Lacuna again.")
                 .arg(process_->errorString()));
  });
  connect(process_, &QProcess::finished, this, [this](int code, QProcess::ExitStatus status) {
    const QString said = QString::fromUtf8(process_->readAllStandardError()).trimmed();
    if (status == QProcess::CrashExit) {
      finish(QStringLiteral("The training ended unforeseen. What it has done so far is kept."));
    } else {
      const qsizetype line = said.lastIndexOf(u'\n') + 1;
      QString sentence = code == 0 ? QString() : said.mid(line);
      if (sentence.startsWith(QLatin1String("lacuna: "))) sentence.remove(0, 8);
      finish(sentence);
    }
  });
}

VoiceProcess::~VoiceProcess() {
  process_->disconnect(this);
  if (!isAtWork()) {
    delete process_;
    return;
  }
  // It ends by itself, after its step.
  leftToEnd().emplace_back(process_);
  ::kill(static_cast<pid_t>(process_->processId()), SIGTERM);
  ::kill(static_cast<pid_t>(process_->processId()), SIGCONT);
}

void VoiceProcess::setProgram(const QString& program, const QStringList& before) {
  program_ = program;
  before_ = before;
}

void VoiceProcess::start() {
  const QStringList arguments = {QStringLiteral("voice"), QStringLiteral("work")};
  if (isAtWork()) {
    // It may have found the queue empty just now.
    if (!waiting_.contains(arguments)) waiting_ << arguments;
    return;
  }
  run(arguments);
}

void VoiceProcess::measure(const QString& job, const QString& model) {
  const QStringList arguments = {QStringLiteral("voice"),     QStringLiteral("work"),
                                 QStringLiteral("--measure"), job,
                                 QStringLiteral("--model"),   model};
  if (isAtWork()) {
    waiting_ << arguments;
    return;
  }
  run(arguments);
}

void VoiceProcess::run(const QStringList& arguments) {
  const QString parent = QString::number(getpid());
  process_->start(program_, before_ + arguments +
                                QStringList{QStringLiteral("--library"), library_, QStringLiteral("--parent"), parent});
}

void VoiceProcess::finish(const QString& sentence) {
  Q_EMIT ended(sentence);
  if (!waiting_.isEmpty() && !isAtWork()) run(waiting_.takeFirst());
}

void VoiceProcess::holdBack() {
  held_ = true;
  if (process_->state() == QProcess::Running) ::kill(static_cast<pid_t>(process_->processId()), SIGSTOP);
}

void VoiceProcess::goOn() {
  held_ = false;
  if (process_->state() == QProcess::Running) ::kill(static_cast<pid_t>(process_->processId()), SIGCONT);
}

}  // namespace lacuna::app
