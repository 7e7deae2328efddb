// SPDX-License-Identifier: GPL-3.0-or-later
// Rows times the matrix of their expert without the host's help: the GPU's kernels on a host that plays one, and the
// way round them, against one product an expert; with experts that got everything, little and nothing.
#include <torch/csrc/autograd/autograd.h>
#include <torch/types.h>

#include "tests/engine/emulated_groups.h"

#include <QTest>

using namespace lacuna::engine;
using namespace lacuna::engine::testing;

namespace {

struct Subject {
  std::vector<std::int64_t> counts;
  torch::Tensor x_NI, weight_EOI, ends_E, pull_NO;

  Subject(std::vector<std::int64_t> counts_, std::int64_t inputs, std::int64_t outputs) : counts(std::move(counts_)) {
    const auto counts_E = torch::tensor(counts, torch::kInt64);
    const std::int64_t rows = counts_E.sum().item<std::int64_t>();
    const auto rounded = [](const torch::Tensor& x) { return x.to(torch::kBFloat16).to(torch::kFloat32); };
    ends_E = counts_E.cumsum(0).to(torch::kInt32);
    x_NI = rounded(torch::randn({rows, inputs})).set_requires_grad(true);
    weight_EOI =
        rounded(torch::randn({static_cast<std::int64_t>(counts.size()), outputs, inputs})).set_requires_grad(true);
    pull_NO = rounded(torch::randn({rows, outputs}));
  }

  torch::Tensor oneByOne() const {
    std::vector<torch::Tensor> parts;
    std::int64_t first = 0;
    for (std::size_t e = 0; e < counts.size(); ++e) {
      parts.push_back(x_NI.narrow(0, first, counts[e]).matmul(weight_EOI[static_cast<std::int64_t>(e)].t()));
      first += counts[e];
    }
    return torch::cat(parts);
  }

  std::vector<torch::Tensor> withGradients(const torch::Tensor& out_NO) const {
    const auto gradients = torch::autograd::grad({(out_NO * pull_NO).sum()}, {x_NI, weight_EOI});
    return {out_NO.detach(), gradients[0], gradients[1]};
  }
};

double apart(const torch::Tensor& a, const torch::Tensor& b) { return ((a - b).norm() / b.norm()).item<double>(); }

}  // namespace

class GroupProductTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void equalsOneByOne_data();
  void equalsOneByOne();
};

void GroupProductTest::equalsOneByOne_data() {
  QTest::addColumn<std::vector<std::int64_t>>("counts");
  QTest::addColumn<int>("inputs");
  QTest::addColumn<int>("outputs");
  using Counts = std::vector<std::int64_t>;
  QTest::newRow("even") << Counts{64, 64} << 64 << 64;
  QTest::newRow("nothing divides") << Counts{5, 71, 1, 30} << 40 << 88;
  QTest::newRow("some get nothing") << Counts{0, 3, 0, 70, 0} << 136 << 24;
  QTest::newRow("one gets all") << Counts{0, 0, 130} << 8 << 72;
}

void GroupProductTest::equalsOneByOne() {
  QFETCH(std::vector<std::int64_t>, counts);
  QFETCH(int, inputs);
  QFETCH(int, outputs);
  torch::manual_seed(static_cast<std::uint64_t>(inputs));
  const Subject subject(counts, inputs, outputs);
  const auto expected = subject.withGradients(subject.oneByOne());
  const EmulatedGroups kernel;
  const auto grouped = subject.withGradients(multiplyGroups(subject.x_NI, subject.weight_EOI, subject.ends_E, kernel));
  const auto all = subject.withGradients(multiplyAllGroups(subject.x_NI, subject.weight_EOI, subject.ends_E));
  for (std::size_t i = 0; i < expected.size(); ++i) {
    QVERIFY(apart(grouped[i], expected[i]) < 0.003);  // 8 bits of fraction
    QVERIFY(apart(all[i], expected[i]) < 1e-5);
  }
}

QTEST_GUILESS_MAIN(GroupProductTest)
#include "group_product_test.moc"
