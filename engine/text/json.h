// SPDX-License-Identifier: GPL-3.0-or-later
// The one way in which the engine reads JSON that somebody else wrote. The parser's library takes any depth, and what
// comes after it (copies, texts, comparisons) calls itself once a level: depth and size are checked before.
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "engine/error.h"

namespace lacuna::engine {

constexpr int kDeepestJson = 64;
constexpr std::size_t kLargestJson = std::size_t{4} << 20U;  // bytes of a configuration or a grid

// Json: nlohmann::json, or nlohmann::ordered_json where the order of an object's members counts.
// what: for the sentence, "The configuration small.json". Throws Error(code): not JSON (and in which line), too deep,
// or a number that no double holds.
template <class Json = nlohmann::json>
Json parseJson(std::string_view text, const std::string& what, ErrorCode code = ErrorCode::kInvalidInput);

// The file must hold one object. Throws Error(code) also where it cannot be read or is too large.
template <class Json = nlohmann::json>
Json readJsonObject(const std::string& path, const std::string& what, ErrorCode code = ErrorCode::kInvalidInput);

// How a value looks in a sentence: its JSON, cut off where it is long.
std::string briefly(const nlohmann::json& value);

}  // namespace lacuna::engine
