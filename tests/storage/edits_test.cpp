// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "storage/edits.h"
#include "storage/text_buffer.h"
#include "storage/words.h"
#include "tests/storage/support.h"

using namespace lacuna::storage;

namespace {

// The obvious twin: every unit of the text knows whether it is in the mark.
QVector<Mark> naiveMarks(const QVector<Mark>& marks, const Edit& edit, int length) {
  QVector<Mark> moved;
  for (const Mark& mark : marks) {
    QVector<bool> inside(length, false);
    for (int i = mark.begin; i < mark.end; ++i) {
      inside[i] = true;
    }
    const int to = edit.position + edit.removed;
    const bool between = edit.position > 0 && to < length && inside[edit.position - 1] && inside[to];
    inside.remove(edit.position, edit.removed);
    inside.insert(edit.position, edit.inserted.size(), between);
    const int begin = static_cast<int>(inside.indexOf(true));
    if (begin >= 0) {
      moved.append({begin, static_cast<int>(inside.lastIndexOf(true)) + 1, mark.kind, mark.note});
    }
  }
  return moved;
}

}  // namespace

class EditsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void marksAtTheirBorders_data() {
    QTest::addColumn<int>("position");
    QTest::addColumn<int>("removed");
    QTest::addColumn<QString>("inserted");
    QTest::addColumn<int>("begin");
    QTest::addColumn<int>("end");  // begin == end: gone
    const QString two = QStringLiteral("xx");
    QTest::newRow("insert before") << 2 << 0 << two << 12 << 17;
    QTest::newRow("insert at the begin stays outside") << 10 << 0 << two << 12 << 17;
    QTest::newRow("insert inside widens") << 12 << 0 << two << 10 << 17;
    QTest::newRow("insert at the end stays outside") << 15 << 0 << two << 10 << 15;
    QTest::newRow("insert after") << 17 << 0 << two << 10 << 15;
    QTest::newRow("delete before") << 2 << 3 << QString() << 7 << 12;
    QTest::newRow("delete up to the begin") << 8 << 2 << QString() << 8 << 13;
    QTest::newRow("delete across the begin") << 8 << 4 << QString() << 8 << 11;
    QTest::newRow("delete inside") << 11 << 2 << QString() << 10 << 13;
    QTest::newRow("delete across the end") << 13 << 4 << QString() << 10 << 13;
    QTest::newRow("delete exactly") << 10 << 5 << QString() << 0 << 0;
    QTest::newRow("delete all around") << 8 << 10 << QString() << 0 << 0;
    QTest::newRow("replace exactly") << 10 << 5 << two << 0 << 0;
    QTest::newRow("replace across the begin") << 8 << 4 << two << 10 << 13;
    QTest::newRow("replace across the end") << 13 << 4 << two << 10 << 13;
    QTest::newRow("replace inside") << 11 << 2 << QStringLiteral("xyz") << 10 << 16;
    QTest::newRow("replace the first unit") << 10 << 1 << two << 12 << 16;
  }
  void marksAtTheirBorders() {
    QFETCH(int, position);
    QFETCH(int, removed);
    QFETCH(QString, inserted);
    QFETCH(int, begin);
    QFETCH(int, end);
    const QVector<Mark> moved = mapMarks({{10, 15, MarkKind::Tag, QStringLiteral("n")}}, {position, removed, inserted});
    QCOMPARE(moved.size(), begin == end ? 0 : 1);
    if (!moved.isEmpty()) {
      QCOMPARE(moved[0], (Mark{begin, end, MarkKind::Tag, QStringLiteral("n")}));
    }
  }

  void marksAgreeWithTheirTwin() {
    test::Random random(20261121);
    int moved = 0;
    for (int round = 0; round < 4000; ++round) {
      const int length = random.below(60);
      const QVector<Mark> marks = random.marks(1 + random.below(4), length);
      const Edit edit = random.edit(length);
      QVERIFY(fits(edit, length));
      const QVector<Mark> mapped = mapMarks(marks, edit);
      QCOMPARE(mapped, naiveMarks(marks, edit, length));
      moved += mapped != marks ? 1 : 0;
    }
    QVERIFY(moved > 1000);
  }

  void joinedEditsDoWhatBothDo() {
    test::Random random(7);
    int joins = 0;
    for (int round = 0; round < 8000; ++round) {
      const QString text = random.text(random.below(12));
      const int length = static_cast<int>(text.size());
      const Edit first = random.edit(length);
      QString both = text;
      applyEdit(both, first);
      const Edit second = random.edit(static_cast<int>(both.size()));
      applyEdit(both, second);
      const std::optional<Edit> one = joined(first, second);
      if (!one) {
        continue;
      }
      ++joins;
      QString once = text;
      QVERIFY(fits(*one, length));
      applyEdit(once, *one);
      QCOMPARE(once, both);
      const QVector<Mark> marks = random.marks(4, length);
      QCOMPARE(mapMarks(marks, *one), mapMarks(mapMarks(marks, first), second));
    }
    QVERIFY(joins > 500);
  }

  void editsOutsideTheTextDoNotFit() {
    QVERIFY(fits({5, 0, QStringLiteral("x")}, 5));
    QVERIFY(fits({0, 5, {}}, 5));
    QVERIFY(!fits({6, 0, QStringLiteral("x")}, 5));
    QVERIFY(!fits({3, 3, {}}, 5));
    QVERIFY(!fits({-1, 1, {}}, 5));
    QVERIFY(!fits({1, -1, {}}, 5));
    QVERIFY(!fits({3, INT_MAX, {}}, 5));
    QVERIFY(!fits({0, 0, QStringLiteral("xx")}, INT_MAX - 1));
  }

  void marksFromElsewhereAreCut() {
    const QVector<Mark> sound = soundMarks({{4, 90, MarkKind::Pin, {}},
                                            {-3, 2, MarkKind::Tag, {}},
                                            {7, 7, MarkKind::Tag, {}},
                                            {12, 20, MarkKind::Tag, {}}},
                                           10);
    QCOMPARE(sound, (QVector<Mark>{{0, 2, MarkKind::Tag, {}}, {4, 10, MarkKind::Pin, {}}}));
  }

  void bufferAgreesWithAString() {
    for (quint32 seed = 1; seed <= 20; ++seed) {
      test::Random random(seed);
      QString text = random.text(random.below(200));
      TextBuffer buffer(text);
      for (int i = 0; i < 400; ++i) {
        const Edit edit = random.edit(static_cast<int>(text.size()));
        const int before = countWords(text);
        applyEdit(text, edit);
        QCOMPARE(buffer.apply(edit), countWords(text) - before);
        QCOMPARE(buffer.length(), static_cast<int>(text.size()));
        QCOMPARE(buffer.words(), countWords(text));
        if (i % 40 == 0) {
          QCOMPARE(buffer.text(), text);
        }
      }
      QCOMPARE(buffer.text(), text);
    }
  }

  void wordsAreCountedBetweenSpaces() {
    QCOMPARE(countWords(QString()), 0);
    QCOMPARE(countWords(QStringLiteral(" \r\n ")), 0);
    QCOMPARE(countWords(QStringLiteral("low water\r\nat\tnine ")), 4);
  }
};

QTEST_APPLESS_MAIN(EditsTest)
#include "edits_test.moc"
