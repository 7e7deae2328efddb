// SPDX-License-Identifier: GPL-3.0-or-later
// A small line plot with intervals, as inline SVG that needs nothing else to be seen.
#pragma once

#include <string>

#include "engine/session.h"

namespace lacuna::app {

// Names of columns of a table. Rows whose x is not measured are drawn as a level line over the whole width.
struct PlotColumns {
  std::string title;
  std::string series;  // a column of text: one line each
  std::string x;       // numbers above 0, on a logarithmic axis
  std::string y;
  std::string low;  // of an interval; empty: none is drawn
  std::string high;
};

// Empty when the table lacks a column or has no row to draw. All text is escaped.
std::string svgPlot(const engine::Table& table, const PlotColumns& columns);

// For text inside HTML and SVG.
std::string escaped(const std::string& text);

}  // namespace lacuna::app
