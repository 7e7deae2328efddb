// SPDX-License-Identifier: GPL-3.0-or-later
// GGUF files: what is read, what is refused, and what thousands of damaged files do.
#include "engine/weights/base_file.h"
#include "engine/weights/base_tokenizer.h"
#include "tests/engine/made_up_gguf.h"
#include "tests/engine/open_hostile.h"
#include "tests/engine/support.h"

#include <QTest>

using namespace lacuna::engine;
using namespace lacuna::engine::testing;

namespace {

std::span<const std::byte> viewed(const std::string& bytes) { return std::as_bytes(std::span(bytes)); }

// A scalar value of a kind, "k" the key, with whatever follows.
std::string oneEntry(std::uint32_t kind, const std::string& value) {
  return "GGUF" + GgufWriter::raw(3U) + GgufWriter::raw(std::uint64_t{0}) + GgufWriter::raw(std::uint64_t{1}) +
         GgufWriter::text64("k") + GgufWriter::raw(kind) + value;
}

std::string oneTensor(const std::vector<std::int64_t>& shape, std::uint32_t type, std::uint64_t offset,
                      const std::string& data) {
  std::string file = "GGUF" + GgufWriter::raw(3U) + GgufWriter::raw(std::uint64_t{1}) +
                     GgufWriter::raw(std::uint64_t{0}) + GgufWriter::text64("weight") +
                     GgufWriter::raw(static_cast<std::uint32_t>(shape.size()));
  for (const std::int64_t size : shape) file += GgufWriter::raw(size);
  file += GgufWriter::raw(type) + GgufWriter::raw(offset);
  file.resize((file.size() + 31) / 32 * 32, '\0');
  return file + data;
}

}  // namespace

class GgufTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void readsEveryKindOfValue();
  void bothVersionsAndAlignments();
  void dequantizesAsGgml_data();
  void dequantizesAsGgml();
  void refuses_data();
  void refuses();
  void damagedFilesAreOpenedOrRefused();
};

void GgufTest::readsEveryKindOfValue() {
  GgufWriter writer;
  writer.add("u8", GgufKind::kUint8, std::uint8_t{200});
  writer.add("i8", GgufKind::kInt8, std::int8_t{-3});
  writer.add("u16", GgufKind::kUint16, std::uint16_t{60000});
  writer.add("i16", GgufKind::kInt16, std::int16_t{-300});
  writer.add("u32", GgufKind::kUint32, std::uint32_t{4000000000U});
  writer.add("i32", GgufKind::kInt32, std::int32_t{-7});
  writer.add("f32", GgufKind::kFloat32, 0.5F);
  writer.add("yes", GgufKind::kBool, std::uint8_t{1});
  writer.add("u64", GgufKind::kUint64, std::uint64_t{1} << 40U);
  writer.add("huge", GgufKind::kUint64, ~std::uint64_t{0});
  writer.add("i64", GgufKind::kInt64, std::int64_t{-1});
  writer.add("f64", GgufKind::kFloat64, 0.1);
  writer.addText("text", std::string("a\0b", 3));
  writer.addTexts("texts", {"one", "", "three"});
  writer.addWholes("wholes", {1, -2, 3});
  const std::string bytes = writer.bytes();
  const GgufFile file("it.gguf", viewed(bytes));
  QCOMPARE(file.whole("u8"), std::optional<std::int64_t>(200));
  QCOMPARE(file.whole("i8"), std::optional<std::int64_t>(-3));
  QCOMPARE(file.whole("u16"), std::optional<std::int64_t>(60000));
  QCOMPARE(file.whole("i16"), std::optional<std::int64_t>(-300));
  QCOMPARE(file.whole("u32"), std::optional<std::int64_t>(4000000000));
  QCOMPARE(file.whole("i32"), std::optional<std::int64_t>(-7));
  QCOMPARE(file.number("f32"), std::optional<double>(0.5));
  QCOMPARE(file.number("i32"), std::optional<double>(-7.0));
  QCOMPARE(file.flag("yes"), std::optional<bool>(true));
  QCOMPARE(file.whole("u64"), std::optional<std::int64_t>(std::int64_t{1} << 40));
  QCOMPARE(file.whole("i64"), std::optional<std::int64_t>(-1));
  QCOMPARE(file.number("f64"), std::optional<double>(0.1));
  QVERIFY(file.text("text") == std::string_view("a\0b", 3));
  QVERIFY(file.texts("texts") == (std::vector<std::string_view>{"one", "", "three"}));
  QVERIFY(file.wholes("wholes") == (std::vector<std::int64_t>{1, -2, 3}));
  QVERIFY(file.numbers("wholes") == (std::vector<float>{1.0F, -2.0F, 3.0F}));
  QVERIFY(!file.whole("none") && file.texts("none").empty());
  for (const auto& wrong : std::vector<std::function<void()>>{
           [&] { file.whole("text"); }, [&] { file.text("u8"); }, [&] { file.texts("text"); },
           [&] { file.wholes("texts"); }, [&] { file.whole("f32"); }, [&] { file.flag("u8"); },
           [&] { file.whole("huge"); }, [&] { file.whole("wholes"); }}) {
    QVERIFY(!sentenceOf(wrong).empty());
  }
}

