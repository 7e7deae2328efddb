// SPDX-License-Identifier: GPL-3.0-or-later
// A llama in a GGUF file as a base: its shape, its weights in the order that the engine wants, and what is no base.
#include "engine/weights/base_file.h"
#include "engine/weights/sha256.h"
#include "tests/engine/made_up_gguf.h"
#include "tests/engine/support.h"

#include <QTest>

using namespace lacuna::engine;
using namespace lacuna::engine::testing;

namespace {

std::span<const std::byte> viewed(const std::string& bytes) { return std::as_bytes(std::span(bytes)); }

}  // namespace

class BaseFileTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void opensABase();
  void queriesAndKeysAreHalfSplit();
  void refusesWhatIsNoBase_data();
  void refusesWhatIsNoBase();
  void hashesFiles();
  void theRealBaseOpens();
};

void BaseFileTest::opensABase() {
  const ScratchFolder folder;
  for (const bool tied : {true, false}) {
    MadeUpBaseOptions options;
    options.tied = tied;
    const int vocabulary = static_cast<int>(madeUpVocabulary().tokens.size());
    const MadeUpWeights weights = madeUpWeights(options, vocabulary);
    const BaseFile base(folder.write("base.gguf", madeUpBase(options, weights)));
    const LlamaConfig& config = base.config();
    QCOMPARE(config.layers, 2);
    QCOMPARE(config.width, 32);
    QCOMPARE(config.heads, 4);
    QCOMPARE(config.keyHeads, 2);
    QCOMPARE(config.headSize, 8);
    QCOMPARE(config.feedForward, 64);
    QCOMPARE(config.vocabulary, vocabulary);
    QCOMPARE(config.context, 256);
    QCOMPARE(config.ropeBase, 10000.0);
    QCOMPARE(config.ropeSize, 8);
    QCOMPARE(config.tied, tied);
    QCOMPARE(base.info().licence, std::string("apache-2.0"));
    QCOMPARE(base.info().name, std::string("Made up"));
    QCOMPARE(base.info().quantization, std::string("F32"));
    for (int i = 0; i < 2; ++i) {
      const LlamaLayer layer = base.layer(i);
      const auto same = [&](const torch::Tensor& found, const char* name) {
        return torch::equal(found, weights.at("blk." + std::to_string(i) + "." + name + ".weight"));
      };
      QVERIFY(same(layer.query, "attn_q") && same(layer.key, "attn_k") && same(layer.value, "attn_v"));
      QVERIFY(same(layer.output, "attn_output") && same(layer.gate_FD, "ffn_gate") && same(layer.up_FD, "ffn_up"));
      QVERIFY(same(layer.down_DF, "ffn_down"));
      QVERIFY(
          torch::equal(layer.attentionNorm_D, weights.at("blk." + std::to_string(i) + ".attn_norm.weight").view(-1)));
    }
    QVERIFY(torch::equal(base.embedding(), weights.at("token_embd.weight")));
    QVERIFY(torch::equal(base.output(), weights.at(tied ? "token_embd.weight" : "output.weight")));
    QVERIFY(!base.ropeFactors().defined());
  }
}

// What a query and a key score, some places apart, is the same in both conventions, as long as the turning follows the
// rows; and is another where it does not.
void BaseFileTest::queriesAndKeysAreHalfSplit() {
  constexpr int kHeads = 3;
  constexpr std::int64_t kSize = 8;
  torch::manual_seed(5);
  const torch::Tensor input = torch::randn({16});
  const torch::Tensor query = torch::randn({kHeads * kSize, 16});
  const torch::Tensor key = torch::randn({kHeads * kSize, 16});
  const torch::Tensor queryInFile = interleavedRows(query, kHeads);
  const torch::Tensor keyInFile = interleavedRows(key, kHeads);
  QVERIFY(torch::equal(halfSplitRows(queryInFile, kHeads, kSize), query));
  // pairs(i): the two dimensions that turn by the i-th angle.
  const auto turned = [&](const torch::Tensor& rows, double place, const auto& pairs) {
    torch::Tensor heads = rows.matmul(input).view({kHeads, kSize}).clone();
    for (std::int64_t head = 0; head < kHeads; ++head) {
      for (std::int64_t i = 0; i < kSize / 2; ++i) {
        const double angle = place * std::pow(10000.0, -2.0 * static_cast<double>(i) / kSize);
        const std::pair<std::int64_t, std::int64_t> pair = pairs(i);
        const auto [first, second] = pair;
        const double a = heads[head][first].item<double>();
        const double b = heads[head][second].item<double>();
        heads[head][first] = a * std::cos(angle) - b * std::sin(angle);
        heads[head][second] = b * std::cos(angle) + a * std::sin(angle);
      }
    }
    return heads;
  };
  const auto halves = [](std::int64_t i) { return std::pair(i, i + kSize / 2); };
  const auto neighbours = [](std::int64_t i) { return std::pair(2 * i, 2 * i + 1); };
  const torch::Tensor there = (turned(queryInFile, 3.0, neighbours) * turned(keyInFile, 40.0, neighbours)).sum(1);
  const torch::Tensor here = (turned(query, 3.0, halves) * turned(key, 40.0, halves)).sum(1);
  QVERIFY(torch::allclose(there, here, 1e-4, 1e-4));
  const torch::Tensor mixed = (turned(queryInFile, 3.0, halves) * turned(keyInFile, 40.0, halves)).sum(1);
  QVERIFY(!torch::allclose(there, mixed, 1e-2, 1e-2));
  // Only the first rows of a head turn where ropeSize says so; the others keep their place.
  const torch::Tensor part = halfSplitRows(queryInFile, kHeads, 4).view({kHeads, kSize, 16});
  const torch::Tensor file = queryInFile.view({kHeads, kSize, 16});
  QVERIFY(torch::equal(part.slice(1, 4), file.slice(1, 4)));
  QVERIFY(torch::equal(part.select(1, 1), file.select(1, 2)) && torch::equal(part.select(1, 2), file.select(1, 1)));
}

