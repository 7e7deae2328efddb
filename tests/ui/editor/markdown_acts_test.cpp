// SPDX-License-Identifier: GPL-3.0-or-later
// The keys for Markdown's marks, on plain texts and on the page.
#include <QTest>

#include "tests/ui/desk.h"
#include "ui/editor/markdown_acts.h"

using namespace lacuna::ui;

namespace {

// "|" stands at both ends of the selection, or once at the caret.
struct Marked {
  QString text;
  int begin = 0;
  int end = 0;
};

Marked parsed(QString text) {
  const int begin = static_cast<int>(text.indexOf(u'|'));
  text.remove(begin, 1);
  const int second = static_cast<int>(text.indexOf(u'|'));
  if (second < 0) return {text, begin, begin};
  text.remove(second, 1);
  return {text, begin, second};
}

QString applied(const QString& text, const TextChange& change) {
  QString made = text;
  for (auto e = change.edits.rbegin(); e != change.edits.rend(); ++e)
    made.replace(e->position, e->removed, e->inserted);
  made.insert(change.position, u'|');
  if (change.anchor != change.position) made.insert(change.anchor, u'|');
  return made;
}

QString emphasized(const QString& text, InlineSpan::Kind kind) {
  const Marked m = parsed(text);
  return applied(m.text, toggleEmphasis(m.text, m.begin, m.end, kind));
}

QString lined(const QString& text, LineMark::Kind kind, int level = 0) {
  const Marked m = parsed(text);
  return applied(m.text, toggleLineMark(m.text, m.begin, m.end, kind, level)).remove(u'|');
}

}  // namespace

class MarkdownActsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { useTestSettings(); }

  void emphasis_data() {
    QTest::addColumn<QString>("before");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("after");
    const auto row = [](const char* name, const char* before, int kind, const char* after) {
      QTest::newRow(name) << QString::fromUtf8(before) << kind << QString::fromUtf8(after);
    };
    row("selection", "a |word| here", InlineSpan::Bold, "a **|word|** here");
    row("and back", "a **|word|** here", InlineSpan::Bold, "a |word| here");
    row("marks selected too", "a |**word**| here", InlineSpan::Bold, "a |word| here");
    row("white space stays outside", "a| word |here", InlineSpan::Italic, "a *|word|* here");
    row("word at the caret", "a wo|rd here", InlineSpan::Italic, "a *wo|rd* here");
    row("and back there", "a *wo|rd* here", InlineSpan::Italic, "a wo|rd here");
    row("a word with an apostrophe", "she doesn\xe2\x80\x99|t go", InlineSpan::Italic, "she *doesn\xe2\x80\x99|t* go");
    row("no word", "a | b", InlineSpan::Bold, "a **|** b");
    row("and away", "a **|** b", InlineSpan::Bold, "a | b");
    row("typed bold ends", "a **word|** b", InlineSpan::Bold, "a **word**| b");
    row("italic in bold", "**|word|**", InlineSpan::Italic, "***|word|***");
    row("bold off, italic stays", "***|word|***", InlineSpan::Bold, "*|word|*");
    row("underscores are italic", "_|word|_", InlineSpan::Italic, "|word|");
    row("out of the middle", "**one |two| three**", InlineSpan::Bold, "**one** |two| **three**");
    row("out of the beginning", "**|one| two**", InlineSpan::Bold, "|one| **two**");
    row("a part has it", "|one **two** three|", InlineSpan::Bold, "**|one two three|**");
    row("paragraphs", "|one\n\ntwo|", InlineSpan::Bold, "**|one**\n\n**two|**");
    row("paragraphs, back", "|**one**\n\n**two**|", InlineSpan::Bold, "|one\n\ntwo|");
    row("an item's mark is none of it", "|- one|", InlineSpan::Bold, "- **|one|**");
    row("struck out", "|one|", InlineSpan::Strike, "~~|one|~~");
    row("code", "|one|", InlineSpan::Code, "`|one|`");
  }
  void emphasis() {
    QFETCH(QString, before);
    QFETCH(int, kind);
    QFETCH(QString, after);
    QCOMPARE(emphasized(before, static_cast<InlineSpan::Kind>(kind)), after);
  }

  void linesGetAndLoseTheirMark() {
    QCOMPARE(lined(QStringLiteral("Ti|tle"), LineMark::Heading, 2), QStringLiteral("## Title"));
    QCOMPARE(lined(QStringLiteral("## Ti|tle"), LineMark::Heading, 2), QStringLiteral("Title"));
    QCOMPARE(lined(QStringLiteral("## Ti|tle"), LineMark::Heading, 3), QStringLiteral("### Title"));
    QCOMPARE(lined(QStringLiteral("## Ti|tle"), LineMark::Heading, 0), QStringLiteral("Title"));
    QCOMPARE(lined(QStringLiteral("|one\ntwo|\nthree"), LineMark::Number), QStringLiteral("1. one\n2. two\nthree"));
    QCOMPARE(lined(QStringLiteral("|1. one\n2. two|"), LineMark::Bullet), QStringLiteral("- one\n- two"));
    QCOMPARE(lined(QStringLiteral("|- one\n- two|"), LineMark::Bullet), QStringLiteral("one\ntwo"));
    QCOMPARE(lined(QStringLiteral("|one\n\ntwo|"), LineMark::Quote), QStringLiteral("> one\n\n> two"));
  }

  void marksAreNotSeenWhereThereAreNone() {
    QVERIFY(inlineSpans(QStringLiteral("2 * 3 * 4"), 0).isEmpty());
    QVERIFY(inlineSpans(QStringLiteral("snake_case_name"), 0).isEmpty());
    QVERIFY(inlineSpans(QStringLiteral("\\*no\\*"), 0).isEmpty());
    QVERIFY(inlineSpans(QStringLiteral("[[12 words]] (so)"), 0).isEmpty());
    QCOMPARE(inlineSpans(QStringLiteral("`*no*`"), 0).size(), 1);
    QCOMPARE(inlineSpans(QStringLiteral("[a](b) and [^1]"), 0).size(), 2);
    QCOMPARE(inlineSpans(QStringLiteral("***both***"), 0).size(), 2);
    QCOMPARE(int(lineMarkOf(QStringLiteral("-no")).kind), int(LineMark::None));
    QCOMPARE(int(lineMarkOf(QStringLiteral("1984. ")).kind), int(LineMark::Number));
  }

  // Many marks that match nothing are read in one go.
  void aWallOfMarksIsRead() {
    QVERIFY(inlineSpans(QStringLiteral("*a ").repeated(60000), 0).isEmpty());
    QVERIFY(inlineSpans(QStringLiteral("_a ").repeated(60000) + QStringLiteral("a* ").repeated(20000), 0).isEmpty());
  }

  void theKeysWorkOnThePage() {
    Desk d(QStringLiteral("one two\n"));
    d.cursorTo(5);
    d.key(Qt::Key_B, Qt::ControlModifier);
    QCOMPARE(d.text(), QStringLiteral("one **two**\n"));
    QCOMPARE(d.mirror, d.text());
    QCOMPARE(d.page().cursorPosition(), 7);
    d.key(Qt::Key_1, Qt::ControlModifier);
    QCOMPARE(d.text(), QStringLiteral("# one **two**\n"));
    d.undo();
    d.undo();
    QCOMPARE(d.text(), QStringLiteral("one two\n"));
    QCOMPARE(d.mirror, d.text());
  }

  void listsAndQuotesGoOn() {
    Desk d(QStringLiteral("- one"));
    d.cursorTo(5);
    d.key(Qt::Key_Return);
    d.type(QStringLiteral("two"));
    QCOMPARE(d.text(), QStringLiteral("- one\n- two"));
    d.key(Qt::Key_Return);
    d.key(Qt::Key_Tab);
    QCOMPARE(d.text(), QStringLiteral("- one\n- two\n    - "));
    d.key(Qt::Key_Backtab);
    QCOMPARE(d.text(), QStringLiteral("- one\n- two\n- "));
    d.key(Qt::Key_Return);
    QCOMPARE(d.text(), QStringLiteral("- one\n- two\n"));
    d.type(QStringLiteral("9. x"));
    d.key(Qt::Key_Return);
    QCOMPARE(d.text(), QStringLiteral("- one\n- two\n9. x\n10. "));
    QCOMPARE(d.mirror, d.text());
    d.key(Qt::Key_Return);
    d.type(QStringLiteral("> so"));
    d.key(Qt::Key_Return);
    QVERIFY(d.text().endsWith(QStringLiteral("> so\n> ")));
    while (d.page().pageDocument().manuscript().canUndo()) d.undo();
    QCOMPARE(d.text(), QStringLiteral("- one"));
  }

  // A gap that the words around it become bold with keeps its noise to itself.
  void aGapIsNotTouched() {
    Desk d(QStringLiteral("one two three\n"));
    d.cursorTo(8);
    d.ask();
    d.denoise({{QStringLiteral("and")}}, 2);
    d.select(0, 13);
    d.key(Qt::Key_B, Qt::ControlModifier);
    QCOMPARE(d.text(), QStringLiteral("**one two three**\n"));
    QCOMPARE(d.mirror, d.text());
    d.undo();
    QCOMPARE(d.text(), QStringLiteral("one two three\n"));
  }
};

QTEST_MAIN(MarkdownActsTest)
#include "markdown_acts_test.moc"
