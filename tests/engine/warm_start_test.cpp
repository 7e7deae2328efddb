// SPDX-License-Identifier: GPL-3.0-or-later
// A draft that is opened again: readers over files that sessions before left.
#include <QTest>
#include <algorithm>
#include <filesystem>

#include "engine/attention/chunks.h"
#include "engine/base/chunk_reader.h"
#include "engine/linear/avx2_linear.h"
#include "engine/sampling/infill_session.h"
#include "tests/engine/kept_pages.h"
#include "tests/engine/made_up_adapter.h"

using namespace lacuna::engine;
using namespace lacuna::engine::testing;

namespace {

// A draft with a gap, and rows around it that a gap stream asks for.
struct Asked {
  Layout layout;
  std::vector<std::int64_t> context;
  std::vector<std::int64_t> rows;

  Asked(const Ids& ids, std::int32_t marker) : context(ids.begin(), ids.end()) {
    DocumentPlan plan;
    plan.context = static_cast<std::int32_t>(ids.size());
    plan.gaps = {{marker, 5}};
    plan.chunkStarts = cutChunks(context, 100);
    layout = makeLayout({plan}, {100, 1, 24});
    for (std::int64_t row = std::max(0, marker - 60); row < std::min(plan.context, marker + 60); ++row)
      rows.push_back(row);
    rows.push_back(layout.documents.front().globals);
  }
  KeyValues by(ChunkReader* reader) const { return reader->read(layout, context, rows, {}); }
};

// A base, and readers over it that share a folder, as sessions that come one after another do.
struct Desk {
  MadeUpAdapter scene;
  std::shared_ptr<const CausalBase> base = std::make_shared<CausalBase>(*scene.file, BasePrecision::kFloat32);
  ScratchFolder scratch;

  Ids words(int count, std::uint64_t seed) const {
    Ids ids = someIds(count, seed);
    for (TokenId& id : ids) id = 3 + id % (scene.file->config().vocabulary - 3);
    return ids;
  }
  std::unique_ptr<PageStore> store() const {
    const LlamaConfig& config = base->config();
    return std::make_unique<PageStore>(scratch.path("p"), PageOrigin{scene.file->sha256(), base->precision(),
                                                                     config.layers, config.keyHeads, config.headSize});
  }
  std::unique_ptr<ChunkReader> open(std::size_t limit = std::size_t{1} << 30U) const {
    return std::make_unique<ChunkReader>(base, 7, limit, store());
  }
};

double apart(const KeyValues& a, const KeyValues& b) {
  double most = 0;
  for (std::size_t l = 0; l < a.key_RGD.size(); ++l) {
    most = std::max(most, (a.key_RGD[l] - b.key_RGD[l]).abs().max().item<double>());
    most = std::max(most, (a.value_RGD[l] - b.value_RGD[l]).abs().max().item<double>());
  }
  return most;
}

}  // namespace

class WarmStartTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void aDraftOpenedAgainIsWarm();
  void whatMemoryLetGoOfIsThere();
  void whatIsTypedMeanwhileCostsItsOwn();
  void cachedIsFresh();
  void forgettingLeavesFiles();
  void aSessionKeepsWhereItIsTold();
};

void WarmStartTest::aDraftOpenedAgainIsWarm() {
  const Desk desk;
  const Ids ids = desk.words(600, 1);
  const Asked asked(ids, 300);
  auto session = desk.open();
  const KeyValues first = asked.by(session.get());
  QVERIFY(session->tokensRead() > 0);
  const KeyValues again = asked.by(session.get());
  // What stands left of the gap in its chunk, which the judge and the base's voice go on from.
  const auto placeOfGap = static_cast<std::int32_t>(300);
  const auto starts = cutChunks(asked.context, 100);
  const auto after = std::upper_bound(starts.begin(), starts.end(), placeOfGap) - starts.begin();
  const std::int32_t begin =
      std::max(starts[static_cast<std::size_t>(after) - 2], starts[static_cast<std::size_t>(after) - 1] - kWarmUp);
  const Ids before(ids.begin() + begin, ids.begin() + placeOfGap);
  const KeyValues past = session->past(before, {});
  QCOMPARE(session->tokensRead(), std::size_t{0});
  session.reset();  // the program is closed
  session = desk.open();
  const KeyValues warm = asked.by(session.get());
  QCOMPARE(session->tokensRead(), std::size_t{0});
  QVERIFY(same(warm, first) && same(warm, again));
  QVERIFY(same(session->past(before, {}), past));
  QCOMPARE(session->tokensRead(), std::size_t{0});
  // Another base, or another precision, reads for itself.
  const auto rounded = std::make_shared<CausalBase>(*desk.scene.file, BasePrecision::kBfloat16);
  const LlamaConfig& config = rounded->config();
  ChunkReader other(
      rounded, 7, std::size_t{1} << 30U,
      std::make_unique<PageStore>(desk.scratch.path("p"), PageOrigin{desk.scene.file->sha256(), rounded->precision(),
                                                                     config.layers, config.keyHeads, config.headSize}));
  asked.by(&other);
  QVERIFY(other.tokensRead() > 0);
  // And so does a reading that begins with another token.
  ChunkReader elsewhere(desk.base, 8, std::size_t{1} << 30U, desk.store());
  asked.by(&elsewhere);
  QVERIFY(elsewhere.tokensRead() > 0);
}

