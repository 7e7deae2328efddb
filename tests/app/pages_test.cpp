// SPDX-License-Identifier: GPL-3.0-or-later
// Pages: every line stands on one of them, in order and within the margins; notes at the foot of the page of their
// signs; no line alone; the first pages long before the last.
#include <QBuffer>
#include <QImage>
#include <QtTest/QtTest>

#include "app/formats/page_painter.h"
#include "app/formats/pdf.h"
#include "storage/formats/markdown_reader.h"
#include "ui/fonts.h"

using namespace lacuna;
using namespace lacuna::app;

namespace {

QString words(int many, int seed) {
  QRandomGenerator random(static_cast<quint32>(seed));
  QString text;
  for (int i = 0; i < many; ++i) text += QString(random.bounded(1, 11), QLatin1Char('a' + i % 26)) + QLatin1Char(' ');
  return text.trimmed();
}

// Paragraphs of all lengths, headings, quotes, lists, code and notes, some of them longer than a page.
QString mixed() {
  QString text, notes;
  for (int i = 0; i < 220; ++i) {
    if (i % 37 == 0) text += QStringLiteral("# Heading %1\n\n").arg(i);
    QString sign;
    if (i % 9 == 4) {
      sign = QStringLiteral("[^%1]").arg(i);
      notes += QStringLiteral("[^%1]: %2\n\n").arg(i).arg(words(i % 63 == 22 ? 1500 : 30, i));
    }
    const QString line = words(10 + (i * 37) % 260, i) + sign;
    if (i % 23 == 7) {
      text += QStringLiteral("> ") + line + QStringLiteral("\n\n");
    } else if (i % 23 == 11) {
      text += QStringLiteral("- one\n- ") + line + QStringLiteral("\n\n");
    } else if (i % 23 == 15) {
      text += QStringLiteral("```\nif (x)\n  y();\n```\n\n");
    } else if (i % 23 == 19) {
      text += QStringLiteral("***\n\n");
    } else {
      text += line + QStringLiteral("\n\n");
    }
  }
  return text + notes;
}

storage::Manuscript manuscript(const QString& text) {
  storage::Manuscript made = storage::readMarkdown(text);
  made.title = QStringLiteral("Letters");
  made.author = QStringLiteral("Ann Lee");
  return made;
}

storage::ManuscriptLook lookOf(int style) {
  storage::ManuscriptLook look;
  look.style = static_cast<storage::ManuscriptStyle>(style);
  return look;
}

int linesOf(const SetText& text, int paragraph) {
  QTextLayout layout;
  layLines(text, text.paragraphs[paragraph], layout);
  return layout.lineCount();
}

}  // namespace

class PagesTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { ui::loadResources(); }

  void everyLineStandsOnce_data() {
    QTest::addColumn<int>("style");
    QTest::addColumn<bool>("small");
    for (int style = 0; style < 3; ++style) {
      QTest::addRow("style %d", style) << style << false;
      QTest::addRow("style %d, small", style) << style << true;
    }
  }
  void everyLineStandsOnce() {
    QFETCH(int, style);
    QFETCH(bool, small);
    storage::ManuscriptLook look = lookOf(style);
    if (small) look.sheet = {127, 150, 20, 20, 20, 20};
    const LaidText laid = layOut(manuscript(mixed()), look);
    QVERIFY(laid.pages.size() > 10);
    const SetText& text = *laid.text;
    QVector<int> next(text.paragraphs.size(), 0);  // line of each paragraph that comes
    int last = 0;
    for (qsizetype number = 0; number < laid.pages.size(); ++number) {
      const SetPage& page = laid.pages[number];
      qreal y = 0;
      const auto follow = [&](const PlacedLines& lines, qreal limit) {
        const qreal height = text.paragraphs[lines.paragraph].lineHeight;
        QCOMPARE(lines.first, next[lines.paragraph]);
        QVERIFY(lines.count > 0);
        next[lines.paragraph] += lines.count;
        QVERIFY2(lines.y >= y - 0.01, "lines stand on each other");
        y = lines.y + lines.count * height;
        QVERIFY2(y <= limit + 0.1, "a line stands below the margin");
      };
      for (const PlacedLines& lines : page.lines) {
        QVERIFY(lines.paragraph < text.body && lines.paragraph >= last);
        last = lines.paragraph;
        follow(lines, page.rule >= 0 ? page.rule : text.height());
      }
      y = std::max<qreal>(0, page.rule);
      for (const PlacedLines& lines : page.notes) {
        QVERIFY(lines.paragraph >= text.body);
        follow(lines, text.height());
      }
    }
    for (int i = 0; i < text.paragraphs.size(); ++i)
      QCOMPARE(next[i], std::max(i < text.body ? 1 : 0, linesOf(text, i)));
  }

  void noLineIsAlone() {
    const LaidText laid = layOut(manuscript(mixed()), lookOf(2));
    const SetText& text = *laid.text;
    int parted = 0;
    for (const SetPage& page : laid.pages)
      for (const PlacedLines& lines : page.lines) {
        const int all = linesOf(text, lines.paragraph);
        if (lines.count == all) continue;
        ++parted;
        const bool alone = lines.count == 1 && (lines.first == 0 || lines.first + 1 == all);
        QVERIFY2(!alone, "a paragraph's first or last line stands alone on a page");
      }
    QVERIFY(parted > 10);
    // A heading has its text with it.
    for (const SetPage& page : laid.pages)
      if (!page.lines.isEmpty()) QVERIFY(!text.paragraphs[page.lines.last().paragraph].keepsNext);
  }

  void aNoteBeginsOnThePageOfItsSign() {
    const LaidText laid = layOut(manuscript(mixed()), lookOf(2));
    const SetText& text = *laid.text;
    int found = 0;
    for (const SetPage& page : laid.pages)
      for (const PlacedLines& lines : page.lines)
        for (const auto& [position, note] : text.paragraphs[lines.paragraph].notes) {
          QTextLayout layout;
          layLines(text, text.paragraphs[lines.paragraph], layout);
          const int line = layout.lineForTextPosition(position).lineNumber();
          if (line < lines.first || line >= lines.first + lines.count) continue;
          ++found;
          const int paragraph = text.notes[note].first;
          QVERIFY2(std::any_of(
                       page.notes.cbegin(), page.notes.cend(),
                       [paragraph](const PlacedLines& each) { return each.paragraph == paragraph && each.first == 0; }),
                   qPrintable(QString::number(note)));
        }
    QCOMPARE(found, static_cast<int>(text.notes.size()));
  }

  // A book's beginning can be looked at while its end is not laid out.
  void theFirstPagesComeAtOnce() {
    QString text;
    for (int i = 0; i < 2000; ++i) text += words(100, i) + QStringLiteral("\n\n");
    const SetText set = setText(manuscript(text), lookOf(2));
    double share = 0;
    double atThird = -1;
    int pages = 0;
    Typesetter(set, [&](const SetPage&) {
      if (++pages == 3) atThird = share;
    }).run(storage::Work([&share](double now) {
      share = now;
      return true;
    }));
    QVERIFY(pages > 300);
    QVERIFY2(atThird >= 0 && atThird < 0.02, qPrintable(QString::number(atThird)));
  }

  void emptyTextsAndTinySheets() {
    QCOMPARE(layOut({}, lookOf(0)).pages.size(), 1);
    storage::ManuscriptLook look = lookOf(1);
    look.titlePage = true;
    QVERIFY(layOut({}, look).pages.size() >= 1);
    look.sheet = {30, 30, 80, 80, 80, 80};
    QVERIFY(layOut(manuscript(mixed().left(4000)), look).pages.size() > 1);
    // One paragraph over many pages.
    QVERIFY(layOut(manuscript(words(8000, 1)), lookOf(0)).pages.size() > 5);
  }

  void aPdfHasTheSheetAndTheTitle() {
    storage::ManuscriptLook look = lookOf(2);
    look.sheet.width = 152.4;
    look.sheet.height = 228.6;
    const QByteArray pdf = writePdf(manuscript(QStringLiteral("One.\n")), look);
    QVERIFY(pdf.startsWith("%PDF-"));
    const QRegularExpression box(QStringLiteral("/MediaBox \\[0 0 ([0-9.]+) ([0-9.]+)\\]"));
    const auto match = box.match(QString::fromLatin1(pdf));
    QVERIFY(match.hasMatch());
    QVERIFY(std::abs(match.captured(1).toDouble() - 432) < 1 && std::abs(match.captured(2).toDouble() - 648) < 1);
    QVERIFY_EXCEPTION_THROWN(
        writePdf(manuscript(mixed()), look, storage::Work([](double share) { return share < 0.8; })), storage::Stopped);
  }

  // The running head stands where it belongs, and never on the first page.
  void theHeadIsOnAllPagesButTheFirst() {
    const LaidText laid = layOut(manuscript(mixed()), lookOf(1));
    PagePainter painter(laid.text);
    const auto inkAtHead = [&](int number) {
      QImage image(sheetSize(laid.text->look).toSize(), QImage::Format_RGB32);
      image.fill(Qt::white);
      QPainter paint(&image);
      painter.paint(paint, laid.pages[number], number);
      paint.end();
      for (int y = 0; y < 70; ++y)
        for (int x = 0; x < image.width(); ++x)
          if (qGray(image.pixel(x, y)) < 128) return true;
      return false;
    };
    QVERIFY(!inkAtHead(0));
    QVERIFY(inkAtHead(1));
    QCOMPARE(laid.text->head, QStringLiteral("Lee / LETTERS / "));
  }
};

QTEST_MAIN(PagesTest)
#include "pages_test.moc"
