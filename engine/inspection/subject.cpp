// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inspection/subject.h"

#include <ATen/CPUGeneratorImpl.h>

#include <algorithm>

namespace lacuna::engine {
namespace {

constexpr std::uint64_t kPlaces = 6;  // purposes of the seed's streams, apart from those of other parts
constexpr std::uint64_t kMasks = 7;
constexpr std::uint64_t kNoise = 8;

}  // namespace

std::vector<Cut> cutStretches(const Subject& subject, int size, int gap) {
  const auto total = static_cast<std::int64_t>(subject.tokens.size());
  const std::int64_t whole = std::min<std::int64_t>(size, total);
  const int length = std::min<int>(gap, static_cast<int>(whole) / 2);
  const std::int64_t room = total - whole;  // places to begin at, less one
  Random random(subject.job.seed, 0, kPlaces);
  const double offset = random.uniform();
  std::vector<Cut> cuts;
  for (int i = 0; i < subject.job.stretches; ++i) {
    const double where = (i + offset) / subject.job.stretches;
    const auto first = static_cast<std::int64_t>(where * static_cast<double>(room + 1));
    const int middle = static_cast<int>(whole - length) / 2;
    cuts.push_back({static_cast<std::size_t>(std::min(first, room)), static_cast<int>(whole), middle, length});
  }
  return cuts;
}

ReadStretch readStretch(const Subject& subject, const Cut& cut, const ModelConfig& pattern) {
  if (subject.cancel != nullptr && subject.cancel->load())
    throw Error(ErrorCode::kCancelled, "Stopped before everything was looked at.");
  const torch::NoGradGuard noGrad;
  const auto begin = subject.tokens.begin() + static_cast<std::ptrdiff_t>(cut.first);
  ReadStretch stretch;
  stretch.cut = cut;
  stretch.batch = makeExample({begin, begin + cut.size}, {{cut.gap, cut.gap + cut.length}}, pattern.layoutOptions());
  stretch.plan = makeFillPlan(pattern, stretch.batch.layout);
  const KeyValues reading =
      subject.model->prefill(subject.model->readingInput(stretch.batch.layout, stretch.batch.context_C),
                             makeReadPlan(pattern, stretch.batch.layout), nullptr);
  stretch.prepared = subject.model->prepare(reading, stretch.plan);
  return stretch;
}

torch::Tensor look(const Subject& subject, const ReadStretch& stretch, const Look& how) {
  const torch::NoGradGuard noGrad;
  const Denoiser& model = *subject.model;
  const std::int64_t rows = stretch.batch.target_F.size(0);
  NoisedTokens tokens;
  tokens.ids_F = how.ids_F.defined() ? how.ids_F : stretch.batch.target_F;
  tokens.masked_F = how.masked_F;
  tokens.gaussian_F = torch::zeros({rows}, torch::kBool);
  tokens.sigma_F = torch::full({rows}, how.sigma);
  auto generator = at::make_generator<at::CPUGeneratorImpl>(
      Random(subject.job.seed, static_cast<std::uint64_t>(stretch.cut.first), kNoise).next());
  tokens.noise_FW = torch::randn({rows, model.config().width}, generator);
  const auto state = subject.noise->state(model, tokens, how.guess);
  return model.logits(model.denoise(state, stretch.prepared, stretch.plan, {nullptr, how.probe}));
}

torch::Tensor maskAt(const Subject& subject, const ReadStretch& stretch, double level) {
  Random random(subject.job.seed, static_cast<std::uint64_t>(stretch.cut.first), kMasks);
  const std::int64_t rows = stretch.batch.target_F.size(0);
  auto masked = torch::zeros({rows}, torch::kBool);
  std::int64_t lowest = 0;
  double least = 2.0;
  for (std::int64_t row = 0; row < rows; ++row) {
    const double drawn = random.uniform();
    masked.data_ptr<bool>()[row] = drawn < level;
    if (drawn < least) {
      least = drawn;
      lowest = row;
    }
  }
  masked.data_ptr<bool>()[lowest] = true;
  return masked;
}

void Score::add(const torch::Tensor& logits_FV, const torch::Tensor& truth_F, const torch::Tensor& masked_F) {
  const auto rows = masked_F.nonzero().squeeze(1);
  const auto logits = logits_FV.index_select(0, rows);
  const auto truth = truth_F.index_select(0, rows);
  nll -= logits.log_softmax(-1).gather(1, truth.unsqueeze(1)).sum().item<double>();
  right += logits.argmax(-1).eq(truth).sum().item<double>();
  tokens += static_cast<double>(rows.size(0));
}

double Score::meanNll() const { return tokens > 0 ? nll / tokens : kNotMeasured; }

double Score::accuracy() const { return tokens > 0 ? right / tokens : kNotMeasured; }

}  // namespace lacuna::engine
