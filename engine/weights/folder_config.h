// SPDX-License-Identifier: GPL-3.0-or-later
// The first look into a model's folder, before anything in it is opened.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace lacuna::engine {

constexpr const char* kAdapterWeights = "adapter.safetensors";  // in the folder of an adapter

// Its config.json. Throws Error(kBadModel) where there is none, or where one of the model's files is no file: a pipe
// would be waited for.
nlohmann::json readFolderConfig(const std::string& folder);

}  // namespace lacuna::engine
