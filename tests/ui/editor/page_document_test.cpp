// SPDX-License-Identifier: GPL-3.0-or-later
// The manuscript and its view under random hands: whatever the author and the gaps do, replaying `edited` on a plain
// string gives the manuscript, and the view is the manuscript with the holes' text in place.
#include <QRandomGenerator>
#include <QTest>
#include <QTextCursor>

#include "ui/editor/page_document.h"

using namespace lacuna::ui;

namespace {

QString viewOf(PageDocument& document) {
  QTextCursor cursor(document.view());
  cursor.select(QTextCursor::Document);
  return cursor.selectedText().replace(QChar::ParagraphSeparator, u'\n');
}

void replay(QString& text, const QVector<Edit>& edits) {
  for (const Edit& e : edits) {
    QVERIFY(e.position >= 0 && e.position + e.removed <= text.size());
    text.replace(e.position, e.removed, e.inserted);
  }
}

}  // namespace

class PageDocumentTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void holeHidesAndComesBack() {
    PageDocument d;
    d.view()->documentLayout();  // Qt reports edits only to a document that is laid out
    const QString text = QStringLiteral("One two three.\n\nFour.");
    d.open(text, {});
    const int hole = d.openHole(4, 7, QStringLiteral("noise noise"));
    QVERIFY(hole != 0);
    QCOMPARE(d.manuscript().text(), text);
    QCOMPARE(viewOf(d), QStringLiteral("One noise noise three.\n\nFour."));
    d.setHoleText(hole, QStringLiteral("a\nb"));
    QCOMPARE(viewOf(d), QStringLiteral("One a\nb three.\n\nFour."));
    QCOMPARE(d.toManuscript(7), 7);
    QCOMPARE(d.toView(7), 7);
    QCOMPARE(d.openHole(5, 6, QStringLiteral("x")), 0);
    d.closeHole(hole);
    QCOMPARE(viewOf(d), text);
    QCOMPARE(d.manuscript().text(), text);
  }

  void typingOnBothSidesOfAnInsertion() {
    PageDocument d;
    d.view()->documentLayout();  // Qt reports edits only to a document that is laid out
    d.open(QStringLiteral("ab"), {});
    const int hole = d.openHole(1, 1, QStringLiteral("NOISE"));
    QTextCursor cursor(d.view());
    cursor.setPosition(1);
    cursor.insertText(QStringLiteral("<"));
    cursor.setPosition(d.hole(hole)->viewEnd());
    cursor.insertText(QStringLiteral(">"));
    QCOMPARE(d.manuscript().text(), QStringLiteral("a<>b"));
    QCOMPARE(d.hole(hole)->begin, 2);
    QCOMPARE(viewOf(d), QStringLiteral("a<NOISE>b"));
    d.takeHole(hole, QStringLiteral("fill"), 3, QString());
    QCOMPARE(d.manuscript().text(), QStringLiteral("a<fill>b"));
    d.undo();
    QCOMPARE(d.manuscript().text(), QStringLiteral("a<>b"));
  }

  void emptyFillRemoves() {
    PageDocument d;
    d.view()->documentLayout();  // Qt reports edits only to a document that is laid out
    d.open(QStringLiteral("one two three"), {});
    d.takeHole(d.openHole(3, 7, QStringLiteral("nn")), QString(), 1, QString());
    QCOMPARE(d.manuscript().text(), QStringLiteral("one three"));
    QCOMPARE(viewOf(d), QStringLiteral("one three"));
    d.undo();
    QCOMPARE(viewOf(d), QStringLiteral("one two three"));
  }

  void oddCharactersKeepTheirPlace() {
    const QString text = QStringLiteral("a\rb") + QChar(0x2029) + QStringLiteral("c") + QChar(0xfffc) +
                         QStringLiteral("d\u00a0e") + QChar(0x2028) + QStringLiteral("f\tg");
    PageDocument d;
    d.view()->documentLayout();  // Qt reports edits only to a document that is laid out
    d.open(text, {});
    QCOMPARE(d.manuscript().text(), text);
    QCOMPARE(viewOf(d).size(), text.size());
    QTextCursor cursor(d.view());
    cursor.setPosition(4);
    cursor.insertText(QStringLiteral("!"));
    QString expected = text;
    expected.insert(4, u'!');
    QCOMPARE(d.manuscript().text(), expected);
    d.undo();
    QCOMPARE(d.manuscript().text(), text);
  }

  void undoThatReachesAHoleClosesIt() {
    PageDocument d;
    d.view()->documentLayout();  // Qt reports edits only to a document that is laid out
    d.open(QStringLiteral("ab"), {});
    QTextCursor cursor(d.view());
    cursor.setPosition(1);
    cursor.insertText(QStringLiteral("WORD"));
    QVector<int> closed;
    connect(&d, &PageDocument::holeClosed, &d, [&closed](int id) { closed.push_back(id); });
    const int hole = d.openHole(1, 5, QStringLiteral("nnn"));
    d.undo();
    QCOMPARE(closed, QVector<int>{hole});
    QCOMPARE(d.manuscript().text(), QStringLiteral("ab"));
    QCOMPARE(viewOf(d), QStringLiteral("ab"));
    d.redo();
    QCOMPARE(viewOf(d), QStringLiteral("aWORDb"));
  }

  void randomHands_data() {
    QTest::addColumn<quint32>("seed");
    for (quint32 seed = 1; seed <= 24; ++seed) QTest::addRow("seed %u", seed) << seed;
  }

  void randomHands() {
    QFETCH(quint32, seed);
    QRandomGenerator random(seed);
    static const QStringList kScraps{
        QStringLiteral("word"),          QStringLiteral(" "), QStringLiteral("\n"),        QStringLiteral("a\nb\n"),
        QStringLiteral("\u00e9\u00df "), QStringLiteral("x"), QStringLiteral("\U0001F30A")};
    const QString start = QStringLiteral("# Title\n\nOne two three, four.\nFive six.\n\nSeven eight nine ten.");
    PageDocument d;
    d.view()->documentLayout();  // Qt reports edits only to a document that is laid out
    d.open(start, {{9, 12, MarkKind::Tag, QStringLiteral("tag")}});
    QString mirror = start;
    connect(&d, &PageDocument::edited, &d, [&mirror](const QVector<Edit>& edits) { replay(mirror, edits); });
    QVector<int> holes;
    connect(&d, &PageDocument::holeClosed, &d, [&holes](int id) { holes.removeAll(id); });
    quint64 run = 1;
    for (int action = 0; action < 250; ++action) {
      const int length = d.view()->characterCount() - 1;
      const QString scrap = kScraps.at(random.bounded(static_cast<int>(kScraps.size())));
      switch (random.bounded(10)) {
        case 0:
        case 1:
        case 2: {  // the author types, replaces or deletes
          int begin = random.bounded(length + 1);
          int end = random.bounded(2) == 0 ? begin : std::min(length, begin + static_cast<int>(random.bounded(9)));
          if (const auto* h = d.holeAround(begin)) begin = h->viewEnd();
          if (end < begin) end = begin;
          if (const auto* h = d.holeAround(end)) end = std::max(begin, h->viewBegin);
          d.closeHolesIn(begin, end);
          QTextCursor cursor(d.view());
          cursor.setPosition(begin);
          cursor.setPosition(end, QTextCursor::KeepAnchor);
          if (random.bounded(3) == 0) {
            cursor.removeSelectedText();
          } else {
            cursor.insertText(scrap);
          }
          break;
        }
        case 3:
        case 4: {
          const int size = static_cast<int>(d.manuscript().text().size());
          const int begin = random.bounded(size + 1);
          const int end = random.bounded(2) == 0 ? begin : std::min(size, begin + static_cast<int>(random.bounded(12)));
          if (const int id = d.openHole(begin, end, QStringLiteral(" nnn nn"))) holes.push_back(id);
          break;
        }
        case 5:
        case 6:
          if (!holes.isEmpty())
            d.setHoleText(holes.at(random.bounded(static_cast<int>(holes.size()))), scrap.repeated(random.bounded(4)));
          break;
        case 7:
          if (!holes.isEmpty()) {
            const int id = holes.takeAt(random.bounded(static_cast<int>(holes.size())));
            if (random.bounded(2) == 0) {
              d.closeHole(id);
            } else {
              d.takeHole(id, scrap.repeated(random.bounded(3)), run++ / 2, QStringLiteral("note"));
            }
          }
          break;
        case 8:
          d.undo();
          break;
        default:
          d.redo();
          break;
      }
      QCOMPARE(d.manuscript().text(), mirror);
      QCOMPARE(d.holes().size(), holes.size());
      QString shown = toViewText(mirror);
      QVector<PageDocument::Hole> sorted = d.holes();
      for (auto it = sorted.rbegin(); it != sorted.rend(); ++it) {
        const QString inView = viewOf(d).mid(it->viewBegin, it->viewLength);
        shown.replace(it->begin, it->length, inView);
      }
      QCOMPARE(viewOf(d), shown);
      for (const Mark& m : d.manuscript().marks()) QVERIFY(m.begin >= 0 && m.begin < m.end && m.end <= mirror.size());
      for (int p = 0; p <= mirror.size(); ++p) {
        int expected = p;
        for (const auto& h : sorted)
          if (p > h.begin && p < h.end()) expected = h.begin;
        QCOMPARE(d.toManuscript(d.toView(p)), expected);
      }
    }
    while (d.manuscript().canUndo()) d.undo();
    QCOMPARE(d.manuscript().text(), start);
    QCOMPARE(mirror, start);
    d.closeAllHoles();
    QCOMPARE(viewOf(d), start);
    QCOMPARE(d.manuscript().marks().size(), 1);
    QCOMPARE(d.manuscript().marks().first().begin, 9);
    while (d.manuscript().canRedo()) d.redo();
    QCOMPARE(d.manuscript().text(), mirror);
  }
};

QTEST_MAIN(PageDocumentTest)
#include "page_document_test.moc"
