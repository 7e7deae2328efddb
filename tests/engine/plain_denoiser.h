// SPDX-License-Identifier: GPL-3.0-or-later
// The denoiser's plain twin: all rows at once, no cache, no blocks. Every head looks at a full T x T matrix that the
// visibility rule fills pair by pair. O(T^2), and easy to believe.
#pragma once

#include <map>

#include "engine/attention/attend.h"
#include "engine/attention/rotary.h"
#include "engine/denoiser/denoiser.h"

namespace lacuna::engine::testing {

class PlainDenoiser {
 public:
  explicit PlainDenoiser(const Denoiser& model) : config_(model.config()) {
    for (const Parameter& parameter : model.parameters()) tensors_[parameter.name] = parameter.tensor;
  }

  // rows_TW: reading input, then filling states. Returns the states of all rows after each layer.
  std::vector<torch::Tensor> forward(const torch::Tensor& rows_TW, const Layout& layout) const {
    const std::int64_t reading = layout.reading;
    const std::int64_t total = layout.total();
    std::vector<std::int32_t> read;
    std::vector<std::int32_t> fill;
    for (const Row& row : layout.rows) {
      read.push_back(row.read);
      fill.push_back(row.fill);
    }
    const RotaryTable readTable = makeRotary(read, config_.rotarySize(), config_.rotaryBase);
    const RotaryTable fillTable = makeRotary(fill, config_.rotarySize(), config_.rotaryBase);
    auto x = rows_TW.clone();
    x = torch::cat({x.narrow(0, 0, reading), x.narrow(0, reading, total - reading) + at("gap_mark")});
    std::vector<torch::Tensor> states;
    router_.clear();
    for (int layer = 0; layer < config_.layers; ++layer) {
      const std::string prefix = "layers." + std::to_string(layer) + ".";
      const auto n = norm(x) * at(prefix + "attention.gain");
      const auto heads = [&](const std::string& name) {
        return n.matmul(at(prefix + "attention." + name).t()).view({total, -1, config_.headSize});
      };
      const auto q = norm(heads("query")) * at(prefix + "attention.query_gain");
      const auto k = norm(heads("key")) * at(prefix + "attention.key_gain");
      const auto v = heads("value");
      std::vector<torch::Tensor> outputs;
      std::int64_t head = 0;
      std::int64_t keyHead = 0;
      for (const HeadGroup& group : config_.heads) {
        const auto visible = visibility(layout, config_.visibility(layer, group));
        const auto part = [&](const RotaryTable& table, std::int64_t first, std::int64_t count) {
          const auto qs = rotate(q, table).narrow(0, first, count).narrow(1, head, group.heads);
          const auto ks = rotate(k, table).narrow(1, keyHead, group.keyHeads);
          return attendDense(qs, ks, v.narrow(1, keyHead, group.keyHeads), visible.narrow(0, first, count));
        };
        outputs.push_back(torch::cat({part(readTable, 0, reading), part(fillTable, reading, total - reading)}));
        head += group.heads;
        keyHead += group.keyHeads;
      }
      x = x + torch::cat(outputs, 1).reshape({total, -1}).matmul(at(prefix + "attention.output").t());
      x = x + feedForward(norm(x) * at(prefix + "feed_forward.gain"), layer, prefix);
      states.push_back(x);
    }
    return states;
  }

  torch::Tensor logits(const torch::Tensor& x) const {
    return (norm(x) * at("final_gain")).matmul(at("embedding").t());
  }

  // The routers' logits in the last pass, per layer with experts.
  const std::vector<torch::Tensor>& router_TE() const { return router_; }

 private:
  static torch::Tensor norm(const torch::Tensor& x) { return x / (x.square().mean(-1, true) + 1e-6).sqrt(); }
  const torch::Tensor& at(const std::string& name) const { return tensors_.at(name); }

  static torch::Tensor visibility(const Layout& layout, const Visibility& rule) {
    auto matrix = torch::zeros({layout.total(), layout.total()}, torch::kBool);
    auto data = matrix.accessor<bool, 2>();
    for (std::int64_t q = 0; q < layout.total(); ++q) {
      for (std::int64_t k = 0; k < layout.total(); ++k) {
        data[q][k] = rule.visible(layout.rows[static_cast<std::size_t>(q)], layout.rows[static_cast<std::size_t>(k)]);
      }
    }
    return matrix;
  }

  torch::Tensor feedForward(const torch::Tensor& x, int layer, const std::string& prefix) const {
    if (!config_.isMixture(layer))
      return swiGlu(x, {at(prefix + "feed_forward.gate_up"), at(prefix + "feed_forward.down")});
    Mixture mixture;
    mixture.router_ED = at(prefix + "experts.router");
    mixture.bias_E = at(prefix + "experts.bias");
    mixture.gateUp_E2FD = at(prefix + "experts.gate_up");
    mixture.down_EDF = at(prefix + "experts.down");
    mixture.topK = config_.expertsPerToken;
    router_.push_back(x.matmul(mixture.router_ED.t()));
    const auto every = swiGlu(x, {at(prefix + "experts.shared_gate_up"), at(prefix + "experts.shared_down")});
    return addExpertsPlainly(every, x, chooseExperts(x, mixture), mixture);
  }

  ModelConfig config_;
  mutable std::vector<torch::Tensor> router_;
  std::map<std::string, torch::Tensor> tensors_;
};

}  // namespace lacuna::engine::testing