void GgufTest::bothVersionsAndAlignments() {
  for (const std::uint32_t version : {2U, 3U}) {
    for (const std::uint64_t alignment : {8U, 32U, 256U}) {
      GgufWriter writer;
      writer.version = version;
      writer.alignment = alignment;
      writer.add("general.alignment", GgufKind::kUint32, static_cast<std::uint32_t>(alignment));
      const torch::Tensor one = torch::arange(15, torch::kFloat32).view({3, 5});
      const torch::Tensor two = torch::arange(4, torch::kFloat32) - 2;
      writer.addTensor("one", one);
      writer.addTensor("two", two);
      const std::string bytes = writer.bytes();
      const GgufFile file("it.gguf", viewed(bytes));
      QCOMPARE(file.version(), version);
      QVERIFY(torch::equal(dequantize(*file.findTensor("one")), one));
      QVERIFY(torch::equal(dequantize(*file.findTensor("two")), two));
      QVERIFY(file.findTensor("three") == nullptr);
    }
  }
}

// Values of ggml's own Python package (gguf 0.23, quants.dequantize) for the same bytes: five of them, and the sum of
// all, each times its place from 1.
void GgufTest::dequantizesAsGgml_data() {
  QTest::addColumn<unsigned>("type");
  QTest::addColumn<int>("weights");
  QTest::addColumn<int>("bytes");
  QTest::addColumn<double>("sum");
  QTest::addColumn<QList<float>>("some");
  struct Row {
    const char* name;
    unsigned type;
    int weights;
    int bytes;
    double sum;
    QList<float> some;
  };
  const Row rows[] = {
      {"F16", 1, 96, 192, 40196.61328125, {-14.796875F, -14.4296875F, 5.55078125F, 14.4296875F, 20.34375F}},
      {"BF16", 30, 96, 192, 1516.46875, {0.66015625F, -3.859375F, -5.34375F, -3.265625F, -31.5F}},
      {"Q4_0",
       2,
       96,
       54,
       -24.338897705078125,
       {-0.012298584F, 0.036895752F, -0.196777344F, 0.036895752F, -0.258270264F}},
      {"Q4_1",
       3,
       96,
       60,
       -3102.639617919922,
       {-0.185638428F, -0.333221436F, -0.617248535F, -0.999664307F, -0.593811035F}},
      {"Q5_0",
       6,
       96,
       66,
       110.84713745117188,
       {0.0491943359F, 0.0614929199F, 0.344360352F, 0.553436279F, 0.0737915039F}},
      {"Q5_1",
       7,
       96,
       72,
       -1869.5466918945312,
       {-0.0995483398F, -0.0872497559F, -0.518859863F, -0.741394043F, -0.520019531F}},
      {"Q8_0", 8, 96, 102, -2957.4896850585938, {1.46353149F, 0.528839111F, -0.713317871F, 0.147583008F, 0.332061768F}},
      {"Q4_K", 12, 768, 432, 12872395.630523682, {13.0989075F, 10.0488586F, 44.7714233F, 57.1973877F, 75.2763062F}},
      {"Q5_K", 13, 768, 528, 13670303.114471436, {19.5802612F, 18.4364929F, 59.4958496F, 74.5836182F, 73.7350159F}},
      {"Q6_K", 14, 768, 630, -1051084.0662841797, {3.87405396F, 8.85498047F, -12.3969727F, 0.0F, 24.9046326F}},
  };
  for (const Row& row : rows) QTest::newRow(row.name) << row.type << row.weights << row.bytes << row.sum << row.some;
}

