// SPDX-License-Identifier: GPL-3.0-or-later
// Replacing on the page, by the find bar of the real window.
#include <QLabel>
#include <QLineEdit>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

#include "tests/ui/desk.h"
#include "ui/search/find_bar.h"

using namespace lacuna::ui;

namespace {

struct ReplaceDesk : Desk {
  explicit ReplaceDesk(const QString& text) : Desk(text), bar(window.findChild<FindBar*>()) {}
  QLineEdit* line(const char* name) {
    for (QLineEdit* each : bar->findChildren<QLineEdit*>())
      if (each->accessibleName() == QLatin1String(name)) return each;
    return nullptr;
  }
  QToolButton* button(const QString& name) {
    for (QToolButton* each : bar->findChildren<QToolButton*>())
      if (each->accessibleName().startsWith(name)) return each;
    return nullptr;
  }
  void open(const QString& find, const QString& with) {
    key(Qt::Key_H, Qt::ControlModifier);
    line("Find")->setFocus();
    line("Find")->selectAll();
    QTest::keyClicks(line("Find"), find);
    line("Replace with")->setFocus();
    line("Replace with")->selectAll();
    QTest::keyClicks(line("Replace with"), with);
  }
  void press(Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
    line("Replace with")->setFocus();
    QTest::keyClick(line("Replace with"), Qt::Key_Return, modifiers);
  }
  FindBar* bar;
};

}  // namespace

class ReplaceTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init() {
    useTestSettings();
    QSettings().clear();
  }

  void oneAfterTheOther() {
    ReplaceDesk d(QStringLiteral("grey sea, grey sky, Grey stone"));
    d.open(QStringLiteral("grey"), QStringLiteral("blue"));
    d.press();
    QCOMPARE(d.text(), QStringLiteral("blue sea, grey sky, Grey stone"));
    QCOMPARE(d.page().textCursor().selectedText(), QStringLiteral("grey"));
    d.line("Find")->setFocus();
    QTest::keyClick(d.line("Find"), Qt::Key_Return);  // this one stays
    d.press();
    QCOMPARE(d.text(), QStringLiteral("blue sea, grey sky, blue stone"));
    QCOMPARE(d.mirror, d.text());
    // What the author has not seen is selected first.
    d.page().setFocus();
    d.cursorTo(6);
    d.press();
    QCOMPARE(d.text(), QStringLiteral("blue sea, grey sky, blue stone"));
    QCOMPARE(d.page().textCursor().selectedText(), QStringLiteral("grey"));
    d.page().setFocus();
    d.undo();
    d.undo();
    QCOMPARE(d.text(), QStringLiteral("grey sea, grey sky, Grey stone"));
    QCOMPARE(d.mirror, d.text());
  }

  void allIsOneStep() {
    const QString text = QStringLiteral("grey sea, grey sky, Grey stone");
    ReplaceDesk d(text);
    d.cursorTo(20);
    d.open(QStringLiteral("grey"), QStringLiteral("turquoise"));
    d.button(QStringLiteral("Keep capitals"))->click();
    d.press(Qt::ControlModifier);
    QCOMPARE(d.text(), QStringLiteral("turquoise sea, turquoise sky, Turquoise stone"));
    QCOMPARE(d.mirror, d.text());
    QCOMPARE(d.editedCount, 1);
    d.page().setFocus();
    d.undo();
    QCOMPARE(d.text(), text);
    QCOMPARE(d.mirror, text);
    d.redo();
    QCOMPARE(d.text(), QStringLiteral("turquoise sea, turquoise sky, Turquoise stone"));
    QCOMPARE(d.mirror, d.text());
  }

  void onlyInTheSelection() {
    ReplaceDesk d(QStringLiteral("a b a\na b a\na b a"));
    d.select(6, 11);
    d.open(QStringLiteral("a"), QStringLiteral("xyz"));
    d.select(6, 11);
    d.button(QStringLiteral("In the selection"))->click();
    QCOMPARE(d.page().finder().places(), 2);
    d.press(Qt::ControlModifier);
    QCOMPARE(d.text(), QStringLiteral("a b a\nxyz b xyz\na b a"));
    d.button(QStringLiteral("In the selection"))->click();
    QCOMPARE(d.page().finder().places(), 4);
  }

  void expressionsAndTheirMistakes() {
    ReplaceDesk d(QStringLiteral("Ada Byron"));
    d.open(QStringLiteral("(\\w+) (\\w+"), QStringLiteral("$2 $1"));
    d.button(QStringLiteral("Regular"))->click();
    QString said;
    for (const QLabel* label : d.bar->findChildren<QLabel*>())
      if (label->accessibleName().startsWith(QStringLiteral("What is wrong"))) said = label->text();
    QVERIFY2(said.contains(QStringLiteral("letter")), qPrintable(said));
    d.press(Qt::ControlModifier);
    QCOMPARE(d.text(), QStringLiteral("Ada Byron"));
    QTest::keyClicks(d.line("Find"), QStringLiteral(")"));
    QTRY_COMPARE(d.page().finder().places(), 1);
    d.press(Qt::ControlModifier);
    QCOMPARE(d.text(), QStringLiteral("Byron Ada"));
  }

  // Marks of generated words that are not touched stay; those that are become the author's.
  void marksStayTrue() {
    ReplaceDesk d{QString()};
    Document document;
    document.id = QStringLiteral("m");
    document.text = QStringLiteral("one grey two grey three");
    document.marks = {{0, 3, MarkKind::Generated, QStringLiteral("x")},
                      {9, 17, MarkKind::Generated, QStringLiteral("y")},
                      {18, 23, MarkKind::Pin, {}}};
    d.window.openDocument(document);
    d.open(QStringLiteral("grey"), QStringLiteral("green"));
    d.press(Qt::ControlModifier);
    const QVector<Mark> wanted{{0, 3, MarkKind::Generated, QStringLiteral("x")},
                               {10, 13, MarkKind::Generated, QStringLiteral("y")},
                               {20, 25, MarkKind::Pin, {}}};
    QCOMPARE(d.page().pageDocument().manuscript().marks(), wanted);
    d.page().setFocus();
    d.undo();
    QCOMPARE(d.page().pageDocument().manuscript().marks(), document.marks);
  }

  // Against the plain way: one edit after the other, from the end.
  void manyEditsAreAsOneAfterTheOther() {
    QRandomGenerator random(7);
    for (int round = 0; round < 60; ++round) {
      QString text;
      const int words = round < 50 ? 200 : 3000;
      for (int i = 0; i < words; ++i)
        text += QStringLiteral("abc").left(1 + random.bounded(3)) + (random.bounded(9) ? u' ' : u'\n');
      QVector<Mark> marks;
      for (int at = random.bounded(30); at + 20 < text.size(); at += 25 + random.bounded(60))
        marks.push_back({at, at + 3 + random.bounded(17), random.bounded(3) ? MarkKind::Generated : MarkKind::Tag, {}});
      QVector<Edit> edits;
      for (int at = random.bounded(6); at < text.size(); at += 1 + random.bounded(6)) {
        const int removed = std::min<int>(random.bounded(4), static_cast<int>(text.size()) - at);
        edits.push_back({at, removed, QStringLiteral("xyz ").left(random.bounded(5))});
        at += removed;
      }
      Manuscript plain;
      plain.reset(text, marks);
      Manuscript quick;
      quick.reset(text, marks);
      for (auto e = edits.rbegin(); e != edits.rend(); ++e)
        if (text.mid(e->position, e->removed) != e->inserted) plain.edit(*e, EditKind::Other, 0);
      QString replayed = text;
      for (const Edit& e : quick.replacePlaces(edits, 0)) replayed.replace(e.position, e.removed, e.inserted);
      QCOMPARE(quick.text(), plain.text());
      QCOMPARE(replayed, plain.text());
      QCOMPARE(quick.words(), plain.words());
      QCOMPARE(quick.marks(), plain.marks());
      quick.undo();
      QCOMPARE(quick.text(), text);
      QCOMPARE(quick.marks(), marks);
      quick.redo();
      QCOMPARE(quick.text(), plain.text());
    }
  }

  // What a gap hides stays, and the gap with it.
  void aGapElsewhereGoesOn() {
    ReplaceDesk d(QStringLiteral("grey one grey two grey"));
    d.select(9, 13);
    d.ask();
    d.denoise({{QStringLiteral("blue")}});  // as long as what it hides
    QCOMPARE(d.page().pageDocument().holes().size(), 1);
    d.open(QStringLiteral("grey"), QStringLiteral("blue"));
    d.press(Qt::ControlModifier);
    QCOMPARE(d.text(), QStringLiteral("blue one grey two blue"));
    QCOMPARE(d.page().pageDocument().holes().size(), 1);
  }

  // A long text is searched beside the author's typing, and the places come when they are known.
  void aLongTextIsSearchedBeside() {
    ReplaceDesk d(QStringLiteral("grey words of the sea go on\n\n").repeated(20000));
    d.open(QStringLiteral("grey"), QStringLiteral("blue"));
    QTRY_COMPARE(d.page().finder().places(), 20000);
    QTRY_VERIFY(!d.page().finder().working());
    d.page().setFocus();
    d.cursorTo(0);
    d.type(QStringLiteral("grey "));
    QTRY_COMPARE(d.page().finder().places(), 20001);
    QTRY_VERIFY(!d.page().finder().working());
    d.press(Qt::ControlModifier);
    QCOMPARE(d.text().count(QStringLiteral("blue")), 20001);
    QCOMPARE(d.mirror, d.text());
    d.page().setFocus();
    d.undo();
    QCOMPARE(d.text().count(QStringLiteral("grey")), 20001);
    QCOMPARE(d.mirror, d.text());
  }

  void theLineRemembers() {
    ReplaceDesk d(QStringLiteral("one two"));
    d.key(Qt::Key_F, Qt::ControlModifier);
    for (const QString& each : {QStringLiteral("one"), QStringLiteral("two")}) {
      d.line("Find")->selectAll();
      QTest::keyClicks(d.line("Find"), each);
      QTest::keyClick(d.line("Find"), Qt::Key_Return);
    }
    d.line("Find")->selectAll();
    QTest::keyClicks(d.line("Find"), QStringLiteral("th"));
    QTest::keyClick(d.line("Find"), Qt::Key_Up);
    QTest::keyClick(d.line("Find"), Qt::Key_Up);
    QCOMPARE(d.line("Find")->text(), QStringLiteral("one"));
    for (int i = 0; i < 2; ++i) QTest::keyClick(d.line("Find"), Qt::Key_Down);
    QCOMPARE(d.line("Find")->text(), QStringLiteral("th"));
  }
};

QTEST_MAIN(ReplaceTest)
#include "replace_test.moc"
