// SPDX-License-Identifier: GPL-3.0-or-later
// Byte-level BPE: against a plain twin, against another implementation's ids, over hostile and long texts.
#include "engine/text/byte_bpe.h"

#include "engine/text/line_cache.h"
#include "engine/text/utf8.h"
#include "engine/weights/base_tokenizer.h"
#include "tests/engine/made_up_gguf.h"
#include "tests/engine/support.h"

#include <QTest>
#include <nlohmann/json.hpp>

using namespace lacuna::engine;
using namespace lacuna::engine::testing;

namespace {

// A file in memory and its tokenizer.
std::unique_ptr<Tokenizer> madeUpTokenizer(const std::string& rule) {
  const std::string bytes = madeUpHead({.rule = rule}).bytes();
  return readBaseTokenizer(GgufFile("it.gguf", std::as_bytes(std::span(bytes))));
}

// The obvious way: of all neighbours join the pair that was learnt first, the leftmost of equals, until none is left.
// In the vocabulary's writing.
std::vector<std::string> plainMerges(std::string_view piece, const std::vector<std::string>& merges) {
  std::vector<std::string> parts;
  for (const char letter : piece) parts.push_back(writtenByte(static_cast<unsigned char>(letter)));
  while (true) {
    std::size_t best = merges.size();
    std::size_t at = 0;
    for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
      const auto rank = static_cast<std::size_t>(
          std::find(merges.begin(), merges.end(), parts[i] + " " + parts[i + 1]) - merges.begin());
      if (rank >= best) continue;
      best = rank;
      at = i;
    }
    if (best == merges.size()) return parts;
    parts[at] += parts[at + 1];
    parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(at) + 1);
  }
}

std::vector<std::string> pieces(const char* rule, std::string_view text) {
  std::vector<std::string> found;
  for (const std::string_view piece : SplitRule::find(rule)->split(text)) found.emplace_back(piece);
  return found;
}

// Words, spaces, line ends, digits, other scripts, and now and then a byte that is none of it.
std::string mixedText(std::uint64_t seed, int parts) {
  static const char* const kParts[] = {" the",
                                       "The",
                                       " she",
                                       "’s",
                                       "'ll",
                                       " ",
                                       "  ",
                                       "\n",
                                       "\n\n",
                                       "\r\n",
                                       "\t",
                                       "1913",
                                       " 7",
                                       ".",
                                       " “",
                                       "”",
                                       "…",
                                       "—",
                                       "aa",
                                       "aaaa",
                                       "baab",
                                       " zqxzqx",
                                       " thought where",
                                       "é",
                                       "\u00A0",
                                       "\u3000",
                                       "漢字",
                                       "и",
                                       "👍",
                                       "\xFF",
                                       "\xE2\x80",
                                       "\x04",
                                       "<|im_end|>",
                                       "!\n"};
  Random random(seed);
  std::string text;
  for (int i = 0; i < parts; ++i) text += kParts[random.between(0, static_cast<std::int64_t>(std::size(kParts)) - 1)];
  return text;
}

const char* const kRules[] = {"smollm", "gpt-2", "llama-bpe", "qwen2"};

}  // namespace

class ByteBpeTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void splitsByTheRule_data();
  void splitsByTheRule();
  void mergesAsThePlainWay();
  void everyByteSurvives();
  void controlTokensStayText();
  void showsValidUtf8();
  void textMayBeCutWhereItSays();
  void longTextsTakeLittleTime();
  void refusesTables_data();
  void refusesTables();
  void agreesWithTheReference();
  void sentencePieceComesFromTablesToo();
};

void ByteBpeTest::splitsByTheRule_data() {
  QTest::addColumn<QString>("rule");
  QTest::addColumn<QString>("text");
  QTest::addColumn<QStringList>("wanted");
  const auto row = [](const char* rule, const char* text, const QStringList& wanted) {
    QTest::addRow("%s: %s", rule, text) << QString(rule) << QString::fromUtf8(text) << wanted;
  };
  row("gpt-2", "don't DON'T", {"don", "'t", " DON", "'", "T"});
  row("gpt-2", "in  1913, 27", {"in", " ", " 1913", ",", " 27"});
  row("gpt-2", "a\n\nb  \n", {"a", "\n", "\n", "b", "  \n"});
  row("smollm", "in  1913, 27", {"in", "  ", "1", "9", "1", "3", ",", " ", "2", "7"});
  row("smollm", "x² Ⅷ", {"x", "²", " ", "Ⅷ"});
  row("llama-bpe", "DON'T 12345", {"DON", "'T", " ", "123", "45"});
  row("llama-bpe", "“Yes.”\n\n  No", {"“Yes", ".”\n\n", " ", " No"});
  row("llama-bpe", "a  \n b", {"a", "  \n", " b"});
  row("qwen2", "DON'T 123", {"DON", "'T", " ", "1", "2", "3"});
  // White_Space, as the models' own rules have it: U+0085 is one, U+180E is none.
  row("gpt-2", "a\u0085\u0085b", {"a", "\u0085", "\u0085", "b"});
  row("gpt-2", "a\u180E", {"a", "\u180E"});
  row("gpt-2", "!\u180E", {"!\u180E"});
}