void GgufTest::dequantizesAsGgml() {
  QFETCH(unsigned, type);
  QFETCH(int, weights);
  QFETCH(int, bytes);
  QFETCH(double, sum);
  QFETCH(QList<float>, some);
  const GgufTensorType* const known = findGgufTensorType(type);
  QVERIFY(known != nullptr);
  std::string data(static_cast<std::size_t>(bytes), '\0');
  for (int i = 0; i < bytes; ++i) data[static_cast<std::size_t>(i)] = static_cast<char>(i * 167 + i * i / 7 * 13 + 41);
  // The scales are ordinary numbers; a random half may be none.
  for (int block = 0; block * static_cast<int>(known->bytes) < bytes; ++block) {
    const auto put = [&](std::uint32_t at, float value) {
      const c10::Half half(value);
      std::memcpy(data.data() + static_cast<std::size_t>(block) * known->bytes + at, &half.x, 2);
    };
    const float step = static_cast<float>(block + 1);
    const std::string name = known->name;
    if (name == "F16") {
      put(0, static_cast<float>((block - 40) * 0.37));
    } else if (name == "BF16") {
      data[static_cast<std::size_t>(block) * 2 + 1] = static_cast<char>(0x3F + block % 3 + (block % 2 == 1 ? 128 : 0));
    } else {
      put(name == "Q6_K" ? 208 : 0, static_cast<float>(0.0123 * step));
      if (name == "Q4_1" || name == "Q5_1" || name == "Q4_K" || name == "Q5_K")
        put(2, static_cast<float>(-0.37 * step));
    }
  }
  std::vector<float> values(static_cast<std::size_t>(weights));
  dequantizeGguf(*known, viewed(data), values);
  double found = 0;
  double magnitude = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    found += static_cast<double>(values[i]) * static_cast<double>(i + 1);
    magnitude += std::abs(static_cast<double>(values[i])) * static_cast<double>(i + 1);
  }
  const std::size_t places[] = {0, 1, values.size() / 2 + 7, values.size() - 17, values.size() - 1};
  for (int i = 0; i < 5; ++i) {
    const float wanted = some[i];
    QVERIFY2(std::abs(values[places[i]] - wanted) <= 1e-6F * std::max(1.0F, std::abs(wanted)),
             qPrintable(QStringLiteral("%1: %2, not %3").arg(i).arg(values[places[i]]).arg(wanted)));
  }
  QVERIFY2(std::abs(found - sum) <= 1e-6 * magnitude, qPrintable(QStringLiteral("%1, not %2").arg(found).arg(sum)));
}

