// SPDX-License-Identifier: GPL-3.0-or-later
// What a step of a voice's training computes: its pass against that of an adapter of both ranks, by hand and by
// LibTorch, and what rehearsing asks for, over text that the base says by itself.
#include <QTest>
#include <cmath>
#include <fstream>

#include "engine/linear/avx2_linear.h"
#include "tests/engine/voice_scene.h"

using namespace lacuna::engine;
using namespace lacuna::engine::testing;

namespace {

double apart(const torch::Tensor& a, const torch::Tensor& b) { return (a - b).norm().item<double>(); }

void forget(const Parameters& parameters) {
  for (Parameter parameter : parameters) parameter.tensor.mutable_grad().reset();
}

double gradientNorm(const Parameters& parameters) {
  double sum = 0;
  for (const Parameter& parameter : parameters) {
    if (parameter.tensor.grad().defined()) sum += std::pow(parameter.tensor.grad().norm().item<double>(), 2);
  }
  return std::sqrt(sum);
}

}  // namespace

class VoicePassTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void isTheTwinOfAnAdapterOfBothRanks_data();
  void isTheTwinOfAnAdapterOfBothRanks();
  void distributionsAreAskedForByBothPasses();
  void rehearsingHoldsWhatWasThere();
  void theBaseTalksFreely();
};

void VoicePassTest::isTheTwinOfAnAdapterOfBothRanks_data() {
  QTest::addColumn<bool>("packed");
  QTest::addColumn<bool>("narrow");
  QTest::addColumn<bool>("inOrder");
  QTest::newRow("by hand") << true << false << false;
  QTest::newRow("by hand, in order") << true << false << true;
  QTest::newRow("by hand, bfloat16") << true << true << true;
  QTest::newRow("by LibTorch") << false << false << false;
  QTest::newRow("by LibTorch, in order") << false << false << true;
}

void VoicePassTest::isTheTwinOfAnAdapterOfBothRanks() {
  QFETCH(bool, packed);
  QFETCH(bool, narrow);
  QFETCH(bool, inOrder);
  if (packed && !hasAvx2()) QSKIP("This processor has no AVX2, which the rows by hand need.");
  const VoiceScene scene;
  const BothWays ways(scene);
  const GapRows rows = scene.desk.rows(inOrder);
  AdapterPassOptions plain;
  const PassLoss expected = makeAdapterPass(*scene.desk.file, ways.stackedConfig, plain)->run(rows, ways.stacked, true);
  const PassKind kind = packed ? PassKind::kPacked : PassKind::kPlain;
  const PassLoss found = ways.pass(*scene.desk.file, kind, narrow)->run(rows, ways.voice, true);
  const double most = narrow ? 0.06 : 3e-5;
  QVERIFY2(apart(found.loss_N, expected.loss_N) < most * expected.loss_N.norm().item<double>(),
           qPrintable(QString::number(apart(found.loss_N, expected.loss_N))));
  QVERIFY(narrow || found.load.tokens_E.front().equal(expected.load.tokens_E.front()));
  std::size_t compared = 0;
  for (std::size_t i = 0; i < ways.voice.size(); ++i) {
    const Parameter& own = ways.voice[i];
    if (own.kind == ParameterKind::kBuffer) {
      QVERIFY2(!own.tensor.grad().defined(), own.name.c_str());  // what is frozen learns nothing
      continue;
    }
    const auto right = ways.ofVoice(ways.stacked[i].tensor.grad(), own.name.ends_with(".a"));
    const double size = right.norm().item<double>();
    QVERIFY2(size > 0, own.name.c_str());
    QVERIFY2(apart(own.tensor.grad(), right) < most * size,
             qPrintable(QString("%1: %2 of %3").arg(own.name.c_str()).arg(apart(own.tensor.grad(), right)).arg(size)));
    ++compared;
  }
  QCOMPARE(compared, std::size_t{3 * 8});
}

