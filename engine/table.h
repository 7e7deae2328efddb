// SPDX-License-Identifier: GPL-3.0-or-later
// Measured figures as named columns and rows: what `lacuna inspect` and `lacuna bench` print, and their JSON.
// A value type; part of engine/session.h.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <variant>
#include <vector>

namespace lacuna::engine {

// A NaN in a cell: a dash in a table, null in JSON.
inline constexpr double kNotMeasured = std::numeric_limits<double>::quiet_NaN();

using Cell = std::variant<std::string, std::int64_t, double, bool>;

struct Column {
  std::string name;   // in JSON: lower case with underscores, its unit at the end where it has one ("step_ms")
  std::string title;  // above the column
  int decimals = 3;   // of doubles in text; JSON keeps all digits
};

struct Table {
  std::string name;  // in JSON
  std::string title;
  std::string note;  // how to read it, one or two sentences
  std::vector<Column> columns;
  std::vector<std::vector<Cell>> rows;  // each as long as columns
};

}  // namespace lacuna::engine
