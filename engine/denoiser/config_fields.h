// SPDX-License-Identifier: GPL-3.0-or-later
// readField's body. Every number is checked to be what its field can hold before it is converted: 6.9 is no number of
// layers, and 2^32 + 192 no width of 192.
#pragma once

#include <cmath>
#include <limits>
#include <map>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "engine/error.h"
#include "engine/text/json.h"

namespace lacuna::engine {
namespace fields {

[[noreturn]] inline void refuse() { throw std::invalid_argument("of another type"); }

// A whole number within the type. 4e3 is one: it is written as a real number and is none.
template <class T>
T wholeNumber(const nlohmann::json& json) {
  if (json.is_number_unsigned()) {
    const auto value = json.get<std::uint64_t>();
    if (value > static_cast<std::uint64_t>(std::numeric_limits<T>::max())) refuse();
    return static_cast<T>(value);
  }
  if (json.is_number_integer()) {
    // Below zero in what was parsed; of any sign in what was made in the program.
    const auto value = json.get<std::int64_t>();
    if (!std::in_range<T>(value)) refuse();
    return static_cast<T>(value);
  }
  if (!json.is_number_float()) refuse();
  const auto value = json.get<double>();
  constexpr double kExact = 9007199254740992.0;  // 2^53, up to where every whole number has its double
  const double least = std::is_unsigned_v<T> ? 0.0 : -kExact;
  if (std::floor(value) != value || value < least || value > kExact) refuse();
  if (value < static_cast<double>(std::numeric_limits<T>::min()) ||
      value > static_cast<double>(std::numeric_limits<T>::max()))
    refuse();
  return static_cast<T>(value);
}

template <class T>
struct Reader {
  static T read(const nlohmann::json& json) {
    if constexpr (std::is_same_v<T, bool>) {
      if (!json.is_boolean()) refuse();
      return json.get<bool>();
    } else if constexpr (std::is_integral_v<T>) {
      return wholeNumber<T>(json);
    } else if constexpr (std::is_floating_point_v<T>) {
      if (!json.is_number()) refuse();
      const T value = json.get<T>();
      if (!std::isfinite(value)) refuse();
      return value;
    } else {
      if (!json.is_string()) refuse();
      return json.get<T>();
    }
  }
};

template <class T>
struct Reader<std::vector<T>> {
  static std::vector<T> read(const nlohmann::json& json) {
    if (!json.is_array()) refuse();
    std::vector<T> values;
    for (const auto& value : json) values.push_back(Reader<T>::read(value));
    return values;
  }
};

template <class First, class Second>
struct Reader<std::pair<First, Second>> {
  static std::pair<First, Second> read(const nlohmann::json& json) {
    if (!json.is_array() || json.size() != 2) refuse();
    return {Reader<First>::read(json[0]), Reader<Second>::read(json[1])};
  }
};

template <class T>
struct Reader<std::map<std::string, T>> {
  static std::map<std::string, T> read(const nlohmann::json& json) {
    if (!json.is_object()) refuse();
    std::map<std::string, T> values;
    for (const auto& [name, value] : json.items()) values[name] = Reader<T>::read(value);
    return values;
  }
};

}  // namespace fields

template <class T>
void readField(const nlohmann::json& json, const char* name, T* value) {
  const auto found = json.find(name);
  if (found == json.end()) return;
  try {
    *value = fields::Reader<T>::read(*found);
  } catch (const std::invalid_argument&) {
    throw Error(ErrorCode::kInvalidConfig, "The configuration's field \"" + std::string(name) +
                                               "\" is of the wrong type, or too large for it: " + briefly(*found) +
                                               ".");
  }
}

template <class T>
void readField(const nlohmann::json& json, const char* name, T* value, double low, double high) {
  readField(json, name, value);
  const auto number = static_cast<double>(*value);
  if (number >= low && number <= high) return;
  throw Error(ErrorCode::kInvalidConfig, "The configuration's field \"" + std::string(name) + "\" is " +
                                             briefly(*value) + "; it must be " + briefly(low) + " to " + briefly(high) +
                                             ".");
}

}  // namespace lacuna::engine
