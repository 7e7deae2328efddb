// SPDX-License-Identifier: GPL-3.0-or-later
// What a trajectory and a frame tell: how the context can be seen, which experts served, how unsure the model was.
#include "tests/engine/support.h"

#include "engine/sampling/trace.h"
#include "tests/engine/plain_denoiser.h"

#include <QTest>

#include <cmath>
#include <numeric>

using namespace lacuna::engine;
using namespace lacuna::engine::testing;

namespace {

InfillRequest request() {
  InfillRequest r;
  r.text = "The road went down to the river. She had the old lamp in her hand, and the water was . Nobody came.\n";
  const std::size_t at = r.text.find("was ") + 4;
  r.gaps = {{at, at, 0, 12}};
  r.candidates = 3;
  r.steps = 12;
  r.seed = 5;
  return r;
}

}  // namespace

class TrajectoryTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { session_ = lacunaEngine()->open(modelFolder()); }
  void reachEqualsBruteForce();
  void reachOfADraft();
  void expertsAreTheRoutersFirst();
  void entropyIsThatOfTheOpenTokens();
  void aStoppedRunKeepsItsSteps();

 private:
  std::unique_ptr<Session> session_;
  CancelFlag never_{false};
};

void TrajectoryTest::reachEqualsBruteForce() {
  Random random(4);
  const ModelConfig config = tinyConfig();
  for (int round = 0; round < 6; ++round) {
    PreparedRequest prepared;
    const auto tokens = static_cast<std::int32_t>(random.between(100, 900));
    for (std::int32_t i = 0; i < tokens; ++i) {
      prepared.context.push_back(5 + random.between(0, 3000));
      prepared.contextByte.push_back(static_cast<std::size_t>(3 * i + (i >= tokens / 3 ? 1000 : 0)));
    }
    const auto cut = static_cast<std::size_t>(tokens / 3);
    prepared.pieces = {{0, {0, 3 * cut}}, {cut, {3 * cut + 1000, 3 * static_cast<std::size_t>(tokens) + 1000}}};
    prepared.plan.context = tokens;
    prepared.plan.candidates = 2;
    for (int gap = 0; gap < 2; ++gap) {
      prepared.plan.gaps.push_back({static_cast<std::int32_t>(random.between(0, 40)) + gap * tokens / 2,
                                    static_cast<std::int32_t>(random.between(1, 9))});
    }
    const Layout layout = makeLayout({prepared.plan}, config.layoutOptions());
    const ContextBlocks blocks = contextBlocks(prepared);
    QCOMPARE(blocks.ofToken.size(), prepared.context.size());
    // Blocks are whole and end where text was left out.
    for (std::size_t b = 0; b < blocks.spans.size(); ++b) {
      QVERIFY(blocks.spans[b].end > blocks.spans[b].begin && blocks.spans[b].end - blocks.spans[b].begin <= 3 * 64);
      QVERIFY(b == 0 || blocks.spans[b].begin == blocks.spans[b - 1].end ||
              blocks.spans[b].begin == blocks.spans[b - 1].end + 1000);
    }
    std::vector<std::uint8_t> expected(blocks.spans.size(), 0);
    const auto mark = [&](const Row& row, std::uint8_t bit) {
      expected[static_cast<std::size_t>(blocks.ofToken[static_cast<std::size_t>(row.read)])] |= bit;
    };
    for (int layer = 0; layer < config.layers; ++layer) {
      for (const HeadGroup& group : config.heads) {
        const Visibility rule = config.visibility(layer, group);
        for (const Row& q : layout.rows) {
          for (const Row& k : layout.rows) {
            if (q.kind != RowKind::kGap || !rule.visible(q, k)) continue;
            if (k.kind == RowKind::kContext) mark(k, rule.gap.dilation == 1 ? kByWindow : kByHops);
            if (k.kind != RowKind::kChunk) continue;
            for (const Row& row : layout.rows) {
              if (row.kind == RowKind::kContext && row.chunk == k.chunk) mark(row, kByGlobal);
            }
          }
        }
      }
    }
    QCOMPARE(contextReach(config, layout, blocks), expected);
  }
}

void TrajectoryTest::reachOfADraft() {
  InfillRequest r = request();
  for (int i = 0; i < 400; ++i) r.text += "The tide went out and nobody saw it go, not even the keeper. ";
  r.trace = true;
  r.steps = 1;
  const Trajectory trajectory = session_->infill(r, {}, never_).trajectory;
  QCOMPARE(trajectory.reach.size(), trajectory.context.size());
  QVERIFY((trajectory.reach.front() & kByWindow) != 0);
  QVERIFY((trajectory.reach.front() & kByGlobal) != 0);
  QCOMPARE(int{trajectory.reach.back()}, 0);  // some 6,000 tokens away
  QVERIFY(trajectory.context.size() > 60);
}

