// SPDX-License-Identifier: GPL-3.0-or-later
// Sparse attention against its dense masked twin: forward and gradients, over windows wider than the text, borders,
// several documents, gaps and candidates, dilations, chunk and document globals.
#include <ATen/Parallel.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/types.h>

#include "engine/attention/attend.h"
#include "engine/attention/rotary.h"
#include "engine/linear/avx2_linear.h"
#include "tests/engine/attention_cases.h"

#include <QTest>

using namespace lacuna::engine;
using namespace lacuna::engine::testing;

class AttentionTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void listsWhatTheRuleSees_data() { addCases(); }
  void listsWhatTheRuleSees();
  void equalsDenseTwin_data() { addCases(); }
  void equalsDenseTwin();
  void kernelEqualsDenseTwin_data() { addCases(); }
  void kernelEqualsDenseTwin();
  void kernelGradientsEqualDenseTwin_data() { addCases(); }
  void kernelGradientsEqualDenseTwin();
  void kernelGradientsAreTheSameWithAnyThreads();
  void slicesOfHeadsStandSideBySide();
  void halfPrecisionEqualsDenseTwin_data() { addCases(); }
  void halfPrecisionEqualsDenseTwin();
  void kernelKeepsLargeScoresFinite();
  void influencesNothingOutside_data() { addCases(); }
  void influencesNothingOutside();
  void expandsPositions();
  void rotationKeepsDistances();

 private:
  void addCases() {
    QTest::addColumn<int>("index");
    int index = 0;
    for (const AttentionCase& c : attentionCases()) QTest::newRow(c.name.c_str()) << index++;
  }
};

void AttentionTest::listsWhatTheRuleSees() {
  QFETCH(int, index);
  const AttentionCase c = attentionCases()[static_cast<std::size_t>(index)];
  const Layout layout = makeLayout(c.documents, c.layout);
  for (std::int64_t q = 0; q < layout.total(); ++q) {
    std::vector<std::int64_t> listed;
    listVisible(layout, q, c.visibility, &listed);
    std::vector<std::int64_t> expected;
    for (std::int64_t k = 0; k < layout.total(); ++k) {
      if (c.visibility.visible(layout.rows[static_cast<std::size_t>(q)], layout.rows[static_cast<std::size_t>(k)]))
        expected.push_back(k);
    }
    QCOMPARE(listed, expected);
    QVERIFY(!listed.empty());
  }
}

void AttentionTest::equalsDenseTwin() {
  QFETCH(int, index);
  const AttentionCase c = attentionCases()[static_cast<std::size_t>(index)];
  torch::manual_seed(static_cast<std::uint64_t>(index) + 1);
  const Layout layout = makeLayout(c.documents, c.layout);
  struct Range {
    std::int64_t first, count;
  };
  for (const Range range : {Range{0, layout.reading}, Range{layout.reading, layout.filling()}}) {
    if (range.count == 0) continue;
    const auto visible = visibleMatrix(layout, c.visibility, range.first, range.count);
    for (const int keyHeads : {1, 2, 4}) {
      const auto make = [&](std::int64_t rows, std::int64_t heads) {
        return torch::randn({rows, heads, 8}).set_requires_grad(true);
      };
      auto q = make(range.count, 4);
      auto k = make(layout.total(), keyHeads);
      auto v = make(layout.total(), keyHeads);
      const AttentionPlan plan = makePlan(layout, c.visibility, {range.first, range.count, nullptr}, 16);
      const auto sparse = attend(q, k, v, plan);
      const auto dense = attendDense(q, k, v, visible);
      QVERIFY2((sparse - dense).abs().max().item<double>() < 2e-5, c.name.c_str());
      const auto weight = torch::randn_like(dense);
      const auto sparseGradients = torch::autograd::grad({(sparse * weight).sum()}, {q, k, v});
      const auto denseGradients = torch::autograd::grad({(dense * weight).sum()}, {q, k, v});
      for (std::size_t i = 0; i < 3; ++i) {
        QVERIFY2((sparseGradients[i] - denseGradients[i]).abs().max().item<double>() < 5e-5, c.name.c_str());
      }
    }
  }
}

