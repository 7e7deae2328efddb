// SPDX-License-Identifier: GPL-3.0-or-later
// Taking a candidate whole, word by word and in part; after each, one undo brings back the same bytes.
#include <QRandomGenerator>
#include <QTest>

#include "tests/ui/desk.h"

using namespace lacuna::ui;

namespace {

const QString kText = QStringLiteral("# Title\n\nShe came to the house. It was dark.\n\nNobody answered.\n");
const QVector<QStringList> kFills{{QStringLiteral(" The windows were dark, and somebody had gone.")},
                                  {QStringLiteral(" A lamp burned.")}};
const int kAt = static_cast<int>(kText.indexOf(QStringLiteral(" It was")));

}  // namespace

class TakingTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { useTestSettings(); }

  void wordByWord() {
    for (const bool rewrite : {false, true}) {
      Desk d(kText);
      rewrite ? d.select(kAt, kAt + 13) : d.cursorTo(kAt);
      d.ask();
      d.denoise(kFills);
      const QString view = d.view();
      QString taken = kText;
      d.key(Qt::Key_Right, Qt::ControlModifier);
      taken.replace(kAt, rewrite ? 13 : 0, QStringLiteral(" The"));
      QCOMPARE(d.text(), taken);
      QCOMPARE(d.mirror, taken);
      QCOMPARE(d.view(), view);  // what is seen keeps still
      for (int i = 0; i < 3; ++i) d.key(Qt::Key_Right, Qt::ControlModifier);
      taken.replace(kAt, 4, QStringLiteral(" The windows were dark,"));
      QCOMPARE(d.text(), taken);
      QCOMPARE(d.marks.size(), 1);
      QVERIFY(d.page().gaps().gapMode());
      // Other candidates do not fit any more; the rest can be left or taken.
      d.key(Qt::Key_Tab);
      QCOMPARE(d.view(), view);
      if (rewrite) {
        d.key(Qt::Key_Escape);
        QCOMPARE(d.view(), taken);
      } else {
        d.key(Qt::Key_Return);
        taken.insert(kAt + 23, QStringLiteral(" and somebody had gone."));
        QCOMPARE(d.text(), taken);
        QCOMPARE(d.marks.size(), 1);
      }
      QCOMPARE(d.engine.finished, (QVector<QPair<quint64, int>>{{d.engine.asks.first().id, 0}}));
      d.undo();
      QCOMPARE(d.text().toUtf8(), kText.toUtf8());
      QCOMPARE(d.view(), kText);
      QCOMPARE(d.mirror, kText);
      QVERIFY(d.marks.isEmpty());
      d.redo();
      QCOMPARE(d.text(), taken);
    }
  }

  void undoWhileTheRestStillStands() {
    for (const bool fromText : {false, true}) {
      Desk d(kText);
      d.select(kAt, kAt + 13);
      d.ask();
      d.denoise(kFills);
      d.key(Qt::Key_Right, Qt::ControlModifier);
      d.key(Qt::Key_Right, Qt::ControlModifier);
      if (fromText) d.key(Qt::Key_Left);  // the keys are the text's again
      d.undo();
      QCOMPARE(d.text(), kText);
      QCOMPARE(d.view(), kText);
      QVERIFY(d.page().pageDocument().holes().isEmpty());
    }
  }

  void theLastWordEndsTheGap() {
    Desk d(kText);
    d.cursorTo(kAt);
    d.ask();
    d.denoise(kFills);
    for (int i = 0; i < 8; ++i) d.key(Qt::Key_Right, Qt::ControlModifier);
    QCOMPARE(d.text(), QString(kText).insert(kAt, kFills.first().first()));
    QVERIFY(d.page().pageDocument().holes().isEmpty());
    d.undo();
    QCOMPARE(d.text(), kText);
  }

  void aPartByKeysAndByMouse() {
    for (const bool mouse : {false, true}) {
      Desk d(kText);
      d.select(kAt, kAt + 13);
      d.ask();
      d.denoise(kFills);
      if (mouse) {
        const PageDocument::Hole hole = d.page().pageDocument().holes().first();
        const QVector<GapWord> words = d.page().gaps().wording().words();
        const auto pointAt = [&](int word) {
          QTextCursor cursor(d.page().document());
          cursor.setPosition(hole.viewBegin + words.at(word).begin + 2);
          return d.page().cursorRect(cursor).center();
        };
        QTest::mousePress(d.page().viewport(), Qt::LeftButton, Qt::NoModifier, pointAt(1));
        QTest::mouseMove(d.page().viewport(), pointAt(3));
        QTest::mouseRelease(d.page().viewport(), Qt::LeftButton, Qt::NoModifier, pointAt(3));
        QVERIFY(!d.page().steering().menu()->isVisible());
      } else {
        d.key(Qt::Key_Right, Qt::ShiftModifier);
        d.key(Qt::Key_Right);
        d.key(Qt::Key_Right, Qt::ShiftModifier);
        d.key(Qt::Key_Right, Qt::ShiftModifier);
      }
      d.key(Qt::Key_Return);
      const QString expected = QString(kText).replace(kAt, 13, QStringLiteral(" windows were dark"));
      QCOMPARE(d.text(), expected);
      QCOMPARE(d.view(), expected);
      QCOMPARE(d.mirror, expected);
      d.undo();
      QCOMPARE(d.text(), kText);
      QCOMPARE(d.view(), kText);
    }
  }

  void wordsOfOneGapAndAllOfAnother() {
    const QString text = QStringLiteral("She came [[\u2026]] house. It was [[3 words]].\n");
    const QVector<QStringList> fills{{QStringLiteral("to the"), QStringLiteral("dark and still")},
                                     {QStringLiteral("up to a"), QStringLiteral("as ever was")}};
    Desk d(text);
    d.key(Qt::Key_Return, Qt::ControlModifier | Qt::ShiftModifier);
    d.denoise(fills);
    d.key(Qt::Key_Right, Qt::ControlModifier);
    QCOMPARE(d.text(), QStringLiteral("She came to house. It was [[3 words]].\n"));
    d.key(Qt::Key_Tab, Qt::ControlModifier);
    d.key(Qt::Key_Tab);  // the other gap may still have another candidate
    d.key(Qt::Key_Return);
    QCOMPARE(d.text(), QStringLiteral("She came to house. It was as ever was.\n"));
    d.key(Qt::Key_Return);
    QCOMPARE(d.text(), QStringLiteral("She came to the house. It was as ever was.\n"));
    QCOMPARE(d.mirror, d.text());
    d.undo();
    QCOMPARE(d.text(), text);
    QCOMPARE(d.view(), text);
  }

  void theRestCanBeDenoisedAgain() {
    Desk d(kText);
    d.select(kAt, kAt + 13);
    d.ask();
    d.denoise(kFills);
    d.key(Qt::Key_Right, Qt::ControlModifier);
    d.ask();
    QCOMPARE(d.engine.asks.size(), 2);
    const InfillAsk ask = d.engine.asks.last();
    QCOMPARE(ask.gaps.first().begin, kAt + 4);
    QCOMPARE(ask.gaps.first().end, kAt + 4);
    d.denoise(kFills);
    d.key(Qt::Key_Return);
    QCOMPARE(d.text(), QString(kText).replace(kAt, 13, QStringLiteral(" The") + kFills.first().first()));
    d.undo();
    d.undo();
    QCOMPARE(d.text(), kText);
    QCOMPARE(d.mirror, kText);
  }

  // Takes of every kind between edits elsewhere: the edits stay, and undo to the bottom gives the same bytes.
  void randomHands() {
    QRandomGenerator random(7);
    for (int round = 0; round < 12; ++round) {
      Desk d(kText);
      d.page().setMotion(false);
      for (int act = 0; act < 10; ++act) {
        const int size = static_cast<int>(d.text().size());
        const int at = static_cast<int>(random.bounded(size));
        random.bounded(2) == 0 ? d.cursorTo(at) : d.select(at, std::min(size, at + 9));
        d.ask();
        if (d.engine.asks.isEmpty() || d.page().gaps().activeRun() == nullptr) continue;
        d.denoise(kFills);
        for (int i = 0; i < 6; ++i) {
          switch (random.bounded(7)) {
            case 0:
            case 1:
              d.key(Qt::Key_Right, Qt::ControlModifier);
              break;
            case 2:
              d.key(Qt::Key_Right, Qt::ShiftModifier);
              break;
            case 3:
              d.key(Qt::Key_Return);
              break;
            case 4:
              d.key(Qt::Key_Tab);
              break;
            case 5:
              d.cursorTo(static_cast<int>(random.bounded(static_cast<int>(d.text().size()))));
              d.type(QStringLiteral("q"));
              break;
            default:
              d.undo();
              break;
          }
          QCOMPARE(d.mirror, d.text());
        }
        d.page().gaps().taking().leaveAll();
        QCOMPARE(d.view(), d.text());
      }
      for (int i = 0; i < 200; ++i) d.undo();
      QCOMPARE(d.text(), kText);
      QCOMPARE(d.mirror, kText);
      QCOMPARE(d.view(), kText);
    }
  }
};

QTEST_MAIN(TakingTest)
#include "taking_test.moc"
