// SPDX-License-Identifier: GPL-3.0-or-later
// Where a fill meets the text: named cases, and random drafts, gaps and pieces of two kinds of vocabularies.
#include "engine/sampling/seams.h"

#include <algorithm>

#include "engine/text/sentencepiece_tokenizer.h"
#include "engine/text/utf8.h"
#include "tests/engine/support.h"

#include <QTest>

using namespace lacuna::engine;
using namespace lacuna::engine::testing;

namespace {

using enum CharacterKind;

// As byte-level BPE has them: every byte, words with their space, and pieces that are parts of characters.
std::vector<std::string> bytePieces() {
  std::vector<std::string> pieces;
  for (int byte = 0; byte < 256; ++byte) pieces.emplace_back(1, static_cast<char>(byte));
  for (const char* const piece :
       {" the", " sky", " was",  " and", "ed",  "ly",        "ing",          " Mara", "Mara",  "The",
        " The", "She",  " said", "said", "t",   " \xE2\x80", "\xE2\x80",     "\xC3",  " \xC3", ".\"",
        ",\"",  " \"",  "’s",    " (",   ")",   "…",         " —",           "—",     "  ",    "\n\n",
        "\r\n", " \n",  "\t\t",  " “",   ".”",  "“",         "\xE2\x80\x9C", "don",   "’t",    " don",
        "-",    " -",   "?",     "!\"",  " 18", "7"})
    pieces.emplace_back(piece);
  return pieces;
}

std::vector<std::string> wordPieces() { return piecesOf(SentencePieceTokenizer(modelFolder() + "/tokenizer.model")); }

struct Gap {
  std::size_t at = 0;
  std::string fill;
  bool kept = true;  // every piece of it was one that the rules allow
};

// A draft of random parts.
std::string randomDraft(Random* random, bool straight, bool returns) {
  static const std::vector<std::string> kCurly = {"“", "”", "’s", "‘", "’", "„", "«", "»"};
  static const std::vector<std::string> kStraight = {"\"", "\"", "'s", " '", "' ", "\" "};
  static const std::vector<std::string> kParts = {
      "The", "lamp", "été", "Ärger", "слово", "1914", "x", ".",  ",",      "!",      "?",  ";", "—", "–", "-",
      "(",   ")",    "[",   "]",     "*",     "_",    "#", "> ", "\u00A0", "\u202F", "\t", "…", "%", "£", "漢字"};
  std::string text = random->between(0, 7) == 0 ? "\uFEFF" : "";
  const std::int64_t parts = random->between(0, 30);
  for (std::int64_t i = 0; i < parts; ++i) {
    const std::vector<std::string>& marks = straight ? kStraight : kCurly;
    switch (random->between(0, 9)) {
      case 0:
        text += returns ? "\r\n" : "\n";
        break;
      case 1:
        text += marks[static_cast<std::size_t>(random->between(0, static_cast<std::int64_t>(marks.size()) - 1))];
        break;
      case 2:
      case 3:
      case 4:
        text += ' ';
        break;
      default:
        text += kParts[static_cast<std::size_t>(random->between(0, static_cast<std::int64_t>(kParts.size()) - 1))];
    }
  }
  return text;
}

std::vector<Gap> randomGaps(const std::string& draft, Random* random) {
  std::vector<std::size_t> places;
  for (std::size_t at = 0; at <= draft.size();) {
    places.push_back(at);
    if (at == draft.size()) break;
    at += std::max<std::size_t>(1, utf8Length(std::string_view(draft).substr(at)));
    // Nobody can put a gap between the two bytes of a line's end.
    if (at < draft.size() && draft[at] == '\n' && draft[at - 1] == '\r') ++at;
  }
  std::vector<Gap> gaps;
  for (std::int64_t i = random->between(1, 3); i > 0; --i)
    gaps.push_back(
        {places[static_cast<std::size_t>(random->between(0, static_cast<std::int64_t>(places.size()) - 1))], {}});
  std::sort(gaps.begin(), gaps.end(), [](const Gap& a, const Gap& b) { return a.at < b.at; });
  return gaps;
}

std::vector<Seam> seamsOf(const std::string& draft, const std::vector<Gap>& gaps) {
  std::vector<Seam> seams;
  const std::string_view text = draft;
  std::size_t from = 0;
  for (std::size_t i = 0; i < gaps.size(); ++i) {
    const bool more = i + 1 < gaps.size();
    const std::size_t next = more ? gaps[i + 1].at : draft.size();
    seams.push_back(makeSeam({text.substr(from, gaps[i].at - from), text.substr(gaps[i].at, next - gaps[i].at), i > 0,
                              more, styleOf(text)}));
    from = gaps[i].at;
  }
  return seams;
}

// Settles a gap's places in random order, as a run does, with pieces that the rules allow; where a hundred draws find
// none, with any.
std::string randomFill(const Seam& seam, const PieceShapes& shapes, const std::vector<std::string>& pieces,
                       Random* random, bool* kept) {
  std::vector<TokenId> ids(static_cast<std::size_t>(random->between(1, 9)), -1);
  std::vector<std::size_t> order(ids.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  for (std::size_t i = order.size(); i > 1; --i)
    std::swap(order[i - 1], order[static_cast<std::size_t>(random->between(0, static_cast<std::int64_t>(i) - 1))]);
  for (const std::size_t at : order) {
    const auto allowed = [&](TokenId id) {
      return shapes.mayStand(id) && (at != 0 || mayBeFirst(seam, shapes[id])) &&
             (at + 1 != ids.size() || mayBeLast(seam, shapes[id])) &&
             (at == 0 || ids[at - 1] < 0 || shapes.mayFollow(ids[at - 1], id)) &&
             (at + 1 == ids.size() || ids[at + 1] < 0 || shapes.mayFollow(id, ids[at + 1]));
    };
    bool found = false;
    for (int attempt = 0; attempt < 100 && !found; ++attempt) {
      ids[at] = static_cast<TokenId>(random->between(0, static_cast<std::int64_t>(pieces.size()) - 1));
      found = allowed(ids[at]);
    }
    *kept = *kept && found;
  }
  std::vector<FillPiece> fill;
  for (const TokenId id : ids) fill.push_back({pieces[static_cast<std::size_t>(id)], false});
  std::string text;
  for (const std::string& piece : finishPieces(seam, fill)) text += piece;
  return text;
}

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

// What is wrong with a fill between two texts; empty: nothing.
std::string faultOf(const std::string& before, const Gap& gap, const std::string& after, const TextStyle& style) {
  const std::string& fill = gap.fill;
  const std::string joined = before + fill + after;
  if (utf8Invalid(joined) != joined.size()) return "not UTF-8";
  const CharacterKind left = lastCharacter(before).kind;
  const CharacterKind first = firstCharacter(fill).kind;
  const CharacterKind last = lastCharacter(fill).kind;
  const CharacterKind right = firstCharacter(after).kind;
  if (isOfWord(left) && isOfWord(first)) return "joined to the word before";
  if (isOfWord(last) && isOfWord(right)) return "joined to the word behind";
  if (isWhite(left) && first == kSpace) return "two spaces before";
  if (last == kSpace && isWhite(right)) return "two spaces behind";
  if (holds(fill, "  ") || holds(fill, "\t")) return "two spaces inside";
  for (std::size_t i = 0; i < fill.size(); ++i) {
    const bool returned = i > 0 && fill[i - 1] == '\r';
    if (fill[i] == '\n' && returned != style.carriageReturns) return "another line end";
    if (fill[i] == '\r' && (i + 1 == fill.size() || fill[i + 1] != '\n')) return "half a line end";
  }
  const bool curly = holds(fill, "“") || holds(fill, "”");
  if (style.doubles == TextStyle::Doubles::kStraight && curly) return "curly quotes";
  if (style.doubles > TextStyle::Doubles::kStraight && holds(fill, "\"")) return "straight quotes";
  if (style.singles == TextStyle::Singles::kStraight && (holds(fill, "’") || holds(fill, "‘")))
    return "curly apostrophe";
  if (style.singles == TextStyle::Singles::kCurly && holds(fill, "'")) return "straight apostrophe";
  const bool starts =
      before.empty() || before == "\uFEFF" || (before.size() > 1 && before.substr(before.size() - 2) == "\n\n");
  if (gap.kept && starts && first == kLower) return "no capital";
  return {};
}

}  // namespace

class SeamsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void seams_data();
  void seams();
  void firstAndLast_data();
  void firstAndLast();
  void neighbours();
  void brokenCharactersAreLeftOut();
  void theAuthorsOwnStays();
  void randomDrafts_data();
  void randomDrafts();
};

