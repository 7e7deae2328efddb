// SPDX-License-Identifier: GPL-3.0-or-later
// Writing from right to left, and with an input method: where the caret goes, what a selection covers, what is shown of
// letters that are still being composed.
#include <QInputMethodEvent>
#include <QPaintEvent>
#include <QTextBlock>

#include "tests/ui/desk.h"

namespace lacuna::ui {
namespace {

const QString kHebrew = QString::fromUtf8("\u05e9\u05dc\u05d5\u05dd \u05e2\u05d5\u05dc\u05dd.");
const QString kArabic = QString::fromUtf8("\u0627\u0644\u0628\u062d\u0631 \u0647\u0627\u062f\u0626.");
const QString kMixed = QStringLiteral("The word \u05e9\u05dc\u05d5\u05dd is Hebrew.");

}  // namespace

class DirectionsTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() { useTestSettings(); }

  void arrowsGoWhereTheyPoint_data() {
    QTest::addColumn<QString>("text");
    QTest::newRow("Hebrew") << kHebrew;
    QTest::newRow("Arabic") << kArabic;
  }
  void arrowsGoWhereTheyPoint() {
    QFETCH(QString, text);
    Desk d(text);
    d.cursorTo(2);
    const int x = d.page().cursorRect().left();
    d.key(Qt::Key_Left);
    QCOMPARE(d.page().cursorPosition(), 3);
    QVERIFY(d.page().cursorRect().left() < x);
    d.key(Qt::Key_Right);
    QCOMPARE(d.page().cursorPosition(), 2);
    d.key(Qt::Key_Home);
    QCOMPARE(d.page().cursorPosition(), 0);
    d.key(Qt::Key_End);
    QCOMPARE(d.page().cursorPosition(), static_cast<int>(text.size()));
    // The end is at the left.
    QVERIFY(d.page().cursorRect().left() < x);
  }

  void aClickComesWhereItPoints_data() {
    QTest::addColumn<QString>("text");
    QTest::newRow("Hebrew") << kHebrew;
    QTest::newRow("Arabic") << kArabic;
    QTest::newRow("mixed") << kMixed;
  }
  void aClickComesWhereItPoints() {
    QFETCH(QString, text);
    Desk d(text);
    const QTextBlock block = d.page().document()->firstBlock();
    for (int at = 0; at < text.size(); ++at) {
      d.cursorTo(at);
      if (!block.layout()->isValidCursorPosition(at)) continue;
      const QRect here = d.page().cursorRect();
      d.cursorTo(0);
      QTest::mouseClick(d.page().viewport(), Qt::LeftButton, Qt::NoModifier, here.center());
      const int came = d.page().cursorPosition();
      // Where letters of both directions meet, one place belongs to two positions.
      const auto meets = [&text](int position) {
        return position > 0 && position < text.size() &&
               text.at(position).isLetter() != text.at(position - 1).isLetter();
      };
      if (came != at && meets(at) && meets(came)) continue;
      QVERIFY2(std::abs(d.page().cursorRect().left() - here.left()) <= 2,
               qPrintable(QStringLiteral("%1 to %2").arg(at).arg(came)));
    }
  }

  // What is chosen is covered, and nothing beside it.
  void aSelectionCoversItsLetters_data() { aClickComesWhereItPoints_data(); }
  void aSelectionCoversItsLetters() {
    QFETCH(QString, text);
    Desk d(text);
    d.window.setTheme(QStringLiteral("light"));
    const auto word = static_cast<int>(text.indexOf(u'\u05e9') < 0 ? 0 : text.indexOf(u'\u05e9'));
    const int end = word + 4;
    d.cursorTo(word);
    const int right = d.page().cursorRect().center().x();
    d.cursorTo(end);
    const int left = d.page().cursorRect().center().x();
    d.select(word, end);
    const QImage picture = d.page().viewport()->grab().toImage();
    const int y = d.page().cursorRect().bottom() - 2;
    const QColor band = d.page().theme().selection;
    int inside = 0;
    int outside = 0;
    const qreal ratio = picture.devicePixelRatio();
    for (int x = 0; x < d.page().viewport()->width(); ++x) {
      if (picture.pixelColor(qRound(x * ratio), qRound(y * ratio)) != band) continue;
      (x >= std::min(left, right) - 2 && x <= std::max(left, right) + 2 ? inside : outside) += 1;
    }
    QVERIFY2(inside > std::abs(right - left) / 2, qPrintable(QString::number(inside)));
    QCOMPARE(outside, 0);
  }