void GgufTest::refuses_data() {
  QTest::addColumn<QByteArray>("bytes");
  QTest::addColumn<QString>("why");
  const auto row = [](const char* name, const std::string& bytes, const char* why) {
    QTest::newRow(name) << QByteArray::fromStdString(bytes) << QString::fromUtf8(why);
  };
  const auto u32 = [](std::uint32_t number) { return GgufWriter::raw(number); };
  const auto u64 = [](std::uint64_t number) { return GgufWriter::raw(number); };
  const std::uint64_t most = ~std::uint64_t{0};
  row("empty", "", "not a GGUF file");
  row("other", "PK\x03\x04 something else", "not a GGUF file");
  row("only the mark", "GGUF", "ends within the version");
  row("version 1", "GGUF" + u32(1) + u64(0) + u64(0), "version 1");
  row("version 4", "GGUF" + u32(4) + u64(0) + u64(0), "version 4");
  row("big-endian", "GGUF" + std::string("\0\0\0\x03", 4) + u64(0) + u64(0), "big-endian");
  row("tensors", "GGUF" + u32(3) + u64(most) + u64(0), "tensors, more than its size can hold");
  row("entries", "GGUF" + u32(3) + u64(0) + u64(most), "metadata entries, more than its size can hold");
  row("name's length", "GGUF" + u32(3) + u64(0) + u64(1) + u64(most) + std::string(64, 'x'), "ends within the name");
  row("name of nothing", "GGUF" + u32(3) + u64(0) + u64(1) + u64(0) + std::string(64, 'x'), "0 bytes long");
  row("long name", "GGUF" + u32(3) + u64(0) + u64(1) + u64(300) + std::string(400, 'x'), "300 bytes long");
  row("kind", oneEntry(13, std::string(8, '\0')), "unknown kind 13");
  row("text beyond the end", oneEntry(8, u64(100) + "short"), "ends within");
  row("text of 2^64 bytes", oneEntry(8, u64(most) + "short"), "ends within");
  row("array of arrays", oneEntry(9, u32(9) + u64(1) + u32(4) + u64(0)), "array of arrays");
  row("array's kind", oneEntry(9, u32(77) + u64(1)), "unknown kind 77");
  row("array of 2^64", oneEntry(9, u32(4) + u64(most)), "more than its size can hold");
  row("array of 2^61 numbers of 8 bytes", oneEntry(9, u32(10) + u64(std::uint64_t{1} << 61U)), "more than its size");
  row("texts of an array", oneEntry(9, u32(8) + u64(2) + u64(1) + "x" + u64(9)), "ends within");
  {
    GgufWriter twice;
    twice.addText("k", "a");
    twice.addText("k", "b");
    row("an entry twice", twice.bytes(), "twice");
  }
  {
    GgufWriter twice;
    twice.addTensor("w", torch::zeros({2}));
    twice.addTensor("w", torch::zeros({2}));
    row("a tensor twice", twice.bytes(), "twice");
  }
  for (const std::uint32_t alignment : {0U, 3U, 48U, 1U << 20U}) {
    GgufWriter writer;
    writer.add("general.alignment", GgufKind::kUint32, alignment);
    row(qPrintable(QStringLiteral("alignment %1").arg(alignment)), writer.bytes(), "no power of two");
  }
  row("no dimension", oneTensor({}, 0, 0, std::string(64, '\0')), "0 dimensions");
  row("five dimensions", oneTensor({1, 1, 1, 1, 1}, 0, 0, std::string(64, '\0')), "5 dimensions");
  row("an empty size", oneTensor({4, 0}, 0, 0, std::string(64, '\0')), "empty or larger");
  row("a size that overflows", oneTensor({1LL << 32, 1LL << 32}, 0, 0, std::string(64, '\0')), "empty or larger");
  row("a negative size", oneTensor({-1}, 0, 0, std::string(64, '\0')), "empty or larger");
  row("a type that is not read", oneTensor({32}, 10, 0, std::string(64, '\0')), "of type Q2_K");
  row("an unknown type", oneTensor({32}, 999, 0, std::string(64, '\0')), "of type number 999");
  row("half a block", oneTensor({48}, 2, 0, std::string(64, '\0')), "rows of 48 weights");
  row("an offset off the grid", oneTensor({4}, 0, 4, std::string(64, '\0')), "not aligned");
  row("data beyond the end", oneTensor({4}, 0, 64, std::string(64, '\0')), "beyond the end");
  row("an offset of 2^64", oneTensor({4}, 0, most - 31, std::string(64, '\0')), "beyond the end");
  row("data cut short", oneTensor({17}, 0, 0, std::string(64, '\0')), "beyond the end");
  const std::string pair = "GGUF" + u32(3) + u64(2) + u64(0) + GgufWriter::text64("a") + u32(1) + u64(16) + u32(0) +
                           u64(0) + GgufWriter::text64("b") + u32(1) + u64(4) + u32(0) + u64(32);
  std::string overlap = pair;
  overlap.resize((pair.size() + 31) / 32 * 32 + 64, '\0');
  row("overlap", overlap, "overlap");
}