void ByteBpeTest::splitsByTheRule() {
  QFETCH(QString, rule);
  QFETCH(QString, text);
  QFETCH(QStringList, wanted);
  QStringList found;
  for (const std::string& piece : pieces(qPrintable(rule), text.toStdString())) found << QString::fromStdString(piece);
  QCOMPARE(found, wanted);
}

void ByteBpeTest::mergesAsThePlainWay() {
  const MadeUpVocabulary vocabulary = madeUpVocabulary();
  for (const char* const rule : {"smollm", "gpt-2", "qwen2"}) {
    const std::unique_ptr<Tokenizer> tokenizer = madeUpTokenizer(rule);
    for (std::uint64_t seed = 1; seed <= 100; ++seed) {
      std::string text = mixedText(seed, 40);
      text = text.substr(0, utf8Invalid(text));
      std::vector<std::string> wanted;
      for (const std::string& piece : pieces(rule, text)) {
        for (const std::string& part : plainMerges(piece, vocabulary.merges)) wanted.push_back(part);
      }
      std::vector<std::string> found;
      for (const TokenId id : tokenizer->encode(text)) {
        std::string written;
        for (const char letter : tokenizer->bytes(id)) written += writtenByte(static_cast<unsigned char>(letter));
        found.push_back(written);
      }
      QVERIFY2(found == wanted, text.c_str());
    }
  }
}

void ByteBpeTest::everyByteSurvives() {
  for (const char* const rule : kRules) {
    const std::unique_ptr<Tokenizer> tokenizer = madeUpTokenizer(rule);
    QCOMPARE(tokenizer->missingBytes(), 2);
    Random random(4);
    for (int round = 0; round < 200; ++round) {
      std::string text = mixedText(static_cast<std::uint64_t>(round), 30);
      for (int i = 0; i < 40; ++i) text += static_cast<char>(random.between(0, 255));
      const std::vector<TokenId> ids = tokenizer->encode(text);
      QVERIFY(tokenizer->decode(ids) == text);
      for (const TokenId id : ids) {
        QVERIFY(!tokenizer->isControl(id));
        QVERIFY(tokenizer->modelId(id) >= 0 && tokenizer->modelId(id) < tokenizer->vocabulary());
      }
    }
    const std::vector<TokenId> missing = tokenizer->encode("\x04");
    QCOMPARE(missing.size(), std::size_t{1});
    QVERIFY(missing[0] >= tokenizer->vocabulary());
    QCOMPARE(tokenizer->modelId(missing[0]), tokenizer->special().unknown);
  }
}

void ByteBpeTest::controlTokensStayText() {
  const std::unique_ptr<Tokenizer> tokenizer = madeUpTokenizer("smollm");
  QCOMPARE(tokenizer->special().document, 0);  // <|endoftext|>, though the file's begin is <|im_start|>
  QCOMPARE(tokenizer->special().gap, kNoToken);
  for (TokenId id = 0; id < 3; ++id) {
    QVERIFY(tokenizer->isControl(id));
    QVERIFY(tokenizer->bytes(id).empty());
  }
  const std::string text = "<|endoftext|><|im_start|>user <|im_end|>";
  const std::vector<TokenId> ids = tokenizer->encode(text);
  for (const TokenId id : ids) QVERIFY(!tokenizer->isControl(id));
  QCOMPARE(tokenizer->decode(ids), text);
}

void ByteBpeTest::showsValidUtf8() {
  const std::unique_ptr<Tokenizer> tokenizer = madeUpTokenizer("smollm");
  const std::string text = "a 👍 “漢";
  std::string joined;
  const std::vector<TokenId> ids = tokenizer->encode(text);
  const std::vector<std::string> shown = tokenizer->display(ids);
  QCOMPARE(shown.size(), ids.size());
  for (const std::string& part : shown) {
    QCOMPARE(utf8Invalid(part), part.size());
    joined += part;
  }
  QCOMPARE(joined, text);
  // A token that is a part of a character is no word; a letter is.
  QVERIFY(!tokenizer->isByte(tokenizer->encode("a")[0]));
  QVERIFY(tokenizer->isByte(tokenizer->encode("👍")[0]));
}

