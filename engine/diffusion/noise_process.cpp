// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/diffusion/noise_process.h"

#include "engine/diffusion/absorbing.h"
#include "engine/diffusion/diffuseq.h"
#include "engine/diffusion/gaussian.h"
#include "engine/diffusion/soft_absorbing.h"
#include "engine/error.h"

namespace lacuna::engine {

Guess makeGuess(const torch::Tensor& logits_FV, int k) {
  const auto logProbability = logits_FV.log_softmax(-1);
  const auto probability = logProbability.exp();
  const auto [top, ids] = probability.topk(k, -1);
  // 0 * -inf is no entropy.
  const auto entropy = -(probability * logProbability.clamp_min(-100.0)).sum(-1);
  return {ids, top / top.sum(-1, true), entropy};
}

NoisedTokens NoisedTokens::to(torch::Device device) const {
  const auto move = [&](const torch::Tensor& x) { return x.defined() ? x.to(device) : x; };
  return {move(ids_F), move(masked_F), move(gaussian_F), move(sigma_F), move(noise_FW), move(weight_F)};
}

std::unique_ptr<NoiseProcess> makeNoiseProcess(const std::string& name) {
  if (name == "soft-absorbing") return std::make_unique<SoftAbsorbing>();
  if (name == "absorbing") return std::make_unique<Absorbing>();
  if (name == "gaussian") return std::make_unique<Gaussian>();
  if (name == "diffuseq") return std::make_unique<DiffuSeq>();
  throw Error(ErrorCode::kInvalidConfig,
              "The noise process \"" + name + "\" is unknown; choose soft-absorbing, absorbing, gaussian or diffuseq.");
}

}  // namespace lacuna::engine
