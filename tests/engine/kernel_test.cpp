// SPDX-License-Identifier: GPL-3.0-or-later
// The kernels of engine/cuda, their very source, on a host that plays a GPU: forward and gradients against the dense
// twin; the block lists that they read against the visibility rule; and the playing host against plain arithmetic.
#include <torch/csrc/autograd/autograd.h>
#include <torch/types.h>

#include <cmath>

#include "engine/attention/attend.h"
#include "engine/session.h"
#include "tests/engine/attention_cases.h"
#include "tests/engine/emulated_attention.h"

#include <QTest>

using namespace lacuna::engine;
using namespace lacuna::engine::testing;

namespace {

constexpr int kRandomCases = 8;

AttentionCase caseAt(int index) {
  const std::vector<AttentionCase> listed = attentionCases();
  const auto count = static_cast<int>(listed.size());
  return index < count ? listed[static_cast<std::size_t>(index)]
                       : randomAttentionCase(static_cast<std::uint64_t>(index - count));
}

struct Heads {
  int queries = 2;
  int keys = 1;
  int size = 8;
};

// Queries, keys and values of a layout, slices of wider rows as in the model; and what their outputs are weighted by.
struct Subject {
  Layout layout;
  torch::Tensor visible_QK, q_QHD, k_KGD, v_KGD, weight_QHD;
  std::shared_ptr<const BlockLists> lists;

  Subject(const AttentionCase& c, const Heads& heads, torch::ScalarType type)
      : layout(makeLayout(c.documents, c.layout)) {
    const std::int64_t rows = layout.total();
    visible_QK = visibleMatrix(layout, c.visibility, 0, rows);
    lists =
        std::make_shared<const BlockLists>(makeBlockLists(makePlan(layout, c.visibility, {0, rows, nullptr}), true));
    const auto make = [&](std::int64_t count) {
      return torch::randn({rows, count + 2, heads.size}).to(type).narrow(1, 1, count).set_requires_grad(true);
    };
    q_QHD = make(heads.queries);
    k_KGD = make(heads.keys);
    v_KGD = make(heads.keys);
    weight_QHD = torch::randn({rows, heads.queries, heads.size}).to(type).to(torch::kFloat32);
  }

  // Output, and the gradients of q, k, v.
  std::vector<torch::Tensor> byKernel(const AttentionKernel& kernel) const {
    const auto out = attendListed({q_QHD, k_KGD, v_KGD}, lists, kernel);
    const auto gradients = torch::autograd::grad({(out.to(torch::kFloat32) * weight_QHD).sum()}, {q_QHD, k_KGD, v_KGD});
    return {out.detach(), gradients[0], gradients[1], gradients[2]};
  }

  std::vector<torch::Tensor> byTwin() const {
    const auto wide = [](const torch::Tensor& x) { return x.detach().to(torch::kFloat32).set_requires_grad(true); };
    const auto q = wide(q_QHD);
    const auto k = wide(k_KGD);
    const auto v = wide(v_KGD);
    const auto out = attendDense(q, k, v, visible_QK);
    const auto gradients = torch::autograd::grad({(out * weight_QHD).sum()}, {q, k, v});
    return {out.detach(), gradients[0], gradients[1], gradients[2]};
  }
};

double apart(const torch::Tensor& a, const torch::Tensor& b) {
  return ((a.to(torch::kFloat32) - b).norm() / (b.norm() + 1e-3)).item<double>();
}

double largest(const torch::Tensor& a, const torch::Tensor& b) { return (a - b).abs().max().item<double>(); }

// Who sees whom, read from the lists; fails on a pair that stands there twice.
torch::Tensor matrixOf(const BlockList& list, std::int64_t rows, std::int64_t columns) {
  auto matrix = torch::zeros({rows, columns}, torch::kInt64);
  auto at = matrix.accessor<std::int64_t, 2>();
  const auto row = list.row_N64.accessor<std::int32_t, 2>();
  const auto firstTile = list.firstTile_N1.accessor<std::int32_t, 1>();
  const auto column = list.column_T64.accessor<std::int32_t, 2>();
  const auto seen = list.seen_T64.accessor<std::int64_t, 2>();
  for (std::int64_t n = 0; n < list.blocks(); ++n) {
    for (std::int64_t t = firstTile[n]; t < firstTile[n + 1]; ++t) {
      for (int i = 0; i < kListWidth; ++i) {
        for (int c = 0; c < kListWidth; ++c) {
          if ((static_cast<std::uint64_t>(seen[t][i]) >> static_cast<unsigned>(c) & 1U) != 0)
            ++at[row[n][i]][column[t][c]];
        }
      }
    }
  }
  return matrix;
}

}  // namespace

class KernelTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void listsSayWhatTheRuleSays_data() { addCases(); }
  void listsSayWhatTheRuleSays();
  void plainEqualsDenseTwin_data() { addCases(); }
  void plainEqualsDenseTwin();
  void tensorEqualsDenseTwin_data() { addCases(); }
  void tensorEqualsDenseTwin();
  void takesHeadsOfAnySize_data();
  void takesHeadsOfAnySize();
  void keepsLargeScoresFinite();
  void dependsOnNoOrderOfThreads();
  void refusesGradientsWithoutLists();
  void hostPlaysMatrices();
  void hostFindsAMissingBarrier();

 private:
  void addCases() {
    QTest::addColumn<int>("index");
    for (int i = 0; i < static_cast<int>(attentionCases().size()) + kRandomCases; ++i)
      QTest::newRow(caseAt(i).name.c_str()) << i;
  }
};

void KernelTest::listsSayWhatTheRuleSays() {
  QFETCH(int, index);
  const AttentionCase c = caseAt(index);
  const Layout layout = makeLayout(c.documents, c.layout);
  const std::int64_t rows = layout.total();
  const auto visible = visibleMatrix(layout, c.visibility, 0, rows).to(torch::kInt64);
  for (const int blockSize : {16, 64, 100}) {
    const AttentionPlan plan = makePlan(layout, c.visibility, {0, rows, nullptr}, blockSize);
    const BlockLists lists = makeBlockLists(plan, true);
    QVERIFY(torch::equal(matrixOf(lists.queries, rows, rows), visible));
    QVERIFY(torch::equal(matrixOf(lists.keys.list, rows, rows), visible.t()));
    QVERIFY(torch::equal(matrixOf(turnRound(lists.queries, 1).list, rows, rows), visible.t()));
  }
}

void KernelTest::plainEqualsDenseTwin() {
  QFETCH(int, index);
  torch::manual_seed(static_cast<std::uint64_t>(index) + 1);
  const Subject subject(caseAt(index), {2, index % 2 + 1, 8}, torch::kFloat32);
  const auto kernel = subject.byKernel(EmulatedAttention(false));
  const auto twin = subject.byTwin();
  for (std::size_t i = 0; i < twin.size(); ++i) QVERIFY2(largest(kernel[i], twin[i]) < (i == 0 ? 5e-6 : 5e-5), "plain");
}

void KernelTest::tensorEqualsDenseTwin() {
  QFETCH(int, index);
  torch::manual_seed(static_cast<std::uint64_t>(index) + 1);
  const Subject subject(caseAt(index), {2, index % 2 + 1, 24}, torch::kBFloat16);
  const auto kernel = subject.byKernel(EmulatedAttention(true));
  const auto twin = subject.byTwin();
  for (std::size_t i = 0; i < twin.size(); ++i)
    QVERIFY2(apart(kernel[i], twin[i]) < (i == 0 ? 0.006 : 0.012), "tensor");
}

void KernelTest::takesHeadsOfAnySize_data() {
  QTest::addColumn<int>("size");
  QTest::addColumn<int>("queryHeads");
  QTest::addColumn<int>("keyHeads");
  QTest::newRow("8") << 8 << 4 << 1;
  QTest::newRow("32") << 32 << 2 << 2;
  QTest::newRow("48") << 48 << 3 << 1;
  QTest::newRow("64") << 64 << 4 << 2;
  QTest::newRow("128") << 128 << 2 << 1;
}

void KernelTest::takesHeadsOfAnySize() {
  QFETCH(int, size);
  QFETCH(int, queryHeads);
  QFETCH(int, keyHeads);
  torch::manual_seed(static_cast<std::uint64_t>(size));
  const AttentionCase c{"", {documentOf(90, {{40, 20}})}, {32, 2}, {{40, 1}, {20, 3}, {4, false}}};
  const Heads heads{queryHeads, keyHeads, size};
  const auto check = [&](const EmulatedAttention& kernel, torch::ScalarType type, double tolerance) {
    const Subject subject(c, heads, type);
    const auto made = subject.byKernel(kernel);
    const auto twin = subject.byTwin();
    for (std::size_t i = 0; i < twin.size(); ++i) {
      QCOMPARE(made[i].scalar_type(), type);
      QVERIFY(apart(made[i], twin[i]) < tolerance);
    }
  };
  check(EmulatedAttention(false), torch::kFloat32, 2e-6);
  check(EmulatedAttention(false), torch::kBFloat16, 0.006);
  check(EmulatedAttention(true), torch::kBFloat16, 0.012);
}

