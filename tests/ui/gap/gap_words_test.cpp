// SPDX-License-Identifier: GPL-3.0-or-later
// Words over tokens: what is pointed at, taken bite by bite, and pinned.
#include <QRandomGenerator>
#include <QTest>

#include "ui/brush/brush.h"
#include "ui/gap/gap_run.h"
#include "ui/gap/gap_words.h"
#include "ui/gap/seams.h"

using namespace lacuna::ui;

namespace {

QStringList wordTexts(const QStringList& tokens) {
  QStringList texts;
  for (const GapWord& w : wordsOf(tokens)) texts << tokens.join(QString()).mid(w.begin, w.length());
  return texts;
}

// Any text out of a few letters, spaces, marks and line ends.
QString randomText(QRandomGenerator& random, int length) {
  static const QString kLetters = QStringLiteral("aaabcd  ,.\u2019'-\n\u201c\u00e9");
  QString text;
  for (int i = 0; i < length; ++i) text += kLetters.at(random.bounded(static_cast<int>(kLetters.size())));
  return text;
}

}  // namespace

class GapWordsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void wordsAreWhatAnAuthorSees() {
    QCOMPARE(wordTexts({" The", " win", "dows", ",", " and", "\n", " don", "\u2019", "t", " half", "-", "way", " "}),
             (QStringList{"The", "windows", ",", "and", "don\u2019t", "half-way"}));
    QCOMPARE(wordTexts({"\u201c", "Yes", ",", "\u201d", " he"}), (QStringList{"\u201c", "Yes", ",", "\u201d", "he"}));
    QVERIFY(wordTexts({}).isEmpty());
    QVERIFY(wordTexts({" ", "\n"}).isEmpty());
    const GapWord windows = wordsOf({" The", " win", "dows"}).at(1);
    QCOMPARE(windows.first, 1);
    QCOMPARE(windows.last, 2);
    QCOMPARE(windows.begin, 5);
  }

  // However a text is cut into tokens: words ascend, hold no white space, and together hold all that is not.
  void wordsCoverTheText() {
    QRandomGenerator random(1);
    for (int round = 0; round < 300; ++round) {
      const QString text = randomText(random, 40);
      QStringList tokens;
      for (int at = 0; at < text.size();) {
        const int size = 1 + static_cast<int>(random.bounded(4));
        tokens << text.mid(at, size);
        at += size;
      }
      const QStringList pieces = piecesOf(text);
      QCOMPARE(pieces.join(QString()), text);
      for (const QStringList& cut : {tokens, pieces}) {
        int last = 0;
        for (const GapWord& w : wordsOf(cut)) {
          QVERIFY(w.begin >= last && w.end > w.begin && w.first <= w.last);
          QVERIFY(text.mid(last, w.begin - last).trimmed().isEmpty());
          QVERIFY(!text.at(w.begin).isSpace() && !text.at(w.end - 1).isSpace());
          last = w.end;
        }
        QVERIFY(text.mid(last).trimmed().isEmpty());
      }
    }
  }

  void bitesEatTheWholeText() {
    QRandomGenerator random(2);
    for (int round = 0; round < 300; ++round) {
      const QString text = randomText(random, 30);
      QString rest = text;
      QString eaten;
      while (!rest.isEmpty()) {
        const int bite = nextBite(rest);
        QVERIFY(bite > 0 && bite <= rest.size());
        eaten += rest.left(bite);
        rest = rest.mid(bite);
      }
      QCOMPARE(eaten, text);
    }
    QCOMPARE(nextBite(QStringLiteral(" windows, and")), 9);
    QCOMPARE(nextBite(QStringLiteral(" gone. ")), 7);
  }

  // A word that changes keeps its place at first and comes to its own width by and by, never past it.
  void aPlaceChangesItsWidthByAndBy() {
    QFont font(QStringLiteral("serif"));
    font.setPixelSize(20);
    const QFontMetricsF metrics(font);
    PageTokens tokens(1);
    PageToken& t = tokens[0];
    t.text = QStringLiteral(" windowsill");
    const qreal before = metrics.horizontalAdvance(t.text);
    replaceText(t, QStringLiteral(" house"), font, true);
    const qreal own = metrics.horizontalAdvance(t.text);
    QCOMPARE(own + t.stretch, before);
    qreal last = before;
    int steps = 0;
    while (dry(tokens, 0.016)) {
      const qreal now = own + t.stretch;
      QVERIFY(now <= last && now >= own - 0.01);
      QVERIFY(last - now < 0.25 * (before - own));
      last = now;
      QVERIFY(++steps < 200);
    }
    QVERIFY(steps > 8);
    QCOMPARE(t.stretch, 0.0);
    replaceText(t, QStringLiteral(" windowsill"), font, false);
    QCOMPARE(t.stretch, 0.0);
  }

  void pinsAreFoundWhereTheyStand() {
    const QStringList pieces{" a", " lamp", " and", " a", " lamps", "."};
    QCOMPARE(pinnedRanges(pieces, {{"lamp", 0, 1}}), (QVector<QPair<int, int>>{{3, 7}}));
    QVERIFY(pinnedRanges(pieces, {{"lamp", 0, 2}}).isEmpty());
    QCOMPARE(pinnedRanges(pieces, {{"lamps", 0, -1}}), (QVector<QPair<int, int>>{{14, 19}}));
    QVERIFY(pinnedRanges({" lamps"}, {{"lamp", 0, -1}}).isEmpty());
    QVERIFY(pinnedRanges(pieces, {{"lamp", 0, 40}}).isEmpty());
  }

  void strokesAreWholeWordsAndDisjoint() {
    const QString text = QStringLiteral("She came to the house. It was dark.\nNobody answered.");
    BrushStrokes brush;
    brush.paint(text, 5, 9, 2);  // "came to"
    QCOMPARE(brush.strokes().size(), 1);
    QCOMPARE(text.mid(brush.strokes().first().begin, 7), QStringLiteral("came to"));
    QRandomGenerator random(3);
    for (int round = 0; round < 200; ++round) {
      const int a = static_cast<int>(random.bounded(static_cast<int>(text.size())));
      const int b = static_cast<int>(random.bounded(static_cast<int>(text.size())));
      brush.paint(text, a, b, static_cast<int>(random.bounded(6)));
      int last = -1;
      for (const StrokeAsk& s : brush.strokes()) {
        QVERIFY(s.begin >= last && s.begin < s.end && s.end <= text.size());
        QVERIFY(s.strength > 0 && s.strength <= 1);
        last = s.end;
      }
      int gapEnd = -1;
      int strokes = 0;
      for (const GapWish& wish : brush.wishes(text)) {
        QVERIFY(wish.gap.begin > gapEnd);
        for (const StrokeAsk& s : wish.strokes) QVERIFY(s.begin >= 0 && wish.gap.begin + s.end <= wish.gap.end);
        strokes += static_cast<int>(wish.strokes.size());
        gapEnd = wish.gap.end;
      }
      QCOMPARE(strokes, static_cast<int>(brush.strokes().size()));
    }
    brush.clear();
    brush.paint(text, 0, 3, 5);
    brush.paint(text, 36, 42, 5);
    QCOMPARE(brush.wishes(text).size(), 2);  // a paragraph between
    QVERIFY(brush.undo());
    QCOMPARE(brush.strokes().size(), 1);
  }

  void seamsAreAFewWordsOnBothSides() {
    const QString text = QStringLiteral("one two three four five six seven eight nine ten\neleven twelve");
    SeamNotes seams;
    QVERIFY(seams.wishes(text).isEmpty());
    seams.notePaste(19, 24);                 // "five "
    QCOMPARE(seams.wishes(text).size(), 1);  // the joints are near each other
    const GapAsk gap = seams.wishes(text).first().gap;
    QCOMPARE(text.mid(gap.begin, gap.end - gap.begin), QStringLiteral("two three four five six seven eight"));
    QCOMPARE(seams.wishes(text).first().strokes.first().strength, 0.5F);
    seams.edited({{0, 0, QStringLiteral("zero ")}});
    QCOMPARE(seams.wishes(QStringLiteral("zero ") + text).first().gap.begin, gap.begin + 5);
    seams.noteCut(48);  // at the end of a line nothing was joined
    QVERIFY(seams.wishes(text).isEmpty());
  }
};

QTEST_MAIN(GapWordsTest)
#include "gap_words_test.moc"
