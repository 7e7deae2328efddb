// SPDX-License-Identifier: GPL-3.0-or-later
// Code between lines of ``` is quietly verbatim on the page, from the first key that makes it so to the last.
#include <QRandomGenerator>
#include <QTextBlock>
#include <QTextLayout>

#include "tests/ui/desk.h"
#include "ui/editor/fences.h"

using namespace lacuna::ui;

namespace {

// Of each paragraph: '.' a text, 'c' code, 'f' a line around it.
QString looks(Desk& d) {
  QString found;
  for (QTextBlock b = d.page().document()->begin(); b.isValid(); b = b.next())
    found += isFence(b) ? u'f' : isVerbatim(b) ? u'c' : u'.';
  return found;
}

// The same, from the text alone.
QString looksOf(const QString& text) {
  QString found, open;
  for (const QString& line : text.split(u'\n')) {
    qsizetype at = 0;
    while (at < line.size() && at < 3 && line[at] == u' ') ++at;
    qsizetype end = at;
    while (end < line.size() && (line[at] == u'`' || line[at] == u'~') && line[end] == line[at]) ++end;
    const QString signs = end - at >= 3 ? line.mid(at, end - at) : QString();
    const QString rest = line.mid(end);
    const bool fence = !signs.isEmpty() && !(signs[0] == u'`' && rest.contains(u'`'));
    if (open.isEmpty()) {
      if (fence) open = signs;
      found += fence ? u'f' : u'.';
    } else if (fence && rest.trimmed().isEmpty() && signs[0] == open[0] && signs.size() >= open.size()) {
      open.clear();
      found += u'f';
    } else {
      found += u'c';
    }
  }
  return found;
}

bool isFixed(Desk& d, int number) {
  const QTextBlock block = d.page().document()->findBlockByNumber(number);
  (void)d.page().pageLayout().blockBoundingRect(block);
  for (const QTextLayout::FormatRange& range : block.layout()->formats())
    if (range.format.fontFixedPitch() && range.length == block.length() - 1) return true;
  return false;
}

}  // namespace

class FencesTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { useTestSettings(); }

  void codeIsVerbatim() {
    Desk d(QStringLiteral("Words.\n\n```cpp\nint *a* = 1;\n# no heading\n```\n\nMore *words*."));
    QCOMPARE(looks(d), QStringLiteral("..fccf.."));
    QVERIFY(isFixed(d, 3) && isFixed(d, 4) && isFixed(d, 2));
    QVERIFY(!isFixed(d, 0) && !isFixed(d, 7));
    // No heading's room, and no emphasis.
    const QTextBlock line = d.page().document()->findBlockByNumber(4);
    const QTextBlock other = d.page().document()->findBlockByNumber(3);
    QCOMPARE(d.page().pageLayout().blockBoundingRect(line).height(),
             d.page().pageLayout().blockBoundingRect(other).height());
    QCOMPARE(other.layout()->formats().size(), 1);
  }

  void typedAndTakenBack() {
    Desk d(QStringLiteral("One.\nTwo.\nThree.\n~~~\nFour."));
    QCOMPARE(looks(d), QStringLiteral("...fc"));
    d.cursorTo(0);
    d.type(QStringLiteral("~~~"));
    QCOMPARE(looks(d), looksOf(d.text()));  // "~~~One." begins code
    d.key(Qt::Key_Return);
    QCOMPARE(looks(d), looksOf(d.text()));
    QCOMPARE(looks(d), QStringLiteral("fcccf."));
    QVERIFY(isFixed(d, 2) && !isFixed(d, 5));
    for (int i = 0; i < 6; ++i) d.undo();
    QCOMPARE(looks(d), looksOf(d.text()));
    QCOMPARE(looks(d), QStringLiteral("...fc"));
    QVERIFY(!isFixed(d, 1) && isFixed(d, 4));
  }

  void quotesStayStraightInCode() {
    Desk d(QStringLiteral("```\n\n```\n"));
    d.cursorTo(4);
    d.type(QStringLiteral("say(\"a\") -- "));
    QCOMPARE(d.text(), QStringLiteral("```\nsay(\"a\") -- \n```\n"));
  }

  void agreesWithTheTextAfterAnyEdit() {
    QRandomGenerator random(5);
    Desk d(QStringLiteral("a\nb\nc\n"));
    const QStringList pieces{QStringLiteral("```"), QStringLiteral("~~~"),     QStringLiteral("~~~~"),
                             QStringLiteral("\n"),  QStringLiteral("\n```\n"), QStringLiteral("word"),
                             QStringLiteral(" "),   QStringLiteral("`x`")};
    for (int round = 0; round < 400; ++round) {
      const int size = static_cast<int>(d.text().size());
      const int at = random.bounded(size + 1);
      QTextCursor cursor(d.page().document());
      cursor.setPosition(at);
      if (random.bounded(3) == 0) {
        cursor.setPosition(std::min(size, at + random.bounded(9)), QTextCursor::KeepAnchor);
        cursor.removeSelectedText();
      } else {
        cursor.insertText(pieces.at(random.bounded(static_cast<int>(pieces.size()))));
      }
      QCOMPARE(looks(d), looksOf(d.text()));
    }
  }
};

QTEST_MAIN(FencesTest)
#include "fences_test.moc"
