// SPDX-License-Identifier: GPL-3.0-or-later
// Text to tokens and back, byte for byte; corpora; seams between text and fill.
#include "tests/engine/support.h"

#include "engine/sampling/seams.h"
#include "engine/text/utf8.h"

#include <QTest>

using namespace lacuna::engine;
using namespace lacuna::engine::testing;

class TextTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void roundTrip_data();
  void roundTrip();
  void randomBytesOfUnicodeSurvive();
  void controlTokensAreNeverText();
  void displayIsValidUtf8();
  void findsInvalidUtf8();
  void trainsItsOwn();
  void refusesForeignTokenizers();
  void corpusIsCachedAndChecked();
  void corporaShareACacheFolder();
  void seams_data();
  void seams();

 private:
  SentencePieceTokenizer tokenizer_{modelFolder() + "/tokenizer.model"};
};

void TextTest::roundTrip_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::newRow("empty") << QByteArray("");
  QTest::newRow("spaces") << QByteArray("  two  and   three    ");
  QTest::newRow("newlines") << QByteArray("\n\n# A\n\n  b\n\r\n\tc\n");
  QTest::newRow("quotes") << QByteArray("“You’ll be Anna’s girl,” said a voice — and the lamp moved…");
  QTest::newRow("cjk and emoji") << QByteArray("漢字かな交じり文 😀👩‍🚀 é é");
  QTest::newRow("SentencePiece's own space") << QByteArray(
      "a\xE2\x96\x81"
      "b \xE2\x96\x81\xE2\x96\x81 c");
  QTest::newRow("control names") << QByteArray("<gap> <doc> <unk> <0x41> [[…]]");
  QTest::newRow("nul") << QByteArray("a\0b", 3);
}

void TextTest::roundTrip() {
  QFETCH(QByteArray, text);
  const std::string bytes = text.toStdString();
  QCOMPARE(QByteArray::fromStdString(tokenizer_.decode(tokenizer_.encode(bytes))), text);
}

void TextTest::randomBytesOfUnicodeSurvive() {
  Random random(3);
  for (int round = 0; round < 200; ++round) {
    QString text;
    for (int i = 0; i < 60; ++i) {
      static const char32_t kLow[] = {' ', 'a', '\n', 0x2581, 0x300, 0x4E00, 0x1F600, '\t', '"', 0x2019};
      const char32_t c =
          random.uniform() < 0.7 ? kLow[random.between(0, 9)] : static_cast<char32_t>(random.between(1, 0xD7FF));
      text += QString::fromUcs4(&c, 1);
    }
    const std::string bytes = text.toStdString();
    QCOMPARE(tokenizer_.decode(tokenizer_.encode(bytes)), bytes);
  }
}

void TextTest::controlTokensAreNeverText() {
  for (const TokenId id : tokenizer_.encode("<gap><doc><expand><delete><unk>")) QVERIFY(!tokenizer_.isControl(id));
  QVERIFY(tokenizer_.bytes(tokenizer_.special().gap).empty());
}

void TextTest::displayIsValidUtf8() {
  const std::vector<TokenId> ids = tokenizer_.encode("a 😀 b 漢");
  std::string joined;
  for (const std::string& part : tokenizer_.display(ids)) {
    QCOMPARE(utf8Invalid(part), part.size());
    joined += part;
  }
  QCOMPARE(joined, std::string("a 😀 b 漢"));
  // A character that lost a byte shows as a replacement, not as garbage.
  std::vector<TokenId> broken = tokenizer_.encode("😀");
  broken.pop_back();
  for (const std::string& part : tokenizer_.display(broken)) QCOMPARE(utf8Invalid(part), part.size());
}

void TextTest::findsInvalidUtf8() {
  QCOMPARE(utf8Invalid("abc"), std::size_t{3});
  QCOMPARE(utf8Invalid("ab\xFF"), std::size_t{2});
  QCOMPARE(utf8Invalid("é\xC0\xAF"), std::size_t{2});         // overlong
  QCOMPARE(utf8Invalid("\xED\xA0\x80"), std::size_t{0});      // surrogate
  QCOMPARE(utf8Invalid("\xF4\x90\x80\x80"), std::size_t{0});  // beyond Unicode
  QCOMPARE(utf8Invalid("x\xE2\x82"), std::size_t{1});         // cut short
}

