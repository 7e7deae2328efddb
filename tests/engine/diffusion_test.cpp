// SPDX-License-Identifier: GPL-3.0-or-later
// Forward processes against their formulas by Monte Carlo, steps back against distributions that are known, and the
// solver's order on an equation whose solution is known.
#include "tests/engine/support.h"

#include "engine/diffusion/dpm_solver.h"
#include "engine/diffusion/noise_process.h"
#include "engine/diffusion/posterior.h"
#include "engine/training/batch.h"

#include <QTest>

#include <cmath>
#include <numbers>

using namespace lacuna::engine;
using namespace lacuna::engine::testing;

namespace {

constexpr std::int64_t kRows = 40000;
constexpr int kVocabulary = 300;
constexpr TokenId kToken = 42;

Denoiser stirredModel() {
  Denoiser model(tinyConfig(kVocabulary), 2);
  stir(&model);
  return model;
}

struct Moments {
  torch::Tensor mean_W;
  double square = 0;  // mean of x^2 over dimensions
};

// What the process' formula says of one token at one level.
Moments expected(const std::string& name, const Denoiser& model, double level) {
  const auto x0 = model.embed(torch::tensor({std::int64_t{kToken}}))[0].to(torch::kFloat64);
  const auto m = model.maskState().to(torch::kFloat64);
  const auto square = [](const torch::Tensor& x) { return x.square().mean().item<double>(); };
  if (name == "absorbing") return {level * m + (1 - level) * x0, level * square(m) + (1 - level) * square(x0)};
  if (name == "gaussian") {
    const double kept = std::sqrt(1 - level * level);
    return {level * kept * x0 + (1 - level) * x0,
            level * (kept * kept * square(x0) + level * level) + (1 - level) * square(x0)};
  }
  // 80 % absorbed, half of the examples with sigma ~ U(0, 1); 10 % shifted forward with sigma ~ U(0, 1); 10 % wrong.
  const auto others = model.embed(torch::arange(5, kVocabulary)).to(torch::kFloat64);
  const double root = std::numbers::pi / 4;  // E sqrt(1 - sigma^2)
  const auto shifted = root * (x0 - m) + m;
  const double shiftedSquare =
      2.0 / 3 * square(x0 - m) + 2 * root * ((x0 - m) * m).mean().item<double>() + square(m) + 1.0 / 3;
  return {
      (1 - level) * x0 + level * (0.8 * m + 0.1 * shifted + 0.1 * others.mean(0)),
      (1 - level) * square(x0) + level * (0.8 * (square(m) + 1.0 / 6) + 0.1 * shiftedSquare + 0.1 * square(others))};
}

// Normal data around mu, seen through noise: everything about it is known.
struct NormalData {
  double mu = 0;
  double deviation = 1;

  torch::Tensor spread(const Level& level) const {
    return (deviation * deviation * level.alpha_F1.square() + level.sigma_F1.square()).sqrt();
  }
  // E[y_0 | y]
  torch::Tensor clean(const torch::Tensor& y, const Level& level) const {
    return mu + deviation * deviation * level.alpha_F1 / spread(level).square() * (y - level.alpha_F1 * mu);
  }
  // The probability-flow path on which z stays what it is.
  torch::Tensor path(const torch::Tensor& z, const Level& level) const {
    return level.alpha_F1 * mu + spread(level) * z;
  }
};

Level levelAt(double lambda) {
  return levelOf(torch::full({1, 1}, 1 / std::sqrt(1 + std::exp(2 * lambda)), torch::kFloat64));
}

// Largest error at the end of a path of so many steps. centre: what is added to the states before the solver sees them.
double solverError(const NormalData& data, int steps, bool history, double centre = 0) {
  constexpr double kFirst = -2.0;
  constexpr double kLast = 2.0;
  const auto z = torch::linspace(-2, 2, 9, torch::kFloat64).unsqueeze(1);
  const auto lambda = [&](int step) { return kFirst + (kLast - kFirst) * step / steps; };
  DpmSolver solver;
  auto x = data.path(z, levelAt(kFirst)) + centre;
  for (int step = 0; step < steps; ++step) {
    if (!history) solver = DpmSolver();
    const Level from = levelAt(lambda(step));
    x = solver.step(x, data.clean(x - centre, from) + centre, from, levelAt(lambda(step + 1)));
  }
  return (x - centre - data.path(z, levelAt(kLast))).abs().max().item<double>();
}

}  // namespace

class DiffusionTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void forwardMarginals_data();
  void forwardMarginals();
  void absorbingStepsKeepTheirShare();
  void posteriorMatchesTheForwardProcess();
  void chainRecoversAKnownDistribution();
  void solverIsOfSecondOrder();
  void solverWantsStatesSeenFromTheCentre();
  void lengthTokensAreBlanks();
  void lengthTokensAreOffByDefault();
};

