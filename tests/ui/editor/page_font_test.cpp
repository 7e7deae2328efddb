// SPDX-License-Identifier: GPL-3.0-or-later
// The faces of the page, and what Markdown's marks take of them.
#include <QFontMetricsF>
#include <QRawFont>
#include <QTest>

#include "ui/editor/markdown_style.h"
#include "ui/fonts.h"
#include "ui/theme.h"

using namespace lacuna::ui;

class PageFontTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { loadResources(); }

  void boldIsAFaceOfItsOwn_data() {
    QTest::addColumn<bool>("italic");
    QTest::addRow("upright") << false;
    QTest::addRow("italic") << true;
  }
  void boldIsAFaceOfItsOwn() {
    QFETCH(bool, italic);
    QFont plain = pageFont(20);
    plain.setItalic(italic);
    QFont bold = plain;
    bold.setBold(true);
    const QRawFont face = QRawFont::fromFont(bold);
    QCOMPARE(face.weight(), int(QFont::Bold));
    QCOMPARE(face.style() == QFont::StyleItalic, italic);
    for (const QChar c : QStringLiteral("aZ\u201c\u201d\u2019\u2014\u2026\u00e9\u00df\u0141\u03bb\u0416"))
      QVERIFY2(face.supportsCharacter(c), qPrintable(QString(c)));
    // A bold word moves no line.
    QCOMPARE(QFontMetricsF(bold).ascent(), QFontMetricsF(plain).ascent());
    QCOMPARE(QFontMetricsF(bold).descent(), QFontMetricsF(plain).descent());
    QCOMPARE(QFontMetricsF(bold).leading(), QFontMetricsF(plain).leading());
  }

  void marksAreBoldItalicOrBoth() {
    const QString text = QStringLiteral("***both*** **bold** _slant_ plain");
    const BlockStyle style = styleOf(text, pageFont(20), loadTheme(QStringLiteral("light")));
    const auto at = [&](const QString& word) {
      QString found;
      for (const QTextLayout::FormatRange& format : style.formats) {
        const qsizetype begin = text.indexOf(word);
        if (format.start > begin || format.start + format.length < begin + word.size()) continue;
        if (format.format.fontWeight() == QFont::Bold) found.prepend(u'b');
        if (format.format.fontItalic()) found += u'i';
      }
      return found;
    };
    QCOMPARE(at(QStringLiteral("both")), QStringLiteral("bi"));
    QCOMPARE(at(QStringLiteral("bold")), QStringLiteral("b"));
    QCOMPARE(at(QStringLiteral("slant")), QStringLiteral("i"));
    QCOMPARE(at(QStringLiteral("plain")), QString());
  }
};

QTEST_MAIN(PageFontTest)
#include "page_font_test.moc"
