// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/infill_output.h"

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "app/cli/gap_markers.h"
#include "app/cli/report_table.h"
#include "app/cli/styled_text.h"

namespace lacuna::app {
namespace {

using Json = nlohmann::ordered_json;

std::string escaped(const std::string& text) {
  std::string out;
  for (const char letter : text) {
    switch (letter) {
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\t':
        out += "\\t";
        break;
      case '\r':
        out += "\\r";
        break;
      default:
        if (const auto byte = static_cast<unsigned char>(letter); byte < 0x20 || byte == 0x7F) {
          char code[8];
          std::snprintf(code, sizeof code, "\\x%02x", static_cast<unsigned>(byte));
          out += code;
        } else {
          out += letter;
        }
    }
  }
  return out;
}

std::string scoreText(float score) {
  char buffer[32];
  std::snprintf(buffer, sizeof buffer, "%.3f", static_cast<double>(score));
  return buffer;
}

}  // namespace

std::string infillJson(const engine::InfillRequest& request, const engine::InfillResult& result,
                       const std::string& model) {
  Json object;
  object["model"] = model;
  object["seed"] = request.seed;
  object["steps"] = result.steps;
  object["seconds"] = result.seconds;
  object["gaps"] = Json::array();
  for (std::size_t gap = 0; gap < request.gaps.size(); ++gap) {
    Json entry;
    entry["start"] = request.gaps[gap].begin;
    entry["length_tokens"] = result.candidates.empty() ? 0 : result.candidates.front()[gap].lengthTokens;
    entry["candidates"] = Json::array();
    for (const auto& candidate : result.candidates) {
      Json fill;
      fill["text"] = candidate[gap].text;
      fill["score"] = candidate[gap].score;
      entry["candidates"].push_back(std::move(fill));
    }
    object["gaps"].push_back(std::move(entry));
  }
  return jsonText(object) + "\n";
}

std::string infillLines(const engine::InfillResult& result) {
  std::string out;
  const std::size_t gaps = result.candidates.empty() ? 0 : result.candidates.front().size();
  for (std::size_t gap = 0; gap < gaps; ++gap) {
    for (std::size_t i = 0; i < result.candidates.size(); ++i) {
      const engine::GapFill& fill = result.candidates[i][gap];
      out += std::to_string(gap + 1) + "\t" + std::to_string(i + 1) + "\t" + scoreText(fill.score) + "\t" +
             escaped(fill.text) + "\n";
    }
  }
  return out;
}

std::string infillList(const engine::InfillRequest& request, const engine::InfillResult& result,
                       const Terminal& terminal) {
  std::string out;
  const int width = std::clamp(terminal.columns - 14, 10, 72);
  std::ptrdiff_t number = 1;
  std::size_t counted = 0;  // gaps are ascending: the text is walked through once
  for (std::size_t gap = 0; gap < request.gaps.size(); ++gap) {
    const std::size_t begin = std::min(request.gaps[gap].begin, request.text.size());
    const auto at = [&](std::size_t byte) { return request.text.begin() + static_cast<std::ptrdiff_t>(byte); };
    number += std::count(at(counted), at(begin), '\n');
    counted = begin;
    if (request.gaps.size() > 1) out += "gap " + std::to_string(gap + 1) + ", line " + std::to_string(number) + "\n";
    for (std::size_t i = 0; i < result.candidates.size(); ++i) {
      const engine::GapFill& fill = result.candidates[i][gap];
      char head[32];
      std::snprintf(head, sizeof head, "%3zu  %7s  ", i + 1, scoreText(fill.score).c_str());
      std::string indent = inked(head, Ink::Accent, terminal.colour);
      const auto first = fill.text.find_first_not_of(" \n");
      for (const StyledLine& wrapped :
           wrapStyled({{first == std::string::npos ? "" : fill.text.substr(first), Ink::Context}}, width, false)) {
        out += indent + wrapped.text + "\n";
        indent = "              ";
      }
    }
    if (gap + 1 < request.gaps.size()) out += "\n";
  }
  return out;
}

}  // namespace lacuna::app
