// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QMenu>
#include <QTextBlock>

#include "tests/ui/desk.h"
#include "ui/spelling/spelling_lens.h"
#include "ui/spelling/spelling_words.h"

namespace lacuna::ui {
namespace {

QStringList wordsOf(const QString& text) {
  QStringList words;
  for (const auto& range : wordsToSpell(text)) words << text.mid(range.first, range.second - range.first);
  return words;
}

void write(const QString& path, const QByteArray& bytes) {
  QFile file(path);
  QVERIFY(file.open(QIODevice::WriteOnly));
  QCOMPARE(file.write(bytes), bytes.size());
}

QAction* actionOf(const QMenu& menu, const QString& text) {
  for (QAction* action : menu.actions())
    if (action->text() == text) return action;
  return nullptr;
}

}  // namespace

class SpellingTest : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;

  QStringList shown(Desk& desk, const SpellingLens& lens) {
    QStringList words;
    const QString view = desk.view();
    for (const auto& range : lens.shown()) words << view.mid(range.first, range.second - range.first);
    return words;
  }

 private Q_SLOTS:
  void initTestCase() {
    write(folder_.filePath(QStringLiteral("en_US.aff")), "SET UTF-8\nTRY esianrtolcdugmphbyfvkwz\n");
    write(folder_.filePath(QStringLiteral("en_US.dic")), "8\nthe\nhouse\nhouses\ngreen\nwell\nknown\nstands\nAnna\n");
    write(folder_.filePath(QStringLiteral("de_DE.aff")), "SET ISO8859-1\nTRY enrs\n");
    write(folder_.filePath(QStringLiteral("de_DE.dic")), "2\ngr\xFCn\nHaus\n");
    write(folder_.filePath(QStringLiteral("xx.aff")), "SET UTF-8\n");  // no words beside it
    // Found by every window of this test, and no other dictionary with these names.
    qputenv("DICPATH", folder_.path().toLocal8Bit());
  }

  void init() {
    useTestSettings();
    QSettings().clear();
    QFile::remove(OwnWords().path());
    SpellingSettings{true, {QStringLiteral("en_US")}}.save();
  }

  void looksAtProseAlone() {
    QCOMPARE(wordsOf(QStringLiteral("Don\u2019t go, Anna's well-known \u2018house\u2019.")),
             QStringList({QStringLiteral("Don\u2019t"), QStringLiteral("go"), QStringLiteral("Anna's"),
                          QStringLiteral("well-known"), QStringLiteral("house")}));
    QCOMPARE(wordsOf(QStringLiteral("a NASA 3rd B2B _em_ **bold** GREENHOUSE")),
             QStringList({QStringLiteral("em"), QStringLiteral("bold"), QStringLiteral("GREENHOUSE")}));
    QCOMPARE(wordsOf(QStringLiteral("see https://exa.mple/pth or me@exa.mple, fiel.txt and snake_caes end.Next")),
             QStringList({QStringLiteral("see"), QStringLiteral("or"), QStringLiteral("and"), QStringLiteral("end"),
                          QStringLiteral("Next")}));
    QCOMPARE(wordsOf(QStringLiteral("the `cdoe` [name](tagret) [[12 wrods]] <br> x")),
             QStringList({QStringLiteral("the"), QStringLiteral("name")}));
    QCOMPARE(wordsOf(QStringLiteral("\u4E2D\u6587\u6587")), QStringList());
    QCOMPARE(wordsOf(QString()), QStringList());
  }

  void findsDictionariesWithBothFiles() {
    const QVector<Dictionary> found = findDictionaries({folder_.path(), QStringLiteral("/nowhere")});
    QCOMPARE(found.size(), 2);
    QCOMPARE(found.at(0).code, QStringLiteral("en_US"));
    QCOMPARE(found.at(1).name(), QStringLiteral("German (Germany)"));
    QCOMPARE(dictionariesFor(QStringLiteral("de_AT"), found), QStringList{QStringLiteral("de_DE")});
    QCOMPARE(dictionariesFor(QStringLiteral("C"), found), QStringList{QStringLiteral("en_US")});
    QCOMPARE(dictionariesFor(QStringLiteral("fr_FR"), found), QStringList());
  }

  void marksWhatNoDictionaryKnows() {
    Desk desk(QStringLiteral("The hosue stands. Anna\u2019s well-known HOUSES, well-knwon.\n\n[[3 wrods]] the graen"));
    SpellingLens lens(desk.page(), {folder_.path()});
    lens.setLanguages({QStringLiteral("en_US")});
    QTRY_COMPARE(shown(desk, lens),
                 QStringList({QStringLiteral("hosue"), QStringLiteral("well-knwon"), QStringLiteral("graen")}));
    lens.setOn(false);
    QCOMPARE(lens.shown().size(), 0);
    QVERIFY(!SpellingSettings::load().on);
  }