void ByteBpeTest::textMayBeCutWhereItSays() {
  for (const char* const rule : kRules) {
    const std::unique_ptr<Tokenizer> tokenizer = madeUpTokenizer(rule);
    int cuts = 0;
    for (std::uint64_t seed = 1; seed <= 300; ++seed) {
      const std::string text = mixedText(seed, 60);
      std::vector<TokenId> joined;
      for (std::string_view left = text; !left.empty();) {
        const std::size_t cut = tokenizer->firstCut(left);
        QVERIFY(cut > 0 && cut <= left.size());
        for (const TokenId id : tokenizer->encode(left.substr(0, cut))) joined.push_back(id);
        left.remove_prefix(cut);
        ++cuts;
      }
      QVERIFY2(joined == tokenizer->encode(text), qPrintable(QStringLiteral("%1, %2").arg(rule).arg(seed)));
    }
    QVERIFY(cuts > 1000);
    // Prose is cut at its paragraphs, also where lines end as on Windows: an edit costs one of them.
    const std::string prose = "She looked.\n\n“Yes,” he said.\n\nAnd on.\r\n\r\nThe end\n";
    LineCache cache(*tokenizer);
    QVERIFY(cache.encode(prose) == tokenizer->encode(prose));
    const std::size_t before = cache.bytesEncoded();
    QVERIFY(cache.encode("Then " + prose) == tokenizer->encode("Then " + prose));
    QVERIFY(cache.bytesEncoded() - before < 24);
  }
}

// A merge that looks at all pairs each time would take hours, a check of all UTF-8 at each piece minutes.
void ByteBpeTest::longTextsTakeLittleTime() {
  for (const char* const rule : kRules) {
    const std::unique_ptr<Tokenizer> tokenizer = madeUpTokenizer(rule);
    std::string letters;
    Random random(9);
    for (int i = 0; i < 200000; ++i) letters += static_cast<char>('a' + random.between(0, 1));
    std::string book;
    while (book.size() < 2000000) book += "She looked from the door to the water, and he said it was 7 o’clock. ";
    for (const std::string& text : {letters, std::string(200000, 'a'), std::string(200000, ' '),
                                    std::string(200000, '\n'), std::string(200000, '\xFF'), book}) {
      QVERIFY(tokenizer->decode(tokenizer->encode(text)) == text);
    }
  }
}

void ByteBpeTest::refusesTables_data() {
  QTest::addColumn<QString>("change");
  QTest::addColumn<QString>("why");
  for (const auto& [change, why] : std::initializer_list<std::pair<const char*, const char*>>{
           {"rule", "splits text by the rule \"deepseek\""},
           {"kind", "tokenizer is of the kind \"bert\""},
           {"no tokens", "carries no vocabulary"},
           {"kinds", "2 kinds of them"},
           {"odd kind", "token 1 is of the unknown kind 9"},
           {"scores", "4 tokens and 1 scores"},
           {"no scores", "have no scores"},
           {"merge", "merge, number 0, that is no pair"},
           {"lacking", "merge, number 0, of tokens that it lacks"},
           {"written", "writes the token 1 in no way"},
           {"special", "\"tokenizer.ggml.bos_token_id\" is 99, beyond its vocabulary"}})
    QTest::newRow(change) << QString(change) << QString::fromUtf8(why);
}

void ByteBpeTest::refusesTables() {
  QFETCH(QString, change);
  QFETCH(QString, why);
  const auto is = [&](const char* name) { return change == QLatin1String(name); };
  GgufWriter writer;
  writer.addText("tokenizer.ggml.model", is("kind") ? "bert" : is("no scores") ? "llama" : "gpt2");
  writer.addText("tokenizer.ggml.pre", is("rule") ? "deepseek" : "gpt-2");
  if (!is("no tokens"))
    writer.addTexts("tokenizer.ggml.tokens", {"<|endoftext|>", is("written") ? "漢" : "a", "b", "ab"});
  writer.addWholes("tokenizer.ggml.token_type", is("kinds")
                                                    ? std::vector<std::int32_t>{3, 1}
                                                    : std::vector<std::int32_t>{3, is("odd kind") ? 9 : 1, 1, 1});
  if (is("scores")) writer.addWholes("tokenizer.ggml.scores", {1});
  writer.addTexts("tokenizer.ggml.merges", {is("merge") ? "ab" : is("lacking") ? "b a" : "a b"});
  writer.add("tokenizer.ggml.bos_token_id", GgufKind::kUint32, std::uint32_t{is("special") ? 99U : 0U});
  const std::string bytes = writer.bytes();
  const GgufFile file("it.gguf", std::as_bytes(std::span(bytes)));
  ErrorCode code{};
  const std::string sentence = sentenceOf([&] { readBaseTokenizer(file); }, &code);
  QVERIFY2(QString::fromStdString(sentence).contains(why), sentence.c_str());
  QVERIFY(code == ErrorCode::kBadModel);
}

