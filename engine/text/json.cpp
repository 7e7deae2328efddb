// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/text/json.h"

#include <algorithm>

#include "engine/file_access.h"

namespace lacuna::engine {
namespace {

// The deepest nesting of brackets outside of texts. Of what is no JSON it is some number, and the parser says the rest.
int depthOf(std::string_view text) {
  int depth = 0;
  int deepest = 0;
  bool inText = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (inText) {
      if (c == '\\') ++i;
      if (c == '"') inText = false;
    } else if (c == '"') {
      inText = true;
    } else if (c == '[' || c == '{') {
      deepest = std::max(deepest, ++depth);
    } else if (c == ']' || c == '}') {
      --depth;
    }
  }
  return deepest;
}

}  // namespace

template <class Json>
Json parseJson(std::string_view text, const std::string& what, ErrorCode code) {
  if (depthOf(text) > kDeepestJson) {
    throw Error(code, what + " is not usable: it is nested more than " + std::to_string(kDeepestJson) + " deep.");
  }
  try {
    return Json::parse(text);
  } catch (const nlohmann::json::parse_error& error) {
    const auto at = std::min(error.byte, text.size());
    const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n');
    throw Error(code, what + " is not JSON: line " + std::to_string(line) + " (byte " + std::to_string(at) +
                          ") breaks its rules.");
  } catch (const nlohmann::json::exception&) {
    throw Error(code, what + " is not usable: it holds a number that is out of range.");
  }
}

template <class Json>
Json readJsonObject(const std::string& path, const std::string& what, ErrorCode code) {
  const std::string text = readInput(path, kLargestJson, code);
  Json json = parseJson<Json>(text, what + " " + path, code);
  if (!json.is_object()) throw Error(code, what + " " + path + " is not a JSON object.");
  return json;
}

std::string briefly(const nlohmann::json& value) {
  constexpr std::size_t kMost = 60;
  std::string text = value.dump(-1, ' ', /*ensure_ascii=*/true, nlohmann::json::error_handler_t::replace);
  if (text.size() > kMost) text = text.substr(0, kMost) + "...";
  return text;
}

template nlohmann::json parseJson(std::string_view, const std::string&, ErrorCode);
template nlohmann::ordered_json parseJson(std::string_view, const std::string&, ErrorCode);
template nlohmann::json readJsonObject(const std::string&, const std::string&, ErrorCode);
template nlohmann::ordered_json readJsonObject(const std::string&, const std::string&, ErrorCode);

}  // namespace lacuna::engine
