// SPDX-License-Identifier: GPL-3.0-or-later
// kill -9 at random moments of a writing session: this program starts itself as the author, who types, pastes, cuts,
// undoes, redoes, switches and makes drafts in the real window, and says after each act what the draft holds. Whatever
// is older than a second must be in the library, which must be sound, with an undo that fits. Each session goes on in
// the library that the last one left. LACUNA_KILLS=500 for more of them.
#include <QClipboard>
#include <QTextStream>
#include <csignal>

#include "app/window/translate.h"
#include "storage/library.h"
#include "tests/app/window_driver.h"
#include "ui/editor/manuscript.h"

using namespace lacuna;
using namespace lacuna::tests;

namespace {

constexpr int kUsualKills = 25;
constexpr qint64 kPromise = 1000;  // milliseconds

class Author {
 public:
  Author(const QString& library, quint32 seed) : program_({library, QStringLiteral("none"), {}}), random_(seed) {}

  int write() {
    program_.show();
    if (!QTest::qWaitForWindowExposed(&program_.window())) return 1;
    program_.window().activateWindow();
    QObject::connect(&program_.storage(), &app::StorageThread::libraryChanged, &program_.window(),
                     [this](const QVector<storage::DocumentInfo>& documents) {
                       ids_.clear();
                       for (const auto& document : documents) ids_ << document.id;
                     });
    if (!QTest::qWaitFor([this] { return !program_.window().documentId().isEmpty(); }, 60000)) return 1;
    say();
    for (;;) {
      act();
      QTest::qWait(static_cast<int>(random_.bounded(12)));
    }
  }

 private:
  ui::PageView& page() { return *program_.window().page(); }

  // milliseconds, document, text. After every single edit: a commit may fall between any two.
  void say() {
    out_ << QDateTime::currentMSecsSinceEpoch() << '\t' << program_.window().documentId() << '\t'
         << program_.window().manuscriptText().toUtf8().toBase64() << Qt::endl;
  }

  // An act begins: what comes of it may be on the disk before it is said.
  void begin() { out_ << QDateTime::currentMSecsSinceEpoch() << '\t' << program_.window().documentId() << Qt::endl; }

  void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
    begin();
    QTest::keyClick(&page(), key, modifiers);
    say();
  }

  void go(const QString& id) {
    if (!QTest::qWaitFor([&] { return program_.window().documentId() == id; }, 5000)) return;
    say();
  }

  void act() {
    const int size = static_cast<int>(program_.window().manuscriptText().size());
    if (random_.bounded(3) == 0) page().setCursorPosition(static_cast<int>(random_.bounded(size + 1)));
    switch (random_.bounded(24)) {
      case 0:
        QGuiApplication::clipboard()->setText(QStringLiteral("pasted %1\nlines of words ").arg(random_.bounded(1000)));
        key(Qt::Key_V, Qt::ControlModifier);
        break;
      case 1:
        page().moveCursor(QTextCursor::NextWord, QTextCursor::KeepAnchor);
        key(Qt::Key_X, Qt::ControlModifier);
        break;
      case 2:
      case 3:
        key(Qt::Key_Z, Qt::ControlModifier);
        break;
      case 4:
        key(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
        break;
      case 5:
        key(Qt::Key_Return);
        break;
      case 6:
      case 7:
        key(Qt::Key_Backspace);
        break;
      case 8:
        key(Qt::Key_Backspace, Qt::ControlModifier);
        break;
      case 9:
        key(Qt::Key_T, Qt::ControlModifier | Qt::ShiftModifier);
        break;
      case 10:
        if (ids_.size() > 1) {
          const QString id = ids_[random_.bounded(ids_.size())];
          Q_EMIT program_.window().documentChosen(id);
          go(id);
        }
        break;
      case 11:
        if (ids_.size() < 5) {
          const QString before = program_.window().documentId();
          Q_EMIT program_.window().newDocumentRequested();
          (void)QTest::qWaitFor([&] { return program_.window().documentId() != before; }, 5000);
          say();
        } else if (size > 4000) {
          page().selectAll();
          key(Qt::Key_Delete);
        }
        break;
      default:
        for (const QChar c : QStringLiteral("tide ")) {
          begin();
          QTest::keyClick(&page(), c.toLatin1());
          say();
        }
    }
  }

  app::ProgramWindow program_;
  QRandomGenerator random_;
  QStringList ids_;
  QTextStream out_{stdout};
};

// What a session said of one draft, and whether it had begun an act there of which it said no more.
struct Said {
  qint64 when = 0;
  QString text;
};
struct Session {
  QMap<QString, QVector<Said>> said;
  QString begun;  // the draft of an act that was begun; empty: none
  qint64 killed = 0;
};

}  // namespace

class KillTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { isolateSettings(folder_.filePath("settings")); }

  void nothingOlderThanASecondIsMissing() {
    bool given = false;
    const int wanted = qEnvironmentVariableIntValue("LACUNA_KILLS", &given);
    const int kills = given ? wanted : kUsualKills;
    const QString library = folder_.filePath(QStringLiteral("library.lacuna"));
    {
      storage::Library made(library);
      made.create(QStringLiteral("Draft"), QStringLiteral("# Low Water\n\nThe bus went no farther.\n"));
    }
    QRandomGenerator random(given ? QRandomGenerator::global()->generate() : 4);
    QMap<QString, QString> before;  // as the last session left them
    qint64 oldest = 0;              // age of the oldest act that was lost
    qint64 acts = 0;
    int behind = 0;
    for (int kill = 0; kill < kills; ++kill) {
      Session session;
      runAndKill(library, random, session);
      const QMap<QString, QVector<Said>>& said = session.said;
      const qint64 killed = session.killed;
      if (QTest::currentTestFailed()) return;
      storage::Library left(library);
      QCOMPARE(left.database().text("PRAGMA integrity_check"), QStringLiteral("ok"));
      const auto infos = left.documents();
      for (auto it = said.cbegin(); it != said.cend(); ++it) {
        const auto known =
            std::any_of(infos.begin(), infos.end(), [&](const auto& info) { return info.id == it.key(); });
        QVERIFY2(known || it.value().first().when > killed - kPromise, "a draft is gone");
      }
      for (const storage::DocumentInfo& info : infos) {
        const storage::Document document = left.open(info.id);
        QVERIFY2(document.notice.isEmpty(), qPrintable(document.notice));
        QCOMPARE(info.words, ui::countWords(document.text));
        checkUndo(document);
        if (QTest::currentTestFailed()) return;
        const QVector<Said> states = said.value(info.id);
        acts += states.size();
        if (states.isEmpty()) {
          if (before.contains(info.id)) QCOMPARE(document.text, before.value(info.id));
        } else {
          qsizetype found = states.size() - 1;
          while (found >= 0 && states.at(found).text != document.text) --found;
          if (found < 0 && session.begun == info.id) found = states.size();
          // What was there before the first word of this session is the oldest state of all.
          qsizetype must = -1;
          while (must + 1 < states.size() && states.at(must + 1).when <= killed - kPromise) ++must;
          QVERIFY2(found >= must, qPrintable(QStringLiteral("kill %1: state %2 of %3, at least %4 is promised")
                                                 .arg(kill)
                                                 .arg(found)
                                                 .arg(states.size())
                                                 .arg(must)));
          if (found + 1 < states.size()) {
            ++behind;
            oldest = std::max(oldest, killed - states.at(found + 1).when);
          }
        }
        before[info.id] = document.text;
      }
      if (kill % 100 == 99) qInfo("%d kills so far", kill + 1);
    }
    qInfo("%d kills, %lld acts: %d drafts were behind, by at most %lld ms", kills, static_cast<long long>(acts), behind,
          static_cast<long long>(oldest));
    QVERIFY(acts > kills * 5);
  }

 private:
  // Every step decodes on top of the text, and all of them undone and redone give it back.
  static void checkUndo(const storage::Document& document) {
    ui::Manuscript manuscript;
    manuscript.reset(document.text, document.marks);
    manuscript.restore(document.done, document.undone);
    qsizetype steps = 0;
    for (; manuscript.canUndo(); ++steps) manuscript.undo();
    QCOMPARE(steps, document.done.size());
    for (qsizetype i = 0; i < steps; ++i) manuscript.redo();
    QCOMPARE(manuscript.text(), document.text);
    for (steps = 0; manuscript.canRedo(); ++steps) manuscript.redo();
    QCOMPARE(steps, document.undone.size());
  }

  static void runAndKill(const QString& library, QRandomGenerator& random, Session& session) {
    QProcess author;
    author.setProcessChannelMode(QProcess::SeparateChannels);
    author.start(QCoreApplication::applicationFilePath(), {"--write", library, QString::number(random.generate())});
    QVERIFY(author.waitForStarted());
    QByteArray bytes;
    const auto read = [&] { bytes += author.readAllStandardOutput(); };
    while (!bytes.contains('\n')) {
      QVERIFY2(author.waitForReadyRead(120000), author.readAllStandardError().constData());
      read();
    }
    const qint64 last = QDateTime::currentMSecsSinceEpoch() + 60 + static_cast<qint64>(random.bounded(1600));
    for (qint64 now = 0; (now = QDateTime::currentMSecsSinceEpoch()) < last;) {
      author.waitForReadyRead(static_cast<int>(last - now));
      read();
    }
    QVERIFY(author.state() == QProcess::Running);
    session.killed = QDateTime::currentMSecsSinceEpoch();
    ::kill(static_cast<pid_t>(author.processId()), SIGKILL);
    QVERIFY(author.waitForFinished());
    QCOMPARE(author.exitStatus(), QProcess::CrashExit);
    read();
    bytes.truncate(bytes.lastIndexOf('\n') + 1);
    for (const QByteArray& line : bytes.split('\n')) {
      const QList<QByteArray> parts = line.split('\t');
      if (parts.size() == 2) session.begun = QString::fromUtf8(parts[1]);
      if (parts.size() != 3) continue;
      session.begun.clear();
      session.said[QString::fromUtf8(parts[1])].push_back(
          {parts[0].toLongLong(), QString::fromUtf8(QByteArray::fromBase64(parts[2]))});
    }
  }

  QTemporaryDir folder_;
};

int main(int argc, char** argv) {
  QApplication application(argc, argv);
  QApplication::setCursorFlashTime(0);
  const QStringList arguments = QCoreApplication::arguments();
  if (arguments.value(1) == "--write") {
    const QTemporaryDir settings;
    isolateSettings(settings.path());
    return Author(arguments.value(2), arguments.value(3).toUInt()).write();
  }
  // Qt's five minutes are for a test of the suite.
  if (qEnvironmentVariableIsSet("LACUNA_KILLS")) qputenv("QTEST_FUNCTION_TIMEOUT", "36000000");
  KillTest test;
  return QTest::qExec(&test, argc, argv);
}

#include "kill_test.moc"
