// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/held_out_course.h"

#include <bit>
#include <string>

namespace lacuna::engine {
namespace {

constexpr const char* kNumbers = "trainer.held_out";
constexpr const char* kLoads = "trainer.load_before.";  // and the mixture's number

std::int64_t bitsOf(double value) { return static_cast<std::int64_t>(std::bit_cast<std::uint64_t>(value)); }

}  // namespace

void HeldOutSum::add(const HeldOutLook& look) {
  ++looks_;
  loss_ += look.loss;
  nats_ += look.nats;
  characters_ += look.characters;
  for (std::size_t i = 0; i < look.load.tokens_E.size(); ++i) {
    if (i < load_.tokens_E.size())
      load_.tokens_E[i] = load_.tokens_E[i] + look.load.tokens_E[i];
    else
      load_.tokens_E.push_back(look.load.tokens_E[i]);
  }
}

void HeldOutSum::addUp(World* world) {
  const auto counts = torch::tensor({loss_, nats_, characters_, looks_}, torch::kFloat64);
  world->sum(counts);
  loss_ = counts[0].item<double>();
  nats_ = counts[1].item<double>();
  characters_ = counts[2].item<double>();
  looks_ = counts[3].item<double>();
  for (auto& tokens_E : load_.tokens_E) {
    tokens_E = tokens_E.clone();
    world->sum(tokens_E);
  }
}

HeldOut HeldOutSum::mean() const {
  return {looks_ == 0 ? kNotMeasured : loss_ / looks_, characters_ > 0 ? nats_ / characters_ : kNotMeasured, load_};
}

void HeldOutCourse::begin(const HeldOut& found) {
  before_ = best_ = found.perCharacter;
  loadBefore_ = found.load;
}

bool HeldOutCourse::add(const HeldOut& found, std::int64_t step) {
  if (step <= lastStep_) return false;
  lastStep_ = step;
  if (!(found.perCharacter < best_)) {
    ++misses_;
    return false;
  }
  best_ = found.perCharacter;
  bestStep_ = step;
  misses_ = 0;
  return true;
}

NamedTensors HeldOutCourse::state() const {
  if (!began()) return {};
  NamedTensors state;
  state.emplace_back(
      kNumbers,
      torch::tensor({bitsOf(before_), bitsOf(best_), bestStep_, lastStep_, std::int64_t{misses_}}, torch::kInt64));
  for (std::size_t i = 0; i < loadBefore_.tokens_E.size(); ++i)
    state.emplace_back(kLoads + std::to_string(i), loadBefore_.tokens_E[i]);
  return state;
}

void HeldOutCourse::restore(const NamedTensors& state) {
  *this = HeldOutCourse();
  for (const auto& [name, tensor] : state) {
    if (name == kNumbers && tensor.numel() == 5) {
      const auto number = [&tensor = tensor](std::int64_t i) { return tensor[i].item<std::int64_t>(); };
      before_ = std::bit_cast<double>(number(0));
      best_ = std::bit_cast<double>(number(1));
      bestStep_ = number(2);
      lastStep_ = number(3);
      misses_ = static_cast<int>(number(4));
    } else if (name.rfind(kLoads, 0) == 0) {
      loadBefore_.tokens_E.push_back(tensor);  // in their order
    }
  }
}

}  // namespace lacuna::engine
