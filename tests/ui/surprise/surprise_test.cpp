// SPDX-License-Identifier: GPL-3.0-or-later
// The lens *Surprise* on the page, read for by the test: what it asks for, what it shows and hides, and that it moves
// nothing.
#include <QAction>
#include <QApplication>
#include <QHelpEvent>
#include <QLabel>
#include <QRandomGenerator>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>
#include <QToolTip>
#include <algorithm>

#include "tests/ui/desk.h"
#include "ui/surprise/surprise_lens.h"

using namespace lacuna::ui;

namespace {

// The nats of a word are those that its letters say: "odd" words get 20, all others 1.
QVector<SurpriseWord> wordsOf(const QString& text, int offset) {
  QVector<SurpriseWord> words;
  for (int at = 0; at < text.size();) {
    if (!text.at(at).isLetter()) {
      ++at;
      continue;
    }
    int end = at;
    while (end < text.size() && text.at(end).isLetter()) ++end;
    const QString word = text.mid(at, end - at);
    const bool odd = word.contains(QStringLiteral("zep")) || word == QStringLiteral("words");
    words.push_back(
        {offset + at, offset + end, odd ? 20.0F : 1.0F, odd ? QStringLiteral("lamp\nlight\nfire") : QString()});
    at = end;
  }
  return words;
}

struct LensDesk : Desk {
  explicit LensDesk(const QString& text) : Desk(text), lens(*window.surprise()) {
    QObject::connect(&lens, &SurpriseLens::wanted, &engine, [this](const SurpriseAsk& ask) {
      asks.push_back(ask);
      if (answers) answer();
    });
    QObject::connect(&lens, &SurpriseLens::withdrawn, &engine, [this] { ++withdrawals; });
    lens.setSource(SurpriseLens::Source::Ready);
  }
  ~LensDesk() { lens.setOn(false); }
  void answer() {
    const SurpriseAsk ask = asks.last();
    QMetaObject::invokeMethod(
        &lens,
        [this, ask] {
          lens.show(
              {ask.id, ask.offset, ask.offset + static_cast<int>(ask.text.size()), wordsOf(ask.text, ask.offset)});
          lens.done(ask.id);
        },
        Qt::QueuedConnection);
  }
  // Switches it on and waits for its first words.
  bool light() {
    lens.setOn(true);
    return QTest::qWaitFor([this] { return !lens.words().all().isEmpty(); }, 5000);
  }
  QStringList shown() {
    const QString now = view();
    QStringList words;
    for (const SurpriseMark& mark : lens.shown()) words << now.mid(mark.begin, mark.end - mark.begin);
    return words;
  }
  QString line() const { return lens.line()->line(); }

  SurpriseLens& lens;
  QVector<SurpriseAsk> asks;
  int withdrawals = 0;
  bool answers = true;
};

const QString kText = QStringLiteral(
    "She lit the zeppelin and put it on the sill.\n\nThe tide came in. Nobody had seen a zepper there before.\n");

int differing(const QImage& a, const QImage& b, const QRect& in) {
  int pixels = 0;
  for (int y = in.top(); y <= in.bottom(); ++y)
    for (int x = in.left(); x <= in.right(); ++x) pixels += a.pixel(x, y) != b.pixel(x, y) ? 1 : 0;
  return pixels;
}

}  // namespace

class SurpriseTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() {
    useTestSettings();
    // Pictures are compared: the caret stands still, and no wave of the spelling comes when it comes.
    QApplication::setCursorFlashTime(0);
    QSettings().setValue(QStringLiteral("spelling/on"), false);
  }

  void offUntilItIsSwitchedOnAndRemembered() {
    {
      LensDesk d(kText);
      QVERIFY(!d.lens.on());
      QTest::qWait(50);
      QVERIFY(d.asks.isEmpty());
      QTest::keyClick(&d.window, Qt::Key_F8);
      QVERIFY(d.lens.on());
      QVERIFY(QSettings().value("ui/surprise").toBool());
      const Desk other(kText);
      QVERIFY(other.window.surprise()->on());
      for (const QAction* action : other.window.actions())
        if (action->shortcut() == QKeySequence(Qt::Key_F8)) QVERIFY(action->isChecked());
    }
    QVERIFY(!QSettings().value("ui/surprise").toBool());
  }

  void oddWordsStandOutAndTheRestIsBare() {
    LensDesk d(kText);
    const QImage before = d.grab();
    QVERIFY(d.light());
    QCOMPARE(d.shown(), (QStringList{"zeppelin", "zepper"}));
    QCOMPARE(d.asks.first().text, kText);
    QVERIFY(!d.asks.first().cutBefore && !d.asks.first().cutAfter);
    const QImage after = d.grab();
    const auto rectOf = [&](const QString& word) {
      QTextCursor cursor(d.page().document());
      cursor.setPosition(static_cast<int>(kText.indexOf(word)));
      QRect rect = d.page().cursorRect(cursor);
      cursor.setPosition(cursor.position() + static_cast<int>(word.size()));
      return rect.united(d.page().cursorRect(cursor)).translated(d.page().viewport()->geometry().topLeft());
    };
    QVERIFY(differing(before, after, rectOf("zeppelin")) > 200);
    QCOMPARE(differing(before, after, rectOf("Nobody")), 0);
    QCOMPARE(differing(before, after, rectOf("sill").adjusted(4, 0, 0, 0)), 0);
  }

  // Not by their colour alone: in shades of grey too, and the stronger one shows more.
  void strengthIsSeenWithoutColour_data() {
    QTest::addColumn<QString>("theme");
    for (const char* theme : {"light", "dark", "paper"}) QTest::newRow(theme) << QString(theme);
  }
  void strengthIsSeenWithoutColour() {
    LensDesk d(QStringLiteral("aaaa aaaa aaaa\n"));
    QFETCH(QString, theme);
    d.window.setTheme(theme);
    d.cursorTo(14);
    const QImage bare = d.grab().convertToFormat(QImage::Format_Grayscale8);
    d.answers = false;
    d.lens.setOn(true);
    QTRY_VERIFY(!d.asks.isEmpty());
    d.lens.show({d.asks.last().id, 0, 15, {{0, 4, 2}, {5, 9, 9}, {10, 14, 16}}});
    const QImage lit = d.grab().convertToFormat(QImage::Format_Grayscale8);
    const auto changed = [&](int begin) {
      qint64 sum = 0;
      const QRectF line = d.page().pageLayout().lineRect(begin);
      QTextCursor cursor(d.page().document());
      cursor.setPosition(begin);
      const int x1 = d.page().cursorRect(cursor).left() + 3 + d.page().viewport()->x();
      cursor.setPosition(begin + 4);
      const int x2 = d.page().cursorRect(cursor).left() - 3 + d.page().viewport()->x();
      for (int y = static_cast<int>(line.top()); y < line.bottom(); ++y)
        for (int x = x1; x < x2; ++x) sum += std::abs(qGray(bare.pixel(x, y)) - qGray(lit.pixel(x, y)));
      return sum;
    };
    QCOMPARE(changed(0), qint64{0});
    QVERIFY(changed(5) > 500);
    QVERIFY(changed(10) > 2 * changed(5));
  }

  void nothingMoves() {
    LensDesk d(sampleDraft() + kText);
    const auto places = [&] {
      QVector<QRectF> all;
      for (int at = 0; at < d.text().size(); at += 7) {
        QTextCursor cursor(d.page().document());
        cursor.setPosition(at);
        all << QRectF(d.page().cursorRect(cursor)) << d.page().pageLayout().lineRect(at);
      }
      return all;
    };
    const auto before = places();
    QVERIFY(d.light());
    (void)d.grab();
    QCOMPARE(places(), before);
    d.lens.setOn(false);
    QCOMPARE(places(), before);
  }

  void editedWordsAreBareAtOnce() {
    LensDesk d(kText);
    QVERIFY(d.light());
    d.answers = false;
    d.cursorTo(static_cast<int>(kText.indexOf("zeppelin")) + 3);
    d.type("x");
    QCOMPARE(d.shown(), QStringList{"zepper"});  // which has moved with its word
    d.cursorTo(0);
    d.type("Once ");
    QCOMPARE(d.shown(), QStringList{"zepper"});
    QVERIFY(d.asks.size() == 1);  // who writes is left alone
    QTRY_COMPARE(d.asks.size(), 2);
    QCOMPARE(d.asks.last().text, d.text());
    d.answer();
    QTRY_COMPARE(d.shown(), (QStringList{"zepxpelin", "zepper"}));
    d.answers = true;
    d.undo();
    d.undo();
    QVERIFY(!d.shown().contains("zepxpelin"));
    QCOMPARE(d.text(), kText);
    QTRY_COMPARE(d.shown(), (QStringList{"zeppelin", "zepper"}));
    // A word that is typed and taken back: the text is what was asked for last, and yet not all of it is known.
    const auto asked = d.asks.size();
    d.cursorTo(static_cast<int>(kText.indexOf("zepper")) + 6);
    d.type("s");
    QCOMPARE(d.shown(), QStringList{"zeppelin"});
    d.key(Qt::Key_Backspace);
    QCOMPARE(d.text(), kText);
    QTRY_COMPARE(d.shown(), (QStringList{"zeppelin", "zepper"}));
    QCOMPARE(d.asks.size(), asked + 1);
  }

  // A keystroke while it is read: what comes is of a text that is no more.
  void whatComesTooLateIsNotShown() {
    LensDesk d(kText);
    d.answers = false;
    d.lens.setOn(true);
    QTRY_COMPARE(d.asks.size(), 1);
    d.cursorTo(0);
    d.type("a");
    QCOMPARE(d.withdrawals, 1);
    d.answer();
    QCoreApplication::processEvents();
    QVERIFY(d.lens.words().all().isEmpty());
    QTRY_COMPARE(d.asks.size(), 2);
    d.lens.setOn(false);
    QCOMPARE(d.withdrawals, 2);
    d.answer();
    QCoreApplication::processEvents();
    QVERIFY(d.lens.words().all().isEmpty() && d.shown().isEmpty());
  }

  void switchedOffThePageIsBare() {
    LensDesk d(kText);
    const QImage before = d.grab();
    QVERIFY(d.light());
    QVERIFY(d.grab() != before);
    QTest::keyClick(&d.window, Qt::Key_F8);
    QVERIFY(d.shown().isEmpty() && d.lens.words().all().isEmpty());
    QTRY_COMPARE(d.grab(), before);  // the caret blinks
    const auto asked = d.asks.size();
    d.cursorTo(0);
    d.type("Now ");
    QTest::qWait(900);
    QCOMPARE(d.asks.size(), asked);
  }

  void anotherDocumentIsReadAnew() {
    LensDesk d(kText);
    QVERIFY(d.light());
    Document other;
    other.id = QStringLiteral("b");
    other.text = QStringLiteral("Another zep draft.\n");
    d.answers = false;
    d.window.openDocument(other);
    QVERIFY(d.shown().isEmpty() && d.lens.words().all().isEmpty());
    QTRY_COMPARE(d.asks.last().text, other.text);
    d.answer();
    QTRY_COMPARE(d.shown(), QStringList{"zep"});
  }

  void aGapsNoiseIsNoWordOfTheAuthors() {
    LensDesk d(kText);
    QVERIFY(d.light());
    d.answers = false;
    const auto at = static_cast<int>(kText.indexOf("zeppelin"));
    d.select(at - 4, at + 8);
    d.ask();
    QVERIFY(!d.page().pageDocument().holes().isEmpty());
    QCOMPARE(d.shown(), QStringList{"zepper"});
    d.denoise({{QStringLiteral("the zeppy lamp")}});
    QCOMPARE(d.shown(), QStringList{"zepper"});  // a candidate is not the author's either
    for (const SurpriseAsk& ask : d.asks) QVERIFY(ask.text.contains("zeppelin") && !ask.text.contains("zeppy"));
    d.answers = true;
    d.key(Qt::Key_Return);
    QTRY_COMPARE(d.shown(), (QStringList{"zeppy", "zepper"}));  // what was taken is
  }

  void anInsertedGapHidesTheWordThatItSplits() {
    LensDesk d(kText);
    QVERIFY(d.light());
    const auto at = static_cast<int>(kText.indexOf("zeppelin"));
    d.cursorTo(at + 3);
    d.ask();
    QCOMPARE(d.shown(), QStringList{"zepper"});
    d.key(Qt::Key_Escape);
    QCOMPARE(d.shown(), (QStringList{"zeppelin", "zepper"}));
    d.cursorTo(at);
    d.ask();
    QCOMPARE(d.shown(), (QStringList{"zeppelin", "zepper"}));  // beside it, it stands where it stood
  }

  void aWrittenGapIsNoWord() {
    LensDesk d(QStringLiteral("A zep here [[12 words]] and there.\n"));
    QVERIFY(d.light());
    QCOMPARE(d.shown(), QStringList{"zep"});
  }

  void withoutABaseItSaysSoOnce() {
    LensDesk d(kText);
    d.lens.setSource(SurpriseLens::Source::NoBase);
    QSignalSpy said(&d.lens, &SurpriseLens::sentence);
    d.lens.setOn(true);
    QCOMPARE(said.count(), 1);
    const QString sentence = said.first().first().toString();
    QVERIFY(sentence.contains("base") && sentence.endsWith('.') && sentence.count('.') == 1);
    QVERIFY(d.line().contains("base"));
    QTest::qWait(100);
    QVERIFY(d.asks.isEmpty());
    d.cursorTo(4);
    d.type("a");
    QCOMPARE(said.count(), 1);
    // Another model: it begins by itself.
    d.lens.setSource(SurpriseLens::Source::Loading);
    d.lens.setSource(SurpriseLens::Source::Ready);
    QTRY_VERIFY(!d.shown().isEmpty());
    d.lens.setSource(SurpriseLens::Source::NoBase);
    QCOMPARE(said.count(), 2);
    QVERIFY(d.shown().isEmpty());
  }

  void theCaretAndTheMouseAreTold() {
    LensDesk d(kText);
    QVERIFY(d.light());
    const auto at = static_cast<int>(kText.indexOf("zeppelin"));
    d.cursorTo(at + 2);
    QVERIFY2(d.line().contains("\u201czeppelin\u201d: hardly ever expected here") &&
                 d.line().endsWith("likelier: lamp, light, fire"),
             qPrintable(d.line()));
    QCOMPARE(d.lens.line()->accessibleDescription(), d.line());
    QVERIFY(d.lens.line()->isVisible());
    // A screen reader hears what stands out, where the caret rests.
    auto* const announcer = d.page().findChild<QWidget*>(QStringLiteral("surpriseStatus"));
    QVERIFY(announcer != nullptr && announcer->accessibleName().isEmpty());
    QTRY_COMPARE(announcer->accessibleName(), d.line());
    d.cursorTo(1);
    QVERIFY(d.line().contains("\u201cShe\u201d: as good as expected, about 1 in 3") && !d.line().contains("likelier"));
    QTest::qWait(700);
    QVERIFY(!announcer->accessibleName().contains("She"));
    d.cursorTo(static_cast<int>(kText.size()));
    QCOMPARE(d.line(), QString());

    QTextCursor cursor(d.page().document());
    cursor.setPosition(at + 4);
    const QPoint point = d.page().cursorRect(cursor).center();
    QVERIFY(d.lens.hoverAt(point).contains("\u201czeppelin\u201d"));
    QCOMPARE(d.lens.hoverAt(QPoint(3, 3)), QString());
    QHelpEvent help(QEvent::ToolTip, point, d.page().viewport()->mapToGlobal(point));
    QCoreApplication::sendEvent(d.page().viewport(), &help);
    QVERIFY(QToolTip::text().contains("zeppelin"));
    d.lens.setOn(false);
    QCOMPARE(d.lens.hoverAt(point), QString());
    QCOMPARE(d.line(), QString());
  }

  // Only what is looked at is asked for, whatever the length, and what is known stays bounded.
  void aHundredThousandWords() {
    QString text;
    for (int i = 0; i < 10000; ++i)
      text += QStringLiteral("The tide came in again and nobody saw zep%1.\n").arg(i) + (i % 5 == 0 ? "\n" : "");
    QVERIFY(countWords(text) >= 90000);
    LensDesk d(text);
    QVERIFY(d.light());
    QScrollBar* const bar = d.page().verticalScrollBar();
    for (int i = 1; i <= 12; ++i) {
      const auto asked = d.asks.size();
      bar->setValue(static_cast<int>(static_cast<qint64>(bar->maximum()) * i / 12));
      QTRY_VERIFY(d.asks.size() > asked);
      const SurpriseAsk& ask = d.asks.last();
      QVERIFY(ask.text.size() < 70000);
      QVERIFY(ask.sightBegin < ask.sightEnd && ask.sightEnd <= ask.text.size());
      QCOMPARE(ask.text, text.mid(ask.offset, ask.text.size()));
      QVERIFY(ask.offset == 0 || text.at(ask.offset - 1) == u'\n');
      QCOMPARE(ask.cutBefore, ask.offset > 0);
      QCOMPARE(ask.cutAfter, ask.offset + ask.text.size() < text.size());
      QTRY_VERIFY(!d.lens.shown().isEmpty());
      QVERIFY(d.lens.words().all().size() <= SurpriseWords::kMost);
      QVERIFY(d.lens.shown().size() < 2000);
      const QStringList marks = d.shown();
      for (const QString& word : marks) QVERIFY2(word.startsWith("zep"), qPrintable(word));
    }
    QVERIFY(d.lens.words().all().size() > SurpriseWords::kMost / 2);
    // A key costs no more than without it.
    d.cursorTo(static_cast<int>(text.size()) / 2);
    QElapsedTimer clock;
    clock.start();
    d.type("zzzzzzzzzz");
    QVERIFY2(clock.elapsed() < 1000, qPrintable(QString::number(clock.elapsed())));
  }

  // Where a letter stands decides which words live on: against a plain list of letters.
  void wordsMoveWithEditsAsPlainLettersDo() {
    QRandomGenerator random(11);
    for (int round = 0; round < 60; ++round) {
      QString text;
      for (int i = 0; i < 30; ++i) text += QString(1 + random.bounded(6), u'a') + QString(1 + random.bounded(2), u' ');
      SurpriseWords words;
      const QVector<SurpriseWord> all = wordsOf(text, 0);
      words.put({1, 0, static_cast<int>(text.size()), all}, 0);
      QVector<int> letters(text.size(), -1);  // whose they are
      QVector<bool> whole(all.size(), true);
      for (int w = 0; w < all.size(); ++w)
        for (int at = all.at(w).begin; at < all.at(w).end; ++at) letters[at] = w;
      for (int i = 0; i < 12; ++i) {
        const int at = random.bounded(static_cast<int>(letters.size()) + 1);
        const int removed = random.bounded(std::min(5, static_cast<int>(letters.size()) - at) + 1);
        const QString put = QStringLiteral("b ").repeated(random.bounded(3));
        for (int k = std::max(0, at - 1); k <= std::min(static_cast<int>(letters.size()) - 1, at + removed); ++k)
          if (letters.at(k) >= 0) whole[letters.at(k)] = false;
        letters.remove(at, removed);
        letters.insert(at, put.size(), -1);
        words.edit({at, removed, put});
      }
      int known = 0;
      for (int w = 0; w < all.size(); ++w) {
        if (!whole.at(w)) continue;
        const auto begin = static_cast<int>(letters.indexOf(w));
        QVERIFY(known < words.all().size());
        QCOMPARE(words.all().at(known).begin, begin);
        QCOMPARE(words.all().at(known).end, begin + all.at(w).end - all.at(w).begin);
        QCOMPARE(words.at(begin), known);
        ++known;
      }
      QCOMPARE(words.all().size(), known);
    }
  }

  // Random hands: what the page shows is what a fresh reading of the text as it is would show, once it has been read.
  void afterRandomEditsItIsAsFresh() {
    LensDesk d(sampleDraft() + kText);
    QVERIFY(d.light());
    QRandomGenerator random(23);
    for (int i = 0; i < 12; ++i) {
      for (int k = 0; k < 5; ++k) {
        d.cursorTo(random.bounded(static_cast<int>(d.text().size())));
        switch (random.bounded(4)) {
          case 0:
            d.type(" zep ");
            break;
          case 1:
            d.key(Qt::Key_Backspace);
            break;
          case 2:
            d.key(Qt::Key_Return);
            break;
          default:
            d.undo();
        }
        for (const QString& word : d.shown()) QVERIFY2(word.contains("zep") && !word.contains(' '), qPrintable(word));
      }
      const auto asked = d.asks.size();
      QTRY_VERIFY_WITH_TIMEOUT(d.asks.size() > asked, 5000);
      QCoreApplication::processEvents();
      const auto& now = d.lens.words().all();
      const auto fresh = wordsOf(d.text(), 0);
      QCOMPARE(now.size(), fresh.size());
      for (int w = 0; w < now.size(); ++w)
        QVERIFY(now.at(w).begin == fresh.at(w).begin && now.at(w).end == fresh.at(w).end &&
                now.at(w).nats == fresh.at(w).nats);
    }
  }

  void numbersInPlainWords() {
    QVERIFY(surpriseInWords(0.1F).contains("what was expected"));
    QCOMPARE(surpriseInWords(8.0F), QStringLiteral("unexpected, about 1 in 3,000"));
    QCOMPARE(surpriseInWords(11.0F), QStringLiteral("very unexpected, about 1 in 60,000"));
    QVERIFY(surpriseInWords(30.0F).endsWith("less than 1 in a million"));
    QCOMPARE(surpriseStrength(3), 0.0);
    QCOMPARE(surpriseStrength(40), 1.0);
    double before = -1;
    for (float nats = 8; nats <= 13; nats += 1) {
      QVERIFY(surpriseStrength(nats) > before);
      before = surpriseStrength(nats);
    }
  }
};

QTEST_MAIN(SurpriseTest)
#include "surprise_test.moc"