void SeamsTest::seams_data() {
  QTest::addColumn<QString>("draft");  // gaps are |
  QTest::addColumn<QStringList>("fills");
  QTest::addColumn<QString>("whole");
  const auto row = [](const char* name, const char* draft, const QStringList& fills, const char* whole) {
    QTest::newRow(name) << QString::fromUtf8(draft) << fills << QString::fromUtf8(whole);
  };
  row("two gaps", "He | | home.", {" would", " walk"}, "He would walk home.");
  row("two gaps that touch", "He || home.", {" would", " walk"}, "He would walk home.");
  row("two gaps at the start", "| | home.", {"He", " went"}, "He went home.");
  row("a word behind", "He |home.", {" went"}, "He went home.");
  row("inside a word", "He wa|lked.", {" was"}, "He wa was lked.");
  row("no-break space", "Mr.\u00A0| left.", {" Brook"}, "Mr.\u00A0Brook left.");
  row("no-break space behind", "He said |\u00A0!", {" yes"}, "He said yes\u00A0!");
  row("narrow space", "«\u202F|\u202F» dit-il.", {" Oui"}, "«\u202FOui\u202F» dit-il.");
  row("a tab", "Name:\t|", {" Brook"}, "Name:\tBrook");
  row("German quotes", "Er sagte: „|“", {"Komm"}, "Er sagte: „Komm“");
  row("German quotes, then more", "„|“ sagte er.", {"Komm"}, "„Komm“ sagte er.");
  row("straight quotes", "He said \"|\" and left.", {"Come"}, "He said \"Come\" and left.");
  row("before a straight quote", "He said|\"yes\".", {" only"}, "He said only \"yes\".");
  row("behind a straight quote", "\"Yes,\"| and left.", {" he said"}, "\"Yes,\" he said and left.");
  row("guillemets", "Il dit «|» et part.", {"oui"}, "Il dit «oui» et part.");
  row("a bracket", "The house (|) stood.", {"old"}, "The house (old) stood.");
  row("an unspaced dash", "He left—|—and came.", {"alone"}, "He left—alone—and came.");
  row("a compound", "a well-| man", {"known"}, "a well-known man");
  row("byte-order mark", "\uFEFF|", {" The"}, "\uFEFFThe");
  row("CRLF", "One.\r\n|\r\nTwo.", {"The\nend"}, "One.\r\nThe\r\nend\r\nTwo.");
  row("straight draft", "It's \"so\". |", {" “Don’t,” she said"}, "It's \"so\". \"Don't,\" she said");
  row("curly draft", "It’s “so”. |", {" \"Don't,\" she said"}, "It’s “so”. “Don’t,” she said");
  row("German draft", "„So“. |", {" “Nein,” sagte sie"}, "„So“. „Nein,“ sagte sie");
  row("French draft", "Il dit «oui». |", {" “Non,” dit-elle"}, "Il dit «oui». «Non,» dit-elle");
  row("emphasis", "It was *|* that.", {"just"}, "It was *just* that.");
  row("trailing space", "He |.", {" left "}, "He left.");
  row("Chinese", "他|了。", {"走"}, "他走了。");
}