  void aWordIsRightInOneOfSeveralLanguages() {
    Desk desk(QStringLiteral("house gr\u00FCn Haus hasu"));
    SpellingLens lens(desk.page(), {folder_.path()});
    lens.setLanguages({QStringLiteral("en_US"), QStringLiteral("de_DE")});
    QTRY_COMPARE(shown(desk, lens), QStringList{QStringLiteral("hasu")});
    lens.setLanguages({QStringLiteral("en_US")});
    QTRY_COMPARE(shown(desk, lens).size(), 3);
  }

  void theWordThatIsBeingWrittenIsNotMarked() {
    Desk desk(QStringLiteral("the "));
    SpellingLens lens(desk.page(), {folder_.path()});
    lens.setLanguages({QStringLiteral("en_US")});
    desk.cursorTo(4);
    desk.type(QStringLiteral("hosue"));
    QTest::qWait(200);
    QCOMPARE(shown(desk, lens), QStringList());
    desk.type(QStringLiteral(" "));
    QTRY_COMPARE(shown(desk, lens), QStringList{QStringLiteral("hosue")});
    // Going back to it is no writing.
    desk.cursorTo(6);
    QTest::qWait(100);
    QCOMPARE(shown(desk, lens), QStringList{QStringLiteral("hosue")});
  }

  void theMenuOffersWordsAndTakesThem() {
    Desk desk(QStringLiteral("the hosue stands, hosue"));
    SpellingLens lens(desk.page(), {folder_.path()});
    lens.setLanguages({QStringLiteral("en_US")});
    QTRY_COMPARE(lens.shown().size(), 2);
    desk.cursorTo(6);
    QMenu menu;
    menu.addAction(QStringLiteral("Undo"));
    Q_EMIT desk.page().menuOpens(menu);
    QTRY_VERIFY(actionOf(menu, QStringLiteral("house")) != nullptr);
    QVERIFY(menu.actions().size() <= SpellChecker::kMost + 10);
    QCOMPARE(menu.actions().last()->text(), QStringLiteral("Undo"));
    actionOf(menu, QStringLiteral("house"))->trigger();
    QCOMPARE(desk.text(), QStringLiteral("the house stands, hosue"));
    QCOMPARE(desk.mirror, desk.text());
    desk.undo();
    QCOMPARE(desk.text(), QStringLiteral("the hosue stands, hosue"));
  }

  void ownWordsAreKeptAndIgnoredOnesUntilTheNextDocument() {
    Desk desk(QStringLiteral("Zorblax zorgon zorgon"));
    SpellingLens lens(desk.page(), {folder_.path()});
    lens.setLanguages({QStringLiteral("en_US")});
    QTRY_COMPARE(lens.shown().size(), 3);
    desk.cursorTo(2);
    QMenu first;
    Q_EMIT desk.page().menuOpens(first);
    actionOf(first, QStringLiteral("&Add \u201CZorblax\u201D to my words"))->trigger();
    QCOMPARE(lens.shown().size(), 2);
    desk.cursorTo(9);
    QMenu second;
    Q_EMIT desk.page().menuOpens(second);
    actionOf(second, QStringLiteral("&Ignore in this document"))->trigger();
    QCOMPARE(lens.shown().size(), 0);
    lens.openedDocument();
    QCOMPARE(lens.shown().size(), 2);
    QCOMPARE(OwnWords().all(), QSet<QString>{QStringLiteral("Zorblax")});
  }

  void nextGoesFarAndRound() {
    QString text = QStringLiteral("hosue\n\n");
    for (int i = 0; i < 3000; ++i) text += QStringLiteral("the green house\n\n");
    const int far = static_cast<int>(text.size());
    Desk desk(text + QStringLiteral("graen"));
    SpellingLens lens(desk.page(), {folder_.path()});
    lens.setLanguages({QStringLiteral("en_US")});
    desk.cursorTo(5);
    lens.goToNext();
    QTRY_COMPARE(desk.page().textCursor().selectedText(), QStringLiteral("graen"));
    QCOMPARE(desk.page().textCursor().selectionStart(), far);
    QTRY_VERIFY(QApplication::activePopupWidget() != nullptr);
    QApplication::activePopupWidget()->close();
    lens.goToNext();
    QTRY_COMPARE(desk.page().textCursor().selectedText(), QStringLiteral("hosue"));
    QTRY_VERIFY(QApplication::activePopupWidget() != nullptr);
    QApplication::activePopupWidget()->close();
  }

  void theWindowMarksAndSaysWhatToInstall() {
    Desk desk(QStringLiteral("the hosue"));
    desk.cursorTo(0);
    desk.key(Qt::Key_F7);
    QTRY_COMPARE(desk.page().textCursor().selectedText(), QStringLiteral("hosue"));
    QTRY_VERIFY(QApplication::activePopupWidget() != nullptr);
    QApplication::activePopupWidget()->close();
    SpellingLens none(desk.page(), {QStringLiteral("/nowhere")});
    QString said;
    connect(&none, &SpellingLens::sentence, this, [&said](const QString& text) { said = text; });
    none.goToNext();
    QVERIFY(said.contains(QStringLiteral("hunspell-en-us")));
  }
};

}  // namespace lacuna::ui

QTEST_MAIN(lacuna::ui::SpellingTest)
#include "spelling_test.moc"
