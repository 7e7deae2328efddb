// SPDX-License-Identifier: GPL-3.0-or-later
// Paragraphs that are longer than anyone should write them: the page stays quick.
#include <QTest>
#include <QTextBlock>
#include <QTextLayout>
#include <algorithm>
#include <ctime>
#include <functional>

#include "tests/ui/desk.h"

using namespace lacuna::ui;

namespace {

// Of this process, on any number of loaded cores.
double cpuMs() { return 1000.0 * static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

// The middle one of several keys, each with what it paints.
double msPerKey(QTextEdit& page, const std::function<void()>& type) {
  QVector<double> all;
  for (int i = 0; i < 11; ++i) {
    const double before = cpuMs();
    type();
    QCoreApplication::processEvents();
    page.viewport()->repaint();
    all << cpuMs() - before;
  }
  std::sort(all.begin(), all.end());
  return all.at(all.size() / 2);
}

double msPerKey(Desk& d) {
  return msPerKey(d.page(), [&d] { d.type(QStringLiteral("a")); });
}

// Qt's own editor with the same letters in as wide a page, without a manuscript, a history or words that are counted.
double msPerPlainKey(const Desk& like, const QString& text) {
  QTextEdit plain;
  plain.setUndoRedoEnabled(false);
  plain.setFont(like.window.findChild<PageView*>()->font());
  plain.resize(qRound(like.window.findChild<PageView*>()->pageLayout().measure()) + 40, 800);
  plain.setPlainText(text);
  plain.show();
  QTextCursor cursor = plain.textCursor();
  cursor.setPosition(static_cast<int>(text.size()) / 2);
  plain.setTextCursor(cursor);
  QCoreApplication::processEvents();
  return msPerKey(plain, [&plain] { QTest::keyClick(&plain, Qt::Key_A); });
}

}  // namespace

class LongParagraphTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { useTestSettings(); }

  void tenThousandWordsAreTyped() {
    Desk d(QStringLiteral("short"));
    d.cursorTo(5);
    const double shortOne = msPerKey(d);
    const QString text = QStringLiteral("river ").repeated(10000);
    Desk e(text);
    const double plain = msPerPlainKey(e, text);
    for (const int share : {0, 1, 2}) {
      e.cursorTo(30000 * share);
      QCoreApplication::processEvents();
      const double ms = msPerKey(e);
      qInfo() << "a key in 10,000 words" << ms << "ms, in one word" << shortOne << "in Qt's own editor" << plain;
      QVERIFY2(ms < 1.5 * plain + 4 * shortOne, qPrintable(QString("%1, plain %2").arg(ms).arg(plain)));
      QCOMPARE(e.text(), e.mirror);
    }
  }

  // One word of 200,000 letters: each line looked for its end to the end of the text.
  void aWordWithoutEnd() {
    const double before = cpuMs();
    Desk d(QStringLiteral("Before it. ") + QString(200000, u'x') + QStringLiteral(" after it\n\nnext\n"));
    d.grab();
    const double opened = cpuMs() - before;
    qInfo() << "opened in" << opened << "ms";
    QVERIFY2(opened < 4000, qPrintable(QString::number(opened)));
    const QTextLayout* layout = d.page().document()->begin().layout();
    for (int i = 0; i < layout->lineCount(); ++i)
      QVERIFY(layout->lineAt(i).naturalTextWidth() <= d.page().pageLayout().measure() + 1);
    // Words before and behind it are broken as ever.
    const QTextLine last = layout->lineAt(layout->lineCount() - 1);
    const QString end = d.page().document()->begin().text().mid(last.textStart());
    QVERIFY2(end.startsWith(u'x') || end.startsWith(QLatin1String("after")), qPrintable(end));
    d.cursorTo(100000);
    qInfo() << "a key in it" << msPerKey(d) << "ms";
    QCOMPARE(d.text(), d.mirror);
  }
};

QTEST_MAIN(LongParagraphTest)
#include "long_paragraph_test.moc"