void SeamsTest::seams() {
  QFETCH(QString, draft);
  QFETCH(QStringList, fills);
  QFETCH(QString, whole);
  const std::string marked = draft.toStdString();
  std::string text;
  std::vector<Gap> gaps;
  for (const char letter : marked) {
    if (letter == '|')
      gaps.push_back({text.size(), {}});
    else
      text += letter;
  }
  const std::vector<Seam> seams = seamsOf(text, gaps);
  std::string out;
  std::size_t at = 0;
  for (std::size_t i = 0; i < gaps.size(); ++i) {
    out += text.substr(at, gaps[i].at - at) + finishFill(seams[i], fills[static_cast<qsizetype>(i)].toStdString());
    at = gaps[i].at;
  }
  QCOMPARE(QString::fromStdString(out + text.substr(at)), whole);
}

void SeamsTest::firstAndLast_data() {
  QTest::addColumn<QString>("before");
  QTest::addColumn<QString>("after");
  QTest::addColumn<bool>("gapBefore");
  QTest::addColumn<QStringList>("first");
  QTest::addColumn<QStringList>("notFirst");
  QTest::addColumn<QStringList>("last");
  QTest::addColumn<QStringList>("notLast");
  const auto row = [](const char* name, const char* before, const char* after, const QStringList& first,
                      const QStringList& notFirst, const QStringList& last, const QStringList& notLast) {
    QTest::newRow(name) << QString::fromUtf8(before) << QString::fromUtf8(after) << false << first << notFirst << last
                        << notLast;
  };
  row("an empty document", "", "", {"The", "“", "1"}, {"ed", "(", "*", " The", ",", "the", " the", "”"},
      {".", "x", ".”"}, {" “", " ", "-", "’", " ("});
  row("behind a byte-order mark", "\uFEFF", "", {"The", "“"}, {" The", "ed", "the"}, {"."}, {" “"});
  row("a new paragraph", "He left.\n", "", {"The", "She"}, {"ed", "the", " the", "\n"}, {"."}, {" "});
  row("a new paragraph with CRLF", "He left.\r\n", "", {"The"}, {"ed", "the"}, {"."}, {});
  row("a wrapped line", "She walked down to the river in the evening and then\n", "", {"the", "The"}, {"edly", ","},
      {"."}, {});
  row("a new sentence", "He left. ", "", {" The", " “"}, {" the", " ed", "ed", "The", "."}, {"."}, {});
  row("initials end no sentence", "He met J. ", "", {" Brook", " the"}, {"ed"}, {"."}, {});
  row("right behind a sentence in quotes", "It was afternoon.”", "", {" The", " the"}, {".", ",", "The"}, {"."}, {});
  row("speech", "“Why?” ", "", {" he", " He"}, {"he", ","}, {"."}, {});
  row("behind an opening quote", "He said: “", "”", {"The"}, {"the", " The", "ed", "“", ","}, {"x", ".", "—"},
      {"”", "’", ".”", "-"});
  row("in a sentence", "the so-called “", "” man", {"the", "The"}, {"edly", " the"}, {"x"}, {"”"});
  row("behind a word", "Left", " and", {" the", ",", "—", ".", "”"}, {"the", "s", "’", "-", "’s", "The"}, {"x", ","},
      {" “", "-", ".", "?"});
  row("between words", "saw ", " and", {" the", " “"}, {"the", ",", "ed", " ,", " ."}, {"x", ",", ".”"},
      {" “", "’", "-", "."});
  // A word that English writes large at a sentence's beginning alone: the fill ends its own. Of a name nothing follows.
  row("before a sentence", "saw ", " And", {" the"}, {"the"}, {".", "!", ".”", "—"}, {"x", ",", ";", " “", "’", "-"});
  row("before a sentence’s The", "saw ", " The sea", {" the"}, {"the"}, {"?"}, {"x"});
  row("before a name", "saw ", " Theo went", {" the"}, {"the"}, {"x", ",", "."}, {" “", "’", "-"});
  row("before I", "saw ", " I went", {" the"}, {"the"}, {"x", ",", "."}, {" “", "’", "-"});
  row("before a full stop", "saw ", ".", {" the"}, {"the"}, {"x", " too"}, {",", "—", "”", "’", " the", " and"});
  row("before a comma", "saw ", ", and", {" the"}, {"the"}, {"x"}, {" of"});
  row("before ’s", "saw ", "’s hat", {" the"}, {"the"}, {"x"}, {",", "-", "’", "”"});
  QTest::newRow("behind a gap") << QString(" ") << QString(" home.") << true << QStringList{" walk", " ed"}
                                << QStringList{"ed", "t", ","} << QStringList{"x"} << QStringList{"’", "-", " "};
}