void DiffusionTest::forwardMarginals_data() {
  QTest::addColumn<QString>("process");
  QTest::addColumn<double>("level");
  for (const char* const name : {"gaussian", "absorbing", "soft-absorbing"}) {
    for (const double level : {0.0, 0.3, 0.8, 1.0})
      QTest::newRow(qPrintable(QString("%1 at %2").arg(name).arg(level))) << QString(name) << level;
  }
}

void DiffusionTest::forwardMarginals() {
  QFETCH(QString, process);
  QFETCH(double, level);
  const torch::NoGradGuard noGrad;
  const Denoiser model = stirredModel();
  const auto noise = makeNoiseProcess(process.toStdString());
  std::vector<std::int32_t> group(kRows);
  for (std::size_t i = 0; i < group.size(); ++i) group[i] = static_cast<std::int32_t>(i / 4);
  Random random(5);
  const NoisedTokens tokens =
      noise->draw(torch::full({kRows}, std::int64_t{kToken}), std::vector<float>(kRows, static_cast<float>(level)),
                  group, kVocabulary, model.config().width, random);
  const auto state = noise->state(model, tokens, nullptr).to(torch::kFloat64);
  const Moments formula = expected(process.toStdString(), model, level);
  const double off = (state.mean(0) - formula.mean_W).square().mean().sqrt().item<double>();
  const double square = state.square().mean().item<double>();
  // A deviation near 1 over 40,000 draws: standard error 0.005.
  QVERIFY2(off < 0.02, qPrintable(QString::number(off)));
  QVERIFY2(std::abs(square - formula.square) < 0.02,
           qPrintable(QString("%1, the formula says %2").arg(square).arg(formula.square)));
}

void DiffusionTest::absorbingStepsKeepTheirShare() {
  for (const double cap : {0.0, 0.1, 0.5, 1.0}) {
    double settled = 0;
    double remasked = 0;
    constexpr int kSteps = 20;
    for (int step = 1; step <= kSteps; ++step) {
      const double from = 1 - (step - 1.0) / kSteps;
      const double to = 1 - static_cast<double>(step) / kSteps;
      const AbsorbingMove move = absorbingMove(from, to, cap);
      QVERIFY(move.settle >= 0 && move.settle <= 1 && move.remask >= 0 && move.remask <= cap);
      remasked += settled * move.remask;
      settled = settled * (1 - move.remask) + (1 - settled) * move.settle;
      QVERIFY2(std::abs(settled - (1 - to)) < 1e-12, qPrintable(QString::number(settled)));
    }
    QCOMPARE(remasked > 0.3, cap > 0);
  }
}

void DiffusionTest::posteriorMatchesTheForwardProcess() {
  torch::manual_seed(3);
  const std::int64_t draws = 200000;
  const Level to = levelAt(0.4);
  const Level from = levelAt(-0.5);
  const double clean = 1.7;
  const auto normal = [&] { return torch::randn({draws, 1}, torch::kFloat64); };
  // Forward: from the clean value to the lower level, on to the higher one.
  const auto low = to.alpha_F1 * clean + to.sigma_F1 * normal();
  const auto ratio = from.alpha_F1 / to.alpha_F1;
  const auto high = ratio * low + (from.sigma_F1.square() - ratio.square() * to.sigma_F1.square()).sqrt() * normal();
  const GaussianPosterior posterior = gaussianPosterior(high, torch::full({1, 1}, clean, torch::kFloat64), from, to);
  const auto rest = (low - posterior.mean_FW) / posterior.deviation_F1;
  QVERIFY(std::abs(rest.mean().item<double>()) < 0.01);
  QVERIFY(std::abs(rest.square().mean().item<double>() - 1) < 0.02);
  QVERIFY(std::abs((rest * (high - high.mean())).mean().item<double>()) < 0.01);  // nothing left to know from y_from
}