void TextTest::trainsItsOwn() {
  const ScratchFolder folder;
  folder.write("books/a.txt", habitualText(800, 1));
  trainTokenizer(folder.path("books"), folder.path("t.model"), 400);
  const SentencePieceTokenizer own(folder.path("t.model"));
  QCOMPARE(own.vocabulary(), 400);
  const std::string text = "Mara carried the lamp.\n\n  “Ünïcode”";
  QCOMPARE(own.decode(own.encode(text)), text);
  // No path of this machine is inside.
  std::ifstream file(folder.path("t.model"), std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  QVERIFY(bytes.find(folder.path()) == std::string::npos);
  QVERIFY(!sentenceOf([&] { trainTokenizer(folder.path("none"), folder.path("u.model"), 512); }).empty());
  QVERIFY(!sentenceOf([&] { trainTokenizer(folder.path("books"), folder.path("no/such/u.model"), 512); }).empty());
}

void TextTest::refusesForeignTokenizers() {
  const ScratchFolder folder;
  ErrorCode code{};
  const auto refused = [&](const std::string& path) {
    const std::string sentence = sentenceOf([&] { SentencePieceTokenizer t(path); }, &code);
    return !sentence.empty() && code == ErrorCode::kBadModel && sentence.find(path) != std::string::npos;
  };
  QVERIFY(refused(folder.path("missing.model")));
  QVERIFY(refused(folder.write("empty.model", "")));
  QVERIFY(refused(folder.write("text.model", "this is not a model at all")));
  std::ifstream file(modelFolder() + "/tokenizer.model", std::ios::binary);
  const std::string good((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  QVERIFY(refused(folder.write("short.model", good.substr(0, good.size() / 2))));
  std::string renamed = good;
  renamed.replace(renamed.find("<gap>"), 5, "<gop>");
  QVERIFY(refused(folder.write("foreign.model", renamed)));
}

void TextTest::corpusIsCachedAndChecked() {
  const ScratchFolder folder;
  folder.write("books/a.txt", "One.\n");
  folder.write("books/deep/b.txt", "Two and three.\n");
  const std::string cache = folder.path("tokens.bin");
  const TokenizedCorpus first = tokenizeCorpus(folder.path("books"), tokenizer_, cache);
  QCOMPARE(first.starts.size(), std::size_t{3});
  const TokenizedCorpus again = tokenizeCorpus(folder.path("books"), tokenizer_, cache);
  QVERIFY(again.tokens == first.tokens && again.starts == first.starts);
  folder.write("books/a.txt", "One, but longer.\n");
  QVERIFY(tokenizeCorpus(folder.path("books"), tokenizer_, cache).tokens != first.tokens);
  fs::resize_file(cache, fs::file_size(cache) - 3);
  QVERIFY(tokenizeCorpus(folder.path("books"), tokenizer_, cache).tokens.size() > first.tokens.size());
  folder.write("books/c.txt", "bad \xFF byte");
  const std::string sentence = sentenceOf([&] { tokenizeCorpus(folder.path("books"), tokenizer_, ""); });
  QVERIFY(sentence.find("byte 4") != std::string::npos && sentence.find("c.txt") != std::string::npos);
}

void TextTest::corporaShareACacheFolder() {
  const ScratchFolder folder;
  const std::string cache = folder.path("cache/tokens");
  const auto files = [&] { return std::distance(fs::directory_iterator(cache), fs::directory_iterator()); };
  const auto corpus = [&](int i) { return "books" + std::to_string(i); };
  for (int i = 0; i < 10; ++i) {
    folder.write(corpus(i) + "/a.txt", "One" + std::string(static_cast<std::size_t>(i), '!') + "\n");
    folder.write(corpus(i) + "/b.txt", "Two.\n");
  }
  std::vector<std::size_t> told;
  const BookCallback tell = [&](std::size_t done, std::size_t books) { told.push_back(10 * done + books); };
  const TokenizedCorpus first = tokenizeShared(folder.path(corpus(0)), tokenizer_, cache, tell);
  QCOMPARE(told, (std::vector<std::size_t>{12, 22}));
  const TokenizedCorpus again = tokenizeShared(folder.path(corpus(0)), tokenizer_, cache, tell);
  QCOMPARE(told.size(), std::size_t{2});
  QVERIFY(again.tokens == first.tokens && again.starts == first.starts);
  QVERIFY(first.tokens == tokenizeCorpus(folder.path(corpus(0)), tokenizer_, "").tokens);
  // Eight stay; who has mapped another keeps it.
  for (int i = 1; i < 10; ++i) tokenizeShared(folder.path(corpus(i)), tokenizer_, cache);
  QCOMPARE(files(), std::ptrdiff_t{8});
  QVERIFY(again.tokens == tokenizeCorpus(folder.path(corpus(0)), tokenizer_, "").tokens);
  // Without a folder, or where none can be made, there is no cache.
  QVERIFY(tokenizeShared(folder.path(corpus(0)), tokenizer_, "").tokens == first.tokens);
  QVERIFY(tokenizeShared(folder.path(corpus(0)), tokenizer_, folder.path("books1/a.txt")).tokens == first.tokens);
  const std::string stopped = sentenceOf([&] {
    tokenizeShared(folder.path(corpus(0)), tokenizer_, "",
                   [](std::size_t, std::size_t) { throw Error(ErrorCode::kCancelled, "Enough."); });
  });
  QCOMPARE(stopped, std::string("Enough."));
}

void TextTest::seams_data() {
  QTest::addColumn<QByteArray>("before");
  QTest::addColumn<QByteArray>("after");
  QTest::addColumn<QByteArray>("fill");
  QTest::addColumn<QByteArray>("whole");
  QTest::newRow("between words") << QByteArray("She saw ") << QByteArray(" and left.") << QByteArray(" the boat")
                                 << QByteArray("She saw the boat and left.");
  QTest::newRow("one space only") << QByteArray("She saw ") << QByteArray("and left.") << QByteArray(" the boat")
                                  << QByteArray("She saw the boat and left.");
  QTest::newRow("before a full stop") << QByteArray("She saw ") << QByteArray(".") << QByteArray(" the boat")
                                      << QByteArray("She saw the boat.");
  QTest::newRow("right after a word") << QByteArray("She saw") << QByteArray(".") << QByteArray(" the boat")
                                      << QByteArray("She saw the boat.");
  QTest::newRow("a line's start") << QByteArray("One.\n") << QByteArray("") << QByteArray("The boat left.")
                                  << QByteArray("One.\nThe boat left.");
  QTest::newRow("an opening quote") << QByteArray("“") << QByteArray(",” he said.") << QByteArray("Come in")
                                    << QByteArray("“Come in,” he said.");
  QTest::newRow("before an opening quote")
      << QByteArray("He said ") << QByteArray("“yes.”") << QByteArray(" only") << QByteArray("He said only “yes.”");
  QTest::newRow("empty text") << QByteArray("") << QByteArray("") << QByteArray("The boat") << QByteArray("The boat");
}

void TextTest::seams() {
  QFETCH(QByteArray, before);
  QFETCH(QByteArray, after);
  QFETCH(QByteArray, fill);
  QFETCH(QByteArray, whole);
  const std::string left = before.toStdString();
  const std::string right = after.toStdString();
  const Seam seam = makeSeam(left, right);
  QCOMPARE(QByteArray::fromStdString(left + finishFill(seam, fill.toStdString()) + right), whole);
  // The fill’s own first token must be one that the seam allows.
  const PieceShapes shapes(tokenizer_);
  const std::vector<TokenId> ids = tokenizer_.encode(fill.toStdString());
  QVERIFY(!barredFirst(seam, shapes)[static_cast<std::size_t>(ids.front())]);
  QVERIFY(!barredLast(seam, shapes)[static_cast<std::size_t>(ids.back())]);
}

QTEST_GUILESS_MAIN(TextTest)
#include "text_test.moc"