// Of many chunks memory keeps some readings as a whole, and the base's voice goes on from that of any gap.
void WarmStartTest::whatMemoryLetGoOfIsThere() {
  const Desk desk;
  const Ids ids = desk.words(1500, 4);
  Asked asked(ids, 50);
  asked.rows.clear();
  for (std::int64_t row = 0; row < 1500; row += 20) asked.rows.push_back(row);
  const Ids twoChunks(ids.begin(), ids.begin() + cutChunks(asked.context, 100)[2]);
  QVERIFY(twoChunks.size() > 64);
  std::vector<KeyValues> pasts;
  for (int opened = 0; opened < 2; ++opened) {
    const auto session = desk.open();
    asked.by(session.get());
    QCOMPARE(session->tokensRead() == 0, opened == 1);
    pasts.push_back(session->past(twoChunks, {}));
    QCOMPARE(session->tokensRead(), std::size_t{0});
  }
  QVERIFY(same(pasts.front(), pasts.back()));
}

void WarmStartTest::whatIsTypedMeanwhileCostsItsOwn() {
  const Desk desk;
  Ids ids = desk.words(400, 2);
  auto session = desk.open();
  Asked(ids, 390).by(session.get());
  session = desk.open();
  for (int i = 0; i < 3; ++i) ids.push_back(20 + i);
  const Asked asked(ids, 390);
  asked.by(session.get());
  ChunkReader fresh(desk.base, 7, std::size_t{1} << 30U);
  const KeyValues anew = asked.by(&fresh);
  QVERIFY(session->tokensRead() < fresh.tokensRead() / 4);
  session = desk.open();
  QVERIFY(apart(asked.by(session.get()), anew) < 2e-2);
  QCOMPARE(session->tokensRead(), std::size_t{0});
}

// Random edits, sessions that end and begin again, readers that are short of memory: as a fresh reading.
void WarmStartTest::cachedIsFresh() {
  const Desk desk;
  Ids ids = desk.words(700, 7);
  Random random(9, 9);
  auto session = desk.open(std::size_t{1} << 20U);
  for (int round = 0; round < 16; ++round) {
    const int edit = static_cast<int>(random.between(0, 2));
    const auto at = static_cast<std::ptrdiff_t>(random.between(0, static_cast<int>(ids.size()) - 1));
    if (edit == 0) ids[static_cast<std::size_t>(at)] = 5;
    if (edit == 1) ids.insert(ids.begin() + at, 11);
    if (edit == 2) ids.push_back(13);
    const Asked asked(ids, static_cast<std::int32_t>(random.between(0, static_cast<int>(ids.size()) - 1)));
    const KeyValues warm = asked.by(session.get());
    ChunkReader fresh(desk.base, 7, std::size_t{1} << 30U);
    QVERIFY(apart(warm, asked.by(&fresh)) < 2e-2);
    asked.by(session.get());
    QCOMPARE(session->tokensRead(), std::size_t{0});
    if (round % 3 != 2) continue;
    session.reset();
    session = desk.open(std::size_t{1} << 20U);
    QVERIFY(same(asked.by(session.get()), warm));
    QCOMPARE(session->tokensRead(), std::size_t{0});
  }
}

void WarmStartTest::forgettingLeavesFiles() {
  const Desk desk;
  const Asked asked(desk.words(300, 3), 150);
  auto session = desk.open();
  const KeyValues first = asked.by(session.get());
  session->forget();
  QCOMPARE(session->bytes(), std::size_t{0});
  session = desk.open();
  session->forget();
  QVERIFY(same(asked.by(session.get()), first));
  QCOMPARE(session->tokensRead(), std::size_t{0});
}

void WarmStartTest::aSessionKeepsWhereItIsTold() {
  if (!hasAvx2()) QSKIP("This processor has no AVX2, which packed steps need.");
  const MadeUpAdapter made(0);
  const std::string model = made.save();
  const ScratchFolder scratch;
  const std::string folder = scratch.path("readings");
  InfillRequest request;
  request.text = "She said that he had not seen the water. He looked on.";
  request.gaps = {{9, 13}};
  request.candidates = 2;
  const CancelFlag never{false};
  const auto fillWith = [&](const char* where) {
    where == nullptr ? ::unsetenv("LACUNA_CONTEXT_CACHE") : ::setenv("LACUNA_CONTEXT_CACHE", where, 1);
    const auto session = openInfillSession(model, Precision::kFixed16);
    ::unsetenv("LACUNA_CONTEXT_CACHE");
    std::size_t read = 0;
    InfillCallbacks callbacks;
    callbacks.onContext = [&](std::size_t, std::size_t total) { read = total; };
    const InfillResult result = session->infill(request, callbacks, never);
    return std::make_pair(result.candidates.front().front().text, read);
  };
  const auto without = fillWith(nullptr);
  const auto off = fillWith("");
  QVERIFY(without.second > 0 && off == without && !fs::exists(folder));
  QVERIFY(fillWith(folder.c_str()) == without);
  QVERIFY(!filesIn(folder).empty());
  const auto warm = fillWith(folder.c_str());
  QCOMPARE(warm.first, without.first);
  QCOMPARE(warm.second, std::size_t{0});
}

QTEST_APPLESS_MAIN(WarmStartTest)
#include "warm_start_test.moc"