void TrajectoryTest::expertsAreTheRoutersFirst() {
  const ModelConfig config = tinyConfig();
  Denoiser model(config, 3);
  stir(&model);
  const torch::NoGradGuard noGrad;
  for (Mixture* mixture : model.mixtures()) mixture->bias_E.copy_(torch::tensor({0.3F, 0.0F, -0.3F, 0.1F}));
  const Layout layout = makeLayout({{70, {{9, 12}, {30, 1}, {69, 20}}, 2}}, config.layoutOptions());
  torch::manual_seed(4);
  const auto context = torch::randint(5, config.vocabulary, {70}, torch::kInt64);
  const auto state = torch::randn({layout.filling(), config.width});
  const auto input = model.readingInput(layout, context);
  const FillPlan plan = makeFillPlan(config, layout);
  FillProbe probe;
  model.denoise(state, model.prepare(model.prefill(input, makeReadPlan(config, layout), nullptr), plan), plan,
                {nullptr, &probe});
  PreparedRequest prepared;
  prepared.context.assign(70, 9);
  for (std::size_t i = 0; i < 70; ++i) prepared.contextByte.push_back(i);
  prepared.pieces = {{0, {0, 70}}};
  TracedStep step;
  step.tokens.resize(2, {std::vector<TracedToken>(12), std::vector<TracedToken>(1), std::vector<TracedToken>(20)});
  std::vector<std::int64_t> rows(66);
  std::iota(rows.begin(), rows.end(), std::int64_t{0});
  const std::vector<std::int64_t> columns = probedRows(plan, layout);
  traceProbe({probe, columns, layout, rows}, contextBlocks(prepared), &step);

  const PlainDenoiser plain(model);
  plain.forward(torch::cat({input, state}), layout);
  QCOMPARE(plain.router_TE().size(), std::size_t{2});
  std::int64_t row = layout.reading;
  int notFirst = 0;
  for (const auto& candidate : step.tokens) {
    for (const auto& gap : candidate) {
      for (const TracedToken& token : gap) {
        QCOMPARE(token.experts.size(), std::size_t{2});
        for (std::size_t layer = 0; layer < 2; ++layer) {
          // Chosen with the bias, weighted without it.
          const auto probability = plain.router_TE()[layer][row].softmax(-1);
          const auto chosen = std::get<1>((probability + model.mixtures()[layer]->bias_E).topk(2));
          const auto first = chosen[probability.index_select(0, chosen).argmax()].item<std::int64_t>();
          QCOMPARE(std::int64_t{token.experts[layer]}, first);
          notFirst += first == chosen[0].item<std::int64_t>() ? 0 : 1;
        }
        ++row;
      }
    }
  }
  QVERIFY(notFirst > 0);  // the bias had its say
}

void TrajectoryTest::entropyIsThatOfTheOpenTokens() {
  for (const char* const sampler : {"confidence", "ancestral", "dpm-solver++"}) {
    InfillRequest r = request();
    r.sampler = sampler;
    r.trace = true;
    std::vector<StepFrame> frames;
    const InfillResult result =
        session_->infill(r, {[&](const StepFrame& frame) { frames.push_back(frame); }, {}}, never_);
    QCOMPARE(frames.size(), std::size_t{13});
    for (const float entropy : frames[0].entropy) QVERIFY(std::abs(entropy - std::log(4096.0F)) < 1e-4);
    for (std::size_t s = 1; s < frames.size(); ++s) {
      QCOMPARE(frames[s].entropy.size(), std::size_t{3});
      for (std::size_t c = 0; c < 3; ++c) {
        double sum = 0;
        int open = 0;
        for (std::size_t i = 0; i < 12; ++i) {
          if (frames[s].tokens[c][0][i].settled || frames[s - 1].tokens[c][0][i].settled) continue;
          sum += static_cast<double>(result.trajectory.steps[s - 1].tokens[c][0][i].entropy);
          ++open;
        }
        const double expected = open == 0 ? 0 : sum / open;
        QVERIFY2(std::abs(static_cast<double>(frames[s].entropy[c]) - expected) < 1e-3, sampler);
      }
    }
    QVERIFY(frames[1].entropy[0] > 0);
    QCOMPARE(frames.back().entropy[0], 0.0F);
  }
}

void TrajectoryTest::aStoppedRunKeepsItsSteps() {
  InfillRequest r = request();
  r.trace = true;
  CancelFlag cancel{false};
  const auto stop = [&](const StepFrame& frame) { cancel = frame.step == 4; };
  const InfillResult result = session_->infill(r, {stop, {}}, cancel);
  QVERIFY(result.cancelled && result.candidates.empty());
  QCOMPARE(result.trajectory.steps.size(), std::size_t{4});
  QCOMPARE(result.trajectory.steps.back().step, 4);
  QVERIFY(!result.trajectory.context.empty());
  QCOMPARE(result.trajectory.reach.size(), result.trajectory.context.size());
  for (const TracedToken& token : result.trajectory.steps.back().tokens[0][0]) QVERIFY(!token.experts.empty());
}

QTEST_GUILESS_MAIN(TrajectoryTest)
#include "trajectory_test.moc"
