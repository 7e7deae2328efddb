// SPDX-License-Identifier: GPL-3.0-or-later
// The kept context against a fresh reading: over random documents, edits, taken fills and moved gaps; with memory for
// everything and for next to nothing.
#include "tests/engine/support.h"

#include "engine/attention/chunks.h"
#include "engine/denoiser/context_cache.h"

#include <QTest>

using namespace lacuna::engine;
using namespace lacuna::engine::testing;

namespace {

constexpr std::size_t kPlenty = std::size_t{1} << 30U;
constexpr std::int64_t kGapToken = 2;

double largest(const torch::Tensor& x) { return x.numel() == 0 ? 0.0 : x.abs().max().item<double>(); }

// A context stream with markers, and what the denoiser makes of it.
struct Scene {
  std::vector<std::int64_t> tokens;
  Layout layout;

  Scene(const ModelConfig& config, std::vector<std::int64_t> text, int gapLength = 5) : tokens(std::move(text)) {
    DocumentPlan plan;
    plan.context = static_cast<std::int32_t>(tokens.size());
    for (std::int32_t i = 0; i < plan.context; ++i) {
      if (tokens[static_cast<std::size_t>(i)] == kGapToken) plan.gaps.push_back({i, gapLength});
    }
    plan.chunkStarts = cutChunks(tokens, config.chunk);
    layout = makeLayout({plan}, config.layoutOptions());
  }
};

std::vector<std::int64_t> randomText(int size, Random& random, int words = 4000) {
  std::vector<std::int64_t> text;
  for (int i = 0; i < size; ++i) text.push_back(5 + random.between(0, words - 1));
  return text;
}

KeyValues fresh(const Denoiser& model, const Scene& scene) {
  const torch::NoGradGuard noGrad;
  return model.prefill(model.readingInput(scene.layout, torch::tensor(scene.tokens, torch::kInt64)),
                       makeReadPlan(model.config(), scene.layout), nullptr);
}

// The largest difference over all layers between what the cache hands out and a fresh reading.
double difference(const Denoiser& model, ContextCache* cache, const Scene& scene) {
  const FillPlan plan = makeFillPlan(model.config(), scene.layout);
  const KeyValues got = cache->read(scene.layout, scene.tokens, plan.kept, {});
  const KeyValues expected = selectRows(fresh(model, scene), plan.kept);
  double worst = 0;
  for (std::size_t layer = 0; layer < expected.key_RGD.size(); ++layer) {
    if (got.key_RGD.at(layer).sizes() != expected.key_RGD[layer].sizes()) return 1e9;
    worst = std::max({worst, largest(got.key_RGD[layer] - expected.key_RGD[layer]),
                      largest(got.value_RGD[layer] - expected.value_RGD[layer])});
  }
  return worst;
}

// What authors do: type, delete, paste, move a passage, make a gap, take its fill.
void change(std::vector<std::int64_t>* text, Random& random) {
  const auto place = [&] {
    return static_cast<std::ptrdiff_t>(random.between(0, static_cast<std::int64_t>(text->size()) - 1));
  };
  const std::ptrdiff_t at = place();
  const auto length = static_cast<std::ptrdiff_t>(random.between(1, 20));
  const std::ptrdiff_t end = std::min<std::ptrdiff_t>(at + length, static_cast<std::ptrdiff_t>(text->size()));
  switch (random.between(0, 4)) {
    case 0: {
      const auto typed = randomText(static_cast<int>(length), random);
      text->insert(text->begin() + at, typed.begin(), typed.end());
      break;
    }
    case 1:
      if (text->size() > 40) text->erase(text->begin() + at, text->begin() + end);
      break;
    case 2: {
      const std::vector<std::int64_t> moved(text->begin() + at, text->begin() + end);
      text->erase(text->begin() + at, text->begin() + end);
      const std::ptrdiff_t to = text->empty() ? 0 : place();
      text->insert(text->begin() + to, moved.begin(), moved.end());
      break;
    }
    case 3:
      (*text)[static_cast<std::size_t>(at)] = kGapToken;
      break;
    default: {
      const auto gap = std::find(text->begin(), text->end(), kGapToken);
      if (gap == text->end()) break;
      const auto fill = randomText(5, random);
      text->insert(text->erase(gap), fill.begin(), fill.end());
    }
  }
  if (std::find(text->begin(), text->end(), kGapToken) == text->end()) (*text)[text->size() / 2] = kGapToken;
}

}  // namespace

class ContextCacheTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void cutsFollowTheText();
  void equalsAFreshReading_data();
  void equalsAFreshReading();
  void readsOnlyWhatAnEditTouches();
  void forgetsWhatIsFar();
  void stoppedHalfway();
  void goesOnFromTheLayer();
};

void ContextCacheTest::cutsFollowTheText() {
  Random random(1);
  const auto text = randomText(6000, random);
  const std::vector<std::int32_t> cuts = cutChunks(text, 64);
  QCOMPARE(cuts.front(), 0);
  QVERIFY(cuts.size() > 6000 / 128 && cuts.size() < 6000 / 32);
  // Forty tokens typed at 3000: what is cut more than half a chunk away is cut where it was.
  auto edited = text;
  const auto typed = randomText(40, random);
  edited.insert(edited.begin() + 3000, typed.begin(), typed.end());
  std::vector<std::int32_t> moved;
  for (const std::int32_t cut : cuts) {
    if (cut < 3000 - 33 || cut > 3000 + 33) moved.push_back(cut < 3000 ? cut : cut + 40);
  }
  const std::vector<std::int32_t> after = cutChunks(edited, 64);
  for (const std::int32_t cut : moved) QVERIFY(std::find(after.begin(), after.end(), cut) != after.end());
  QVERIFY(after.size() >= moved.size() && after.size() <= moved.size() + 5);
  // Text that repeats itself has no largest place: it is cut all the same.
  const std::vector<std::int64_t> same(1000, 7);
  const std::vector<std::int32_t> even = cutChunks(same, 64);
  for (std::size_t i = 1; i < even.size(); ++i) QVERIFY(even[i] - even[i - 1] <= 3 * 64 && even[i] > even[i - 1]);
  QVERIFY(even.size() > 4);
  QCOMPARE(cutChunks(std::vector<std::int64_t>{9}, 64), std::vector<std::int32_t>{0});
  QVERIFY(cutChunks(same, 0).empty());
}

void ContextCacheTest::equalsAFreshReading_data() {
  QTest::addColumn<int>("shape");
  QTest::addColumn<qulonglong>("limit");
  QTest::newRow("memory for all") << 0 << qulonglong(kPlenty);
  QTest::newRow("memory for next to nothing") << 0 << qulonglong(40000);
  QTest::newRow("no chunks, no globals") << 1 << qulonglong(kPlenty);
  QTest::newRow("dilated context") << 2 << qulonglong(100000);
  QTest::newRow("context that reads globals") << 3 << qulonglong(kPlenty);
}

void ContextCacheTest::equalsAFreshReading() {
  QFETCH(int, shape);
  QFETCH(qulonglong, limit);
  ModelConfig config = tinyConfig();
  if (shape == 1) config.chunk = config.globals = 0;
  if (shape == 2) config.heads[1].contextDilation = 3;
  config.contextReadsGlobals = shape == 3;
  Denoiser model(config, 3);
  stir(&model);
  ContextCache cache(model, limit);
  for (int document = 0; document < 4; ++document) {
    Random random(static_cast<std::uint64_t>(document), static_cast<std::uint64_t>(shape), 9);
    // One of them repeats few words: its chunks are alike, its cuts are rare.
    auto text = randomText(document == 0 ? 3 : 150 * document, random, document == 2 ? 2 : 4000);
    text[text.size() / 2] = kGapToken;
    for (int edit = 0; edit < 12; ++edit) {
      const double off = difference(model, &cache, Scene(config, text, 1 + edit));
      QVERIFY2(off < 1e-4, qPrintable(QStringLiteral("document %1, edit %2: %3").arg(document).arg(edit).arg(off)));
      change(&text, random);
    }
  }
}

void ContextCacheTest::readsOnlyWhatAnEditTouches() {
  const ModelConfig config = tinyConfig();  // reach 6, three layers: 12 tokens to either side
  Denoiser model(config, 3);
  ContextCache cache(model, kPlenty);
  Random random(5);
  auto text = randomText(3000, random);
  text[1500] = kGapToken;
  difference(model, &cache, Scene(config, text));
  QVERIFY(cache.usage().tokensRead >= 3000);
  difference(model, &cache, Scene(config, text, 40));  // the gap has grown: nothing is read
  QCOMPARE(cache.usage().tokensRead, std::size_t{0});
  text.insert(text.begin() + 700, 77);
  difference(model, &cache, Scene(config, text));
  // The chunks within 12 tokens of the edit, and those whose cuts it moved.
  QVERIFY(cache.usage().tokensRead > 12 && cache.usage().tokensRead < 200);
  text[1500 + 1] = 88;  // the gap moves from one place to another
  text[2200] = kGapToken;
  difference(model, &cache, Scene(config, text));
  QVERIFY(cache.usage().tokensRead < 400);
}

