// SPDX-License-Identifier: GPL-3.0-or-later
// The loss of an adapter and its gradients: written out by hand, and by LibTorch's operations, against a plain twin
// with full matrices and autograd.
#include "engine/base/adapter_pass.h"

#include <QTest>
#include <cmath>
#include <map>

#include "engine/base/packed_pass.h"
#include "engine/linear/avx2_linear.h"
#include "tests/engine/adapter_desk.h"
#include "tests/engine/plain_base.h"

using namespace lacuna::engine;
using namespace lacuna::engine::testing;

namespace {

struct TwinResult {
  torch::Tensor loss_N;
  std::map<std::string, torch::Tensor> gradient;
};

// One look after the other, one row after the other where experts are chosen.
class Twin {
 public:
  explicit Twin(const AdapterDesk& desk) : desk_(desk), base_(desk.file->config()), layers_(plainLayers(*desk.file)) {
    for (const Parameter& parameter : desk.parameters)
      known_[parameter.name] = parameter.tensor.detach().clone().requires_grad_(true);
  }

  TwinResult run(const GapRows& rows) {
    std::vector<torch::Tensor> losses;
    for (std::size_t look = 0; look < rows.looks.size(); ++look) losses.push_back(lossOf(rows, look));
    TwinResult result;
    const auto loss_N = torch::cat(losses);
    loss_N.mean().backward();
    result.loss_N = loss_N.detach();
    for (const auto& [name, tensor] : known_) {
      if (tensor.grad().defined()) result.gradient[name] = tensor.grad();
    }
    return result;
  }

 private:
  torch::Tensor of(std::size_t layer, const std::string& name) const {
    return known_.at("layers." + std::to_string(layer) + "." + name);
  }
  // Block `block` of a linear, whose rows of b begin at `row`.
  torch::Tensor linear(const torch::Tensor& h, const torch::Tensor& weight, const torch::Tensor& a,
                       const torch::Tensor& b, std::pair<int, std::int64_t> place) const {
    const std::int64_t rank = desk_.config.rank;
    return at::linear(h, weight) +
           at::linear(at::linear(h, a.narrow(0, place.first * rank, rank)), b.narrow(0, place.second, weight.size(0)));
  }
  torch::Tensor routed(const torch::Tensor& h, std::size_t layer) const {
    const auto logits = at::linear(h, of(layer, "experts.router"));
    const auto best = std::get<1>(
        (logits.detach().softmax(-1) + of(layer, "experts.bias").detach()).topk(desk_.config.expertsPerToken));
    const auto weight = logits.gather(1, best).softmax(-1);
    std::vector<torch::Tensor> made;
    for (std::int64_t row = 0; row < h.size(0); ++row) {
      auto sum = torch::zeros({h.size(1)});
      for (int i = 0; i < desk_.config.expertsPerToken; ++i) {
        const auto e = best[row][i].item<std::int64_t>();
        const auto parts = at::linear(h[row], of(layer, "experts.gate_up")[e]).chunk(2);
        sum = sum + weight[row][i] * at::linear(at::silu(parts[0]) * parts[1], of(layer, "experts.down")[e]);
      }
      made.push_back(sum);
    }
    return torch::stack(made);
  }

