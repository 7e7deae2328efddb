// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/report_table.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <sstream>
#include <vector>

#include "app/cli/styled_text.h"
#include "app/cli/terminal.h"

namespace lacuna::app {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kLineWidth = 100;

std::string numberText(double value, int decimals) {
  if (std::isnan(value)) return "-";
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", decimals, value);
  // A small difference shows its size, not a row of zeros.
  const bool lost = value != 0 && std::abs(value) < std::pow(10.0, -decimals) && decimals > 0;
  if (lost) std::snprintf(text, sizeof text, "%.1e", value);
  return text;
}

struct CellText {
  int decimals;
  std::string operator()(const std::string& text) const { return printable(text); }
  std::string operator()(std::int64_t value) const { return std::to_string(value); }
  std::string operator()(double value) const { return numberText(value, decimals); }
  std::string operator()(bool value) const { return value ? "*" : ""; }
};

struct CellJson {
  Json operator()(double value) const { return std::isfinite(value) ? Json(value) : Json(nullptr); }
  template <class Value>
  Json operator()(const Value& value) const {
    return Json(value);
  }
};

// Columns of characters: UTF-8's following bytes take none.
std::size_t widthOf(const std::string& text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string wrapped(const std::string& text) {
  std::istringstream words(text);
  std::string all;
  std::size_t used = 0;
  for (std::string word; words >> word;) {
    const bool fits = used > 0 && used + 1 + widthOf(word) <= kLineWidth;
    if (used > 0) all += fits ? " " : "\n";
    used = (fits ? used + 1 : 0) + widthOf(word);
    all += word;
  }
  return all;
}

}  // namespace

std::string cellText(const engine::Cell& cell, int decimals) { return std::visit(CellText{decimals}, cell); }

std::string tableText(const engine::Table& table) {
  std::vector<std::vector<std::string>> lines(1);
  for (const engine::Column& column : table.columns) lines[0].push_back(printable(column.title));
  std::vector<bool> isText(table.columns.size());
  for (const auto& row : table.rows) {
    lines.emplace_back();
    for (std::size_t i = 0; i < row.size(); ++i) {
      lines.back().push_back(cellText(row[i], table.columns[i].decimals));
      isText[i] = isText[i] || std::holds_alternative<std::string>(row[i]);
    }
  }
  std::vector<std::size_t> widths(table.columns.size());
  for (const auto& line : lines) {
    for (std::size_t i = 0; i < line.size(); ++i) widths[i] = std::max(widths[i], widthOf(line[i]));
  }
  std::string all = printable(table.title) + "\n";
  if (table.rows.empty()) all += "  nothing to measure\n";
  for (std::size_t row = 0; row < lines.size() && !table.rows.empty(); ++row) {
    std::string line = " ";
    for (std::size_t i = 0; i < lines[row].size(); ++i) {
      const std::string padding(widths[i] - widthOf(lines[row][i]), ' ');
      line.append(1, ' ').append(isText[i] ? lines[row][i] + padding : padding + lines[row][i]).append(1, ' ');
    }
    line.erase(line.find_last_not_of(' ') + 1);
    all += line + "\n";
  }
  return all + wrapped(printable(table.note)) + "\n\n";
}

Json tableJson(const engine::Table& table) {
  Json object;
  object["title"] = table.title;
  object["note"] = table.note;
  object["rows"] = Json::array();
  for (const auto& row : table.rows) {
    Json entry = Json::object();
    for (std::size_t i = 0; i < row.size(); ++i) entry[table.columns[i].name] = std::visit(CellJson(), row[i]);
    object["rows"].push_back(std::move(entry));
  }
  return object;
}

std::string jsonText(const Json& object) {
  const std::string text = object.dump(2, ' ', false, Json::error_handler_t::replace);
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    // DEL, and the control characters U+0080..9F, which are C2 80..9F. They stand in texts alone.
    const auto byte = static_cast<unsigned char>(text[i]);
    const auto next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0U;
    const bool pair = byte == 0xC2 && next >= 0x80 && next < 0xA0;
    if (byte != 0x7F && !pair) {
      out += text[i];
      continue;
    }
    char code[8];
    std::snprintf(code, sizeof code, "\\u%04x", pair ? next : 0x7FU);
    out += code;
    i += pair ? 1 : 0;
  }
  return out;
}

void printJson(const Json& object) { std::printf("%s\n", jsonText(object).c_str()); }

void NoteLine::show(const std::string& note) const {
  if (!terminalAt(2).live) return;
  std::fprintf(stderr, "\r\x1b[K%s", printable(note).c_str());
  std::fflush(stderr);
}

void NoteLine::keep(const std::string& sentence) const {
  show({});
  std::fprintf(stderr, "%s\n", printable(sentence).c_str());
}

}  // namespace lacuna::app