void KernelTest::keepsLargeScoresFinite() {
  const AttentionCase c{"", {documentOf(90, {{20, 13}})}, {16, 4}, {{9, 1}, {11, 2}, {3, true}}};
  for (const double scale : {0.0, 1e-6, 40.0, 1e4}) {
    const torch::NoGradGuard noGrad;
    torch::manual_seed(2);
    for (const auto type : {torch::kFloat32, torch::kBFloat16}) {
      Subject subject(c, {2, 2, 16}, type);
      subject.q_QHD = subject.q_QHD.detach() * scale;
      subject.k_KGD = subject.k_KGD.detach() * scale;
      const auto out =
          attendListed({subject.q_QHD, subject.k_KGD, subject.v_KGD}, subject.lists, EmulatedAttention(true));
      QVERIFY(out.isfinite().all().item<bool>());
    }
  }
}

void KernelTest::dependsOnNoOrderOfThreads() {
  for (const auto type : {torch::kFloat32, torch::kBFloat16}) {
    torch::manual_seed(4);
    const Subject subject(caseAt(6), {2, 1, 16}, type);
    const auto forth = subject.byKernel(EmulatedAttention(true, false));
    const auto back = subject.byKernel(EmulatedAttention(true, true));
    for (std::size_t i = 0; i < forth.size(); ++i) QVERIFY(torch::equal(forth[i], back[i]));
  }
}

void KernelTest::refusesGradientsWithoutLists() {
  Subject subject(caseAt(0), {}, torch::kFloat32);
  auto lists = std::make_shared<BlockLists>(*subject.lists);
  lists->keys = {};
  const EmulatedAttention kernel(false);
  const auto out = attendListed({subject.q_QHD, subject.k_KGD, subject.v_KGD}, lists, kernel);
  QVERIFY_THROWS_EXCEPTION(Error, torch::autograd::grad({out.sum()}, {subject.q_QHD}));
}

// One warp: a 64 x 32 tile against another, and against a third one's columns.
void KernelTest::hostPlaysMatrices() {
  using cuda::Bfloat16;
  constexpr int kSize = 32;
  constexpr int kRow = kSize + cuda::tensor::kPadding;
  torch::manual_seed(9);
  const auto make = [] { return torch::randn({64, kSize}).to(torch::kBFloat16).to(torch::kFloat32); };
  const auto a = make();
  const auto b = make();
  auto rows = torch::zeros({64, 64});
  auto columns = torch::zeros({64, kSize});
  const int bytes = 2 * 64 * kRow * static_cast<int>(sizeof(Bfloat16));
  EmulatedMachine::run({128, 0, 0, bytes, false}, [&](const EmulatedBlock& block) {
    auto* const left = reinterpret_cast<Bfloat16*>(block.memory());
    Bfloat16* const right = left + 64 * kRow;
    for (int i = block.thread(); i < 64 * kSize; i += 128) {
      const int at = i / kSize * kRow + i % kSize;
      cuda::store(a.const_data_ptr<float>()[i], left + at);
      cuda::store(b.const_data_ptr<float>()[i], right + at);
    }
    block.wait();
    cuda::tensor::Strip<64> sums;
    cuda::tensor::multiplyRows<kSize>(block, left, right, &sums);
    cuda::tensor::storeStrip<64, float>(block, sums, 64, [&](int row) { return rows.data_ptr<float>() + row * 64; });
    cuda::tensor::Strip<kSize> product;
    cuda::tensor::multiplyColumns<kSize>(block, cuda::tensor::asLeft(block, sums), right, &product);
    cuda::tensor::storeStrip<kSize, float>(block, product, kSize,
                                           [&](int row) { return columns.data_ptr<float>() + row * kSize; });
  });
  const auto expected = a.matmul(b.t());
  QVERIFY(largest(rows, expected) < 1e-4);
  QVERIFY(largest(columns, expected.to(torch::kBFloat16).to(torch::kFloat32).matmul(b)) < 1e-3);
}

void KernelTest::hostFindsAMissingBarrier() {
  const auto sumOfNeighbours = [](bool withBarrier, bool lastFirst) {
    std::vector<float> out(64);
    EmulatedMachine::run({64, 0, 0, 64 * 4, lastFirst}, [&](const EmulatedBlock& block) {
      auto* const shared = reinterpret_cast<float*>(block.memory());
      shared[block.thread()] = static_cast<float>(block.thread());
      if (withBarrier) block.wait();
      out[static_cast<std::size_t>(block.thread())] = shared[(block.thread() + 1) % 64];
    });
    return out;
  };
  QCOMPARE(sumOfNeighbours(true, false), sumOfNeighbours(true, true));
  QVERIFY(sumOfNeighbours(false, false) != sumOfNeighbours(false, true));
  QVERIFY_THROWS_EXCEPTION(std::logic_error, EmulatedMachine::run({64, 0, 0, 0, false}, [](const EmulatedBlock& block) {
                             if (block.thread() > 0) block.wait();
                           }));
}

QTEST_GUILESS_MAIN(KernelTest)
#include "kernel_test.moc"
