// SPDX-License-Identifier: GPL-3.0-or-later
// The kernels of engine/cuda on a real GPU against the CPU: attention forward and backward, and the experts' products.
// tests/engine/kernel_test.cpp does the same everywhere, on a host that plays a GPU.
#include <torch/csrc/autograd/autograd.h>
#include <torch/types.h>

#include "engine/accelerator.h"
#include "engine/attention/attend.h"
#include "engine/device.h"
#include "engine/experts/mixture.h"
#include "tests/engine/attention_cases.h"

#include <QTest>

using namespace lacuna::engine;
using namespace lacuna::engine::testing;

namespace {

double apart(const torch::Tensor& a, const torch::Tensor& b) {
  const auto left = a.cpu().to(torch::kFloat32);
  const auto right = b.cpu().to(torch::kFloat32);
  return ((left - right).norm() / (right.norm() + 1e-3)).item<double>();
}

using Tensors = std::vector<torch::Tensor>;

Tensors withGradients(const torch::Tensor& out, const torch::Tensor& pull, const Tensors& of) {
  const auto gradients = torch::autograd::grad({(out.to(torch::kFloat32) * pull).sum()}, of);
  Tensors all{out.detach()};
  all.insert(all.end(), gradients.begin(), gradients.end());
  return all;
}

Tensors leaves(const Tensors& from, torch::Device device, torch::ScalarType type) {
  Tensors made;
  for (const torch::Tensor& x : from) made.push_back(x.detach().to(device).to(type).set_requires_grad(true));
  return made;
}

}  // namespace

class CudaKernelTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() {
    if (accelerator() == nullptr) QSKIP(("there is no GPU to test on: " + whyNoAccelerator()).c_str());
  }
  void attentionEqualsTheCpu_data();
  void attentionEqualsTheCpu();
  void attentionIsTheSameTwice();
  void expertsEqualTheCpu();
};

void CudaKernelTest::attentionEqualsTheCpu_data() {
  QTest::addColumn<int>("index");
  QTest::addColumn<int>("size");
  QTest::addColumn<bool>("narrow");
  for (int i = 0; i < static_cast<int>(attentionCases().size()); ++i) {
    for (const int size : {32, 48, 64, 128}) {
      for (const bool narrow : {false, true}) {
        const std::string name = attentionCases()[static_cast<std::size_t>(i)].name + ", " + std::to_string(size) +
                                 (narrow ? ", bfloat16" : ", float32");
        QTest::newRow(name.c_str()) << i << size << narrow;
      }
    }
  }
}

void CudaKernelTest::attentionEqualsTheCpu() {
  QFETCH(int, index);
  QFETCH(int, size);
  QFETCH(bool, narrow);
  const AttentionCase c = attentionCases()[static_cast<std::size_t>(index)];
  const auto type = narrow ? torch::kBFloat16 : torch::kFloat32;
  torch::manual_seed(static_cast<std::uint64_t>(index) + 1);
  const Layout layout = makeLayout(c.documents, c.layout);
  const std::int64_t rows = layout.total();
  const AttentionPlan plan = makePlan(layout, c.visibility, {0, rows, nullptr});
  const auto make = [&](std::int64_t heads) { return torch::randn({rows, heads, size}).to(type); };
  const Tensors given{make(4), make(2), make(2)};
  const auto pull = torch::randn({rows, 4, size});
  const Tensors host = leaves(given, torch::kCPU, torch::kFloat32);
  const Tensors device = leaves(given, torch::kCUDA, type);
  const auto expected =
      withGradients(attendDense(host[0], host[1], host[2], visibleMatrix(layout, c.visibility, 0, rows)), pull, host);
  const auto made = withGradients(attend(device[0], device[1], device[2], plan.to(torch::kCUDA)), pull.cuda(), device);
  for (std::size_t i = 0; i < made.size(); ++i) QVERIFY(apart(made[i], expected[i]) < (narrow ? 0.012 : 2e-5));
}

void CudaKernelTest::attentionIsTheSameTwice() {
  const AttentionCase c = attentionCases()[6];
  const Layout layout = makeLayout(c.documents, c.layout);
  const AttentionPlan plan = makePlan(layout, c.visibility, {0, layout.total(), nullptr}).to(torch::kCUDA);
  const auto make = [&] { return torch::randn({layout.total(), 4, 64}); };
  const Tensors of = leaves({make(), make(), make()}, torch::kCUDA, torch::kBFloat16);
  const auto pull = make().cuda();
  const auto once = withGradients(attend(of[0], of[1], of[2], plan), pull, of);
  const auto again = withGradients(attend(of[0], of[1], of[2], plan), pull, of);
  for (std::size_t i = 0; i < once.size(); ++i) QVERIFY(torch::equal(once[i], again[i]));
}

void CudaKernelTest::expertsEqualTheCpu() {
  torch::manual_seed(3);
  const Tensors weights{torch::randn({8, 64}), torch::randn({8, 96, 64}) * 0.1, torch::randn({8, 64, 48}) * 0.1,
                        torch::randn({70, 64})};
  const auto pull = torch::randn({70, 64});
  const auto run = [&](torch::Device device) {
    const Tensors of = leaves(weights, device, torch::kFloat32);
    const Mixture mixed{of[0], torch::zeros({8}, of[0].options().requires_grad(false)), of[1], of[2], 2};
    return withGradients(addExperts(torch::zeros_like(of[3]), of[3], chooseExperts(of[3], mixed), mixed),
                         pull.to(device), of);
  };
  const Tensors host = run(torch::kCPU);
  const Tensors device = run(torch::kCUDA);
  for (std::size_t i = 0; i < host.size(); ++i) QVERIFY(apart(device[i], host[i]) < 0.02);
}

QTEST_GUILESS_MAIN(CudaKernelTest)
#include "cuda_kernel_test.moc"