void SeamsTest::firstAndLast() {
  QFETCH(QString, before);
  QFETCH(QString, after);
  QFETCH(bool, gapBefore);
  QFETCH(QStringList, first);
  QFETCH(QStringList, notFirst);
  QFETCH(QStringList, last);
  QFETCH(QStringList, notLast);
  const std::string left = before.toStdString();
  const std::string right = after.toStdString();
  const Seam seam = makeSeam({left, right, gapBefore});
  // Words begin with "the" and "he", for " the" and " he" are pieces; with "ed", "edly" and "s" they do not.
  std::vector<std::string> pieces{" the", " he"};
  const auto shapeOf = [&](const QString& piece) {
    pieces.resize(2);
    pieces.push_back(piece.toStdString());
    return PieceShapes(pieces)[2];
  };
  for (const QString& piece : first) QVERIFY2(mayBeFirst(seam, shapeOf(piece)), qPrintable("first: [" + piece + "]"));
  for (const QString& piece : notFirst)
    QVERIFY2(!mayBeFirst(seam, shapeOf(piece)), qPrintable("not first: [" + piece + "]"));
  for (const QString& piece : last) QVERIFY2(mayBeLast(seam, shapeOf(piece)), qPrintable("last: [" + piece + "]"));
  for (const QString& piece : notLast)
    QVERIFY2(!mayBeLast(seam, shapeOf(piece)), qPrintable("not last: [" + piece + "]"));
}

