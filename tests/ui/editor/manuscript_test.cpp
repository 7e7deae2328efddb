// SPDX-License-Identifier: GPL-3.0-or-later
#include <QRandomGenerator>
#include <QTest>

#include "tests/ui/kept_history.h"
#include "ui/editor/manuscript.h"

using namespace lacuna::ui;

class ManuscriptTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void countsWords() {
    QCOMPARE(countWords(u""), 0);
    QCOMPARE(countWords(u"one"), 1);
    QCOMPARE(countWords(u"She didn\u2019t, no \u2014 she 2 didn't.\n* * *"), 6);
  }

  void wordsFollowEdits() {
    Manuscript m;
    m.reset(QStringLiteral("one two\nthree four\nfive"), {});
    const auto check = [&m] { QCOMPARE(m.words(), countWords(m.text())); };
    m.edit({3, 1, QString()}, EditKind::Other, 0);
    check();
    m.edit({6, 5, QStringLiteral(" x\ny ")}, EditKind::Other, 0);
    check();
    m.undo();
    check();
    m.undo();
    check();
    QCOMPARE(m.words(), 5);
  }

  void typingIsOneStepPerSentence() {
    Manuscript m;
    m.reset(QString(), {});
    const QString typed = QStringLiteral("It rained. She went out.");
    for (int i = 0; i < typed.size(); ++i) m.edit({i, 0, QString(typed.at(i))}, EditKind::Typing, i);
    QCOMPARE(m.text(), typed);
    m.undo();
    QCOMPARE(m.text(), QStringLiteral("It rained. "));
    m.undo();
    QCOMPARE(m.text(), QString());
    QVERIFY(!m.canUndo());
    m.redo();
    m.redo();
    QCOMPARE(m.text(), typed);
  }

  void deletingBackwardsIsOneStep() {
    Manuscript m;
    m.reset(QStringLiteral("abcdef"), {});
    m.edit({5, 1, {}}, EditKind::Deleting, 6);
    m.edit({4, 1, {}}, EditKind::Deleting, 5);
    m.edit({3, 1, {}}, EditKind::Deleting, 4);
    QCOMPARE(m.text(), QStringLiteral("abc"));
    QCOMPARE(m.undo(), 6);
    QCOMPARE(m.text(), QStringLiteral("abcdef"));
  }

  void marksMoveWithTheText() {
    Manuscript m;
    m.reset(QStringLiteral("before marked after"), {{7, 13, MarkKind::Tag, QStringLiteral("note")}});
    m.edit({0, 0, QStringLiteral("xx ")}, EditKind::Other, 0);
    QCOMPARE(m.marks().first().begin, 10);
    QCOMPARE(m.marks().first().end, 16);
    m.edit({16, 0, QStringLiteral("!")}, EditKind::Other, 0);  // at its end: outside
    QCOMPARE(m.marks().first().end, 16);
    m.edit({10, 0, QStringLiteral("?")}, EditKind::Other, 0);  // at its start: outside
    QCOMPARE(m.marks().first().begin, 11);
    m.edit({0, 30, {}}, EditKind::Other, 0);
    QVERIFY(m.marks().isEmpty());
    m.undo();
    QCOMPARE(m.marks().size(), 1);
    QCOMPARE(m.marks().first().note, QStringLiteral("note"));
  }

  void takenTextIsMarkedUntilEdited() {
    Manuscript m;
    m.reset(QStringLiteral("She came. He left."), {});
    m.take({9, 0, QStringLiteral(" The lamp was lit again.")}, 5, QStringLiteral("model, seed 7"), 9);
    QCOMPARE(m.marks().size(), 1);
    QCOMPARE(m.text().mid(m.marks().first().begin, m.marks().first().end - m.marks().first().begin),
             QStringLiteral("The lamp was lit again."));
    // The author changes one word: that word is the author's now, the rest stays marked.
    const int at = static_cast<int>(m.text().indexOf(QStringLiteral("lamp")));
    m.edit({at + 2, 1, QStringLiteral("n")}, EditKind::Other, at);
    QCOMPARE(m.marks().size(), 2);
    for (const Mark& mark : m.marks())
      QVERIFY(!m.text().mid(mark.begin, mark.end - mark.begin).contains(QStringLiteral("lanp")));
    QVERIFY(m.generatedShare() > 0.3);
    QVERIFY(m.confirm(0, 100));
    QVERIFY(m.marks().isEmpty());
    QVERIFY(!m.confirm(0, 100));
    m.undo();
    QCOMPARE(m.marks().size(), 2);
  }

  void takesOfOneRunAreOneStep() {
    const QString text = QStringLiteral("One. Two.");
    Manuscript m;
    m.reset(text, {});
    m.take({9, 0, QStringLiteral(" Three.")}, 5, QString(), 0);
    m.take({4, 0, QStringLiteral(" And a half.")}, 5, QString(), 0);
    QCOMPARE(m.marks().size(), 2);
    QVERIFY(m.lastIsTakeOf(5));
    m.undo();
    QCOMPARE(m.text(), text);
    QVERIFY(m.marks().isEmpty());
    m.redo();
    QCOMPARE(m.text(), QStringLiteral("One. And a half. Two. Three."));
    QCOMPARE(m.marks().size(), 2);
  }

  // What was kept step by step gives the same undo and redo as the manuscript that made it: texts, marks and cursors.
  void historyComesBack_data() {
    QTest::addColumn<quint32>("seed");
    for (quint32 seed = 1; seed <= 20; ++seed) QTest::addRow("seed %u", seed) << seed;
  }
  void historyComesBack() {
    QFETCH(quint32, seed);
    QRandomGenerator random(seed);
    const auto below = [&random](int most) { return static_cast<int>(random.bounded(std::max(1, most))); };
    Manuscript m;
    m.reset(QStringLiteral("She came.\n\nHe left \U0001F30A the house.\n"), {{2, 5, MarkKind::Pin, {}}});
    KeptHistory kept;
    for (int act = 0; act < 250; ++act) {
      const int size = static_cast<int>(m.text().size());
      const int at = below(size + 1);
      switch (below(9)) {
        case 0:
          m.take({at, below(std::min(8, size - at + 1)), QStringLiteral(" the lamp was lit")}, 1 + below(3),
                 QStringLiteral("seed %1").arg(below(3)), at);
          break;
        case 1:
          m.toggleTag(at, at + below(20));
          break;
        case 2:
          m.confirm(at, at + 10);
          break;
        case 3:
        case 4:
          m.undo();
          break;
        case 5:
          m.redo();
          break;
        case 6:
          m.edit({at, below(std::min(30, size - at + 1)), QStringLiteral("new\nlines")}, EditKind::Other, at);
          break;
        default:
          for (int i = 0; i < 3; ++i) {
            m.edit({at + i, 0, QStringLiteral("x")}, EditKind::Typing, at + i);
            kept.apply(m.takeHistoryEvent());
          }
      }
      kept.apply(m.takeHistoryEvent());
    }
    QVERIFY(kept.told);
    Manuscript back;
    back.reset(m.text(), m.marks());
    back.restore(kept.done, kept.undone);
    const auto inText = [&m](int cursor) { return std::min(cursor, static_cast<int>(m.text().size())); };
    const auto compare = [&] {
      QCOMPARE(back.text(), m.text());
      QCOMPARE(back.marks().size(), m.marks().size());
      for (qsizetype i = 0; i < m.marks().size(); ++i) {
        QCOMPARE(back.marks().at(i).begin, m.marks().at(i).begin);
        QCOMPARE(back.marks().at(i).end, m.marks().at(i).end);
        QCOMPARE(back.marks().at(i).note, m.marks().at(i).note);
      }
      QCOMPARE(back.canUndo(), m.canUndo());
      QCOMPARE(back.canRedo(), m.canRedo());
    };
    compare();
    while (m.canRedo() && !QTest::currentTestFailed()) {
      QCOMPARE(back.redo(), inText(m.redo()));
      compare();
    }
    while (m.canUndo() && !QTest::currentTestFailed()) {
      QCOMPARE(back.undo(), inText(m.undo()));
      compare();
    }
  }

  // Whatever the bytes of a step are: nothing worse than less to undo.
  void damagedHistoryIsHarmless() {
    Manuscript m;
    m.reset(QStringLiteral("She came. He left."), {{0, 3, MarkKind::Tag, QStringLiteral("n")}});
    KeptHistory kept;
    m.edit({4, 4, QStringLiteral("went")}, EditKind::Other, 4);
    kept.apply(m.takeHistoryEvent());
    m.take({9, 0, QStringLiteral(" And so on.")}, 5, QStringLiteral("seed 7"), 9);
    kept.apply(m.takeHistoryEvent());
    const QByteArray whole = kept.done.last();
    for (qsizetype i = 0; i < whole.size(); ++i) {
      for (const int flip : {0x01, 0x80, 0xff}) {
        kept.done.last() = whole;
        kept.done.last()[i] = static_cast<char>(whole.at(i) ^ flip);
        Manuscript back;
        back.reset(m.text(), m.marks());
        back.restore(kept.done, {kept.done.last().left(i)});
        for (int step = 0; step < 3; ++step) back.undo();
        for (int step = 0; step < 3; ++step) back.redo();
        QCOMPARE(back.words(), countWords(back.text()));
      }
    }
    Manuscript other;
    other.reset(QStringLiteral("short"), {});
    other.restore({whole}, {whole});
    QVERIFY(!other.canUndo());
  }

  void editsOutsideAreClamped() {
    Manuscript m;
    m.reset(QStringLiteral("abc"), {{-4, 99, MarkKind::Pin, {}}});
    QCOMPARE(m.marks().first().end, 3);
    const Edit done = m.edit({10, 5, QStringLiteral("d")}, EditKind::Other, 0);
    QCOMPARE(done.position, 3);
    QCOMPARE(done.removed, 0);
    QCOMPARE(m.text(), QStringLiteral("abcd"));
  }
};

QTEST_APPLESS_MAIN(ManuscriptTest)
#include "manuscript_test.moc"
