// SPDX-License-Identifier: GPL-3.0-or-later
// The process is killed while it writes. The test starts itself again as the writer, reads from a pipe what the writer
// says it has saved, kills it at a random moment, and looks at what is left.
#include <unistd.h>
#include <QCoreApplication>
#include <QProcess>
#include <QTest>
#include <cstdio>

#include "storage/edits.h"
#include "storage/library.h"
#include "tests/storage/support.h"

using namespace lacuna::storage;

namespace {

constexpr int kRounds = 40;

// The text after so many edits from a seed, and the marks on it.
struct State {
  QString text;
  QVector<Mark> marks;
  int count = 0;
};

QString startText() { return test::prose(4000, 3); }
QVector<Mark> startMarks() {
  return {{100, 220, MarkKind::Generated, QStringLiteral("seed 7")},
          {9000, 9004, MarkKind::Tag, QStringLiteral("global")}};
}

// Every fifth edit brings a mark of its own.
Edit nextEdit(test::Random& random, State& state) {
  const Edit edit = random.edit(static_cast<int>(state.text.size()));
  applyEdit(state.text, edit);
  state.marks = mapMarks(state.marks, edit);
  if (++state.count % 5 == 0 && state.text.size() > 50) {
    const int begin = random.below(static_cast<int>(state.text.size()) - 50);
    state.marks = soundMarks(state.marks + QVector<Mark>{{begin, begin + 40, MarkKind::Pin, {}}}, state.text.size());
  }
  return edit;
}

// "seed" says which edits. Prints the number of edits that are saved, a line after each commit, until it is killed.
int writer(const QString& path, quint32 seed) {
  try {
    Library library(path);
    const QString id = library.lastOpened();
    State state{library.open(id).text, library.open(id).marks, 0};
    test::Random random(seed);
    std::puts("open");
    std::fflush(stdout);
    for (int count = 1;; ++count) {
      library.apply(id, {nextEdit(random, state)});
      library.setMarks(id, state.marks);
      library.setView(id, count, 0.5);
      if (random.oneIn(2)) {
        library.commit();
        std::printf("%d\n", count);
        std::fflush(stdout);
      }
      if (count % 7 == 0) {  // far more often than in life, so that many are killed in it
        library.tidy();
        library.keepRevision(id);
        Run run;
        run.documentId = id;
        run.seed = static_cast<quint64>(count);
        run.trajectory = {{1, {{QVector<RunToken>(500)}}}};
        library.runs().save(run);
      }
    }
  } catch (const StorageError& error) {
    std::printf("failed %s\n", error.what());
    std::fflush(stdout);
    return 1;
  }
}

}  // namespace

class CrashTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void whatWasSavedIsThere() {
    const test::Folder folder;
    const QString path = folder.path();
    QString id;
    State state{startText(), startMarks(), 0};
    {
      Library library(path);
      id = library.create(QStringLiteral("Draft"), state.text, state.marks);
      library.open(id);
    }
    QRandomGenerator moments(99);
    int saved = 0;
    int revisions = 0;
    for (int round = 0; round < kRounds; ++round) {
      const quint32 seed = 1000 + static_cast<quint32>(round);
      QProcess process;
      process.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--writer"), path, QString::number(seed)});
      QByteArray output;
      // By what it has done, not by the clock, so that a slow machine is tested as well as a fast one.
      for (const qsizetype lines = 2 + moments.bounded(20); output.count('\n') < lines;) {
        QVERIFY2(process.waitForReadyRead(20000), "the writer said nothing");
        output += process.readAll();
      }
      QTest::qSleep(moments.bounded(12));
      process.kill();
      QVERIFY(process.waitForFinished(20000));
      QCOMPARE(process.exitStatus(), QProcess::CrashExit);
      output += process.readAll();
      QVERIFY2(!output.contains("failed"), output.constData());
      output.truncate(output.lastIndexOf('\n'));  // a line that was cut says nothing
      const int promised = output.mid(output.lastIndexOf('\n') + 1).toInt();

      Library library(path);  // the dead process has left no lock behind
      const Document document = library.open(id);
      QVERIFY2(document.notice.isEmpty(), qPrintable(document.notice));
      // It may have saved more than it came to say, but nothing less, and never half of an edit.
      test::Random random(seed);
      State replay = state;
      for (int count = 0; count < promised; ++count) {
        nextEdit(random, replay);
        random.oneIn(2);
      }
      const auto found = [&] { return document.text == replay.text && document.marks == replay.marks; };
      for (int more = 0; !found() && more < 400; ++more) {
        nextEdit(random, replay);
        random.oneIn(2);
      }
      QVERIFY2(found(), qPrintable(QStringLiteral("round %1: %2 edits were promised").arg(round).arg(promised)));
      QVERIFY(document.cursor >= promised || document.cursor == document.text.size() || promised == 0);
      QCOMPARE(library.database().text("PRAGMA integrity_check"), QStringLiteral("ok"));
      for (const RevisionInfo& info : library.revisions(id)) {
        library.revision(id, info.id);  // throws when it is damaged
        ++revisions;
      }
      for (const Run& run : library.runs().list()) {
        QCOMPARE(library.runs().load(run.id).trajectory.size(), 1);
      }
      state = {document.text, document.marks, 0};
      saved += promised;
    }
    qInfo("%d kills, %d edits promised and found, %d revisions read", kRounds, saved, revisions);
    QVERIFY(saved > kRounds);
    QVERIFY(revisions > kRounds);
  }

  void aSecondProgramGetsASentence() {
    const test::Folder folder;
    {
      Library library(folder.path());
      library.open(library.create(QStringLiteral("Draft"), startText()));
    }
    QProcess process;
    process.start(QCoreApplication::applicationFilePath(),
                  {QStringLiteral("--writer"), folder.path(), QStringLiteral("1")});
    QVERIFY(process.waitForReadyRead(20000));
    const auto error = test::errorOf([&] { Library second(folder.path()); });
    process.kill();
    QVERIFY(process.waitForFinished(20000));
    QVERIFY(error);
    QCOMPARE(error->code(), StorageCode::kLocked);
    QVERIFY(test::isSentence(error->sentence()));
    QVERIFY(error->sentence().contains(folder.path()));
    QVERIFY(!test::errorOf([&] { Library third(folder.path()); }));
    const Library first(folder.path());
    QVERIFY(test::errorOf([&] { Library second(folder.path()); }));  // nor twice in one program
  }
};

int main(int argc, char** argv) {
  const QCoreApplication application(argc, argv);
  const QStringList arguments = application.arguments();
  if (arguments.size() == 4 && arguments[1] == QStringLiteral("--writer")) {
    return writer(arguments[2], arguments[3].toUInt());
  }
  CrashTest test;
  return QTest::qExec(&test, argc, argv);
}

#include "crash_test.moc"
