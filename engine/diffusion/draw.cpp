// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/diffusion/draw.h"

#include <ATen/CPUGeneratorImpl.h>

#include <map>

namespace lacuna::engine {

NoisedTokens drawTokens(const torch::Tensor& ids_F, const std::vector<float>& level_F,
                        const std::vector<std::int32_t>& group_F, int vocabulary, std::int64_t width,
                        const DrawShares& shares, Random& random) {
  const std::int64_t rows = ids_F.size(0);
  NoisedTokens out;
  out.ids_F = ids_F.clone();
  out.masked_F = torch::zeros({rows}, torch::kBool);
  out.gaussian_F = torch::zeros({rows}, torch::kBool);
  out.sigma_F = torch::zeros({rows});
  out.weight_F = torch::zeros({rows});
  auto* ids = out.ids_F.data_ptr<std::int64_t>();
  auto* masked = out.masked_F.data_ptr<bool>();
  auto* gaussian = out.gaussian_F.data_ptr<bool>();
  auto* sigma = out.sigma_F.data_ptr<float>();
  auto* weight = out.weight_F.data_ptr<float>();
  std::map<std::int32_t, float> exampleSigma;
  constexpr int kFirstText = 5;  // control tokens stand before it
  for (std::int64_t row = 0; row < rows; ++row) {
    const auto at = static_cast<std::size_t>(row);
    auto example = exampleSigma.find(group_F[at]);
    if (example == exampleSigma.end()) {
      const bool noisy = random.uniform() < shares.noisyExamples;
      const double drawn = random.uniform();
      example = exampleSigma.emplace(group_F[at], noisy ? static_cast<float>(drawn) : 0.0F).first;
    }
    // Each row takes the same number of draws, whatever comes of them.
    const double noised = random.uniform();
    const double kind = random.uniform();
    const double strength = random.uniform();
    const std::int64_t wrong = random.between(kFirstText, vocabulary - 1);
    if (noised >= static_cast<double>(level_F[at])) continue;
    // ⟨expand⟩ and ⟨delete⟩ are things to say of a blank, never a state under noise of their own.
    const bool control = ids[row] < kFirstText && shares.masked > 0;
    if (control || kind < shares.masked) {
      masked[row] = true;
      sigma[row] = example->second;
      weight[row] = 2.0F;
    } else if (kind < shares.masked + shares.gaussian) {
      gaussian[row] = true;
      sigma[row] = shares.sigmaIsLevel ? level_F[at] : static_cast<float>(strength);
      weight[row] = 1.0F;
    } else {
      ids[row] = wrong;
      weight[row] = 1.0F;
    }
  }
  auto generator = at::make_generator<at::CPUGeneratorImpl>(random.next());
  out.noise_FW = torch::randn({rows, width}, generator);
  return out;
}

}  // namespace lacuna::engine
