// SPDX-License-Identifier: GPL-3.0-or-later
// The parts that a corpus is read with: chapters, languages, what is held out, texts without a model's sentences.
#include <QTest>
#include <cmath>

#include "storage/corpora/chapter_cutter.h"
#include "storage/corpora/generated_text.h"
#include "storage/corpora/held_out.h"
#include "storage/corpora/language.h"
#include "storage/words.h"
#include "tests/storage/support.h"

using namespace lacuna::storage;

namespace {

QString prose(int words) {
  return QStringLiteral("The tide went out again and nobody saw it go. ").repeated(words / 10 + 1);
}

QStringList titles(const QVector<TextPiece>& pieces) {
  QStringList titles;
  for (const TextPiece& piece : pieces) titles << piece.title;
  return titles;
}

// One behind the other, the whole text.
bool isWhole(const QVector<TextPiece>& pieces, qsizetype size) {
  qsizetype at = 0;
  for (const TextPiece& piece : pieces) {
    if (piece.begin != at || piece.end <= piece.begin) return false;
    at = piece.end;
  }
  return at == size;
}

QString own(const QString& text, const QString& generated, qint64* words = nullptr) {
  const int at = static_cast<int>(text.indexOf(generated));
  const OwnText left =
      withoutGenerated(text, 0, text.size(), {{at, at + static_cast<int>(generated.size()), MarkKind::Generated, {}}});
  if (words != nullptr) *words = left.generatedWords;
  return left.text;
}

}  // namespace

class CorpusPartsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void cutsAtHeadings();
  void cutsAtLinesThatAreChapters_data();
  void cutsAtLinesThatAreChapters();
  void cutsLongPartsFurther();
  void cutsEvenly();
  void joinsWrappedLines();
  void knowsLanguages_data();
  void knowsLanguages();
  void relativesAreNoOthers();
  void holdsOut_data();
  void holdsOut();
  void holdsOutAllOverTheCorpus();
  void holdsOutNothingThatMayNot();
  void leavesSentencesOfAModelOut();
};

void CorpusPartsTest::cutsAtHeadings() {
  const QString text = "# My Novel\n\nFor Anna.\n\n## *One*\n\n" + prose(100) +
                       "\n\n```\n## no\n```\n\n## Two \\& more ##\n\n" + prose(100) + "\n\n### A part of two\n\n" +
                       prose(50) + "\n\n## Three[^1]\n\n" + prose(60);
  const QVector<TextPiece> pieces = cutAtHeadings(text);
  QCOMPARE(titles(pieces), (QStringList{"One", "Two & more", "Three"}));
  QVERIFY(isWhole(pieces, text.size()));
  QVERIFY(text.mid(pieces[0].begin).startsWith("# My Novel"));  // too short for a chapter
  QVERIFY(text.mid(pieces[1].begin).startsWith("## Two"));
  QCOMPARE(cutAtHeadings(prose(200)).size(), 1);
  QCOMPARE(cutAtHeadings("# One alone\n\n" + prose(200)).size(), 1);
  QVERIFY(isWhole(cutAtHeadings(QString(" ")), 1));
  // What stands before the first one is a chapter where it is long enough.
  const QString before = prose(100) + "\n\n# One\n\n" + prose(100) + "\n\n# Two\n\n" + prose(100);
  QCOMPARE(titles(cutAtHeadings(before)), (QStringList{"", "One", "Two"}));
}

void CorpusPartsTest::cutsAtLinesThatAreChapters_data() {
  QTest::addColumn<QString>("first");
  QTest::addColumn<QString>("second");
  QTest::newRow("English") << "CHAPTER I."
                           << "CHAPTER II.";
  QTest::newRow("with a name") << "Chapter 1: The Lamp"
                               << "Chapter 2: The Boat";
  QTest::newRow("German") << "Erstes Kapitel"
                          << "Kapitel 2";
  QTest::newRow("Roman") << "  XIV"
                         << "  XV";
  QTest::newRow("numbers") << "1"
                           << "2.";
  QTest::newRow("French") << "Chapitre premier"
                          << "Chapitre II";
}

