// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/adapter_pass.h"

#include <ATen/CPUGeneratorImpl.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "engine/base/adapter_places.h"
#include "engine/base/packed_pass.h"
#include "engine/base/packed_products.h"
#include "engine/base/plain_pass.h"
#include "engine/error.h"

namespace lacuna::engine {

std::vector<bool> LearntLinears::blocks(std::size_t linear) const {
  switch (linear) {
    case 0:
      return {queries, keys, values};
    case 1:
      return {output};
    case 2:
      return {gate, up};
    default:
      return {down};
  }
}

bool LearntLinears::any(std::size_t linear) const {
  const std::vector<bool> learnt = blocks(linear);
  return std::find(learnt.begin(), learnt.end(), true) != learnt.end();
}

LearntLinears learntLinears(const std::vector<std::string>& names) {
  LearntLinears learnt{false, false, false, false, false, false, false};
  const std::map<std::string, bool*> known = {
      {"queries", &learnt.queries}, {"keys", &learnt.keys}, {"values", &learnt.values}, {"output", &learnt.output},
      {"gate", &learnt.gate},       {"up", &learnt.up},     {"down", &learnt.down}};
  constexpr const char* kAll = "queries, keys, values, output, gate, up, down";
  if (names.empty())
    throw Error(ErrorCode::kInvalidConfig, std::string("The configuration's \"linears\" names none of ") + kAll + ".");
  for (const std::string& name : names) {
    const auto found = known.find(name);
    if (found == known.end()) {
      throw Error(ErrorCode::kInvalidConfig,
                  "The configuration's \"linears\" names \"" + name + "\", which is none of " + kAll + ".");
    }
    *found->second = true;
  }
  return learnt;
}

std::vector<LayerPlaces> adapterPlaces(const AdapterConfig& adapter, const LlamaConfig& base) {
  std::map<std::string, std::size_t> at;
  for (const auto& [name, sizes] : adapterTensors(adapter, base)) at.emplace(name, at.size());
  const auto linears = adaptedLinears(base);
  std::vector<LayerPlaces> all;
  for (int layer = 0; layer < base.layers; ++layer) {
    const std::string prefix = "layers." + std::to_string(layer) + ".";
    LayerPlaces places;
    for (std::size_t which = 0; which < kAdaptedLinears; ++which) {
      places.a[which] = at.at(prefix + linears[which].name + ".a");
      places.b[which] = at.at(prefix + linears[which].name + ".b");
    }
    if (at.count(prefix + "experts.router") > 0) {
      places.router = at.at(prefix + "experts.router");
      places.bias = at.at(prefix + "experts.bias");
      places.gateUp = at.at(prefix + "experts.gate_up");
      places.down = at.at(prefix + "experts.down");
    }
    all.push_back(places);
  }
  return all;
}

void forgetOthers(const LearntLinears& learnt, const AdaptedLinear& linear, std::size_t which,
                  LinearGradient* gradient) {
  const std::vector<bool> blocks = learnt.blocks(which);
  const std::int64_t rank = gradient->b.size(1);
  std::int64_t row = 0;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    if (!blocks[i]) {
      gradient->a.narrow(0, static_cast<std::int64_t>(i) * rank, rank).zero_();
      gradient->b.narrow(0, row, linear.outputs[i]).zero_();
    }
    row += linear.outputs[i];
  }
}

AdapterPassOptions passOptions(const LlamaConfig& base, const AdapterConfig& adapter, torch::Device device) {
  AdapterPassOptions options;
  options.device = device;
  if (device.is_cuda()) {
    options.type = torch::kBFloat16;
  } else if (servesPacked(base, adapter)) {
    options.kind = PassKind::kPacked;
    options.type = bfloatIsQuick() ? torch::kBFloat16 : torch::kFloat32;
  }
  return options;
}

std::unique_ptr<AdapterPass> makeAdapterPass(const BaseFile& base, const AdapterConfig& adapter,
                                             const AdapterPassOptions& options) {
  checkBase(base);
  for (const int layer : adapter.expertLayers) {
    if (layer < base.config().layers) continue;
    throw Error(ErrorCode::kInvalidConfig, "The adapter's \"expertLayers\" name layer " + std::to_string(layer) +
                                               "; the base " + base.info().path + " has layers 0 to " +
                                               std::to_string(base.config().layers - 1) + ".");
  }
  return options.kind == PassKind::kPacked ? makePackedPass(base, adapter, options)
                                           : makePlainPass(base, adapter, options);
}

Parameters newAdapter(const AdapterConfig& adapter, const BaseFile& base, std::uint64_t seed) {
  const torch::NoGradGuard noGrad;
  auto generator = at::make_generator<at::CPUGeneratorImpl>(seed);
  const auto embedding_VW = base.embedding();
  Parameters parameters;
  for (const auto& [name, sizes] : adapterTensors(adapter, base.config())) {
    const auto ends = [&name = name](const char* with) { return name.ends_with(with); };
    Parameter parameter{name, torch::zeros(sizes), ParameterKind::kMatrix};
    const auto random = [&, &sizes = sizes] { return torch::randn(sizes, generator); };
    const double perInput = 1.0 / std::sqrt(static_cast<double>(sizes.back()));
    if (name == "mask") {
      parameter.tensor = embedding_VW.mean(0) / embeddingScale(embedding_VW) + 0.02 * random();
      parameter.kind = ParameterKind::kVector;
    } else if (ends(".a") || ends("experts.gate_up")) {
      parameter.tensor = random() * perInput;
    } else if (ends("experts.router")) {
      parameter.tensor = random() * (0.5 * perInput);
    } else if (ends("experts.bias")) {
      parameter.kind = ParameterKind::kBuffer;
    }
    parameters.push_back(std::move(parameter));
  }
  return parameters;
}

}  // namespace lacuna::engine