// Without gradients and with heads of 16, 48 and 64 numbers, which the kernel takes; queries and keys are slices of
// wider rows, as in the model.
void AttentionTest::kernelEqualsDenseTwin() {
  if (!hasAvx2()) QSKIP("this processor has no AVX2");
  QFETCH(int, index);
  const AttentionCase c = attentionCases()[static_cast<std::size_t>(index)];
  torch::manual_seed(static_cast<std::uint64_t>(index) + 1);
  const Layout layout = makeLayout(c.documents, c.layout);
  const auto visible = visibleMatrix(layout, c.visibility, 0, layout.total());
  for (const int blockSize : {1, 16, 64}) {
    const AttentionPlan plan = makePlan(layout, c.visibility, {0, layout.total(), nullptr}, blockSize);
    for (const int size : {16, 48, 64}) {
      for (const int keyHeads : {1, 2, 4}) {
        const auto q = torch::randn({layout.total(), 6, size}).narrow(1, 1, 4);
        const auto k = torch::randn({layout.total(), keyHeads + 1, size}).narrow(1, 1, keyHeads);
        const auto v = torch::randn({layout.total(), keyHeads, size});
        const auto kernel = attend(q, k, v, plan);
        QVERIFY2((kernel - attendDense(q, k, v, visible)).abs().max().item<double>() < 5e-6, c.name.c_str());
        QVERIFY2((kernel - attendByLibrary(q, k, v, plan)).abs().max().item<double>() < 5e-6, c.name.c_str());
      }
    }
  }
}

void AttentionTest::kernelGradientsEqualDenseTwin() {
  if (!hasAvx2()) QSKIP("this processor has no AVX2");
  QFETCH(int, index);
  const AttentionCase c = attentionCases()[static_cast<std::size_t>(index)];
  torch::manual_seed(static_cast<std::uint64_t>(index) + 1);
  const Layout layout = makeLayout(c.documents, c.layout);
  const auto visible = visibleMatrix(layout, c.visibility, 0, layout.total());
  for (const auto& [blockSize, size] : {std::pair{1, 16}, std::pair{16, 48}, std::pair{64, 32}, std::pair{64, 64}}) {
    const AttentionPlan plan = makePlan(layout, c.visibility, {0, layout.total(), nullptr}, blockSize);
    for (const int keyHeads : {1, 2, 4}) {
      const auto q = torch::randn({layout.total(), 6, size}).set_requires_grad(true);
      const auto k = torch::randn({layout.total(), keyHeads + 1, size}).set_requires_grad(true);
      const auto v = torch::randn({layout.total(), keyHeads, size}).set_requires_grad(true);
      const auto weight = torch::randn({layout.total(), 4, size});
      const auto pulled = [&](const torch::Tensor& out) {
        return torch::autograd::grad({(out * weight).sum()}, {q, k, v});
      };
      const auto kernel = attend(q.narrow(1, 1, 4), k.narrow(1, 1, keyHeads), v, plan);
      const auto dense = attendDense(q.narrow(1, 1, 4), k.narrow(1, 1, keyHeads), v, visible);
      QVERIFY2((kernel - dense).abs().max().item<double>() < 5e-6, c.name.c_str());
      const auto made = pulled(kernel);
      const auto expected = pulled(dense);
      for (std::size_t i = 0; i < 3; ++i) {
        QVERIFY(expected[i].abs().max().item<double>() > 0.1);
        QVERIFY2((made[i] - expected[i]).abs().max().item<double>() < 3e-5, c.name.c_str());
      }
    }
  }
}

void AttentionTest::kernelGradientsAreTheSameWithAnyThreads() {
  if (!hasAvx2()) QSKIP("this processor has no AVX2");
  const Layout layout = makeLayout({documentOf(300, {{20, 13}, {90, 70}})}, {16, 4});
  const AttentionPlan plan = makePlan(layout, {{9, 1}, {11, 2}, {3, true}}, {0, layout.total(), nullptr});
  torch::manual_seed(3);
  const auto make = [&](int heads) { return torch::randn({layout.total(), heads, 32}).set_requires_grad(true); };
  const std::vector<torch::Tensor> of = {make(4), make(2), make(2)};
  const auto weight = torch::randn({layout.total(), 4, 32});
  const auto gradients = [&](int threads) {
    const int before = at::get_num_threads();
    at::set_num_threads(threads);
    auto made = torch::autograd::grad({(attend(of[0], of[1], of[2], plan) * weight).sum()}, of);
    at::set_num_threads(before);
    return made;
  };
  const auto one = gradients(1);
  const auto three = gradients(3);
  for (std::size_t i = 0; i < 3; ++i) QVERIFY(torch::equal(one[i], three[i]));
}

