// SPDX-License-Identifier: GPL-3.0-or-later
// Words and languages of a draft through the real program: kept in the library and beside the settings, over restarts.
#include <QFile>

#include "storage/library.h"
#include "storage/spelling_notes.h"
#include "tests/app/writing_desk.h"
#include "ui/library/library_panel.h"
#include "ui/spelling/spelling_rules.h"

using namespace lacuna;

class SpellingWindowTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void whatIsRightIsKept() {
    const QTemporaryDir folder;
    tests::isolateSettings(folder.path());
    const QString path = folder.filePath(QStringLiteral("library.lacuna"));
    QStringList ids;
    {
      storage::Library library(path);
      ids = library.create(QVector<storage::NewDocument>{
          {QStringLiteral("Book"), {}, {}, storage::DocumentKind::Project},
          {QStringLiteral("One"), QStringLiteral("Zorblax came."), {}, storage::DocumentKind::Scene, {}, 0}});
      (void)library.open(ids[1]);
      library.close();
    }
    QString words;
    {
      tests::WritingDesk desk(path);
      QVERIFY(desk.opened());
      ui::SpellingRules& rules = *desk.program.window().spelling();
      QTRY_COMPARE(rules.path().size(), 2);
      rules.changeWords(ids[0], {QStringLiteral("Zorblax")}, {});
      rules.nameLanguagesAt(ids[1]);
      rules.changeLanguages({QStringLiteral("de_DE")});
      rules.changeOwnWords({QStringLiteral("tidewrack"), QStringLiteral("marram")}, {});
      rules.changeOwnWords({}, {QStringLiteral("tidewrack")});
      words = rules.own().path();
      desk.program.window().library()->acts().duplicate({ids[1]});
      QVERIFY(desk.program.close());
      QCOMPARE(desk.failed.size(), 0);
    }
    QFile file(words);
    QVERIFY(words.startsWith(folder.path()) && file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("marram\n"));
    {
      storage::Library library(path);
      QCOMPARE(storage::spellingNotes(library).size(), 3);  // the book, the scene and its copy
    }
    tests::WritingDesk desk(path);
    QVERIFY(desk.opened());
    ui::SpellingRules& rules = *desk.program.window().spelling();
    QTRY_COMPARE(rules.wantedLanguages(), QStringList{QStringLiteral("de_DE")});
    QVERIFY(rules.isRight(QStringLiteral("Zorblax")) && rules.isRight(QStringLiteral("marram")));
    QVERIFY(!rules.isRight(QStringLiteral("tidewrack")));
  }
};

QTEST_MAIN(SpellingWindowTest)
#include "spelling_window_test.moc"