void DiffusionTest::chainRecoversAKnownDistribution() {
  torch::manual_seed(4);
  const auto prior = torch::tensor({0.5, 0.3, 0.2}, torch::kFloat64);
  const auto points = torch::tensor({{1.5, 0.0}, {-1.0, 1.0}, {-0.5, -1.5}}, torch::kFloat64);
  const std::int64_t draws = 20000;
  constexpr int kSteps = 6;
  const auto level = [](int step) {
    return levelOf(torch::full({1, 1}, 0.999 * (1 - step / static_cast<double>(kSteps)), torch::kFloat64));
  };
  auto y = torch::randn({draws, 2}, torch::kFloat64);
  torch::Tensor drawn;
  for (int step = 0; step < kSteps; ++step) {
    const Level from = level(step);
    const auto distance = (y.unsqueeze(1) - from.alpha_F1 * points).square().sum(-1);
    drawn = (prior.log() - distance / (2 * from.sigma_F1.square())).softmax(-1).multinomial(1).squeeze(1);
    const GaussianPosterior back = gaussianPosterior(y, points.index_select(0, drawn), from, level(step + 1));
    y = back.mean_FW + back.deviation_F1 * torch::randn({draws, 2}, torch::kFloat64);
  }
  for (std::int64_t k = 0; k < 3; ++k) {
    const double share = (drawn == k).to(torch::kFloat64).mean().item<double>();
    QVERIFY2(std::abs(share - prior[k].item<double>()) < 0.02, qPrintable(QString::number(share)));
  }
}

void DiffusionTest::solverIsOfSecondOrder() {
  const NormalData data{0.8, 0.4};
  for (const int steps : {40, 80}) {
    const double second = solverError(data, steps, true) / solverError(data, 2 * steps, true);
    const double first = solverError(data, steps, false) / solverError(data, 2 * steps, false);
    QVERIFY2(second > 3.5 && second < 4.6, qPrintable(QString("2M: halving the step divides by %1").arg(second)));
    QVERIFY2(first > 1.8 && first < 2.3, qPrintable(QString("no history: %1").arg(first)));
  }
  QVERIFY(solverError(data, 80, true) < 1e-3);
}

void DiffusionTest::solverWantsStatesSeenFromTheCentre() {
  // DiffuSeq-v2's published sampler runs over x = y + m with the same coefficients: more steps do not help it.
  const NormalData data{0.8, 0.4};
  QVERIFY(solverError(data, 160, true, 0.0) < 1e-3);
  QVERIFY(solverError(data, 160, true, 2.0) > 0.1);
}

void DiffusionTest::lengthTokensAreBlanks() {
  const ScratchFolder folder;
  folder.write("books/one.txt", habitualText(800, 1));
  const SentencePieceTokenizer tokenizer(modelFolder() + "/tokenizer.model");
  const TokenizedCorpus corpus = tokenizeCorpus(folder.path("books"), tokenizer, "");
  const SpecialTokens& special = tokenizer.special();
  BatchOptions options;
  options.tokens = 4096;
  options.lengths = {{512, 1.0}};
  options.expansions = 0.1;
  options.deletions = 0.05;
  const Batch batch = makeBatch(corpus, tokenizer, {}, options, 1, 1);
  const auto expand = batch.target_F == special.expand;
  const auto remove = batch.target_F == special.remove;
  const auto share = [](const torch::Tensor& mask) { return mask.to(torch::kFloat64).mean().item<double>(); };
  QVERIFY2(std::abs(share(expand) - 0.09) < 0.03, qPrintable(QString::number(share(expand))));
  QVERIFY2(std::abs(share(remove) - 0.05) < 0.03, qPrintable(QString::number(share(remove))));
  // An expansion stands for two tokens, a deletion for none: with the context they make up the stretch.
  const auto count = [](const torch::Tensor& mask) { return mask.sum().item<std::int64_t>(); };
  std::int64_t markers = 0;
  for (const DocumentRows& document : batch.layout.documents)
    markers += static_cast<std::int64_t>(document.gaps.size());
  QCOMPARE(batch.context_C.size(0) - markers + batch.target_F.size(0) + count(expand) - count(remove),
           std::int64_t{4096});
  QCOMPARE(batch.layout.filling(), batch.target_F.size(0));
  Random random(1);
  const NoisedTokens tokens =
      makeNoiseProcess("soft-absorbing")
          ->draw(batch.target_F, batch.level_F, batch.group_F, tokenizer.vocabulary(), 4, random);
  QVERIFY(tokens.masked_F.index({expand.logical_or(remove)}).all().item<bool>());
  QVERIFY(!tokens.masked_F.all().item<bool>());
}

void DiffusionTest::lengthTokensAreOffByDefault() {
  const ScratchFolder folder;
  folder.write("books/one.txt", habitualText(800, 1));
  const SentencePieceTokenizer tokenizer(modelFolder() + "/tokenizer.model");
  const TokenizedCorpus corpus = tokenizeCorpus(folder.path("books"), tokenizer, "");
  const Batch batch = makeBatch(corpus, tokenizer, {}, {}, 1, 1);
  const auto* const targets = batch.target_F.data_ptr<std::int64_t>();
  for (std::int64_t i = 0; i < batch.target_F.numel(); ++i)
    QVERIFY(!tokenizer.isControl(static_cast<TokenId>(targets[i])));
}

QTEST_GUILESS_MAIN(DiffusionTest)
#include "diffusion_test.moc"
