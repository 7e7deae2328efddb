// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/place.h"

#include <charconv>
#include <cstdlib>
#include <sstream>
#include <vector>

#include "engine/error.h"

namespace lacuna::engine {
namespace {

constexpr int kMostRanks = 65536;
constexpr int kMostSeconds = 86400;

std::string textOf(const Environment& environment, const std::string& name) {
  const char* value = environment(name.c_str());
  return value == nullptr ? std::string() : std::string(value);
}

int wholeOf(const std::string& name, const std::string& text, int least, int most) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc() && end == text.data() + text.size() && value >= least && value <= most) return value;
  throw Error(ErrorCode::kInvalidConfig, "The environment's " + name + " is \"" + text + "\"; it must be " +
                                             std::to_string(least) + " to " + std::to_string(most) +
                                             ": start all ranks with one launcher (docs/distributed.md).");
}

int wholeOf(const Environment& environment, const std::string& name, int least, int most) {
  return wholeOf(name, textOf(environment, name), least, most);
}

std::optional<Place> ofTorchrun(const Environment& environment) {
  for (const char* name : {"RANK", "WORLD_SIZE", "MASTER_ADDR", "MASTER_PORT"}) {
    if (textOf(environment, name).empty()) return std::nullopt;
  }
  Place place;
  place.ranks = wholeOf(environment, "WORLD_SIZE", 1, kMostRanks);
  place.rank = wholeOf(environment, "RANK", 0, place.ranks - 1);
  if (!textOf(environment, "LOCAL_RANK").empty()) place.local = wholeOf(environment, "LOCAL_RANK", 0, place.rank);
  place.host = textOf(environment, "MASTER_ADDR");
  place.port = wholeOf(environment, "MASTER_PORT", 1, 65535);
  place.served = textOf(environment, "TORCHELASTIC_USE_AGENT_STORE") == "True";
  place.attempt = textOf(environment, "TORCHELASTIC_RESTART_COUNT");
  return place;
}

// A batch script has Slurm's variables too, but is no step: it would wait for ranks that nobody starts.
std::optional<Place> ofSlurm(const Environment& environment) {
  if (textOf(environment, "SLURM_STEP_ID").empty() || textOf(environment, "SLURM_PROCID").empty()) return std::nullopt;
  const auto either = [&](const char* one, const char* other) {
    return textOf(environment, one).empty() ? other : one;
  };
  Place place;
  const char* const tasks = either("SLURM_STEP_NUM_TASKS", "SLURM_NTASKS");
  if (textOf(environment, tasks).empty()) return std::nullopt;
  place.ranks = wholeOf(environment, tasks, 1, kMostRanks);
  place.rank = wholeOf(environment, "SLURM_PROCID", 0, place.ranks - 1);
  if (!textOf(environment, "SLURM_LOCALID").empty()) place.local = wholeOf(environment, "SLURM_LOCALID", 0, place.rank);
  place.host = textOf(environment, "MASTER_ADDR");
  if (place.host.empty())
    place.host = firstHost(textOf(environment, either("SLURM_STEP_NODELIST", "SLURM_JOB_NODELIST")));
  if (!textOf(environment, "MASTER_PORT").empty()) {
    place.port = wholeOf(environment, "MASTER_PORT", 1, 65535);
    return place;
  }
  // One that all ranks of a step think of, and those of another step hardly.
  constexpr int kFirstPort = 20000;
  constexpr int kPorts = 12000;  // below those that the system gives out
  const int job = textOf(environment, "SLURM_JOB_ID").empty() ? 0 : wholeOf(environment, "SLURM_JOB_ID", 0, 1 << 30);
  const int step = wholeOf(environment, "SLURM_STEP_ID", 0, 1 << 30);
  place.port = kFirstPort + (job % kPorts + step % kPorts) % kPorts;
  return place;
}

std::optional<Place> ofLacuna(const Environment& environment) {
  if (textOf(environment, "LACUNA_RANKS").empty()) return std::nullopt;
  Place place;
  place.ranks = wholeOf(environment, "LACUNA_RANKS", 1, kMostRanks);
  if (place.ranks == 1) return place;
  place.rank = wholeOf(environment, "LACUNA_RANK", 0, place.ranks - 1);
  if (!textOf(environment, "LACUNA_LOCAL_RANK").empty())
    place.local = wholeOf(environment, "LACUNA_LOCAL_RANK", 0, place.rank);
  const std::string master = textOf(environment, "LACUNA_MASTER");
  const std::size_t colon = master.rfind(':');
  if (colon == std::string::npos || colon == 0) {
    throw Error(ErrorCode::kInvalidConfig, "The environment's LACUNA_MASTER is \"" + master +
                                               "\"; it must name rank 0's host and a free port there, as in "
                                               "10.0.0.1:29500.");
  }
  place.host = master.substr(0, colon);
  if (place.host.size() > 2 && place.host.front() == '[' && place.host.back() == ']')  // of IPv6
    place.host = place.host.substr(1, place.host.size() - 2);
  place.port = wholeOf("LACUNA_MASTER", master.substr(colon + 1), 1, 65535);
  return place;
}

}  // namespace

std::string firstHost(const std::string& list) {
  const std::size_t end = list.find_first_of("[,");
  if (end == std::string::npos || list[end] == ',') return list.substr(0, end);
  const std::size_t first = end + 1;
  return list.substr(0, end) + list.substr(first, list.find_first_of("-,]", first) - first);
}

void takeOwnGpu() {
  constexpr const char* kVisible = "CUDA_VISIBLE_DEVICES";
  std::optional<Place> place;
  try {
    place = findPlace([](const char* name) { return std::getenv(name); });
  } catch (const Error&) {
    return;  // whoever needs the place says so
  }
  if (!place) return;
  const auto local = static_cast<std::size_t>(place->local);
  const char* const visible = std::getenv(kVisible);
  if (visible == nullptr) {
    setenv(kVisible, std::to_string(local).c_str(), 1);
    return;
  }
  std::vector<std::string> gpus;
  std::istringstream list(visible);
  for (std::string gpu; std::getline(list, gpu, ',');) gpus.push_back(gpu);
  if (gpus.size() > 1 && local < gpus.size()) setenv(kVisible, gpus[local].c_str(), 1);
}

std::optional<Place> findPlace(const Environment& environment) {
  std::optional<Place> place = ofTorchrun(environment);
  if (!place) place = ofSlurm(environment);
  if (!place) place = ofLacuna(environment);
  if (!place || place->ranks == 1) return std::nullopt;
  if (place->host.empty()) {
    throw Error(ErrorCode::kInvalidConfig, "The environment says that this is rank " + std::to_string(place->rank) +
                                               " of " + std::to_string(place->ranks) +
                                               ", but not where rank 0 is: set MASTER_ADDR and MASTER_PORT.");
  }
  if (!textOf(environment, "LACUNA_RANK_PATIENCE").empty())
    place->patience = std::chrono::seconds(wholeOf(environment, "LACUNA_RANK_PATIENCE", 1, kMostSeconds));
  return place;
}

}  // namespace lacuna::engine
