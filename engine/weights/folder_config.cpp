// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/weights/folder_config.h"

#include <filesystem>

#include "engine/text/json.h"

namespace lacuna::engine {

nlohmann::json readFolderConfig(const std::string& folder) {
  namespace fs = std::filesystem;
  const fs::path path(folder);
  std::error_code failed;
  if (!fs::is_directory(path, failed))
    throw Error(ErrorCode::kBadModel, "The model folder " + folder + " does not exist; give another with --model.");
  if (!fs::exists(path / "config.json", failed))
    throw Error(ErrorCode::kBadModel, "The model folder " + folder + " has no config.json.");
  for (const char* const name : {"config.json", "tokenizer.model", "model.safetensors", kAdapterWeights}) {
    if (fs::exists(path / name, failed) && !fs::is_regular_file(path / name, failed))
      throw Error(ErrorCode::kBadModel, "The " + std::string(name) + " in " + folder + " is no file.");
  }
  return readJsonObject(folder + "/config.json", "The file", ErrorCode::kBadModel);
}

}  // namespace lacuna::engine