void CorpusPartsTest::cutsAtLinesThatAreChapters() {
  QFETCH(QString, first);
  QFETCH(QString, second);
  const QString text = first + "\n\n" + prose(80) + "\nPart of it he knew, and the rest\n1\nhe did not.\n\n" +
                       prose(80) + "\n\n" + second + "\n\n" + prose(90);
  const QVector<TextPiece> pieces = cutAtHeadings(text);
  QVERIFY(isWhole(pieces, text.size()));
  QCOMPARE(titles(pieces), (QStringList{first.trimmed(), second.trimmed()}));
  // A sentence between empty lines is no chapter.
  const QString sentences = "Part of me wants to.\n\n“I—”\n\n" + prose(80) +
                            "\n\nBook him!\n\nParting was hard.\n\n“I…”\n\nPart I knew by heart.\n\nI.\n\n" + prose(80);
  QCOMPARE(cutAtHeadings(sentences).size(), 1);
}

void CorpusPartsTest::cutsLongPartsFurther() {
  QString text;
  for (const char* part : {"A", "B"}) {
    text += QStringLiteral("# Part %1\n\n").arg(part);
    for (int i = 1; i <= 4; ++i) text += QStringLiteral("## %1%2\n\n%3\n\n").arg(part).arg(i).arg(prose(3000));
  }
  text += "# Part C\n\n## C1\n\n" + prose(100) + "\n\n## C2\n\n" + prose(100);
  const QVector<TextPiece> pieces = cutAtHeadings(text);
  QVERIFY(isWhole(pieces, text.size()));
  QCOMPARE(titles(pieces), (QStringList{"A1", "A2", "A3", "A4", "B1", "B2", "B3", "B4", "Part C"}));
}

void CorpusPartsTest::cutsEvenly() {
  QString text;
  for (int i = 0; i < 100; ++i) text += prose(99) + "\n\n";
  const QVector<TextPiece> pieces = cutEvenly(text, {"T", 0, text.size()}, 3000);
  QVERIFY(isWhole(pieces, text.size()));
  QCOMPARE(pieces.size(), 3);
  for (const TextPiece& piece : pieces) {
    const int words = countWords(QStringView(text).mid(piece.begin, piece.end - piece.begin));
    QVERIFY2(words > 3000 && words < 3700, qPrintable(QString::number(words)));
    QVERIFY(text.mid(piece.begin, 3) == "The");
    QVERIFY(text.mid(piece.end - 2, 2) == "\n\n");
  }
  // One paragraph is one piece.
  QCOMPARE(cutEvenly(prose(9000), {"T", 0, prose(9000).size()}, 3000).size(), 1);
  const QVector<TextPiece> part = cutEvenly(text, {"T", pieces[1].begin, pieces[1].end}, 1000);
  QCOMPARE(part.first().begin, pieces[1].begin);
  QCOMPARE(part.last().end, pieces[1].end);
}

void CorpusPartsTest::joinsWrappedLines() {
  // As a program wraps at 66 letters.
  const auto wrap = [](const QString& text) {
    QString wrapped;
    qsizetype length = 0;
    for (const QString& word : text.split(' ')) {
      const bool fits = length + 1 + word.size() <= 66;
      wrapped += wrapped.isEmpty() ? word : (fits ? ' ' : '\n') + word;
      length = fits ? length + 1 + word.size() : word.size();
    }
    return wrapped;
  };
  const QString one = prose(70).trimmed(), two = "“Where?” " + prose(90).trimmed();
  const QString wrapped = wrap(one) + "\n\n# Two\n" + wrap(two) + "\n\n- a\n- b\n";
  QVERIFY(wrapped.count('\n') > 15);
  QCOMPARE(unwrapped(wrapped), one + "\n\n# Two\n" + two + "\n\n- a\n- b\n");
  const QString lines = "A line of verse,\nanother one,\nand one more line of it.\n\nLong enough.\n";
  QCOMPARE(unwrapped(lines), lines);
  const QString paragraphs = prose(60) + "\n" + prose(60) + "\n\n" + prose(60);
  QCOMPARE(unwrapped(paragraphs), paragraphs);
  QCOMPARE(unwrapped({}), QString());
}