// tests/data/smollm_tokens.json: [{"text", "ids"}], made by another implementation with the same file.
void ByteBpeTest::agreesWithTheReference() {
  const std::string path = realBase();
  if (path.empty()) QSKIP("The base is not in the cache folder; ./dev test fetches it.");
  const std::unique_ptr<Tokenizer> tokenizer = readBaseTokenizer(GgufFile(path));
  std::ifstream file(LACUNA_SOURCE_DIR "/tests/data/smollm_tokens.json");
  const auto cases = nlohmann::json::parse(file);
  QVERIFY(cases.size() > 80);
  for (const auto& each : cases) {
    const auto text = each.at("text").get<std::string>();
    const std::vector<TokenId> ids = tokenizer->encode(text);
    QVERIFY2(ids == each.at("ids").get<std::vector<TokenId>>(), text.c_str());
    QVERIFY2(tokenizer->decode(ids) == text, text.c_str());
  }
}

// The vocabulary of our own SentencePiece model, put into a GGUF file as llamas have theirs, gives the ids of the
// model.
void ByteBpeTest::sentencePieceComesFromTablesToo() {
  const std::string path = modelFolder() + "/tokenizer.model";
  std::ifstream stream(path, std::ios::binary);
  const std::string proto((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
  std::size_t at = 0;
  const auto varint = [&] {
    std::size_t value = 0;
    for (unsigned shift = 0;; shift += 7) {
      const auto byte = static_cast<unsigned char>(proto.at(at++));
      value |= static_cast<std::size_t>(byte & 127U) << shift;
      if (byte < 128) return value;
    }
  };
  std::vector<std::string> texts;
  std::vector<float> scores;
  std::vector<std::int32_t> types;
  while (at < proto.size() && proto[at] == '\x0A') {  // field 1 of the model: a piece
    ++at;
    const std::size_t length = varint();
    const std::size_t end = at + length;
    texts.emplace_back();
    scores.push_back(0);
    types.push_back(1);
    while (at < end) {
      switch (const std::size_t field = varint(); field >> 3U) {
        case 1: {
          const std::size_t size = varint();
          texts.back() = proto.substr(at, size);
          at += size;
          break;
        }
        case 2:
          std::memcpy(&scores.back(), proto.data() + at, 4);
          at += 4;
          break;
        default:
          types.back() = static_cast<std::int32_t>(varint());
      }
    }
  }
  QCOMPARE(texts.size(), std::size_t{4096});
  GgufWriter writer;
  writer.addText("tokenizer.ggml.model", "llama");
  writer.addTexts("tokenizer.ggml.tokens", texts);
  writer.addWholes("tokenizer.ggml.token_type", types);
  writer.addFloats("tokenizer.ggml.scores", scores);
  writer.add("tokenizer.ggml.bos_token_id", GgufKind::kUint32, std::uint32_t{1});
  writer.add("tokenizer.ggml.unknown_token_id", GgufKind::kUint32, std::uint32_t{0});
  const std::string bytes = writer.bytes();
  const std::unique_ptr<Tokenizer> fromFile = readBaseTokenizer(GgufFile("it.gguf", std::as_bytes(std::span(bytes))));
  const SentencePieceTokenizer own(path);
  QCOMPARE(fromFile->vocabulary(), own.vocabulary());
  QCOMPARE(fromFile->special().document, 1);
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    const std::string text = mixedText(seed, 60);
    QVERIFY(fromFile->encode(text) == own.encode(text));
    QVERIFY(fromFile->decode(fromFile->encode(text)) == text);
  }
  for (TokenId id = 0; id < own.vocabulary(); ++id) QVERIFY(fromFile->isControl(id) == own.isControl(id));
}

QTEST_APPLESS_MAIN(ByteBpeTest)
#include "byte_bpe_test.moc"