  torch::Tensor lossOf(const GapRows& rows, std::size_t look) const {
    const RowRun span = rows.looks[look];
    const RowRun text = rows.texts[look % rows.texts.size()];
    const auto part = [](const auto& all, const RowRun& run) {
      return std::vector(all.begin() + run.first, all.begin() + run.first + run.count);
    };
    const std::vector<std::int64_t> contextIds = part(rows.contextId_C, text);
    const PlainReading reading = plainRead(*desk_.file, std::vector<TokenId>(contextIds.begin(), contextIds.end()));
    const auto marks = part(rows.mark_C, text);
    const auto contextPlaces = part(rows.contextPlace_C, text);
    const auto places = part(rows.place_R, span);
    const auto gaps = part(rows.gap_R, span);
    const auto hidden = part(rows.hidden_R, span);
    const auto targets = part(rows.target_R, span);
    const std::vector<std::int64_t> ids = part(rows.id_R, span);
    auto sees = torch::ones({span.count, text.count + span.count}, torch::kBool);
    for (std::int64_t row = 0; row < span.count; ++row) {
      for (std::int64_t c = 0; c < text.count; ++c) {
        const int mark = marks[static_cast<std::size_t>(c)];
        if (mark >= 0 && mark != gaps[static_cast<std::size_t>(row)]) sees[row][c] = false;
      }
      const RowTime& own = rows.time_R[static_cast<std::size_t>(span.first + row)];
      for (std::int64_t i = 0; i < span.count; ++i) {
        const RowTime& other = rows.time_R[static_cast<std::size_t>(span.first + i)];
        if (other.from > own.looks || other.until <= own.looks) sees[row][text.count + i] = false;
      }
    }
    const auto embedding = desk_.file->embedding();
    const double scale = embedding.square().mean(1).sqrt().mean().item<double>();
    std::vector<torch::Tensor> states;
    for (std::int64_t row = 0; row < span.count; ++row) {
      const auto absorbed = (known_.at("mask") + rows.noise_RW[span.first + row]) * scale;
      states.push_back(hidden[static_cast<std::size_t>(row)] ? absorbed
                                                             : embedding[ids[static_cast<std::size_t>(row)]]);
    }
    auto x = torch::stack(states);
    const std::int64_t queries = std::int64_t{base_.heads} * base_.headSize;
    const std::int64_t keys = std::int64_t{base_.keyHeads} * base_.headSize;
    const std::vector<int> own(places.begin(), places.end());
    const std::vector<int> known(contextPlaces.begin(), contextPlaces.end());
    for (std::size_t l = 0; l < layers_.size(); ++l) {
      const PlainLayer& from = layers_[l];
      const auto h = normed(x, from.attentionNorm);
      const auto ha = of(l, "heads.a");
      const auto hb = of(l, "heads.b");
      const auto q = linear(h, from.query, ha, hb, {0, 0}).view({span.count, base_.heads, base_.headSize});
      const auto k = linear(h, from.key, ha, hb, {1, queries}).view({span.count, base_.keyHeads, base_.headSize});
      const auto v =
          linear(h, from.value, ha, hb, {2, queries + keys}).view({span.count, base_.keyHeads, base_.headSize});
      const auto allKeys = torch::cat({turned(reading.keys[l], known, base_.ropeBase), turned(k, own, base_.ropeBase)});
      const auto allValues = torch::cat({reading.values[l], v});
      const auto seen = attended(turned(q, own, base_.ropeBase), allKeys, allValues, sees);
      x = x + linear(seen, from.output, of(l, "output.a"), of(l, "output.b"), {0, 0});
      const auto g = normed(x, from.feedForwardNorm);
      const auto ga = of(l, "gate_up.a");
      const auto gb = of(l, "gate_up.b");
      const auto gated =
          at::silu(linear(g, from.gate, ga, gb, {0, 0})) * linear(g, from.up, ga, gb, {1, base_.feedForward});
      auto more = linear(gated, from.down, of(l, "down.a"), of(l, "down.b"), {0, 0});
      if (known_.count("layers." + std::to_string(l) + ".experts.router") > 0) more = more + routed(g, l);
      x = x + more;
    }
    const auto logProbability = at::linear(normed(x, desk_.file->norm()), embedding).log_softmax(-1);
    std::vector<torch::Tensor> losses;
    for (std::int64_t row = 0; row < span.count; ++row) {
      const std::int64_t target = targets[static_cast<std::size_t>(row)];
      if (target >= 0) losses.push_back(-logProbability[row][target]);
    }
    return torch::stack(losses);
  }

  const AdapterDesk& desk_;
  const LlamaConfig& base_;
  std::vector<PlainLayer> layers_;
  std::map<std::string, torch::Tensor> known_;
};

double apart(const torch::Tensor& a, const torch::Tensor& b) { return (a - b).norm().item<double>(); }

void forget(const Parameters& parameters) {
  for (Parameter parameter : parameters) parameter.tensor.mutable_grad().reset();
}

}  // namespace

class AdapterPassTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void rowsSayWhatIsAsked();
  void rowsInOrderSayWhatIsAsked();
  void wordsInOrderHearOfWordsBeforeThem();
  void isItsPlainTwin_data();
  void isItsPlainTwin();
  void learnsTheNamedLinearsAlone();
  void textsDoNotSeeEachOther();
  void choosesWhatServes();
};

