// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QLabel>
#include <QMenu>
#include <QSignalSpy>
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
    lens.rules().setUsualLanguages({QStringLiteral("en_US")});
    QTRY_COMPARE(shown(desk, lens),
                 QStringList({QStringLiteral("hosue"), QStringLiteral("well-knwon"), QStringLiteral("graen")}));
    lens.setOn(false);
    QCOMPARE(lens.shown().size(), 0);
    QVERIFY(!SpellingSettings::load().on);
  }

  void aWordIsRightInOneOfSeveralLanguages() {
    Desk desk(QStringLiteral("house gr\u00FCn Haus hasu"));
    SpellingLens lens(desk.page(), {folder_.path()});
    lens.rules().setUsualLanguages({QStringLiteral("en_US"), QStringLiteral("de_DE")});
    QTRY_COMPARE(shown(desk, lens), QStringList{QStringLiteral("hasu")});
    lens.rules().setUsualLanguages({QStringLiteral("en_US")});
    QTRY_COMPARE(shown(desk, lens).size(), 3);
  }

  void theWordThatIsBeingWrittenIsNotMarked() {
    Desk desk(QStringLiteral("the "));
    SpellingLens lens(desk.page(), {folder_.path()});
    lens.rules().setUsualLanguages({QStringLiteral("en_US")});
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
    lens.rules().setUsualLanguages({QStringLiteral("en_US")});
    QTRY_COMPARE(lens.shown().size(), 2);
    desk.cursorTo(6);
    QMenu menu;
    menu.addAction(QStringLiteral("Undo"));
    Q_EMIT desk.page().menuOpens(menu);
    QTRY_VERIFY(actionOf(menu, QStringLiteral("house")) != nullptr);
    QVERIFY(menu.actions().size() <= SpellChecker::kMost + 10);
    const QList<QAction*> all = menu.actions();
    QVERIFY(all.indexOf(actionOf(menu, QStringLiteral("house"))) < all.indexOf(actionOf(menu, QStringLiteral("Undo"))));
    actionOf(menu, QStringLiteral("house"))->trigger();
    QCOMPARE(desk.text(), QStringLiteral("the house stands, hosue"));
    QCOMPARE(desk.mirror, desk.text());
    desk.undo();
    QCOMPARE(desk.text(), QStringLiteral("the hosue stands, hosue"));
  }

  void ownWordsAreKeptAndIgnoredOnesUntilTheNextDocument() {
    Desk desk(QStringLiteral("Zorblax zorgon zorgon"));
    SpellingLens lens(desk.page(), {folder_.path()});
    lens.rules().setUsualLanguages({QStringLiteral("en_US")});
    QTRY_COMPARE(lens.shown().size(), 3);
    QStringList kept;
    connect(&lens.rules(), &SpellingRules::ownWordsChosen, this,
            [&kept](const QString&, const QStringList& added) { kept += added; });
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
    QCOMPARE(kept, QStringList{QStringLiteral("Zorblax")});
  }

  void nextGoesFarAndRound() {
    QString text = QStringLiteral("hosue\n\n");
    for (int i = 0; i < 3000; ++i) text += QStringLiteral("the green house\n\n");
    const int far = static_cast<int>(text.size());
    Desk desk(text + QStringLiteral("graen"));
    SpellingLens lens(desk.page(), {folder_.path()});
    lens.rules().setUsualLanguages({QStringLiteral("en_US")});
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

  void linesBetweenFencesAreLeftAlone() {
    Desk desk(QStringLiteral("the hosue\n\n```\ngraen = hosue\n```\n\ngraen"));
    SpellingLens lens(desk.page(), {folder_.path()});
    lens.rules().setUsualLanguages({QStringLiteral("en_US")});
    QTRY_COMPARE(shown(desk, lens), QStringList({QStringLiteral("hosue"), QStringLiteral("graen")}));
    // Without its end the rest is code, and with it again it is not.
    desk.select(31, 32);
    desk.key(Qt::Key_Delete);
    QTRY_COMPARE(shown(desk, lens), QStringList({QStringLiteral("hosue")}));
    desk.undo();
    QTRY_COMPARE(shown(desk, lens).size(), 2);
  }

  // An English dictionary has nothing to say about Hebrew.
  void wordsOfAnotherScriptAreLeftAlone() {
    const QString hebrew = QStringLiteral("\u05D1\u05E2\u05D1\u05E8\u05D9\u05EA");
    QCOMPARE(wordsOf(hebrew + QStringLiteral(" \u05E2\u05DD")).size(),
             2);  // a script without capitals has no abbreviations
    QVERIFY(!isWrittenIn(hebrew, scriptsOf({QStringLiteral("en_US"), QStringLiteral("ru_RU")})));
    QVERIFY(isWrittenIn(hebrew, scriptsOf({QStringLiteral("en_US"), QStringLiteral("he_IL")})));
    QVERIFY(isWrittenIn(QStringLiteral("\u043C\u043E\u0440\u0435"), scriptsOf({QStringLiteral("ru_RU")})));
    QVERIFY(isWrittenIn(hebrew, scriptsOf({QStringLiteral("en_US"), QStringLiteral("zz")})));  // who knows?
    Desk desk(hebrew + QStringLiteral(" hosue"));
    SpellingLens lens(desk.page(), {folder_.path()});
    lens.rules().setUsualLanguages({QStringLiteral("en_US")});
    QTRY_COMPARE(shown(desk, lens), QStringList{QStringLiteral("hosue")});
  }

  void wordsOfAProjectCountInAllThatLiesInIt() {
    SpellingRules rules({folder_.path()});
    using Kind = storage::DocumentKind;
    const SpellingRules::Place book{QStringLiteral("book"), QStringLiteral("Book"), Kind::Project};
    const SpellingRules::Place scene{QStringLiteral("scene"), QStringLiteral("Scene"), Kind::Scene};
    const SpellingRules::Place other{QStringLiteral("other"), QStringLiteral("Other"), Kind::Scene};
    rules.setPath({scene, book});
    QSignalSpy told(&rules, &SpellingRules::wordsChosen);
    rules.changeWords(book.id, {QStringLiteral("zorblax")}, {});
    QCOMPARE(told.size(), 1);
    QVERIFY(rules.isRight(QStringLiteral("ZORBLAX")));
    rules.setPath({other});
    QVERIFY(!rules.isRight(QStringLiteral("zorblax")));
    // What was kept with a draft before it came into the book counts on.
    rules.setNotes({{QStringLiteral("scene"), {{QStringLiteral("tidewrack")}, {}}}});
    rules.setPath({scene, book});
    QVERIFY(rules.isRight(QStringLiteral("Tidewrack")) && !rules.isRight(QStringLiteral("zorblax")));
  }

  void theNearestThatNamesLanguagesCounts() {
    SpellingRules rules({folder_.path()});
    const SpellingRules::Place book{QStringLiteral("book"), {}, storage::DocumentKind::Project};
    const SpellingRules::Place scene{QStringLiteral("scene"), {}, storage::DocumentKind::Scene};
    rules.setPath({scene, book});
    QCOMPARE(rules.languages(), QStringList{QStringLiteral("en_US")});
    rules.nameLanguagesAt(book.id);
    rules.changeLanguages({QStringLiteral("de_DE")});
    QCOMPARE(rules.languagesFrom(), book.id);
    QCOMPARE(rules.usualLanguages(), QStringList{QStringLiteral("en_US")});
    rules.nameLanguagesAt(scene.id);
    rules.changeLanguages({QStringLiteral("en_US"), QStringLiteral("de_DE")});
    QCOMPARE(rules.languages().size(), 2);
    rules.nameLanguagesAt(book.id);  // the scene names none any more
    QCOMPARE(rules.languages(), QStringList{QStringLiteral("de_DE")});
    rules.nameLanguagesAt({});
    QCOMPARE(rules.languages(), QStringList{QStringLiteral("en_US")});
    rules.setNotes({{scene.id, {{}, {QStringLiteral("fr_FR")}}}});
    QCOMPARE(rules.languages(), QStringList());
    QCOMPARE(rules.textLanguage(), QStringLiteral("fr_FR"));
  }

  // A language that is not installed marks nothing, rather than everything; and curly quotes are its own.
  void quotesAndMarksFollowTheDocument() {
    Desk desk(QStringLiteral("house Haus "));
    SpellingRules& rules = *desk.window.spelling();
    QTRY_COMPARE(rules.path().size(), 1);
    rules.nameLanguagesAt(QStringLiteral("a"));
    rules.changeLanguages({QStringLiteral("de_DE")});
    desk.cursorTo(11);
    desk.type(QStringLiteral("\"gr"));
    QCOMPARE(desk.text(), QStringLiteral("house Haus \u201Egr"));
    rules.changeLanguages({QStringLiteral("fr_FR")});
    const auto said = [&desk] {
      for (const QLabel* label : desk.window.findChildren<QLabel*>())
        if (label->accessibleName() == QStringLiteral("Message") && label->isVisible()) return label->text();
      return QString();
    };
    QCOMPARE(said(), QString());
    desk.key(Qt::Key_F7);
    QVERIFY2(said().contains(QStringLiteral("French")), qPrintable(said()));
  }

  void theMenuKeepsAWordWithTheProject() {
    Desk desk(QStringLiteral("the hosue"));
    desk.window.setLibrary({node(QStringLiteral("book"), QStringLiteral("Book"), 0, storage::DocumentKind::Project),
                            node(QStringLiteral("a"), QStringLiteral("A draft"), 2, storage::DocumentKind::Scene,
                                 QStringLiteral("book"), 1)});
    SpellingRules& rules = *desk.window.spelling();
    QCOMPARE(rules.path().size(), 2);
    desk.cursorTo(0);
    desk.key(Qt::Key_F7);
    QTRY_VERIFY(QApplication::activePopupWidget() != nullptr);
    auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
    QTRY_VERIFY(menu->actions().first()->isEnabled());  // the suggestions are there
    // The word stands in sight beside the menu, and is not covered by it.
    const QRect word = desk.page().caretRect(6);
    const QRect popup(desk.page().paper()->mapFromGlobal(menu->pos()), menu->size());
    QVERIFY(desk.page().paper()->rect().contains(word) && !popup.intersects(word));
    QAction* add = actionOf(*menu, QStringLiteral("Add to this &project\u2019s words"));
    QVERIFY(add != nullptr);
    add->trigger();
    menu->close();
    QCOMPARE(rules.wordsOf(QStringLiteral("book")), QStringList{QStringLiteral("hosue")});
    QCOMPARE(rules.own().all().size(), 0);
  }

  void theMenuStandsBesideTheWord() {
    const QRect screen(0, 0, 800, 600);
    const QSize menu(200, 300);
    const auto at = [&](const QRect& word) { return QRect(besideWord(word, menu, screen), menu); };
    QCOMPARE(at({100, 50, 40, 20}), QRect(QPoint(100, 74), menu));                 // below
    QCOMPARE(at({100, 500, 40, 20}).bottom(), 495);                                // above
    QCOMPARE(at({700, 50, 40, 20}).right(), screen.right());                       // and never beyond
    QCOMPARE(besideWord({100, 50, 40, 20}, {200, 580}, screen), QPoint(144, 20));  // at its right, where it is too high
    QCOMPARE(besideWord({700, 50, 40, 20}, {200, 580}, screen), QPoint(496, 20));  // else at its left
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