void CorpusPartsTest::knowsLanguages_data() {
  QTest::addColumn<QString>("language");
  QTest::addColumn<QString>("text");
  QTest::newRow("en") << "en"
                      << "The boat came in with the tide, and nobody who stood on the quay had seen it go out. "
                         "She was not there. He asked for her at the inn, but they had no news of her at all.";
  QTest::newRow("de")
      << "de"
      << "Das Boot kam mit der Flut herein, und niemand, der auf der Mole stand, hatte es "
         "auslaufen sehen. Sie war nicht da. Er fragte im Gasthaus nach ihr, aber man wusste dort nichts von ihr.";
  QTest::newRow("fr")
      << "fr"
      << "Le bateau entra avec la marée, et personne sur le quai ne l'avait vu partir. Elle "
         "n'était pas là. Il demanda de ses nouvelles à l'auberge, mais on ne savait rien d'elle dans la maison.";
  QTest::newRow("es") << "es"
                      << "El barco entró con la marea, y nadie de los que estaban en el muelle lo había visto "
                         "salir. Ella no estaba allí. Preguntó por ella en la posada, pero no sabían nada de la mujer.";
  QTest::newRow("it")
      << "it"
      << "La barca entrò con la marea, e nessuno di quelli che erano sul molo l'aveva vista "
         "partire. Lei non era lì. Chiese di lei alla locanda, ma non ne sapevano niente e non volevano dire altro.";
  QTest::newRow("nl")
      << "nl"
      << "De boot kwam met het tij binnen, en niemand die op de kade stond had hem zien "
         "vertrekken. Zij was er niet. Hij vroeg in de herberg naar haar, maar men wist niets van haar te zeggen.";
  QTest::newRow("sv")
      << "sv"
      << "Båten kom in med tidvattnet, och ingen som stod på kajen hade sett den gå ut. Hon var "
         "inte där. Han frågade efter henne på värdshuset, men de visste inte något om henne och sade det.";
  QTest::newRow("pl")
      << "pl"
      << "Łódź weszła z przypływem i nikt na nabrzeżu nie widział, jak wypływała. Jej tam nie "
         "było. Pytał o nią w gospodzie, ale nic o niej nie wiedzieli, a on nie wiedział, co z tym zrobić.";
  QTest::newRow("ru")
      << "ru"
      << "Лодка вошла с приливом, и никто на пристани не видел, как она уходила. Её там не было. "
         "Он спросил о ней в трактире, но там о ней ничего не знали, и он пошёл к реке, что была за домом.";
  QTest::newRow("too few words") << ""
                                 << "The boat came in.";
  QTest::newRow("none") << "" << QString("qwx zzt vrk plm ").repeated(40);
}

void CorpusPartsTest::knowsLanguages() {
  QFETCH(QString, text);
  QTEST(languageOf(text), "language");
}

void CorpusPartsTest::relativesAreNoOthers() {
  const QString danish =
      "Båden kom ind med tidevandet, og ingen af dem, der stod på kajen, havde set den sejle ud. Hun var der ikke. Han "
      "spurgte efter hende på kroen, men de vidste ikke noget om hende, og så gik han ned til vandet med sin hund.";
  const QString english = prose(60);
  QVERIFY(!isOtherThan(languagesOf(danish), "no") && !isOtherThan(languagesOf(danish), "da"));
  QVERIFY(isOtherThan(languagesOf(danish), "en"));
  QVERIFY(isOtherThan(languagesOf(english), "de"));
  QVERIFY(!isOtherThan(languagesOf(english), "en"));
  QVERIFY(!isOtherThan(languagesOf(english), {}));
  QVERIFY(!isOtherThan(languagesOf(QString("Too few.")), "de"));
  QCOMPARE(languageName("de"), QString("Deutsch"));
  QCOMPARE(languageName("xx"), QString("xx"));
}