void AdapterPassTest::rowsSayWhatIsAsked() {
  GapText text;
  text.tokens = {10, 11, 12, 13, 14};
  text.gaps = {{0, 2}, {3, 4}};
  text.hidden = {{true, false, true}, {false, true, false}};
  const GapRows rows = layGapRows({text}, {7, 8});
  QCOMPARE(rows.contextId_C, (std::vector<std::int64_t>{8, 7, 12, 7, 14}));
  QCOMPARE(rows.contextPlace_C, (std::vector<std::int32_t>{0, 1, 3, 4, 5}));
  QCOMPARE(rows.mark_C, (std::vector<std::int32_t>{-1, 0, -1, 1, -1}));
  QCOMPARE(rows.id_R, (std::vector<std::int64_t>{8, 10, 11, 12, 13, 8, 10, 11, 12, 13}));
  QCOMPARE(rows.place_R, (std::vector<std::int32_t>{0, 1, 2, 3, 4, 0, 1, 2, 3, 4}));
  QCOMPARE(rows.hidden_R, (std::vector<bool>{false, true, false, false, true, false, false, true, false, false}));
  QCOMPARE(rows.target_R, (std::vector<std::int64_t>{10, -1, -1, 13, -1, -1, 11, -1, -1, -1}));
  QCOMPARE(rows.asked(), std::int64_t{3});
  QCOMPARE(rows.passes(), 2);
}

void AdapterPassTest::rowsInOrderSayWhatIsAsked() {
  GapText text;
  text.tokens = {10, 11, 12, 13, 9, 9};
  text.gaps = {{0, 2}, {3, 6}};
  text.open = {false, true};
  const GapRows rows = layGapRowsInOrder({text}, {7, 8, 6, 9});
  QCOMPARE(rows.contextId_C, (std::vector<std::int64_t>{8, 7, 12, 6}));
  // The gap's words, behind their anchor, then the same absorbed; the second end of the open gap stands for nothing.
  QCOMPARE(rows.id_R, (std::vector<std::int64_t>{8, 10, 11, 10, 11, 12, 13, 9, 13, 9, 9}));
  QCOMPARE(rows.place_R, (std::vector<std::int32_t>{0, 1, 2, 1, 2, 3, 4, 5, 4, 5, 6}));
  QCOMPARE(rows.gap_R, (std::vector<std::int32_t>{0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1}));
  QCOMPARE(rows.target_R, (std::vector<std::int64_t>{10, 11, -1, -1, -1, 13, 9, -1, -1, -1, -1}));
  std::vector<bool> hidden(11, false);
  for (const int row : {3, 4, 8, 9, 10}) hidden[static_cast<std::size_t>(row)] = true;
  QCOMPARE(rows.hidden_R, hidden);
  QCOMPARE(rows.passes(), 1);
  const auto seen = [&](std::size_t row) {
    std::vector<int> all;
    for (std::size_t i = 0; i < rows.time_R.size(); ++i) {
      if (rows.time_R[row].sees(rows.time_R[i])) all.push_back(static_cast<int>(i));
    }
    return all;
  };
  QCOMPARE(seen(0), (std::vector<int>{0, 3, 4, 5, 8, 9, 10}));  // the anchors and all that is absorbed
  QCOMPARE(seen(1), (std::vector<int>{0, 1, 4, 5, 6, 9, 10}));  // a step on: the first word of either gap
  QCOMPARE(seen(6), (std::vector<int>{0, 1, 4, 5, 6, 9, 10}));
  QCOMPARE(seen(7), (std::vector<int>{0, 1, 2, 5, 6, 7, 10}));
  QCOMPARE(seen(9), seen(0));  // as the first step saw it
}

void AdapterPassTest::wordsInOrderHearOfWordsBeforeThem() {
  const AdapterDesk desk;
  GapText text;
  text.tokens = desk.tokens(24, 6);
  text.gaps = {{8, 16}};
  text.hidden = {std::vector<bool>(8, true)};
  for (const PassKind kind : {PassKind::kPacked, PassKind::kPlain}) {
    if (kind == PassKind::kPacked && !hasAvx2()) continue;
    AdapterPassOptions options;
    options.kind = kind;
    const auto pass = makeAdapterPass(*desk.file, desk.config, options);
    const auto loss = [&](const GapText& of) {
      return pass->run(layGapRowsInOrder({of}, desk.marks()), desk.parameters, false).loss_N;
    };
    const auto before = loss(text);
    QCOMPARE(before.size(0), std::int64_t{8});
    // The first step is a look at a gap all of which is absorbed.
    const auto whole = pass->run(layGapRows({text}, desk.marks()), desk.parameters, false).loss_N;
    QVERIFY(std::abs(before[0].item<float>() - whole[0].item<float>()) < 1e-5F);
    GapText other = text;
    other.tokens[11] = other.tokens[11] == 5 ? 6 : 5;
    const auto after = loss(other);
    for (int i = 0; i < 8; ++i) {
      const bool moved = before[i].item<float>() != after[i].item<float>();
      QCOMPARE(moved, i >= 3);
    }
  }
}