void VoicePassTest::distributionsAreAskedForByBothPasses() {
  const VoiceScene scene;
  const BothWays ways(scene);
  const GapRows rows = scene.desk.rows();
  const auto plain = ways.pass(*scene.desk.file, PassKind::kPlain);
  const auto own_NV = plain->probabilities(rows, ways.voice);
  QCOMPARE(own_NV.size(0), rows.asked());
  QVERIFY((own_NV.sum(-1) - 1).abs().max().item<double>() < 1e-5);
  torch::manual_seed(5);
  const auto wanted_NV = torch::rand(own_NV.sizes()).softmax(-1);
  const PassLoss expected = plain->runTowards(wanted_NV, rows, ways.voice);
  QVERIFY(expected.loss_N.allclose(-(wanted_NV * own_NV.log()).sum(-1), 1e-4, 1e-5));
  if (!hasAvx2()) return;
  std::vector<torch::Tensor> right;
  for (const Parameter& parameter : ways.voice) right.push_back(parameter.tensor.grad());
  forget(ways.voice);
  const auto packed = ways.pass(*scene.desk.file, PassKind::kPacked);
  QVERIFY(packed->probabilities(rows, ways.voice).allclose(own_NV, 1e-3, 1e-6));
  const PassLoss found = packed->runTowards(wanted_NV, rows, ways.voice);
  QVERIFY(found.loss_N.allclose(expected.loss_N, 1e-4, 1e-5));
  for (std::size_t i = 0; i < right.size(); ++i) {
    QCOMPARE(ways.voice[i].tensor.grad().defined(), right[i].defined());
    if (right[i].defined())
      QVERIFY2(apart(ways.voice[i].tensor.grad(), right[i]) < 1e-4 * right[i].norm().item<double>(),
               ways.voice[i].name.c_str());
  }
}

// Where nothing was learnt there is nothing to pull back; where something was, rehearsing pulls back.
void VoicePassTest::rehearsingHoldsWhatWasThere() {
  const VoiceScene scene;
  const BothWays silent(scene, false);
  const GapRows rows = scene.desk.rows();
  const auto pass = silent.pass(*scene.desk.file, hasAvx2() ? PassKind::kPacked : PassKind::kPlain);
  pass->run(rows, silent.voice, true);
  const double learning = gradientNorm(silent.voice);
  forget(silent.voice);
  const auto wanted_NV = pass->probabilities(rows, silent.voice);
  pass->runTowards(wanted_NV, rows, silent.voice);
  QVERIFY2(gradientNorm(silent.voice) < 1e-4 * learning, qPrintable(QString::number(gradientNorm(silent.voice))));

  // How far a voice's words over other text are from those without it.
  const TokenizedCorpus free = scene.rehearsal();
  const auto drift = [&](double share) {
    VoiceScene other;
    other.config.rehearsal = share;
    VoiceTrainer trainer = other.trainer(free);
    for (int i = 0; i < 80; ++i) trainer.step(1.0);
    BothWays now(other, false);
    for (Parameter& parameter : now.voice) {
      for (const Parameter& learnt : trainer.parameters()) {
        if (learnt.name == parameter.name) parameter.tensor.copy_(learnt.tensor);
      }
    }
    const GapSource source{free, *other.desk.tokenizer, other.config.batch, other.desk.marks(), 64};
    double sum = 0;
    for (std::uint64_t step = 0; step < 4; ++step) {
      const GapRows asked = source.makeHeldOutInOrder(99, step);
      const auto before = pass->probabilities(asked, silent.voice);
      sum += (before * (before.log() - pass->probabilities(asked, now.voice).log())).sum(-1).mean().item<double>();
    }
    return sum / 4;
  };
  const double without = drift(0.0);
  const double with = drift(0.5);
  QVERIFY2(with < 0.7 * without, qPrintable(QString("%1 of %2").arg(with).arg(without)));
}

void VoicePassTest::theBaseTalksFreely() {
  const VoiceScene scene;
  const TokenizedCorpus talk = scene.rehearsal();
  QCOMPARE(talk.starts.size(), std::size_t{9});
  QCOMPARE(talk.tokens.size(), std::size_t{8 * 64});
  for (const std::uint16_t id : talk.tokens) QVERIFY(!scene.desk.tokenizer->isControl(id));
  QVERIFY(talk.tokens == scene.rehearsal().tokens);
  const std::string path = scene.desk.folder.path("rehearsal.safetensors");
  int told = 0;
  const auto kept = [&](std::uint64_t seed) {
    return keptRehearsal(path, *scene.desk.file, *scene.desk.tokenizer, scene.desk.marks().begins, {4, 32, 0.95, seed},
                         [&] { ++told; });
  };
  const TokenizedCorpus first = kept(1);
  QCOMPARE(told, 32);
  QVERIFY(kept(1).tokens == first.tokens && kept(1).starts == first.starts);
  QCOMPARE(told, 32);  // read, not made
  QVERIFY(!(kept(2).tokens == first.tokens));
  std::ofstream(path) << "damaged";
  QVERIFY(kept(1).tokens == first.tokens);
}

QTEST_APPLESS_MAIN(VoicePassTest)
#include "voice_pass_test.moc"
