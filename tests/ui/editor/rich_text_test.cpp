// SPDX-License-Identifier: GPL-3.0-or-later
// HTML from browsers and word processors becomes Markdown, and what is copied is HTML too.
#include <QClipboard>
#include <QGuiApplication>
#include <QTest>

#include "tests/ui/desk.h"
#include "ui/editor/rich_text.h"

using namespace lacuna::ui;

class RichTextTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { useTestSettings(); }

  void html_data() {
    QTest::addColumn<QString>("html");
    QTest::addColumn<QString>("markdown");
    const auto row = [](const char* name, const char* html, const char* markdown) {
      QTest::newRow(name) << QString::fromUtf8(html) << QString::fromUtf8(markdown);
    };
    row("plain", "<p>one</p><p>two</p>", "");
    row("emphasis", "<p>a <b>bold</b>, <i>slanted </i>word</p>", "a **bold**, *slanted* word");
    row("headings", "<h1>Title</h1><h3>Part</h3><p>text</p>", "# Title\n\n### Part\n\ntext");
    row("lists", "<ul><li>one</li><li>two<ul><li>in</li></ul></li></ul><ol><li>a</li><li>b</li></ol>",
        "- one\n- two\n    - in\n1. a\n2. b");
    row("quote", "<blockquote><p>said</p></blockquote><p>so</p>", "> said\n\nso");
    row("link", "<p>see <a href=\"https://a.example/b\">this</a></p>", "see [this](https://a.example/b)");
    row("style", "<p><span style=\"font-weight:700\">a</span> <span style=\"font-style:italic\">b</span></p>",
        "**a** *b*");
    row("google", "<b style=\"font-weight:normal\"><p>a <span style=\"font-weight:700\">b</span></p></b>", "a **b**");
    row("stars", "<p>2*3 <i>x</i></p>", "2\\*3 *x*");
    row("pictures", "<p>a <img src=\"https://a.example/x.png\"><b>b</b></p>", "a **b**");
  }
  void html() {
    QFETCH(QString, html);
    QFETCH(QString, markdown);
    QCOMPARE(markdownOfHtml(html), markdown);
  }

  void whatIsCopiedIsHtmlToo() {
    const MarkdownMime mime(QStringLiteral("# T\n\na **b** *c*\n\n- x\n- y\n\n> q\n"));
    QVERIFY(mime.hasHtml());
    const QString html = mime.html();
    for (const char* part : {"<h1>T</h1>", "<strong>b</strong>", "<em>c</em>", "<li>x</li>", "<blockquote>"})
      QVERIFY2(html.contains(QLatin1String(part)), part);
    QCOMPARE(wordsOf(mime), QStringLiteral("# T\n\na **b** *c*\n\n- x\n- y\n\n> q\n"));
  }

  void pasteAndPlainPaste() {
    Desk d(QString{});
    auto* mime = new QMimeData;
    mime->setHtml(QStringLiteral("<p>a <b>bold</b> word</p>"));
    mime->setText(QStringLiteral("a bold word"));
    QGuiApplication::clipboard()->setMimeData(mime);
    d.key(Qt::Key_V, Qt::ControlModifier);
    QCOMPARE(d.text(), QStringLiteral("a **bold** word"));
    d.undo();
    QCOMPARE(d.text(), QString());
    d.key(Qt::Key_V, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(d.text(), QStringLiteral("a bold word"));
    QCOMPARE(d.mirror, d.text());
  }
};

QTEST_MAIN(RichTextTest)
#include "rich_text_test.moc"