void GgufTest::refuses() {
  QFETCH(QByteArray, bytes);
  QFETCH(QString, why);
  ErrorCode code{};
  const std::string copy = bytes.toStdString();
  const std::string sentence = sentenceOf([&] { GgufFile("it.gguf", viewed(copy)); }, &code);
  QVERIFY2(QString::fromStdString(sentence).contains(why), sentence.c_str());
  QVERIFY2(sentence.rfind("The model file it.gguf cannot be used: ", 0) == 0, sentence.c_str());
  QVERIFY(code == ErrorCode::kBadModel);
}

// The same body as the fuzz target's, over seeded damage.
void GgufTest::damagedFilesAreOpenedOrRefused() {
  const std::string good =
      madeUpBase({.layers = 1, .width = 8, .heads = 2, .keyHeads = 1, .headSize = 4, .feedForward = 8});
  QVERIFY(openHostile(viewed(good)));
  Random random(7);
  const std::size_t head = good.size() - 4 * 8 * madeUpVocabulary().tokens.size();  // most of the rest is weights
  const std::uint64_t numbers[] = {0,          1,          2,          3,           255,         0x7FFFFFFF,
                                   0x80000000, 0xFFFFFFFF, 1ULL << 32, 1ULL << 62U, 1ULL << 63U, ~0ULL};
  int opened = 0;
  std::size_t most = 0;
  constexpr int kRounds = 20000;
  for (int round = 0; round < kRounds; ++round) {
    std::string bad = good;
    const auto times = random.between(1, 3);
    for (std::int64_t i = 0; i < times; ++i) {
      const auto at = static_cast<std::size_t>(random.between(
          0, static_cast<std::int64_t>(random.uniform() < 0.9 ? std::min(head, bad.size()) : bad.size()) - 1));
      const auto length = static_cast<std::size_t>(random.between(1, 16));
      switch (random.between(0, 5)) {
        case 0:
          bad[at] = static_cast<char>(bad[at] ^ (1 << random.between(0, 7)));
          break;
        case 1:
          bad[at] = static_cast<char>(random.between(0, 255));
          break;
        case 2: {
          const std::string number = GgufWriter::raw(numbers[random.between(0, 11)]);
          bad.replace(at, std::min(number.size(), bad.size() - at), number);
          break;
        }
        case 3:
          bad.resize(at + 1);
          break;
        case 4:
          bad.erase(at, length);
          break;
        default:
          bad.insert(at, good.substr(static_cast<std::size_t>(random.between(0, static_cast<std::int64_t>(head) - 17)),
                                     length));
      }
      if (bad.empty()) bad = "G";
    }
    const std::size_t before = heldMemory();
    std::size_t held = 0;
    if (openHostile(viewed(bad), [&] { held = heldMemory(); })) ++opened;
    if (held > before) most = std::max(most, held - before);
  }
  // Both happen, or the damage is of no use.
  QVERIFY2(opened > kRounds / 20 && opened < kRounds, qPrintable(QString::number(opened)));
  qInfo("%d of %d opened; at most %.1f times a file's size held", opened, kRounds,
        static_cast<double>(most) / static_cast<double>(good.size()));
  QVERIFY2(most < 30 * good.size(), qPrintable(QStringLiteral("%1 bytes for a file of %2").arg(most).arg(good.size())));
}

QTEST_APPLESS_MAIN(GgufTest)
#include "gguf_test.moc"
