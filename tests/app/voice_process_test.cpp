// SPDX-License-Identifier: GPL-3.0-or-later
// The window's child: it is held back and goes on, and it ends when its parent does, however that ends, also while it
// is held back. This program is its own child (counts into a file) and its own parent.
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QThread>
#include <QtTest/QtTest>
#include <csignal>

#include "app/cli/interrupt.h"
#include "app/voice/voice_process.h"
#include "tests/app/support.h"

using namespace lacuna;
using namespace lacuna::tests;

namespace {

// What is written after it: ... --library FILE --parent PID. Counts until it is interrupted, and says so.
int count(const QStringList& arguments) {
  const QString file = arguments.value(arguments.indexOf("--library") + 1);
  const engine::CancelFlag& interrupt = app::stopOnInterrupt();
  app::endWithParent(arguments.value(arguments.indexOf("--parent") + 1).toLongLong());
  if (arguments.contains("--measure")) {
    writeFile(file, "measured");
    std::fputs("lacuna: A sentence.\n", stderr);
    return 1;
  }
  for (int i = 1; !interrupt.load(); ++i) {
    writeFile(file + ".part", QByteArray::number(i));
    std::rename((file + ".part").toUtf8().constData(), file.toUtf8().constData());
    QThread::msleep(5);
  }
  writeFile(file, "ended");
  return 0;
}

// Starts a child and waits to be killed; holds it back first where that is asked for.
int beParent(int& argc, char** argv, const QString& file, bool holds) {
  QCoreApplication application(argc, argv);
  app::VoiceProcess process(file);
  process.setProgram(QCoreApplication::applicationFilePath(), {"--count"});
  process.start();
  while (readFile(file).toInt() < 3) QCoreApplication::processEvents(QEventLoop::AllEvents, 5);
  if (holds) process.holdBack();
  writeFile(file + ".child", QByteArray::number(process.processId()));
  for (;;) QCoreApplication::processEvents(QEventLoop::AllEvents, 20);
}

}  // namespace

class VoiceProcessTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void itIsHeldBackAndGoesOn() {
    const QTemporaryDir folder;
    const QString file = folder.filePath("count");
    const auto counted = [&] { return readFile(file).toInt(); };
    {
      app::VoiceProcess process(file);
      process.setProgram(QCoreApplication::applicationFilePath(), {"--count"});
      process.holdBack();
      process.goOn();
      process.start();
      process.start();  // is at work: nothing of its own
      QVERIFY(QTest::qWaitFor([&] { return counted() > 3; }, 20000));
      process.holdBack();
      QTest::qWait(50);
      const int held = counted();
      QTest::qWait(200);
      QCOMPARE(counted(), held);
      process.goOn();
      QVERIFY(QTest::qWaitFor([&] { return counted() > held + 3; }, 20000));
      process.holdBack();
    }
    // Its object is gone: it ends by itself, though it was held back.
    QVERIFY(QTest::qWaitFor([&] { return readFile(file) == "ended"; }, 20000));
  }

  void itTellsHowItEnded() {
    const QTemporaryDir folder;
    const QString file = folder.filePath("count");
    app::VoiceProcess process(file);
    process.setProgram(QCoreApplication::applicationFilePath(), {"--count"});
    QSignalSpy ended(&process, &app::VoiceProcess::ended);
    process.measure("job", "model");
    QVERIFY(ended.wait(20000));
    QCOMPARE(ended.takeFirst().value(0).toString(), "A sentence.");
    QCOMPARE(readFile(file), "measured");
    // Killed, it says so; what was asked meanwhile comes after it.
    process.start();
    process.measure("job", "model");
    QVERIFY(QTest::qWaitFor([&] { return readFile(file).toInt() > 1; }, 20000));
    ::kill(static_cast<pid_t>(process.processId()), SIGKILL);
    QVERIFY(ended.wait(20000));
    QVERIFY(ended.takeFirst().value(0).toString().contains("unforeseen"));
    QVERIFY(QTest::qWaitFor([&] { return readFile(file) == "measured" && !process.isAtWork(); }, 20000));
    process.setProgram(folder.filePath("nothing"), {});
    ended.clear();
    process.start();
    QVERIFY(!ended.isEmpty() || ended.wait(20000));
    QVERIFY(ended.takeFirst().value(0).toString().contains("could not be started"));
  }

  void itEndsWithItsParent_data() {
    QTest::addColumn<bool>("held");
    QTest::newRow("at work") << false;
    QTest::newRow("held back") << true;
  }
  void itEndsWithItsParent() {
    QFETCH(bool, held);
    const QTemporaryDir folder;
    const QString file = folder.filePath("count");
    QProcess parent;
    parent.start(QCoreApplication::applicationFilePath(), {held ? "--hold" : "--parent", file});
    QVERIFY(parent.waitForStarted());
    QVERIFY(QTest::qWaitFor([&] { return QFile::exists(file + ".child"); }, 30000));
    ::kill(static_cast<pid_t>(parent.processId()), SIGKILL);
    QVERIFY(parent.waitForFinished());
    QVERIFY(QTest::qWaitFor([&] { return readFile(file) == "ended"; }, 20000));
  }
};

int main(int argc, char** argv) {
  const QString what = QString::fromLocal8Bit(argc > 1 ? argv[1] : "");
  if (what == "--hold" || what == "--parent")
    return beParent(argc, argv, QString::fromLocal8Bit(argv[2]), what == "--hold");
  QCoreApplication application(argc, argv);
  if (what == "--count") return count(QCoreApplication::arguments());
  VoiceProcessTest test;
  return QTest::qExec(&test, argc, argv);
}

#include "voice_process_test.moc"
