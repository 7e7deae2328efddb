// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/evaluation/sequential_system.h"

namespace lacuna::engine {
SequentialSystem::SequentialSystem(const LoadedSystem& model, const BaseSystem* base, float baseShare)
    : model_(model),
      base_(base),
      baseShare_(baseShare),
      name_(model.name() + (baseShare > 0 ? ", guided" : ", left to right")) {}

BlankScore SequentialSystem::score(const BlankView& view, const std::vector<Masking>& /*maskings*/) {
  torch::Tensor expected_LV = model_.asARunSettles(view);
  if (baseShare_ > 0) {
    const torch::Tensor voice_LV = base_->expects(view);
    expected_LV = (expected_LV * (1 - baseShare_) + voice_LV * baseShare_).log_softmax(-1);
  }
  std::vector<std::int64_t> gold;
  for (const TokenId id : view.gold()) gold.push_back(tokenizer().modelId(id));
  const auto gold_L = torch::tensor(gold);
  BlankScore score;
  score.nats = -expected_LV.gather(1, gold_L.unsqueeze(1)).sum().item<double>();
  score.right = (expected_LV.argmax(-1) == gold_L).to(torch::kFloat64).mean().item<double>();
  return score;
}

Fills SequentialSystem::fill(const BlankText& /*text*/, const FillOptions& /*options*/) { return {}; }

ClozeValues SequentialSystem::cloze(const BlankText& /*text*/, const std::vector<std::string>& /*options*/) {
  return {};
}

}  // namespace lacuna::engine
