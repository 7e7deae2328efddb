// SPDX-License-Identifier: GPL-3.0-or-later
// One layer: against the formula written out, laid out, with an update of low rank, and in narrow weights.
#include <QTest>

#include "engine/attention/attend.h"
#include "engine/layers/layer.h"
#include "tests/engine/support.h"

using namespace lacuna::engine;

namespace {

constexpr std::int64_t kWidth = 48, kHidden = 40, kRows = 19;
const LayerShape kShape{4, 2, 16, 1e-5};

double apart(const torch::Tensor& a, const torch::Tensor& b) { return (a - b).abs().max().item<double>(); }

torch::Tensor matrix(std::int64_t outputs, std::int64_t inputs) { return torch::randn({outputs, inputs}) * 0.2; }

struct Parts {
  torch::Tensor query = matrix(64, kWidth), key = matrix(32, kWidth), value = matrix(32, kWidth);
  torch::Tensor output = matrix(kWidth, 64), gateUp = matrix(2 * kHidden, kWidth), down = matrix(kWidth, kHidden);
  torch::Tensor gains = torch::rand({2, kWidth}) + 0.5;
  Layer layer() const {
    Layer made;
    made.attentionGain_W = gains[0];
    made.heads = LinearMap({query, key, value});
    made.output = LinearMap({output});
    made.feedForwardGain_W = gains[1];
    made.gateUp = LinearMap::gated(gateUp);
    made.down = LinearMap({down});
    return made;
  }
};

Mixture experts() {
  return {matrix(5, kWidth), torch::randn({5}) * 0.1, torch::randn({5, 2 * 24, kWidth}) * 0.2,
          torch::randn({5, kWidth, 24}) * 0.2, 2};
}

torch::Tensor seesAll(const ProjectedHeads& rows) {
  return attendDense(rows.q_THD, rows.k_TGD, rows.v_TGD,
                     torch::ones({rows.q_THD.size(0), rows.k_TGD.size(0)}, torch::kBool));
}

RotaryTable places(int turned) {
  std::vector<std::int32_t> all(kRows);
  for (std::int32_t i = 0; i < kRows; ++i) all[static_cast<std::size_t>(i)] = 3 * i;
  return makeRotary(all, turned, 10000.0);
}

torch::Tensor pass(const Layer& layer, const torch::Tensor& x_TW, const RotaryTable& turns) {
  return passLayer(layer, kShape, x_TW, {turns, turns}, seesAll);
}

}  // namespace

class LayerTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init() { torch::manual_seed(11); }

  void isTheFormula() {
    const torch::NoGradGuard noGrad;
    const Parts parts;
    const auto x = torch::randn({kRows, kWidth});
    const auto norm = [](const torch::Tensor& rows, const torch::Tensor& gain) {
      return rows / (rows.square().mean(-1, true) + kShape.epsilon).sqrt() * gain;
    };
    const auto h = norm(x, parts.gains[0]);
    const auto heads = [&](const torch::Tensor& weight) { return h.matmul(weight.t()).view({kRows, -1, 16}); };
    const RotaryTable turns = places(16);
    const auto attended =
        seesAll({rotate(heads(parts.query), turns), rotate(heads(parts.key), turns), heads(parts.value)});
    const auto middle = x + attended.reshape({kRows, -1}).matmul(parts.output.t());
    const auto both = norm(middle, parts.gains[1]).matmul(parts.gateUp.t());
    const auto gated = at::silu(both.narrow(1, 0, kHidden)) * both.narrow(1, kHidden, kHidden);
    QVERIFY(apart(pass(parts.layer(), x, turns), middle + gated.matmul(parts.down.t())) < 1e-5);
  }

  // Laid out it computes the same, with experts and with normed heads as well, and tells the same choice.
  void laidOutIsTheSame() {
    if (!hasAvx2()) QSKIP("this processor has no AVX2");
    const torch::NoGradGuard noGrad;
    Layer layer = Parts().layer();
    layer.queryGain_D = torch::rand({16}) + 0.5;
    layer.keyGain_D = torch::rand({16}) + 0.5;
    layer.experts = experts();
    const Layer packed = laidOut(layer, Precision::kFloat32);
    QVERIFY(packed.isMixture() && packed.heads.isLaidOut() && packed.heads.parts().empty());
    const auto x = torch::randn({kRows, kWidth});
    const RotaryTable turns = places(8);
    const auto told = [&](const Layer& of) {
      torch::Tensor chosen;
      const auto y =
          passLayer(of, kShape, x, {turns, turns}, seesAll, [&](const ExpertChoice& c) { chosen = c.expert_TK; });
      return std::pair(y, chosen);
    };
    const auto [plain, plainChoice] = told(layer);
    const auto [fast, fastChoice] = told(packed);
    QVERIFY(apart(plain, fast) < 1e-5);
    QVERIFY(at::equal(plainChoice, fastChoice));
  }

  // An update beside the weights is the weights with the update added, and takes the gradient alone.
  void anUpdateIsAddedBlockByBlock() {
    const Parts parts;
    const std::vector<std::int64_t> outputs{64, 32, 32};
    const auto a = (torch::randn({3 * 4, kWidth}) * 0.3).set_requires_grad(true);
    const auto b = (torch::randn({128, 4}) * 0.3).set_requires_grad(true);
    const auto frozen = torch::cat({parts.query, parts.key, parts.value});
    const LinearMap map = LinearMap({frozen}).with({a, b, outputs});
    std::vector<torch::Tensor> blocks;
    for (int i = 0; i < 3; ++i)
      blocks.push_back(
          b.narrow(0, i == 0 ? 0 : 32 + 32 * i, outputs[static_cast<std::size_t>(i)]).matmul(a.narrow(0, 4 * i, 4)));
    const auto x = torch::randn({kRows, kWidth});
    const auto y = map(x);
    QVERIFY(apart(y, x.matmul((frozen + torch::cat(blocks)).t())) < 1e-4);
    y.sum().backward();
    QVERIFY(a.grad().abs().max().item<double>() > 0 && b.grad().abs().max().item<double>() > 0);
    QVERIFY(!frozen.grad().defined());
  }

  // Rows go into narrow weights and come out as narrow; the stream stays in float32.
  void narrowWeightsKeepTheStreamWide() {
    const torch::NoGradGuard noGrad;
    Parts parts;
    const auto x = torch::randn({kRows, kWidth});
    const RotaryTable turns = places(16);
    const auto wide = pass(parts.layer(), x, turns);
    for (torch::Tensor* part : {&parts.query, &parts.key, &parts.value, &parts.output, &parts.gateUp, &parts.down})
      *part = part->to(torch::kBFloat16);
    const Layer narrow = parts.layer();
    QVERIFY(narrow.heads(x).scalar_type() == torch::kBFloat16);
    const auto widened = [&](const ProjectedHeads& rows) {
      return seesAll({rows.q_THD.to(torch::kFloat32), rows.k_TGD.to(torch::kFloat32), rows.v_TGD.to(torch::kFloat32)});
    };
    const auto y = passLayer(narrow, kShape, x, {turns, turns}, widened);
    QVERIFY(y.scalar_type() == torch::kFloat32);
    QVERIFY(apart(y, wide) < 0.05 * wide.abs().max().item<double>());
  }

  void namesEveryTensor() {
    Layer layer = Parts().layer();
    QStringList names;
    const auto note = [&names](const char* name, const torch::Tensor&) { names << QString::fromLatin1(name); };
    layer.eachTensor(note);
    QCOMPARE(names.size(), 8);
    QVERIFY(names.contains(QStringLiteral("attention.key")) && names.contains(QStringLiteral("feed_forward.gate_up")));
    layer.experts = experts();
    names.clear();
    layer.eachTensor(note);
    QCOMPARE(names.size(), 12);
    QVERIFY(names.contains(QStringLiteral("experts.router")) && names.contains(QStringLiteral("experts.shared_down")));
  }

  // Its loss is that of its logits.
  void aTailsLossIsThatOfItsLogits() {
    const torch::NoGradGuard noGrad;
    const VocabularyTail tail{torch::rand({kWidth}) + 0.5, LinearMap({matrix(90, kWidth)}), 1e-5};
    const auto hidden = torch::randn({kRows, kWidth});
    const auto target = torch::randint(90, {kRows}, torch::kInt64);
    const auto expected = -tail.logits(hidden).log_softmax(-1).gather(1, target.unsqueeze(1)).squeeze(1);
    QVERIFY(apart(tail.loss(hidden, target), expected) < 1e-5);
  }
};

QTEST_GUILESS_MAIN(LayerTest)
#include "layer_test.moc"