void AttentionTest::slicesOfHeadsStandSideBySide() {
  const Layout layout = makeLayout({documentOf(120, {{20, 13}})}, {16, 4});
  const PlanRange all{0, layout.total(), nullptr};
  const AttentionPlan near = makePlan(layout, {{9, 1}, {11, 1}, {3, true}}, all);
  const AttentionPlan far = makePlan(layout, {{9, 2}, {11, 4}, {3, true}}, all);
  torch::manual_seed(4);
  for (const int size : {8, 32}) {  // through the library, through the kernel
    const auto make = [&](int heads) { return torch::randn({layout.total(), heads, size}).set_requires_grad(true); };
    const std::vector<torch::Tensor> of = {make(6), make(4), make(4)};
    const auto weight = torch::randn({layout.total(), 6, size});
    const auto apart = [&](const AttentionPlan& plan, int head, int heads, int keyHead, int keyHeads) {
      return attend(of[0].narrow(1, head, heads), of[1].narrow(1, keyHead, keyHeads),
                    of[2].narrow(1, keyHead, keyHeads), plan);
    };
    const auto together = attendSlices(of[0], of[1], of[2], {{near, 0, 2, 0, 2}, {far, 2, 4, 2, 2}});
    const auto expected = torch::cat({apart(near, 0, 2, 0, 2), apart(far, 2, 4, 2, 2)}, 1);
    QVERIFY((together - expected).abs().max().item<double>() < 1e-6);
    const auto made = torch::autograd::grad({(together * weight).sum()}, of);
    const auto wanted = torch::autograd::grad({(expected * weight).sum()}, of);
    for (std::size_t i = 0; i < 3; ++i) QVERIFY((made[i] - wanted[i]).abs().max().item<double>() < 1e-5);
  }
}

// In bfloat16, against the dense twin in float32 over the same rounded numbers: 8 bits of fraction, so about 0.4 % of
// what is summed.
void AttentionTest::halfPrecisionEqualsDenseTwin() {
  QFETCH(int, index);
  const AttentionCase c = attentionCases()[static_cast<std::size_t>(index)];
  torch::manual_seed(static_cast<std::uint64_t>(index) + 1);
  const Layout layout = makeLayout(c.documents, c.layout);
  const auto visible = visibleMatrix(layout, c.visibility, 0, layout.total());
  const AttentionPlan plan = makePlan(layout, c.visibility, {0, layout.total(), nullptr});
  const auto make = [&] { return torch::randn({layout.total(), 2, 16}).to(torch::kBFloat16).set_requires_grad(true); };
  const auto q = make();
  const auto k = make();
  const auto v = make();
  const auto wide = [](const torch::Tensor& x) { return x.detach().to(torch::kFloat32).set_requires_grad(true); };
  const auto qWide = wide(q);
  const auto kWide = wide(k);
  const auto vWide = wide(v);
  const auto sparse = attend(q, k, v, plan);
  const auto dense = attendDense(qWide, kWide, vWide, visible);
  QCOMPARE(sparse.scalar_type(), torch::kBFloat16);
  const auto apart = [](const torch::Tensor& a, const torch::Tensor& b) {
    return ((a.to(torch::kFloat32) - b).norm() / b.norm()).item<double>();
  };
  QVERIFY2(apart(sparse, dense) < 0.01, c.name.c_str());
  const auto weight = torch::randn_like(dense);
  const auto sparseGradients = torch::autograd::grad({(sparse.to(torch::kFloat32) * weight).sum()}, {q, k, v});
  const auto denseGradients = torch::autograd::grad({(dense * weight).sum()}, {qWide, kWide, vWide});
  for (std::size_t i = 0; i < 3; ++i) QVERIFY2(apart(sparseGradients[i], denseGradients[i]) < 0.02, c.name.c_str());
}