void AdapterPassTest::isItsPlainTwin_data() {
  QTest::addColumn<int>("experts");
  QTest::addColumn<bool>("packed");
  QTest::addColumn<bool>("narrow");
  QTest::addColumn<bool>("inOrder");
  QTest::newRow("by hand") << 0 << true << false << false;
  QTest::newRow("by hand, experts") << 4 << true << false << false;
  QTest::newRow("by hand, experts, in order") << 4 << true << false << true;
  QTest::newRow("by hand, experts, bfloat16") << 4 << true << true << false;
  QTest::newRow("by LibTorch, experts") << 4 << false << false << false;
  QTest::newRow("by LibTorch, experts, in order") << 4 << false << false << true;
  QTest::newRow("by LibTorch, experts, bfloat16") << 4 << false << true << false;
}

void AdapterPassTest::isItsPlainTwin() {
  QFETCH(int, experts);
  QFETCH(bool, packed);
  QFETCH(bool, narrow);
  QFETCH(bool, inOrder);
  if (packed && !hasAvx2()) QSKIP("This processor has no AVX2, which the rows by hand need.");
  const AdapterDesk desk(experts);
  const GapRows rows = desk.rows(inOrder);
  Twin twin(desk);
  const TwinResult expected = twin.run(rows);
  AdapterPassOptions options;
  options.kind = packed ? PassKind::kPacked : PassKind::kPlain;
  options.type = narrow ? torch::kBFloat16 : torch::kFloat32;
  const auto pass = makeAdapterPass(*desk.file, desk.config, options);
  const PassLoss found = pass->run(rows, desk.parameters, true);
  // bfloat16 has 8 bits, some 20 products follow each other.
  const double most = narrow ? 0.06 : 2e-5;
  QCOMPARE(found.loss_N.size(0), rows.asked());
  // The twin's losses stand look by look, as the rows do.
  QVERIFY2(apart(found.loss_N, expected.loss_N) < most * expected.loss_N.norm().item<double>(),
           qPrintable(QString::number(apart(found.loss_N, expected.loss_N))));
  std::size_t compared = 0;
  for (const Parameter& parameter : desk.parameters) {
    const auto& gradient = parameter.tensor.grad();
    if (parameter.kind == ParameterKind::kBuffer) {
      QVERIFY(!gradient.defined());
      continue;
    }
    QVERIFY2(gradient.defined(), parameter.name.c_str());
    const auto& right = expected.gradient.at(parameter.name);
    const double size = right.norm().item<double>();
    QVERIFY2(size > 0, parameter.name.c_str());
    QVERIFY2(apart(gradient, right) < most * size,
             qPrintable(QString("%1: %2 of %3").arg(parameter.name.c_str()).arg(apart(gradient, right)).arg(size)));
    ++compared;
  }
  QCOMPARE(compared, std::size_t{1 + 3 * 8} + (experts > 0 ? 3 : 0));
  QCOMPARE(found.load.tokens_E.size(), std::size_t{experts > 0 ? 1U : 0U});
  if (experts > 0)
    QCOMPARE(found.load.tokens_E.front().sum().item<double>(), 2.0 * static_cast<double>(rows.id_R.size()));
  // What is looked at without learning is the same, and learns nothing.
  forget(desk.parameters);
  QVERIFY(pass->run(rows, desk.parameters, false).loss_N.equal(found.loss_N));
  QVERIFY(!desk.parameters.front().tensor.grad().defined());
}