void CorpusPartsTest::holdsOut_data() {
  QTest::addColumn<QVector<int>>("words");
  QTest::newRow("a novel") << QVector<int>(30, 3000);
  QTest::newRow("a short story in pieces") << QVector<int>(9, 280);
  QTest::newRow("scenes") << QVector<int>(120, 500);
  QTest::newRow("of all lengths") << QVector<int>{900,  5200, 300,  4100, 2500, 2600, 700, 4800,
                                                  3900, 3100, 1000, 2900, 40,   3000, 3500};
}

void CorpusPartsTest::holdsOut() {
  QFETCH(QVector<int>, words);
  QVector<HeldOutCandidate> chapters;
  double all = 0, held = 0;
  for (const int each : words) {
    chapters.append({each, true, false});
    all += each;
  }
  const QVector<int> chosen = chooseHeldOut(chapters);
  for (const int i : chosen) held += words[i];
  QVERIFY(!chosen.isEmpty() && chosen.size() <= 6);
  if (words.size() < 100) {
    QVERIFY2(held / all > 0.075 && held / all < 0.115, qPrintable(QString::number(held / all)));
  } else {
    QCOMPARE(chosen.size(), 6);
  }
  QCOMPARE(chooseHeldOut(chapters), chosen);
}

void CorpusPartsTest::holdsOutAllOverTheCorpus() {
  QVector<HeldOutCandidate> chapters(60, {1000, true, false});
  const QVector<int> chosen = chooseHeldOut(chapters);
  QVERIFY(chosen.size() >= 5);
  for (int i = 0; i < chosen.size(); ++i) {
    const auto middle = (2 * i + 1) * 60 / (2 * chosen.size());
    QVERIFY2(std::abs(chosen[i] - middle) <= 2, qPrintable(QString::number(chosen[i])));
  }
}

void CorpusPartsTest::holdsOutNothingThatMayNot() {
  QVERIFY(chooseHeldOut({}).isEmpty());
  QVERIFY(chooseHeldOut({{5000, true, false}}).isEmpty());  // never the only one
  QVector<HeldOutCandidate> chapters(10, {1000, false, false});
  QVERIFY(chooseHeldOut(chapters).isEmpty());
  chapters[7].may = true;
  QCOMPARE(chooseHeldOut(chapters), QVector<int>{7});
  chapters[3].heldOut = true;  // by the author, and enough
  QVERIFY(chooseHeldOut(chapters).isEmpty());
  // What is left out counts for nothing.
  QVector<HeldOutCandidate> two{{1000, true, false}, {0, false, false}};
  QVERIFY(chooseHeldOut(two).isEmpty());
}

void CorpusPartsTest::leavesSentencesOfAModelOut() {
  qint64 words = 0;
  QCOMPARE(own("One came. Two went to the grey pier. “Three stayed.” Four slept.", "the grey", &words),
           "One came. “Three stayed.” Four slept.");
  QCOMPARE(words, 2);
  QCOMPARE(own("One came. Two went. “Three stayed.” Four slept.", " “Three stayed.”"),
           "One came. Two went. Four slept.");
  QCOMPARE(own("One came.\n\nTwo went.\n\nThree stayed.\n", "Two"), "One came.\n\n\n\nThree stayed.\n");
  QCOMPARE(own("Two went all", "Two went all", &words), "");
  QCOMPARE(words, 3);
  const QString text = "One came. Two went. Three stayed.";
  QCOMPARE(withoutGenerated(text, 0, text.size(), {}).text, text);
  // Marks outside the piece, and several in one sentence.
  const OwnText part = withoutGenerated(
      text, 10, text.size(),
      {{0, 9, MarkKind::Generated, {}}, {20, 22, MarkKind::Generated, {}}, {26, 30, MarkKind::Generated, {}}});
  QCOMPARE(part.text, "Two went. ");
  QCOMPARE(part.generatedWords, 2);
}

QTEST_APPLESS_MAIN(CorpusPartsTest)
#include "corpus_parts_test.moc"
