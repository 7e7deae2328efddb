// SPDX-License-Identifier: GPL-3.0-or-later
// Quotes, dashes and ellipses while typing.
#include <QTest>

#include "tests/ui/desk.h"
#include "ui/editor/smart_typing.h"

using namespace lacuna::ui;

namespace {

QString typedAs(const QString& keys, const SmartTyping& smart) {
  QString text;
  for (const QChar c : keys) {
    text += c;
    const auto found = smartened(text, smart);
    if (found.has_value()) text = text.chopped(found->length) + found->text;
  }
  return text;
}

}  // namespace

class SmartTypingTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { useTestSettings(); }

  void signs_data() {
    QTest::addColumn<QString>("language");
    QTest::addColumn<QString>("keys");
    QTest::addColumn<QString>("text");
    const auto row = [](const char* name, const char* language, const char* keys, const char16_t* text) {
      QTest::newRow(name) << QString::fromLatin1(language) << QString::fromUtf8(keys) << QString::fromUtf16(text);
    };
    row("english", "en", "\"So,\" she said.", u"\u201cSo,\u201d she said.");
    row("inner", "en", "\"He said 'no'.\"", u"\u201cHe said \u2018no\u2019.\u201d");
    row("apostrophe", "en", "don't, dogs' ", u"don\u2019t, dogs\u2019 ");
    row("left out", "en", "'tis the '90s ", u"\u2019tis the \u201990s ");
    row("german", "de", "\"Ja\", er", u"\u201eJa\u201c, er");
    row("swiss", "de-CH", "\"Ja\"", u"\u00abJa\u00bb");
    row("french", "fr", "\"L'oui\"", u"\u00ab\u202fL\u2019oui\u202f\u00bb");
    row("swedish", "sv", "\"Ja\"", u"\u201dJa\u201d");
    row("unknown is english", "xx", "\"a\"", u"\u201ca\u201d");
    row("behind a dash", "en", "so--\"no\"", u"so\u2013\u201cno\u201d");
    row("dashes", "en", "a--b---c", u"a\u2013b\u2014c");
    row("ellipsis", "en", "well...", u"well\u2026");
    row("a rule", "en", "---", u"---");
    row("a speech", "en", "-- Oui", u"\u2013 Oui");
    row("code", "en", "`\"a\"--` \"b\"", u"`\"a\"--` \u201cb\u201d");
    row("a gap", "en", "so [[...]] on", u"so [[...]] on");
    row("a gap of words", "en", "so [[12 words]]\"", u"so [[12 words]]\u201d");
    row("an address", "en", "[a](b--c) d--e", u"[a](b--c) d\u2013e");
    row("a list", "en", "- a", u"- a");
  }
  void signs() {
    QFETCH(QString, language);
    QFETCH(QString, keys);
    QFETCH(QString, text);
    SmartTyping smart;
    smart.language = language;
    QCOMPARE(typedAs(keys, smart), text);
    SmartTyping off;
    off.quotes = off.dashes = off.ellipses = false;
    QCOMPARE(typedAs(keys, off), keys);
  }

  void settingsComeBack() {
    SmartTyping smart;
    smart.dashes = false;
    smart.language = QStringLiteral("pl");
    smart.save();
    QVERIFY(!SmartTyping::load().dashes);
    QCOMPARE(SmartTyping::load().language, QStringLiteral("pl"));
    SmartTyping().save();
  }

  void undoAndBackspaceGiveWhatWasTyped() {
    Desk d(QString{});
    SmartTyping smart;
    smart.language = QStringLiteral("en");
    d.page().typing().setSmart(smart);
    d.type(QStringLiteral("so\""));
    QCOMPARE(d.text(), QStringLiteral("so\u201d"));
    QCOMPARE(d.mirror, d.text());
    d.undo();
    QCOMPARE(d.text(), QStringLiteral("so\""));
    d.type(QStringLiteral(" a--"));
    QCOMPARE(d.text(), QStringLiteral("so\" a\u2013"));
    d.key(Qt::Key_Backspace);
    QCOMPARE(d.text(), QStringLiteral("so\" a--"));
    d.key(Qt::Key_Backspace);
    QCOMPARE(d.text(), QStringLiteral("so\" a-"));
    QCOMPARE(d.mirror, d.text());
    while (d.page().pageDocument().manuscript().canUndo()) d.undo();
    QCOMPARE(d.text(), QString());
  }

  void aBlockOfCodeStaysPlain() {
    Desk d(QStringLiteral("```\n\n```\n\n"));
    d.cursorTo(4);
    d.type(QStringLiteral("a--\"b\""));
    QCOMPARE(d.text(), QStringLiteral("```\na--\"b\"\n```\n\n"));
    d.cursorTo(static_cast<int>(d.text().size()));
    d.type(QStringLiteral("a--"));
    QVERIFY(d.text().endsWith(QStringLiteral("a\u2013")));
  }

  // What stands in a gap is none of the author's text.
  void aGapBeforeTheCaretIsNotChanged() {
    Desk d(QStringLiteral("one  two"));
    d.cursorTo(4);
    d.ask();
    d.denoise({{QStringLiteral("and -")}}, 2);
    d.key(Qt::Key_Right);
    d.type(QStringLiteral("-"));
    QCOMPARE(d.text(), QStringLiteral("one - two"));
    QCOMPARE(d.mirror, d.text());
  }
};

QTEST_MAIN(SmartTypingTest)
#include "smart_typing_test.moc"
