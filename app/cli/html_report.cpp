// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/html_report.h"

#include "app/cli/report_table.h"
#include "storage/files/output_file.h"

namespace lacuna::app {
namespace {

constexpr const char* kStyle = R"(
:root { color-scheme: light dark; --ink: #1d1b18; --paper: #fcfaf6; --line: #d9d3c8; --dim: #6d665c; }
@media (prefers-color-scheme: dark) { :root { --ink: #e4dfd6; --paper: #1d1c1a; --line: #3f3b35; --dim: #a39b8e; } }
body { font: 16px/1.5 Georgia, serif; color: var(--ink); background: var(--paper); margin: 2rem auto; max-width: 70rem;
       padding: 0 1rem; }
h1 { font-weight: normal; } h2 { font-weight: normal; margin-top: 2.5rem; }
p.note, p.line { color: var(--dim); max-width: 46rem; } p.line { margin: 0; }
.plots { display: flex; flex-wrap: wrap; gap: 1rem; margin-top: 1.5rem; }
svg { width: 33rem; max-width: 100%; font: 12px sans-serif; fill: var(--ink); }
svg .title { font-size: 14px; } svg .grid { stroke: var(--line); }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font: 13px/1.6 sans-serif; font-variant-numeric: tabular-nums; }
th { text-align: left; font-weight: normal; color: var(--dim); border-bottom: 1px solid var(--line); }
th, td { padding: 0.1rem 0.8rem 0.1rem 0; vertical-align: top; } td.number, th.number { text-align: right; }
)";

std::string tableHtml(const engine::Table& table) {
  std::string html = "<h2>" + escaped(table.title) + "</h2>\n<p class=\"note\">" + escaped(table.note) + "</p>\n";
  html += "<div class=\"wide\"><table>\n<tr>";
  std::vector<bool> isText(table.columns.size(), false);
  for (const auto& row : table.rows) {
    for (std::size_t i = 0; i < row.size(); ++i) isText[i] = isText[i] || std::holds_alternative<std::string>(row[i]);
  }
  const auto kind = [&](std::size_t i) { return isText[i] ? "" : " class=\"number\""; };
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    html += std::string("<th") + kind(i) + ">" + escaped(table.columns[i].title) + "</th>";
  html += "</tr>\n";
  for (const auto& row : table.rows) {
    html += "<tr>";
    for (std::size_t i = 0; i < row.size(); ++i)
      html += std::string("<td") + kind(i) + ">" + escaped(cellText(row[i], table.columns[i].decimals)) + "</td>";
    html += "</tr>\n";
  }
  return html + "</table></div>\n";
}

}  // namespace

std::string htmlText(const HtmlReport& report) {
  std::string html = "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n<title>" +
                     escaped(report.title) + "</title>\n<style>" + kStyle + "</style></head>\n<body>\n<h1>" +
                     escaped(report.title) + "</h1>\n";
  for (const std::string& line : report.lines) html += "<p class=\"line\">" + escaped(line) + "</p>\n";
  html += "<div class=\"plots\">\n";
  for (const std::string& plot : report.plots) html += plot;
  html += "</div>\n";
  for (const engine::Table& table : report.tables) html += tableHtml(table);
  return html + "</body></html>\n";
}

void writeHtml(const std::string& path, const HtmlReport& report) { files::writeFile(path, htmlText(report)); }

}  // namespace lacuna::app
