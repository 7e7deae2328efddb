// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/layers/layer.h"

#include "engine/gradients/row_functions.h"

namespace lacuna::engine {

void Layer::eachTensor(const std::function<void(const char*, const torch::Tensor&)>& visit) const {
  const auto one = [&](const char* name, const torch::Tensor& tensor) {
    if (tensor.defined()) visit(name, tensor);
  };
  const auto map = [&](const char* name, const LinearMap& linear) {
    if (linear.parts().size() == 1) one(name, linear.parts().front());
  };
  one("attention.gain", attentionGain_W);
  if (heads.parts().size() == 3) {
    one("attention.query", heads.parts()[0]);
    one("attention.key", heads.parts()[1]);
    one("attention.value", heads.parts()[2]);
  }
  map("attention.heads", heads);
  map("attention.output", output);
  one("attention.query_gain", queryGain_D);
  one("attention.key_gain", keyGain_D);
  one("feed_forward.gain", feedForwardGain_W);
  one("experts.router", experts.router_ED);
  one("experts.bias", experts.bias_E);
  one("experts.gate_up", experts.gateUp_E2FD);
  one("experts.down", experts.down_EDF);
  map(experts.defined() ? "experts.shared_gate_up" : "feed_forward.gate_up", gateUp);
  map(experts.defined() ? "experts.shared_down" : "feed_forward.down", down);
}

std::size_t Layer::bytes() const { return heads.bytes() + output.bytes() + gateUp.bytes() + down.bytes(); }

Layer laidOut(const Layer& layer, Precision precision) {
  Layer made;
  const auto vector = [](const torch::Tensor& tensor) { return tensor.defined() ? tensor.detach() : tensor; };
  made.attentionGain_W = vector(layer.attentionGain_W);
  made.queryGain_D = vector(layer.queryGain_D);
  made.keyGain_D = vector(layer.keyGain_D);
  made.feedForwardGain_W = vector(layer.feedForwardGain_W);
  made.heads = layer.heads.laidOut(precision);
  made.output = layer.output.laidOut(precision);
  made.gateUp = layer.gateUp.laidOut(precision);
  made.down = layer.down.laidOut(precision);
  if (layer.experts.defined()) made.packedExperts = PackedMixture(layer.experts, precision);
  return made;
}

ProjectedHeads projectHeads(const Layer& layer, const LayerShape& shape, const torch::Tensor& state_TW,
                            const Turns& turns) {
  const auto all_TX = layer.heads(normRowsBy(state_TW, layer.attentionGain_W, shape.epsilon));
  if (layer.queryGain_D.defined()) {
    const SplitHeads heads =
        splitHeads(all_TX, {layer.queryGain_D, layer.keyGain_D, turns.query, turns.key, shape.heads});
    return {heads.q_THD, heads.k_TGD, heads.v_TGD};
  }
  const auto all_THD = all_TX.view({all_TX.size(0), -1, shape.headSize});
  const auto part = [&](std::int64_t first, std::int64_t count, const RotaryTable& table) {
    const auto x = all_THD.narrow(1, first, count).contiguous();
    return table.cos_TF.defined() ? turnHeads(x, table) : x;
  };
  return {part(0, shape.heads, turns.query), part(shape.heads, shape.keyHeads, turns.key),
          part(shape.heads + shape.keyHeads, shape.keyHeads, {})};
}

torch::Tensor finishLayer(const Layer& layer, const LayerShape& shape, const torch::Tensor& state_TW,
                          const torch::Tensor& attended_THD, const ChoiceSink& told,
                          const std::function<void()>& within) {
  const auto middle_TW = state_TW + layer.output(attended_THD.flatten(1));
  if (within) within();
  const auto x_TW = normRowsBy(middle_TW, layer.feedForwardGain_W, shape.epsilon);
  auto out_TW = layer.down(layer.gateUp(x_TW));
  if (layer.isMixture()) {
    const bool packed = layer.packedExperts.defined();
    const ExpertChoice choice = packed ? chooseExperts(x_TW, layer.packedExperts) : chooseExperts(x_TW, layer.experts);
    if (told) told(choice);
    out_TW = packed ? addExperts(out_TW, x_TW, choice, layer.packedExperts)
                    : addExperts(out_TW, x_TW, choice, layer.experts);
  }
  return middle_TW + out_TW;
}

torch::Tensor passLayer(const Layer& layer, const LayerShape& shape, const torch::Tensor& state_TW, const Turns& turns,
                        const Attend& attend, const ChoiceSink& told, const std::function<void()>& within) {
  const auto attended_THD = attend(projectHeads(layer, shape, state_TW, turns));
  return finishLayer(layer, shape, state_TW, attended_THD, told, within);
}

torch::Tensor VocabularyTail::normed(const torch::Tensor& hidden_NW) const {
  return normRowsBy(hidden_NW, gain_W, epsilon);
}

torch::Tensor VocabularyTail::logits(const torch::Tensor& hidden_NW) const {
  return vocabulary(normed(hidden_NW)).to(torch::kFloat32);
}

torch::Tensor VocabularyTail::loss(const torch::Tensor& hidden_NW, const torch::Tensor& target_N) const {
  const auto weight_VW = vocabulary.weight();
  const bool narrow = weight_VW.scalar_type() != torch::kFloat32;
  const auto x_NW = normed(hidden_NW);
  return tokenLoss(narrow ? x_NW.to(weight_VW.scalar_type()) : x_NW, weight_VW, target_N);
}

}  // namespace lacuna::engine