void AdapterPassTest::learnsTheNamedLinearsAlone() {
  if (!hasAvx2()) QSKIP("This processor has no AVX2, which the rows by hand need.");
  const AdapterDesk desk(0);
  const GapRows rows = desk.rows();
  AdapterPassOptions options;
  options.kind = PassKind::kPacked;
  makeAdapterPass(*desk.file, desk.config, options)->run(rows, desk.parameters, true);
  std::map<std::string, torch::Tensor> all;
  for (const Parameter& parameter : desk.parameters) all[parameter.name] = parameter.tensor.grad();
  for (const PassKind kind : {PassKind::kPacked, PassKind::kPlain}) {
    forget(desk.parameters);
    options.kind = kind;
    options.learnt = learntLinears({"keys", "up"});
    makeAdapterPass(*desk.file, desk.config, options)->run(rows, desk.parameters, true);
    for (const Parameter& parameter : desk.parameters) {
      const auto& gradient = parameter.tensor.grad();
      const std::string& name = parameter.name;
      const bool partly = name.find("heads.") != std::string::npos || name.find("gate_up.") != std::string::npos;
      QCOMPARE(gradient.defined(), partly || name == "mask");
      if (!partly) continue;
      // Keys: rows 64 .. 96 of b, block 1 of a. Ups: rows 96 .. 192, block 1.
      const bool heads = name.find("heads.") != std::string::npos;
      const std::int64_t first = name.ends_with(".a") ? 4 : heads ? 64 : 96;
      const std::int64_t count = name.ends_with(".a") ? 4 : heads ? 32 : 96;
      const auto learnt = gradient.narrow(0, first, count);
      QVERIFY2(learnt.allclose(all[name].narrow(0, first, count), 1e-3, 1e-6), name.c_str());
      QVERIFY(learnt.norm().item<double>() > 0);
      auto rest = gradient.clone();
      rest.narrow(0, first, count).zero_();
      QVERIFY2(!rest.any().item<bool>(), name.c_str());
    }
  }
  QVERIFY(sentenceOf([] { learntLinears({"keys", "head"}); }).find("\"head\"") != std::string::npos);
  QVERIFY(!sentenceOf([] { learntLinears({}); }).empty());
}

void AdapterPassTest::textsDoNotSeeEachOther() {
  const AdapterDesk desk;
  GapRows rows = desk.rows();
  for (const PassKind kind : {PassKind::kPacked, PassKind::kPlain}) {
    if (kind == PassKind::kPacked && !hasAvx2()) continue;
    AdapterPassOptions options;
    options.kind = kind;
    const auto pass = makeAdapterPass(*desk.file, desk.config, options);
    const auto before = pass->run(rows, desk.parameters, false).loss_N;
    GapRows other = rows;
    const RowRun second = rows.texts[1];
    auto& id = other.contextId_C[static_cast<std::size_t>(second.first + 1)];
    id = id == 5 ? 6 : 5;
    const auto after = pass->run(other, desk.parameters, false).loss_N;
    std::int64_t n = 0;
    for (std::size_t look = 0; look < rows.looks.size(); ++look) {
      bool moved = false;
      for (std::int64_t row = 0; row < rows.looks[look].count; ++row) {
        if (rows.target_R[static_cast<std::size_t>(rows.looks[look].first + row)] < 0) continue;
        moved = moved || before[n].item<float>() != after[n].item<float>();
        ++n;
      }
      QCOMPARE(moved, look % 2 == 1);
    }
  }
}

void AdapterPassTest::choosesWhatServes() {
  const AdapterDesk desk;
  QCOMPARE(passOptions(desk.file->config(), desk.config, torch::kCPU).kind,
           hasAvx2() ? PassKind::kPacked : PassKind::kPlain);
  LlamaConfig narrow = desk.file->config();
  narrow.headSize = 8;  // 4 dimensions are turned together with 4
  QCOMPARE(passOptions(narrow, desk.config, torch::kCPU).kind, PassKind::kPlain);
  AdapterConfig odd = desk.config;
  odd.expertHidden = 12;
  QCOMPARE(passOptions(desk.file->config(), odd, torch::kCPU).kind, PassKind::kPlain);
  odd = desk.config;
  odd.expertLayers = {1, 3};
  const std::string sentence = sentenceOf([&] { makeAdapterPass(*desk.file, odd, {}); });
  QVERIFY2(sentence.find("layers 0 to 2") != std::string::npos, sentence.c_str());
}

QTEST_APPLESS_MAIN(AdapterPassTest)
#include "adapter_pass_test.moc"
