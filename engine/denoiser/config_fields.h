// SPDX-License-Identifier: GPL-3.0-or-later
// readField's body.
#pragma once

#include "engine/session.h"

namespace lacuna::engine {

template <class T>
void readField(const nlohmann::json& json, const char* name, T* value) {
  const auto found = json.find(name);
  if (found == json.end()) return;
  try {
    if constexpr (std::is_same_v<T, bool>) {
      if (!found->is_boolean()) throw std::invalid_argument("not a boolean");
    } else if constexpr (std::is_arithmetic_v<T>) {
      if (!found->is_number()) throw std::invalid_argument("not a number");
    }
    *value = found->template get<T>();
  } catch (const std::exception&) {
    throw Error(ErrorCode::kInvalidConfig,
                "The configuration's field \"" + std::string(name) + "\" has the wrong type: " + found->dump() + ".");
  }
}

}  // namespace lacuna::engine
