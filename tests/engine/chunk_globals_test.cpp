// SPDX-License-Identifier: GPL-3.0-or-later
// Chunk globals over a pretrained base: the mean of a chunk's keys and values, kept when the chunk's own are dropped,
// and seen by the head groups that read globals, in the packed steps as in their plain twin.
#include <QTest>

#include "engine/base/chunk_reader.h"
#include "engine/denoiser/packed_fill.h"
#include "engine/linear/avx2_linear.h"
#include "tests/engine/made_up_adapter.h"

using namespace lacuna::engine;
using namespace lacuna::engine::testing;

namespace {

double apart(const torch::Tensor& a, const torch::Tensor& b) { return (a - b).abs().max().item<double>(); }

constexpr std::int32_t kTokens = 400;
constexpr std::int32_t kChunk = 100;

struct Text {
  explicit Text(const MadeUpAdapter& scene) {
    Random random(3, 5);
    for (int i = 0; i < kTokens; ++i) ids.push_back(random.between(3, scene.file->config().vocabulary - 1));
    ids[kMarker] = static_cast<std::int64_t>(scene.tokenizer->encode(scene.config.marker).front());
  }
  Layout layout(const LayoutOptions& options) const {
    DocumentPlan plan;
    plan.context = kTokens;
    plan.gaps = {{kMarker, 6, static_cast<TokenId>(ids[kMarker - 1])}};
    for (std::int32_t at = 0; at < kTokens; at += kChunk) plan.chunkStarts.push_back(at);
    return makeLayout({plan}, options);
  }
  static constexpr std::int32_t kMarker = 210;
  std::vector<std::int64_t> ids;
};

}  // namespace

class ChunkGlobalsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void isTheMeanOfItsChunk();
  void staysWhenItsChunkIsDropped();
  void standsInItsChunkButNotTooFar();
  void theGapStreamSeesThem();

 private:
  const torch::NoGradGuard noGrad_;
};

void ChunkGlobalsTest::isTheMeanOfItsChunk() {
  const MadeUpAdapter scene;
  const Text text(scene);
  const Layout layout = text.layout({kChunk, 1, 24});
  ChunkReader reader(std::make_shared<CausalBase>(*scene.file, BasePrecision::kFloat32), 7, std::size_t{1} << 30U);
  std::vector<std::int64_t> all;
  for (std::int64_t row = 0; row < layout.reading; ++row) all.push_back(row);
  const KeyValues rows = reader.read(layout, text.ids, all, {});
  QCOMPARE(rows.rows(), layout.reading);
  const std::int64_t chunks = layout.documents.front().chunks;
  for (std::size_t l = 0; l < rows.key_RGD.size(); ++l) {
    for (const auto* of : {&rows.key_RGD, &rows.value_RGD}) {
      const auto mean = (*of)[l].narrow(0, 0, kTokens).view({-1, kChunk, 2, 16}).mean(1);
      QVERIFY(apart((*of)[l].narrow(0, chunks, 4), mean) < 2e-3);  // 16 bits
    }
  }
}

void ChunkGlobalsTest::staysWhenItsChunkIsDropped() {
  const MadeUpAdapter scene;
  const Text text(scene);
  const Layout layout = text.layout({kChunk, 1, 24});
  const std::int64_t chunks = layout.documents.front().chunks;
  const std::vector<std::int64_t> globals = {chunks, chunks + 1, chunks + 2, chunks + 3};
  const auto base = std::make_shared<CausalBase>(*scene.file, BasePrecision::kFloat32);
  ChunkReader roomy(base, 7, std::size_t{1} << 30U);
  const KeyValues first = roomy.read(layout, text.ids, globals, {});
  const std::size_t all = roomy.bytes();
  // Three of the four chunks' own keys do not fit, of 3 layers, 2 heads, 16 dimensions, in 16 bits.
  const std::size_t texts = std::size_t{3} * kChunk * 3 * 2 * 2 * 16 * 2;
  ChunkReader reader(base, 7, all - texts);
  reader.read(layout, text.ids, globals, {});
  reader.read(layout, text.ids, {2, 3}, {});
  QVERIFY(reader.bytes() <= all - texts);
  const KeyValues again = reader.read(layout, text.ids, globals, {});
  QCOMPARE(reader.tokensRead(), std::size_t{0});
  for (std::size_t l = 0; l < first.key_RGD.size(); ++l) QVERIFY(at::equal(first.key_RGD[l], again.key_RGD[l]));
}

void ChunkGlobalsTest::standsInItsChunkButNotTooFar() {
  const MadeUpAdapter scene;
  const Layout layout = Text(scene).layout({kChunk, 1, 24});
  const DocumentRows& document = layout.documents.front();
  const auto place = [&](int chunk) { return layout.rows[static_cast<std::size_t>(document.chunks + chunk)].fill; };
  // The gap's six tokens stand at 211 to 216; sinkReach is 24.
  QCOMPARE(document.gapStart.front(), 211);
  QCOMPARE(place(0), 211 - 24);
  QCOMPARE(place(1), 211 - 24);
  QCOMPARE(place(2), 211 + 24 + 6);
  QCOMPARE(place(3), 211 + 24 + 6);
  const Layout wide = Text(scene).layout({kChunk, 1, 1000});
  const auto placed = [&](int chunk) {
    return wide.rows[static_cast<std::size_t>(wide.documents.front().chunks + chunk)].fill;
  };
  QCOMPARE(placed(0), 51);       // token 50, the text begins at 1
  QCOMPARE(placed(3), 350 + 6);  // behind the open gap, whose marker is one token of the 350
}

void ChunkGlobalsTest::theGapStreamSeesThem() {
  if (!hasAvx2()) QSKIP("This processor has no AVX2, which packed steps need.");
  MadeUpAdapter scene;
  scene.config.heads = {{2, 1, 0, 1, 9, {1}, true}, {2, 1, 0, 1, 9, {1}, false}};
  const auto model = makeGapStream(scene.config, scene.tensors, *scene.file, *scene.tokenizer, Precision::kFloat32);
  const auto base = std::make_shared<CausalBase>(*scene.file, BasePrecision::kFloat32);
  Text text(scene);
  const Layout layout = text.layout(model->config().layoutOptions());
  const auto states = torch::randn({6, scene.file->config().width});
  const auto look = [&](bool packed) {
    ChunkReader reader(base, model->config().readingBegins, std::size_t{1} << 30U);
    if (packed) {
      const FillPlan plan = makePackedPlan(model->config(), layout);
      return PackedFill(*model, layout, plan, reader.read(layout, text.ids, plan.kept, {}))(states, nullptr, 1);
    }
    const FillPlan plan = makeFillPlan(model->config(), layout);
    const KeyValues kept = reader.read(layout, text.ids, plan.kept, {});
    return model->denoise(states, model->prepareKept(kept, plan), plan, nullptr);
  };
  QVERIFY(PackedFill::serves(*model, layout));
  const auto before = look(false);
  QVERIFY2(apart(look(true), before) < 1e-4, qPrintable(QString::number(apart(look(true), before))));
  text.ids[20] = text.ids[20] == 5 ? 6 : 5;  // out of every window
  QVERIFY(apart(look(false), before) > 1e-5);
  QVERIFY(apart(look(true), look(false)) < 1e-4);
}

QTEST_APPLESS_MAIN(ChunkGlobalsTest)
#include "chunk_globals_test.moc"
