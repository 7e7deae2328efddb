// SPDX-License-Identifier: GPL-3.0-or-later
// Tables of figures, as text for a person and as JSON for a program.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "engine/session.h"

namespace lacuna::app {

// Title, columns and rows aligned under each other, then the note, wrapped; ends with an empty line. What was not
// measured is a dash; a column titled "*" marks the rows for which it holds.
std::string tableText(const engine::Table& table);

// One cell: what was not measured is a dash. decimals: of doubles.
std::string cellText(const engine::Cell& cell, int decimals);

// {"title", "note", "rows": [{column: value}]}; what was not measured is null.
nlohmann::ordered_json tableJson(const engine::Table& table);

// As text for standard output, which may be a terminal: what would drive one is written as \uXXXX, the rest as it is.
std::string jsonText(const nlohmann::ordered_json& object);
// Prints one JSON object to standard output.
void printJson(const nlohmann::ordered_json& object);

// For long work: shows each note on one line of standard error that the next one replaces, where that is a terminal,
// and nothing otherwise; what is to stay has a line of its own there, whatever it is. The note is cleared at the end,
// also when an error ends the work.
class NoteLine {
 public:
  NoteLine() = default;
  ~NoteLine() { show({}); }
  NoteLine(const NoteLine&) = delete;
  NoteLine& operator=(const NoteLine&) = delete;
  void show(const std::string& note) const;
  void keep(const std::string& sentence) const;
};

}  // namespace lacuna::app