  // The band is higher than the letters; all of it is painted over when the selection goes.
  void aSelectionThatGoesLeavesNothing() {
    struct Painted : QObject {
      QRegion region;
      bool eventFilter(QObject*, QEvent* event) override {
        if (event->type() == QEvent::Paint) region += static_cast<QPaintEvent*>(event)->region();
        return false;
      }
    } painted;
    Desk d(QStringLiteral("The tide was out.\n\nNobody came."));
    d.select(4, 8);
    const QRectF line = d.page().pageLayout().lineRect(4).translated(0, -d.page().verticalScrollBar()->value());
    const int x = d.page().caretRect(6).center().x();
    QCoreApplication::processEvents();
    d.page().viewport()->installEventFilter(&painted);
    d.cursorTo(19);
    QCoreApplication::processEvents();
    d.page().viewport()->removeEventFilter(&painted);
    QVERIFY(painted.region.contains(QPoint(x, qRound(line.top()) + 1)));
    QVERIFY(painted.region.contains(QPoint(x, qRound(line.bottom()) - 2)));
  }

  void composedLettersAreShownAndNotWritten_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("composed");
    QTest::addColumn<QString>("written");
    QTest::newRow("Japanese") << QStringLiteral("The tide.") << QStringLiteral("\u306b\u307b")
                              << QStringLiteral("\u65e5\u672c");
    QTest::newRow("an accent") << QStringLiteral("The tide.") << QStringLiteral("\u00b4") << QStringLiteral("\u00e9");
    QTest::newRow("in Arabic") << kArabic << QStringLiteral("\u0628\u062d") << QStringLiteral("\u0628\u062d\u0631");
  }
  void composedLettersAreShownAndNotWritten() {
    QFETCH(QString, text);
    QFETCH(QString, composed);
    QFETCH(QString, written);
    Desk d(text);
    d.cursorTo(4);
    const QImage bare = d.grab();
    QInputMethodEvent composing(composed, {{QInputMethodEvent::Cursor, static_cast<int>(composed.size()), 1, {}}});
    QCoreApplication::sendEvent(&d.page(), &composing);
    QCOMPARE(d.text(), text);
    QCOMPARE(d.mirror, text);
    const QImage shown = d.grab();
    QVERIFY(shown != bare);
    const QString pictures = qEnvironmentVariable("LACUNA_PICTURES");
    if (!pictures.isEmpty())
      (void)shown.save(QStringLiteral("%1/composing-%2.png").arg(pictures, QLatin1String(QTest::currentDataTag())));
    // What stands behind is still found where it is: the layout has the composed letters, the text has not.
    const int last = static_cast<int>(text.size());
    const QPoint end = d.page().caretRect(last - 1).center();
    const int hit = d.page().pageLayout().hitTest(end + QPoint(0, d.page().verticalScrollBar()->value()), Qt::FuzzyHit);
    QVERIFY2(std::abs(hit - (last - 1)) <= 1 && hit <= last, qPrintable(QString::number(hit)));
    // Its window of proposals stands at the caret, behind what is composed.
    const QRect caret = d.page().inputMethodQuery(Qt::ImCursorRectangle).toRect();
    QVERIFY(d.page().rect().contains(caret.center()) && caret.height() > 8);
    QCOMPARE(d.page().inputMethodQuery(Qt::ImSurroundingText).toString(), text);
    QCOMPARE(d.page().inputMethodQuery(Qt::ImCursorPosition).toInt(), 4);
    QInputMethodEvent done;
    done.setCommitString(written);
    QCoreApplication::sendEvent(&d.page(), &done);
    QString expected = text;
    expected.insert(4, written);
    QCOMPARE(d.text(), expected);
    QCOMPARE(d.mirror, expected);
    QCOMPARE(d.page().cursorPosition(), 4 + static_cast<int>(written.size()));
    d.undo();
    QCOMPARE(d.text(), text);
  }

  // What is composed and given up leaves nothing.
  void composingCanBeGivenUp() {
    Desk d(QStringLiteral("The tide."));
    d.cursorTo(4);
    QInputMethodEvent composing(QStringLiteral("\u306b"), {});
    QCoreApplication::sendEvent(&d.page(), &composing);
    QInputMethodEvent nothing;
    QCoreApplication::sendEvent(&d.page(), &nothing);
    QCOMPARE(d.text(), QStringLiteral("The tide."));
    QCOMPARE(d.view(), d.text());
    QCOMPARE(d.editedCount, 0);
  }
};

}  // namespace lacuna::ui

QTEST_MAIN(lacuna::ui::DirectionsTest)
#include "directions_test.moc"
