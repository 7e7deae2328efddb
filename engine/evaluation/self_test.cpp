// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/evaluation/self_test.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <torch/version.h>

#include <cstdio>

#include "engine/accelerator.h"
#include "engine/attention/attend.h"
#include "engine/sampling/infill_session.h"

namespace lacuna::engine {
namespace {

DoctorLine checkAttention() {
  const torch::NoGradGuard noGrad;
  const Layout layout = makeLayout({{200, {{40, 9}, {120, 17}}, 2}}, {32, 4});
  const Visibility visibility{{8, 1}, {8, 4}, {2, false}};
  const auto q = torch::randn({layout.total(), 4, 16});
  const auto k = torch::randn({layout.total(), 2, 16});
  const auto v = torch::randn({layout.total(), 2, 16});
  auto visible = torch::zeros({layout.total(), layout.total()}, torch::kBool);
  auto data = visible.accessor<bool, 2>();
  for (std::int64_t i = 0; i < layout.total(); ++i) {
    for (std::int64_t j = 0; j < layout.total(); ++j) {
      data[i][j] =
          visibility.visible(layout.rows[static_cast<std::size_t>(i)], layout.rows[static_cast<std::size_t>(j)]);
    }
  }
  const AttentionPlan plan = makePlan(layout, visibility, {0, layout.total(), nullptr});
  const double difference = (attend(q, k, v, plan) - attendDense(q, k, v, visible)).abs().max().item<double>();
  char text[96];
  std::snprintf(text, sizeof text, "sparse equals dense to %.1e", difference);
  return {"attention", text, difference < 1e-4};
}

DoctorLine checkFill(Session& session) {
  InfillRequest request;
  request.text = "The tide had gone out, and the boats lay .";
  const std::size_t at = request.text.size() - 1;
  request.gaps = {{at, at, 0, 6}};
  request.candidates = 1;
  request.steps = 8;
  const CancelFlag never{false};
  const auto once = [&] { return session.infill(request, {}, never).candidates.at(0).at(0).text; };
  const std::string first = once();
  const bool same = first == once();
  return {"denoising", same ? "six tokens twice from one seed, the same words" : "one seed gave two different fills",
          same && !first.empty()};
}

}  // namespace

std::vector<DoctorLine> examineMachine(const std::string& folder) {
  std::vector<DoctorLine> lines;
  lines.push_back({"LibTorch", TORCH_VERSION, true});
  lines.push_back({"CPU",
                   at::get_cpu_capability() + ", " +
                       (at::get_num_threads() == 1 ? "1 thread" : std::to_string(at::get_num_threads()) + " threads"),
                   true});
  lines.push_back({"CUDA",
                   accelerator() != nullptr ? accelerator()->name() : whyNoAccelerator() + "; the CPU does the work",
                   true});
  lines.push_back(checkAttention());
  if (folder.empty()) return lines;
  try {
    const std::unique_ptr<Session> session = openInfillSession(folder);
    const ModelInfo& model = session->model();
    lines.push_back(
        {"model",
         model.name + ", " + std::to_string(model.parameters) + " parameters, fingerprint " + model.fingerprint, true});
    lines.push_back(checkFill(*session));
  } catch (const Error& error) {
    lines.push_back({"model", error.what(), false});
  }
  return lines;
}

}  // namespace lacuna::engine