void SeamsTest::neighbours() {
  const std::vector<std::string> pieces = {" the", "the",    "ed", "She",       "uddenly", ".",    " “",
                                           "“",    " “Oh",   "\n", " \xE2\x80", "\x9C",    "\x9D", " ,",
                                           "Mc",   "Donald", "…",  "’",         "t",       " sky"};
  const PieceShapes shapes(pieces);
  const auto idOf = [&](const char* piece) {
    return static_cast<TokenId>(std::find(pieces.begin(), pieces.end(), piece) - pieces.begin());
  };
  const auto may = [&](const char* a, const char* b) { return shapes.mayFollow(idOf(a), idOf(b)); };
  QVERIFY(may(" the", " sky") && may(" the", "ed") && may(" sky", ".") && !may(" the", ".") && may("’", "t") &&
          may("Mc", "Donald"));
  QVERIFY(may("\n", "She") && may("“", "the") && may("“", "She") && may("…", "the") && may(".", " “"));
  QVERIFY(may(" \xE2\x80", "\x9C") && may(" \xE2\x80", "\x9D"));
  QVERIFY2(!may("uddenly", "She"), "uddenlyShe");
  QVERIFY2(!may("“", "ed"), "“ed");
  QVERIFY2(!may(" “", "ed") && !may(" “", " the") && !may(" “", "."), "behind an opening mark");
  QVERIFY2(!may(".", "the") && !may(".", "She"), "behind a full stop");
  QVERIFY2(!may("\n", "the") && !may("\n", " the") && !may("\n", "."), "behind a line's end");
  QVERIFY2(!may(" the", " ,"), "a space before a comma");
  QVERIFY2(!may(" \xE2\x80", "the") && !may(" the", "\x9C"), "half a character");
  QVERIFY(shapes.mayStand(idOf(" \xE2\x80")) && shapes.mayStand(idOf("\x9C")));
  // What nothing completes.
  const PieceShapes alone({" the", "\xC3", "a"});
  QVERIFY(!alone.mayStand(1) && alone.mayStand(2));
}