void ContextCacheTest::forgetsWhatIsFar() {
  const ModelConfig config = tinyConfig();
  Denoiser model(config, 3);
  ContextCache cache(model, 400000);
  Random random(6);
  auto text = randomText(6000, random);
  text[100] = kGapToken;
  difference(model, &cache, Scene(config, text));
  QVERIFY(cache.usage().bytes <= 400000);
  const std::size_t held = cache.usage().tokensHeld;
  QVERIFY(held > 50 && held < 3000);
  text[100] = 9;
  text[5900] = kGapToken;
  QVERIFY(difference(model, &cache, Scene(config, text)) < 1e-4);
  QVERIFY(cache.usage().bytes <= 400000);
  QVERIFY(cache.usage().tokensRead < 1000);
}

void ContextCacheTest::stoppedHalfway() {
  const ModelConfig config = tinyConfig();
  Denoiser model(config, 3);
  stir(&model);
  ContextCache cache(model, kPlenty);
  Random random(7);
  auto text = randomText(5000, random);
  text[2500] = kGapToken;
  const Scene scene(config, text);
  const FillPlan plan = makeFillPlan(config, scene.layout);
  struct Stop {};
  std::size_t last = 0;
  try {
    cache.read(scene.layout, scene.tokens, plan.kept, [&](std::size_t done, std::size_t total) {
      QVERIFY(done >= last && done <= total);
      last = done;
      if (done > 3000) throw Stop();
    });
    QFAIL("it was not stopped");
  } catch (const Stop&) {
  }
  QVERIFY(difference(model, &cache, scene) < 1e-4);
  QVERIFY(cache.usage().tokensRead < 3500);  // what was read before the stop was kept
}

// However often a reading is stopped, no layer of any token is gone through twice.
void ContextCacheTest::goesOnFromTheLayer() {
  const ModelConfig config = tinyConfig();
  Denoiser model(config, 3);
  stir(&model);
  Random random(8);
  auto text = randomText(5000, random);
  text[2500] = kGapToken;
  const Scene scene(config, text);
  const FillPlan plan = makeFillPlan(config, scene.layout);
  ContextCache straight(model, kPlenty);
  straight.read(scene.layout, scene.tokens, plan.kept, {});
  const std::size_t work = straight.usage().layerTokens;
  QVERIFY(work >= 5000 * 3);
  struct Stop {};
  for (const int ticks : {4, 5, 7}) {  // a layer takes three: with fewer nothing would ever get done
    ContextCache cache(model, kPlenty);
    std::size_t done = 0;
    int stops = 0;
    for (bool stopped = true; stopped;) {
      stopped = false;
      int left = ticks;
      try {
        cache.read(scene.layout, scene.tokens, plan.kept, [&](std::size_t, std::size_t) {
          if (--left == 0) throw Stop();
        });
      } catch (const Stop&) {
        stopped = true;
        ++stops;
      }
      done += cache.usage().layerTokens;
      QVERIFY(stops < 400);
    }
    QVERIFY(stops > 1);
    QCOMPARE(done, work);
    QVERIFY(difference(model, &cache, scene) < 1e-4);
    QCOMPARE(cache.usage().layerTokens, std::size_t{0});
  }
  // Stopped, then edited: what was begun is not taken for what is asked now.
  ContextCache cache(model, kPlenty);
  int left = 5;
  try {
    cache.read(scene.layout, scene.tokens, plan.kept, [&](std::size_t, std::size_t) {
      if (--left == 0) throw Stop();
    });
    QFAIL("it was not stopped");
  } catch (const Stop&) {
  }
  text[1200] = 99;
  text[1210] = 98;
  QVERIFY(difference(model, &cache, Scene(config, text)) < 1e-4);
}

QTEST_GUILESS_MAIN(ContextCacheTest)
#include "context_cache_test.moc"