void BaseFileTest::refusesWhatIsNoBase_data() {
  QTest::addColumn<QByteArray>("bytes");
  QTest::addColumn<QString>("why");
  const auto row = [](const char* name, const std::string& bytes, const char* why) {
    QTest::newRow(name) << QByteArray::fromStdString(bytes) << QString::fromUtf8(why);
  };
  const int vocabulary = static_cast<int>(madeUpVocabulary().tokens.size());
  const MadeUpWeights weights = madeUpWeights({}, vocabulary);
  const auto changed = [&](const auto& change) {
    MadeUpWeights copy = weights;
    change(copy);
    return madeUpBase({}, copy);
  };
  row("another family", madeUpBase({.family = "gpt2\n"}), "family \"gpt2?\", and only \"llama\"");
  row("no family", GgufWriter().bytes(), "does not say its family");
  row("a tensor less", changed([](MadeUpWeights& to) { to.erase("blk.1.ffn_up.weight"); }),
      "lacks the tensor \"blk.1.ffn_up.weight\"");
  row("a layer less", changed([](MadeUpWeights& to) {
        for (auto each = to.begin(); each != to.end();)
          each = each->first.rfind("blk.1.", 0) == 0 ? to.erase(each) : std::next(each);
      }),
      "claims 2 layers and has no tensors for them");
  row("a bias", changed([](MadeUpWeights& to) { to["blk.0.attn_q.bias"] = torch::ones({32}); }),
      "\"blk.0.attn_q.bias\", which no llama that can be read has");
  row("a wrong shape", changed([](MadeUpWeights& to) {
        to["blk.0.attn_v.weight"] = torch::ones({32, 16});
      }),
      "\"blk.0.attn_v.weight\" is 32 x 16 where 16 x 32 belongs");
  row("heads that do not divide", madeUpBase({.keyHeads = 3}), "do not divide its query heads");
  row("more layers than tensors", madeUpHead({.layers = 1 << 20}).bytes(), "no usable token embedding");
  row("no layers", madeUpHead({.layers = 0}).bytes(), "\"llama.block_count\" is 0");
  row("a rotary base that is none", madeUpBase({.ropeBase = std::numeric_limits<float>::quiet_NaN()}), "rotary base");
  const auto with = [&](const auto& add) {
    GgufWriter writer = madeUpHead({});
    add(writer);
    return writer.bytes();
  };
  row("experts", with([](GgufWriter& to) { to.add("llama.expert_count", GgufKind::kUint32, 8U); }),
      "mixture of experts");
  row("scaled positions", with([](GgufWriter& to) { to.addText("llama.rope.scaling.type", "yarn"); }),
      "scaled (\"yarn\")");
}

void BaseFileTest::refusesWhatIsNoBase() {
  QFETCH(QByteArray, bytes);
  QFETCH(QString, why);
  ErrorCode code{};
  const std::string copy = bytes.toStdString();
  const std::string sentence = sentenceOf([&] { BaseFile("it.gguf", viewed(copy)); }, &code);
  QVERIFY2(QString::fromStdString(sentence).contains(why), sentence.c_str());
  QVERIFY(code == ErrorCode::kBadModel);
}

void BaseFileTest::hashesFiles() {
  // FIPS 180-4's examples, then lengths around a block's end: the quick and the plain way agree.
  QCOMPARE(sha256(viewed("")), std::string("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
  const std::string abc = "abc";
  QCOMPARE(sha256(viewed(abc)), std::string("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
  const std::string two = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
  QCOMPARE(sha256(viewed(two)), std::string("248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"));
  std::string text;
  for (int i = 0; i < 200; ++i) {
    QCOMPARE(sha256(viewed(text)), plainSha256(viewed(text)));
    text += static_cast<char>(i * 37 + 11);
  }
}

void BaseFileTest::theRealBaseOpens() {
  const std::string path = realBase();
  if (path.empty()) QSKIP("The base is not in the cache folder; ./dev test fetches it.");
  const BaseFile base(path);
  QCOMPARE(base.config().layers, 30);
  QCOMPARE(base.config().width, 576);
  QCOMPARE(base.config().keyHeads, 3);
  QCOMPARE(base.config().vocabulary, 49152);
  QVERIFY(base.config().tied);
  QCOMPARE(base.info().licence, std::string("apache-2.0"));
  QCOMPARE(base.info().quantization, std::string("Q4_1"));
  QCOMPARE(base.sha256(), std::string("b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"));
  // By ggml's Python package: the sums of a Q8_0 tensor and of a Q4_1 one.
  const double embedding = base.embedding().to(torch::kFloat64).sum().item<double>();
  QVERIFY2(std::abs(embedding + 15353.04449415207) < 1e-3, qPrintable(QString::number(embedding, 'g', 12)));
  const double down = base.layer(29).down_DF.to(torch::kFloat64).sum().item<double>();
  QVERIFY2(std::abs(down - 49.83570861816406) < 1e-5, qPrintable(QString::number(down, 'g', 12)));
}

QTEST_APPLESS_MAIN(BaseFileTest)
#include "base_file_test.moc"