void SeamsTest::brokenCharactersAreLeftOut() {
  const Seam seam = makeSeam("He said ", ".");
  const auto text = [&](const std::vector<std::string>& pieces) {
    std::vector<FillPiece> fill;
    for (const std::string& piece : pieces) fill.push_back({piece, false});
    return finishPieces(seam, fill);
  };
  QVERIFY((text({" a", " \xE2\x80", "\x9C", "b"}) == std::vector<std::string>{"a", " “", "", "b"}));
  QVERIFY((text({" a", " \xE2\x80", "b"}) == std::vector<std::string>{"a", " ", "b"}));
  QVERIFY((text({" a", "\x9C", " b"}) == std::vector<std::string>{"a", "", " b"}));
}

// Pinned words, and what the brush has left, are put back byte for byte.
void SeamsTest::theAuthorsOwnStays() {
  const std::string draft = "It's \"so\".\r\n";
  const Seam seam = makeSeam({draft, " and", false, false, styleOf(draft)});
  std::string text;
  for (const std::string& piece : finishPieces(seam, {{"“Oh", false}, {"’d’  x", true}, {"’s", false}})) text += piece;
  QCOMPARE(text, std::string("\"Oh’d’  x's"));
}

void SeamsTest::randomDrafts_data() {
  QTest::addColumn<bool>("bytes");
  QTest::newRow("words and parts of words") << false;
  QTest::newRow("bytes") << true;
}

void SeamsTest::randomDrafts() {
  QFETCH(bool, bytes);
  const std::vector<std::string> pieces = bytes ? bytePieces() : wordPieces();
  const PieceShapes shapes(pieces);
  Random random(bytes ? 5 : 6);
  int allKept = 0;
  for (int round = 0; round < 20000; ++round) {
    const std::string draft = randomDraft(&random, random.between(0, 1) == 0, random.between(0, 2) == 0);
    std::vector<Gap> gaps = randomGaps(draft, &random);
    const std::vector<Seam> seams = seamsOf(draft, gaps);
    for (std::size_t i = 0; i < gaps.size(); ++i) {
      // Of nothing but broken characters nothing is left.
      while (gaps[i].fill.empty()) {
        gaps[i].kept = true;
        gaps[i].fill = randomFill(seams[i], shapes, pieces, &random, &gaps[i].kept);
      }
      allKept += gaps[i].kept ? 1 : 0;
    }
    for (std::size_t i = 0; i < gaps.size(); ++i) {
      std::string before;
      std::size_t at = 0;
      for (std::size_t k = 0; k < i; ++k) {
        before += draft.substr(at, gaps[k].at - at) + gaps[k].fill;
        at = gaps[k].at;
      }
      before += draft.substr(at, gaps[i].at - at);
      std::string after;
      at = gaps[i].at;
      for (std::size_t k = i + 1; k < gaps.size(); ++k) {
        after += draft.substr(at, gaps[k].at - at) + gaps[k].fill;
        at = gaps[k].at;
      }
      after += draft.substr(at);
      const std::string fault = faultOf(before, gaps[i], after, styleOf(draft));
      QVERIFY2(fault.empty(), (fault + ": [" + before + "][" + gaps[i].fill + "][" + after + "]").c_str());
    }
  }
  // The rules leave pieces to choose from nearly everywhere.
  QVERIFY2(allKept > 15000, qPrintable(QString::number(allKept)));
}

QTEST_GUILESS_MAIN(SeamsTest)
#include "seams_test.moc"
