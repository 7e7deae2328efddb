// SPDX-License-Identifier: GPL-3.0-or-later
// Tables and plots as one HTML file that needs no other: no script, no font, nothing from a network.
#pragma once

#include <string>
#include <vector>

#include "app/cli/svg_plot.h"

namespace lacuna::app {

struct HtmlReport {
  std::string title;
  std::vector<std::string> lines;  // what was measured, and how; one paragraph each
  std::vector<std::string> plots;  // SVG; empty ones are left out
  std::vector<engine::Table> tables;
};

std::string htmlText(const HtmlReport& report);

// Replaces the file in one step. Throws files::FileError.
void writeHtml(const std::string& path, const HtmlReport& report);

}  // namespace lacuna::app
