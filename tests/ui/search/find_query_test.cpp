// SPDX-License-Identifier: GPL-3.0-or-later
// What a query finds in a plain text, and what takes the place of it.
#include <QElapsedTimer>
#include <QTest>

#include "ui/search/find_query.h"
#include "ui/search/find_search.h"

using namespace lacuna::ui;

namespace {

QStringList found(const QString& text, const FindQuery& query) {
  QStringList words;
  for (const auto& [begin, end] : FindPattern(query).find(text, 0, static_cast<int>(text.size()), 1000).places)
    words << text.mid(begin, end - begin);
  return words;
}

QString replaced(const QString& text, const FindQuery& query, const Replacement& with) {
  const FindPattern pattern(query);
  const auto places = pattern.find(text, 0, static_cast<int>(text.size()), 1000).places;
  const QStringList made = pattern.replacements(text, places, with);
  QString result = text;
  for (qsizetype i = places.size() - 1; i >= 0; --i)
    result.replace(places.at(i).first, places.at(i).second - places.at(i).first, made.at(i));
  return result;
}

FindQuery letters(const QString& text) { return {text, false, false, false}; }
FindQuery expression(const QString& text) { return {text, false, false, true}; }

}  // namespace

class FindQueryTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void lettersStandForThemselves() {
    const QString text = QStringLiteral("A (b) a.b A(B) \u00c4rger \u00e4rger");
    QCOMPARE(found(text, letters(QStringLiteral("a.b"))), QStringList{QStringLiteral("a.b")});
    QCOMPARE(found(text, letters(QStringLiteral("(b)"))), (QStringList{QStringLiteral("(b)"), QStringLiteral("(B)")}));
    QCOMPARE(found(text, letters(QStringLiteral("\u00c4RGER"))).size(), 2);
    QCOMPARE(found(text, {QStringLiteral("\u00e4rger"), true, false, false}),
             QStringList{QStringLiteral("\u00e4rger")});
    QVERIFY(found(text, letters(QString())).isEmpty());
  }

  void wholeWordsKnowEveryAlphabet() {
    const QString text = QStringLiteral("low lower allow low\u00e9 \u043c\u0438\u0440 \u043c\u0438\u0440\u044b low.");
    QCOMPARE(found(text, {QStringLiteral("low"), false, true, false}).size(), 2);
    QCOMPARE(found(text, {QStringLiteral("\u043c\u0438\u0440"), false, true, false}).size(), 1);
  }

  // An author types straight marks and means those of the text; the other way round each is itself.
  void straightMarksFindCurlyOnes() {
    const QString text = QStringLiteral("don\u2019t don't \u201cno\u201d \"no\" ten\u00a0miles");
    QCOMPARE(found(text, letters(QStringLiteral("don't"))).size(), 2);
    QCOMPARE(found(text, letters(QStringLiteral("\"no\""))).size(), 2);
    QCOMPARE(found(text, letters(QStringLiteral("ten miles"))).size(), 1);
    QCOMPARE(found(text, letters(QStringLiteral("don\u2019t"))).size(), 1);
  }

  void expressionsReplaceWithGroups() {
    QCOMPARE(replaced(QStringLiteral("Ada Byron, Mary Shelley"), expression(QStringLiteral("(\\w+) (\\w+)")),
                      {QStringLiteral("\\2-$1")}),
             QStringLiteral("Byron-Ada, Shelley-Mary"));
    QCOMPARE(
        replaced(QStringLiteral("a1"), expression(QStringLiteral("(?<n>\\d)")), {QStringLiteral("${n}${1}$$\\\\")}),
        QStringLiteral("a11$\\"));
    QCOMPARE(replaced(QStringLiteral("a; b"), expression(QStringLiteral("; ")), {QStringLiteral("\\n\\t")}),
             QStringLiteral("a\n\tb"));
    QCOMPARE(replaced(QStringLiteral("one\ntwo"), expression(QStringLiteral("^")), {QStringLiteral("> ")}),
             QStringLiteral("> one\n> two"));
    QCOMPARE(replaced(QStringLiteral("a\n\n\n\nb"), expression(QStringLiteral("\\n{2,}")), {QStringLiteral("\\n\\n")}),
             QStringLiteral("a\n\nb"));
    // Of letters, nothing in the replacement is a sign.
    QCOMPARE(replaced(QStringLiteral("five"), letters(QStringLiteral("five")), {QStringLiteral("$5 \\1")}),
             QStringLiteral("$5 \\1"));
  }

  void capitalsAreKept() {
    const QString text = QStringLiteral("grey Grey GREY");
    QCOMPARE(replaced(text, letters(QStringLiteral("grey")), {QStringLiteral("blue"), true}),
             QStringLiteral("blue Blue BLUE"));
    QCOMPARE(replaced(text, letters(QStringLiteral("grey")), {QStringLiteral("blue"), false}),
             QStringLiteral("blue blue blue"));
  }

  void aBadExpressionSaysWhere() {
    const FindPattern pattern(expression(QStringLiteral("ab(c")));
    QVERIFY(!pattern.valid());
    QVERIFY2(pattern.error().contains(QStringLiteral("letter 4")), qPrintable(pattern.error()));
    QVERIFY(pattern.find(QStringLiteral("abc"), 0, 3, 10).places.isEmpty());
  }

  // What spans the windows that the text is looked at in is found as in one piece.
  void placesAreThoseOfTheWholeText() {
    QString text;
    for (int i = 0; i < 3000; ++i)
      text += QStringLiteral("word%1 \u201csaid %2\u201d\n%3")
                  .arg(i)
                  .arg(i * 7)
                  .arg(i % 5 ? QString() : QStringLiteral("\n"));
    for (const QString& each :
         {QStringLiteral("said \\d+"), QStringLiteral("\\n\\n"), QStringLiteral("\u201c[^\u201d]*\u201d(?=\\n\\n)"),
          QStringLiteral("(?<=5)7\\b"), QStringLiteral("word1[\\s\\S]*word2999"), QStringLiteral("\\d\u201d$"),
          QStringLiteral("word\\d+ (?!.said 7\\d)")}) {
      const QRegularExpression plain(each, QRegularExpression::MultilineOption |
                                               QRegularExpression::CaseInsensitiveOption |
                                               QRegularExpression::UseUnicodePropertiesOption);
      QVector<QPair<int, int>> wanted;
      for (auto all = plain.globalMatch(text); all.hasNext();) {
        const auto match = all.next();
        wanted.push_back({static_cast<int>(match.capturedStart()), static_cast<int>(match.capturedEnd())});
      }
      QVERIFY(!wanted.isEmpty());
      QVERIFY2(FindPattern(expression(each)).find(text, 0, static_cast<int>(text.size()), 100000).places == wanted,
               qPrintable(each));
    }
  }

  void aBrokenPairIsNoTrouble() {
    QString text = QStringLiteral("before ");
    text += QChar(0xd83d);
    text += QStringLiteral(" after \U0001F600 after");
    QCOMPARE(found(text, letters(QStringLiteral("after"))).size(), 2);
    QVERIFY(found(text, expression(QStringLiteral("."))).size() > 10);
    QCOMPARE(found(text, letters(QStringLiteral("\U0001F600"))).size(), 1);
  }

  // An expression that would take years ends in a sentence, and a thread with it can be stopped.
  void aRunawayExpressionEnds() {
    const QString text = QString(40000, u'a') + QStringLiteral("\n") + QString(3000, u'a');
    for (const QString& each : {QStringLiteral("(a+)+$b"), QStringLiteral("(a|aa)+b"), QStringLiteral("(.*)*x")}) {
      const FindResult result = FindPattern(expression(each)).find(text, 0, static_cast<int>(text.size()), 10);
      QVERIFY2(!result.trouble.isEmpty() || result.places.isEmpty(), qPrintable(each));
    }
    FindSearch search;
    search.start({text, FindPattern(expression(QStringLiteral("(a|aa)+b"))), 0, static_cast<int>(text.size()), 10});
    search.stop();  // and goes
  }

  void onlyTheLatestQuestionIsAnswered() {
    FindSearch search;
    QVector<qsizetype> answers;
    QObject::connect(&search, &FindSearch::found, &search,
                     [&answers](const FindResult& result) { answers << result.places.size(); });
    const QString text = QStringLiteral("one two two ").repeated(1000);
    search.start({text, FindPattern(letters(QStringLiteral("one"))), 0, static_cast<int>(text.size()), 100000});
    search.start({text, FindPattern(letters(QStringLiteral("two"))), 0, static_cast<int>(text.size()), 100000});
    QTRY_VERIFY(!answers.isEmpty());
    QTest::qWait(20);
    QCOMPARE(answers, QVector<qsizetype>{2000});
    QVERIFY(!search.working());
  }
};

QTEST_MAIN(FindQueryTest)
#include "find_query_test.moc"