void AttentionTest::kernelKeepsLargeScoresFinite() {
  if (!hasAvx2()) QSKIP("this processor has no AVX2");
  const Layout layout = makeLayout({documentOf(90, {{20, 13}})}, {16, 4});
  const Visibility visibility{{9, 1}, {11, 2}, {3, true}};
  const AttentionPlan plan = makePlan(layout, visibility, {0, layout.total(), nullptr});
  torch::manual_seed(2);
  const auto make = [&](double scale) { return torch::randn({layout.total(), 2, 32}) * scale; };
  for (const double scale : {0.0, 1e-6, 40.0, 1e4}) {
    const auto q = make(scale);
    const auto k = make(scale);
    const auto v = make(1);
    const auto dense = attendDense(q, k, v, visibleMatrix(layout, visibility, 0, layout.total()));
    const auto kernel = attend(q, k, v, plan);
    QVERIFY(kernel.isfinite().all().item<bool>());
    // Scores of 1e8 are whole numbers in float32: which of two equal ones wins is then no one's business.
    if (scale < 100) QVERIFY((kernel - dense).abs().max().item<double>() < 2e-3);
  }
}

void AttentionTest::influencesNothingOutside() {
  QFETCH(int, index);
  const AttentionCase c = attentionCases()[static_cast<std::size_t>(index)];
  const Layout layout = makeLayout(c.documents, c.layout);
  torch::manual_seed(5);
  const auto q = torch::randn({layout.total(), 2, 16});
  const auto k = torch::randn({layout.total(), 2, 16});
  const auto v = torch::randn({layout.total(), 2, 16});
  const AttentionPlan plan = makePlan(layout, c.visibility, {0, layout.total(), nullptr});
  const auto before = attend(q, k, v, plan);
  for (const double part : {0.0, 0.3, 0.6, 0.999}) {
    const auto moved = static_cast<std::int64_t>(part * static_cast<double>(layout.total()));
    auto k2 = k.clone();
    auto v2 = v.clone();
    k2[moved] += 3.0;
    v2[moved] += 3.0;
    const auto change = (attend(q, k2, v2, plan) - before).abs().amax({1, 2});
    int influenced = 0;
    for (std::int64_t row = 0; row < layout.total(); ++row) {
      const bool sees = c.visibility.visible(layout.rows[static_cast<std::size_t>(row)],
                                             layout.rows[static_cast<std::size_t>(moved)]);
      const double moves = change[row].item<double>();
      if (sees)
        influenced += moves > 0 ? 1 : 0;
      else
        QCOMPARE(moves, 0.0);
    }
    QVERIFY(influenced > 0);
  }
}

void AttentionTest::expandsPositions() {
  const Layout layout = makeLayout({documentOf(10, {{2, 3}, {6, 1}}, 2)}, {4, 1});
  const DocumentRows& rows = layout.documents[0];
  // 0 1 [gap gap gap] 3 4 5 [gap] 7 8 9
  QCOMPARE(layout.rows[0].fill, 0);
  QCOMPARE(layout.rows[3].fill, 5);
  QCOMPARE(layout.rows[7].fill, 9);
  QCOMPARE(layout.rows[9].fill, 11);
  QCOMPARE(rows.rowAt(1, 0), std::int64_t{1});
  QCOMPARE(rows.rowAt(2, 0), rows.filling);
  QCOMPARE(rows.rowAt(4, 1), rows.filling + 4 + 2);
  QCOMPARE(rows.rowAt(5, 0), std::int64_t{3});
  QCOMPARE(rows.rowAt(8, 1), rows.filling + 4 + 3);
  QCOMPARE(rows.rowAt(9, 0), std::int64_t{7});
  QCOMPARE(rows.rowAt(12, 0), std::int64_t{-1});
  QCOMPARE(rows.rowAt(-1, 0), std::int64_t{-1});
}

void AttentionTest::rotationKeepsDistances() {
  torch::manual_seed(3);
  const auto q = torch::randn({1, 1, 32});
  const auto k = torch::randn({1, 1, 32});
  const auto score = [&](std::int32_t a, std::int32_t b) {
    return (rotate(q, makeRotary({a}, 16, 10000)) * rotate(k, makeRotary({b}, 16, 10000))).sum().item<double>();
  };
  QVERIFY(std::abs(score(10, 3) - score(1010, 1003)) < 1e-4);
  QVERIFY(std::abs(score(10, 3) - score(10, 4)) > 1e-4);
  // A row without a place is the same from everywhere.
  QVERIFY(std::abs(score(10, kNowhere) - score(900, kNowhere)) < 1e-5);
}

QTEST_GUILESS_MAIN(AttentionTest)
#include "attention_test.moc"
