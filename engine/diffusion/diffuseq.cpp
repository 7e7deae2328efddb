// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/diffusion/diffuseq.h"

#include <ATen/CPUGeneratorImpl.h>

#include <algorithm>
#include <cmath>

namespace lacuna::engine {
namespace {

constexpr double kAbsorbed = 0.5;  // gamma: how much of the noise absorbs

}  // namespace

double diffuSeqSigma(double t) { return std::min(1.0, std::pow(t + 1e-4, 0.25)); }

NoisedTokens DiffuSeq::draw(const torch::Tensor& ids_F, const std::vector<float>& level_F,
                            const std::vector<std::int32_t>& /*group_F*/, int /*vocabulary*/, std::int64_t width,
                            Random& random) const {
  const std::int64_t rows = ids_F.size(0);
  NoisedTokens out;
  out.ids_F = ids_F.clone();
  out.masked_F = torch::zeros({rows}, torch::kBool);
  out.gaussian_F = torch::zeros({rows}, torch::kBool);
  out.sigma_F = torch::zeros({rows});
  out.weight_F = torch::zeros({rows});
  for (std::int64_t row = 0; row < rows; ++row) {
    const auto level = static_cast<double>(level_F[static_cast<std::size_t>(row)]);
    const double drawn = random.uniform();
    if (level <= 0) continue;
    const double sigma = diffuSeqSigma(level);
    const bool absorbed = drawn < kAbsorbed * sigma;
    out.masked_F.data_ptr<bool>()[row] = absorbed;
    out.gaussian_F.data_ptr<bool>()[row] = !absorbed;
    out.sigma_F.data_ptr<float>()[row] = absorbed ? 0.0F : static_cast<float>(sigma);
    out.weight_F.data_ptr<float>()[row] = 1.0F;
  }
  auto generator = at::make_generator<at::CPUGeneratorImpl>(random.next());
  out.noise_FW = torch::randn({rows, width}, generator);
  return out;
}

torch::Tensor DiffuSeq::state(const Denoiser& model, const NoisedTokens& tokens, const Guess* /*guess*/) const {
  const auto& m = model.maskState();
  const auto clean = model.embed(tokens.ids_F);
  const auto sigma = tokens.sigma_F.unsqueeze(1);
  const auto shifted = (1 - sigma.square()).clamp_min(0).sqrt() * (clean - m) + m + sigma * tokens.noise_FW;
  return torch::where(tokens.masked_F.unsqueeze(1), m, torch::where(tokens.gaussian_F.unsqueeze(1), shifted, clean));
}

}  // namespace lacuna::engine
