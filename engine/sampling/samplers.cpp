// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/error.h"
#include "engine/sampling/sampler.h"

// Every sampler has its line here, the default first: name, make function.
#define LACUNA_SAMPLERS(line)                                                                                \
  line("confidence", makeConfidenceOrder) line("parallel", makeParallel) line("guided", makeGuided)          \
      line("ancestral", makeAncestral) line("remasking", makeRemasking) line("dpm-solver++", makeDpmSampler) \
          line("deterministic", makeDeterministic)

namespace lacuna::engine {

std::vector<bool> Sampler::draws(int /*step*/, const SamplerState& state) const {
  std::vector<bool> open;
  for (const Candidate& candidate : state.candidates) {
    for (const Slot& slot : candidate.slots) open.push_back(!slot.settled);
  }
  return open;
}

#define LACUNA_DECLARE(name, make) std::unique_ptr<Sampler> make(SamplerSetup setup);
LACUNA_SAMPLERS(LACUNA_DECLARE)
#undef LACUNA_DECLARE

namespace {

struct Entry {
  const char* name;
  std::unique_ptr<Sampler> (*make)(SamplerSetup);
};

#define LACUNA_ENTRY(name, make) {name, make},
constexpr Entry kSamplers[] = {LACUNA_SAMPLERS(LACUNA_ENTRY)};
#undef LACUNA_ENTRY

std::string tokenSamplers(const SamplerSetup& setup) {
  std::string names;
  for (const Entry& entry : kSamplers) {
    if (!entry.make(setup)->continuous()) names += (names.empty() ? "" : ", ") + std::string(entry.name);
  }
  return names;
}

}  // namespace

std::vector<SlotRange> gapsOf(const std::vector<Slot>& slots) {
  std::vector<SlotRange> gaps;
  for (std::size_t i = 0; i < slots.size(); ++i) {
    if (slots[i].startsGap || gaps.empty()) gaps.push_back({i, i});
    ++gaps.back().end;
  }
  return gaps;
}

std::vector<std::string> samplerNames() {
  std::vector<std::string> names;
  for (const Entry& entry : kSamplers) names.emplace_back(entry.name);
  return names;
}

bool isContinuous(const std::string& name, const SamplerSetup& setup) {
  for (const Entry& entry : kSamplers) {
    if (name == entry.name) return entry.make(setup)->continuous();
  }
  return false;
}

std::unique_ptr<Sampler> makeSampler(const std::string& name, SamplerSetup setup) {
  if (name.empty()) return kSamplers[0].make(std::move(setup));
  std::string known;
  for (const Entry& entry : kSamplers) {
    if (name == entry.name) {
      auto sampler = entry.make(setup);
      if (!sampler->continuous() || setup.table_VW.defined()) return sampler;
      throw Error(ErrorCode::kInvalidConfig, "The sampler \"" + name +
                                                 "\" moves embeddings through noise, which this model was not trained "
                                                 "on; choose one of " +
                                                 tokenSamplers(setup) + ".");
    }
    known += (known.empty() ? "" : ", ") + std::string(entry.name);
  }
  throw Error(ErrorCode::kInvalidConfig, "The sampler \"" + name + "\" is unknown; choose one of " + known + ".");
}

}  // namespace lacuna::engine
