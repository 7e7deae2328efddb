// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "app/cli/exit_codes.h"
#include "app/cli/model_store.h"
#include "app/cli/report_table.h"
#include "app/cli/run.h"
#include "app/cli/styled_text.h"
#include "app/cli/text_file.h"
#include "app/engine/engine_loader.h"
#include "app/engine/model_places.h"

namespace lacuna::app {
namespace {

using Json = nlohmann::ordered_json;

// A model as it was found, with what it says of itself or why it cannot be used.
struct Described {
  FoundModel found;
  engine::ModelFile file;
  std::string error;
};

Described describe(const FoundModel& found) {
  Described described{found, {}, {}};
  try {
    described.file = loadEngine().describe(found.path);
  } catch (const engine::Error& error) {
    if (error.code() != engine::ErrorCode::kBadModel && error.code() != engine::ErrorCode::kIo) throw;
    described.error = error.what();
  }
  return described;
}

// "135 M", "98 MB", "5.0 M": three digits at most.
std::string rounded(std::int64_t number, const char* unit) {
  char text[32];
  const double millions = static_cast<double>(number) / 1e6;
  if (millions >= 999.5) {
    std::snprintf(text, sizeof text, "%.1f G%s", millions / 1000.0, unit);
  } else {
    std::snprintf(text, sizeof text, millions < 10.0 ? "%.1f M%s" : "%.0f M%s", millions, unit);
  }
  return text;
}

Json toJson(const Described& described) {
  const engine::ModelFile& file = described.file;
  Json object;
  object["name"] = described.found.name;
  object["kind"] = file.kind.empty() ? (described.found.base ? "base" : "model") : file.kind;
  object["place"] = placeName(described.found.place);
  object["path"] = described.found.path;
  if (!described.error.empty()) {
    object["error"] = described.error;
    return object;
  }
  object["title"] = file.name;
  object["licence"] = file.licence.empty() ? Json() : Json(file.licence);
  object["bytes"] = file.bytes;
  object["parameters"] = file.parameters;
  object["sha256"] = file.sha256;
  object["layers"] = file.layers;
  object["width"] = file.width;
  object["vocabulary"] = file.vocabulary;
  if (file.kind == "voice") object["over"] = {{"name", file.over}, {"sha256", file.overSha256}};
  if (file.kind == "adapter" || file.kind == "voice")
    object["base"] = {{"file", file.base}, {"sha256", file.baseSha256}};
  if (described.found.base) {
    object["context"] = file.context;
    object["quantization"] = file.quantization;
  }
  return object;
}

void printLine(const std::string& line) { std::printf("%s\n", printable(line).c_str()); }

std::string padded(std::string text, std::size_t width) {
  if (text.size() < width) text.append(width - text.size(), ' ');
  return text;
}

int listModels(bool json) {
  std::vector<Described> models;
  for (const FoundModel& found : findModels()) models.push_back(describe(found));
  if (json) {
    Json object;
    object["models"] = Json::array();
    for (const Described& each : models) object["models"].push_back(toJson(each));
    object["folder"] = ownModelFolder();
    printJson(object);
    return kExitDone;
  }
  if (models.empty()) complain("There is no model on this machine yet: add one with lacuna model add FILE.");
  std::size_t width = 0;
  std::size_t titleWidth = 0;
  for (const Described& each : models) {
    width = std::max(width, each.found.name.size());
    titleWidth = std::max(titleWidth, each.file.name.size());
  }
  for (const Described& each : models) {
    const std::string head = padded(each.file.kind.empty() ? (each.found.base ? "base" : "model") : each.file.kind, 9) +
                             padded(each.found.name, width + 2);
    if (!each.error.empty()) {
      printLine(head + each.error);
      continue;
    }
    const engine::ModelFile& file = each.file;
    printLine(head + padded(file.name, titleWidth + 2) + padded(rounded(file.parameters, ""), 8) +
              padded(rounded(file.bytes, "B"), 8) + padded(file.licence.empty() ? "-" : file.licence, 12) +
              padded(file.sha256.substr(0, 12), 14) + padded(placeName(each.found.place), 11) + each.found.path);
  }
  return kExitDone;
}

// By name, by path, or by the first digits of its hash.
Described findModel(const std::string& wanted, bool ownFirst) {
  const std::vector<FoundModel> all = findModels();
  const FoundModel* best = nullptr;
  for (const FoundModel& model : all) {
    if (model.name != wanted && model.path != wanted) continue;
    if (best == nullptr || (ownFirst && best->place != ModelPlace::kOwn && model.place == ModelPlace::kOwn))
      best = &model;
  }
  if (best != nullptr) return describe(*best);
  constexpr std::size_t kFewestDigits = 6;
  for (const FoundModel& model : all) {
    if (wanted.size() < kFewestDigits) break;
    Described described = describe(model);
    if (described.file.sha256.rfind(wanted, 0) == 0) return described;
  }
  throw BadInput("There is no model named " + wanted + "; lacuna model list says which there are.");
}

// A folder or a file that is none of the known models is looked at where it is: a voice, mostly.
Described shownModel(const std::string& name) {
  try {
    return findModel(name, /*ownFirst=*/false);
  } catch (const BadInput&) {
    std::error_code failed;
    if (!std::filesystem::exists(name, failed)) throw;
  }
  return describe({name, name, ModelPlace::kNamed, false});
}

int showModel(const std::string& name, bool json) {
  const Described model = shownModel(name);
  if (!model.error.empty()) {
    complain(model.error);
    return kExitBadModel;
  }
  if (json) {
    printJson(toJson(model));
    return kExitDone;
  }
  const engine::ModelFile& file = model.file;
  const auto line = [](const char* what, const std::string& value) {
    if (!value.empty()) printLine("  " + padded(what, 14) + value);
  };
  printLine(model.found.name);
  line("kind", file.kind == "base"      ? "base: a pretrained language model"
               : file.kind == "adapter" ? "adapter: makes a base denoise"
               : file.kind == "voice"   ? "voice: makes an adapter speak as one author"
                                        : "model: a denoiser");
  if (!file.over.empty()) line("over", file.over + ", " + file.overSha256.substr(0, 12));
  line("base", file.base);
  line("title", file.name);
  line("licence", file.licence.empty() ? "not stated in the file" : file.licence);
  line("parameters", std::to_string(file.parameters));
  line("size", rounded(file.bytes, "B") + (file.quantization.empty() ? "" : ", " + file.quantization));
  if (file.layers > 0)
    line("shape", std::to_string(file.layers) + " layers, width " + std::to_string(file.width) + ", vocabulary " +
                      std::to_string(file.vocabulary));
  if (file.context > 0) line("context", std::to_string(file.context) + " tokens");
  line("sha256", file.sha256);
  line("place", placeName(model.found.place));
  line("path", model.found.path);
  return kExitDone;
}

int addModelFrom(const std::string& path, bool json) {
  if (std::error_code failed; !std::filesystem::exists(path, failed))
    throw BadInput("There is no file or folder " + path + ".");
  const engine::ModelFile file = loadEngine().describe(path);
  for (const FoundModel& found : findModels()) {
    if (found.place != ModelPlace::kOwn) continue;
    if (describe(found).file.sha256 == file.sha256)
      throw BadInput("That model is there already, as " + found.path + ".");
  }
  const std::string added = addModel(path);
  if (json) {
    for (const FoundModel& found : findModels()) {
      if (found.path == added) printJson(toJson(describe(found)));
    }
  } else {
    printLine("Added " + added + " (" + rounded(file.bytes, "B") + ").");
  }
  return kExitDone;
}

int removeModelNamed(const std::string& name) {
  const Described model = findModel(name, /*ownFirst=*/true);
  removeModel(model.found);
  printLine("Removed " + model.found.path + ".");
  return kExitDone;
}

int modelWork(const ModelOptions& options) {
  if (options.action == "show") return showModel(options.name, options.json);
  if (options.action == "add") return addModelFrom(options.name, options.json);
  if (options.action == "remove") return removeModelNamed(options.name);
  return listModels(options.json);
}

}  // namespace

int runModel(const ModelOptions& options) {
  return guarded([&] {
    try {
      return modelWork(options);
    } catch (const BadInput& error) {
      complain(error.what());
      return kExitBadInput;
    }
  });
}

}  // namespace lacuna::app
