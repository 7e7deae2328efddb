// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/voice/voice_config.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace lacuna::app {
namespace {

using Json = nlohmann::ordered_json;

// What is lost when the machine goes off, at most.
constexpr int kMostBetween = 50;
constexpr int kWithoutSamples = 25;

Json config(const QString& name, const storage::VoiceSettings& settings) {
  Json voice = {{"name", name.toStdString()}, {"rank", settings.rank}};
  if (!settings.linears.isEmpty()) {
    voice["linears"] = Json::array();
    for (const QString& linear : settings.linears) voice["linears"].push_back(linear.toStdString());
  }
  return {{"voice", voice},
          {"rehearsal", settings.rehearsal},
          {"patience", settings.patience},
          {"optimizer", {{"adamRate", settings.rate}}},
          {"seed", settings.seed}};
}

}  // namespace

int stepsBetweenCheckpoints(const storage::VoiceSettings& settings) {
  const int every = settings.sampleEvery > 0 ? settings.sampleEvery : kWithoutSamples;
  for (int parts = 1; parts < every; ++parts) {
    if (every % parts == 0 && every / parts <= kMostBetween) return every / parts;
  }
  return 1;
}

std::string trainingConfig(const QString& name, const storage::VoiceSettings& settings) {
  Json json = config(name, settings);
  if (settings.steps > 0) json["steps"] = settings.steps;
  json["checkpointEvery"] = json["heldOutEvery"] = stepsBetweenCheckpoints(settings);
  return json.dump(2);
}

std::string dryConfig(const QString& name, const storage::VoiceSettings& settings, int steps) {
  Json json = config(name, settings);
  json["patience"] = 0;
  json["rehearsal"] = 0;  // what is rehearsed on is made before the first step, and takes longer than all of this
  json["steps"] = json["checkpointEvery"] = json["heldOutEvery"] = steps;
  return json.dump(2);
}

}  // namespace lacuna::app
