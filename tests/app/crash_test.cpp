// SPDX-License-Identifier: GPL-3.0-or-later
// kill -9 while the author types, and while a gap denoises. This program starts itself as the writer: the real window
// that types key by key and says after each on standard output what the page holds. Then it is killed and reopened.
#include <QTextStream>
#include <csignal>

#include "app/window/sample_draft.h"
#include "tests/app/window_driver.h"

using namespace lacuna;
using namespace lacuna::tests;

namespace {

// Types for ever. After each key: "milliseconds TAB letters typed". With `generate` a gap denoises all the while.
int write(const QString& library, bool generate) {
  QTemporaryDir settings;
  isolateSettings(settings.path());
  Driver d(library);
  if (!d.start()) return 1;
  QTextStream out(stdout);
  out << "before\t" << d.text().size() << '\t' << d.window().documentId() << Qt::endl;
  if (generate) {
    d.page().gaps().options().steps = 128;
    d.select(100, 160);
    QTest::keyClick(&d.page(), Qt::Key_G, Qt::ControlModifier);
  }
  d.page().moveCursor(QTextCursor::End);
  for (int i = 0;; ++i) {
    if (generate && !d.hasGap()) return 2;
    if (generate && d.isDone()) {  // again, so that the blow always falls into a generation
      d.page().gaps().taking().leave();
      d.select(100, 160);
      QTest::keyClick(&d.page(), Qt::Key_G, Qt::ControlModifier);
      d.page().moveCursor(QTextCursor::End);
    }
    QTest::keyClick(&d.page(), static_cast<char>('a' + i % 26));
    out << QDateTime::currentMSecsSinceEpoch() << '\t' << i + 1 << '\t' << (generate && d.isDenoising() ? 1 : 0)
        << Qt::endl;
    QTest::qWait(15);
  }
}

}  // namespace

class CrashTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    NEED_MODEL();
    isolateSettings(folder_.filePath("settings"));
  }

  void nothingOlderThanASecondIsLost_data() {
    QTest::addColumn<bool>("generate");
    QTest::addColumn<int>("keys");
    QTest::newRow("typing") << false << 170;
    QTest::newRow("typing, another moment") << false << 217;
    QTest::newRow("generation") << true << 150;
  }
  void nothingOlderThanASecondIsLost() {
    QFETCH(bool, generate);
    QFETCH(int, keys);
    const QString library = folder_.filePath(QStringLiteral("library-%1").arg(++count_));
    QProcess writer;
    writer.start(QCoreApplication::applicationFilePath(), {generate ? "--generate" : "--type", library});
    QVERIFY(writer.waitForStarted());

    int before = -1;
    QString id;
    QVector<qint64> times;  // times[i]: when letter i + 1 was typed
    bool denoising = false;
    while (times.size() < keys || (generate && !denoising)) {
      QVERIFY2(writer.canReadLine() || writer.waitForReadyRead(120000), writer.readAllStandardError().constData());
      while (writer.canReadLine()) {
        const QList<QByteArray> parts = writer.readLine().trimmed().split('\t');
        if (parts.value(0) == "before") {
          before = parts.value(1).toInt();
          id = QString::fromUtf8(parts.value(2));
        } else if (parts.size() == 3) {
          times.push_back(parts[0].toLongLong());
          denoising = parts[2] == "1";
        }
      }
    }
    const qint64 killed = QDateTime::currentMSecsSinceEpoch();
    ::kill(static_cast<pid_t>(writer.processId()), SIGKILL);
    QVERIFY(writer.waitForFinished());
    QCOMPARE(writer.exitStatus(), QProcess::CrashExit);
    QVERIFY(before > 0);

    qsizetype mustBeThere = 0;
    while (mustBeThere < times.size() && times[mustBeThere] <= killed - 1000) ++mustBeThere;
    QVERIFY(mustBeThere > 0);

    Driver d(library);
    QVERIFY(d.start());
    QCOMPARE(d.window().documentId(), id);
    const QString text = d.text();
    const qsizetype kept = text.size() - before;
    QVERIFY2(kept >= mustBeThere, qPrintable(QStringLiteral("%1 of %2 letters").arg(kept).arg(mustBeThere)));
    for (qsizetype i = 0; i < kept; ++i) QCOMPARE(text.at(before + i), QChar(u'a' + static_cast<int>(i % 26)));
    // No noise in it, and the sample's own text as it was.
    QVERIFY(!d.hasGap());
    QVERIFY(text.startsWith(app::sampleDrafts().last().text));
    // Opened where it was: the place of the cursor is written with the changes, so it may be a second old too.
    QVERIFY2(d.page().cursorPosition() >= before, qPrintable(QString::number(d.page().cursorPosition())));
    QVERIFY(d.page().cursorPosition() <= text.size());
  }

 private:
  QTemporaryDir folder_;
  int count_ = 0;
};

int main(int argc, char** argv) {
  QApplication application(argc, argv);
  QApplication::setCursorFlashTime(0);
  const QStringList arguments = QCoreApplication::arguments();
  if (arguments.value(1) == "--type") return write(arguments.value(2), false);
  if (arguments.value(1) == "--generate") return write(arguments.value(2), true);
  CrashTest test;
  return QTest::qExec(&test, argc, argv);
}

#include "crash_test.moc"
