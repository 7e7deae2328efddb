// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/svg_plot.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <optional>
#include <set>

namespace lacuna::app {
namespace {

// Pixels; the frame is what the axes enclose.
constexpr double kWidth = 640;
constexpr double kHeight = 300;
constexpr double kLeft = 56;
constexpr double kRight = 170;  // room for the names of the lines
constexpr double kTop = 34;
constexpr double kBottom = 40;

// Told apart also by those who see few colours (Okabe and Ito 2008).
const char* const kColours[] = {"#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#7f7f7f"};

struct Point {
  double x = 0;  // NaN: a level line
  double y = 0;
  double low = 0;
  double high = 0;
};

struct Line {
  std::string name;
  std::vector<Point> points;
};

struct Frame {
  double firstX = 0, lastX = 0;  // logarithms
  double lowY = 0, highY = 0;

  double left(double x) const {
    const double share = lastX > firstX ? (std::log(x) - firstX) / (lastX - firstX) : 0.5;
    return kLeft + share * (kWidth - kLeft - kRight);
  }
  double top(double y) const { return kHeight - kBottom - (y - lowY) / (highY - lowY) * (kHeight - kTop - kBottom); }
};

std::string number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f", value);
  return text;
}

std::string label(double value, double step) {
  char text[32];
  std::snprintf(text, sizeof text, "%.*f", step < 1 ? (step < 0.1 ? 2 : 1) : 0, value);
  return text;
}

double numberOf(const engine::Cell& cell) {
  if (const auto* whole = std::get_if<std::int64_t>(&cell)) return static_cast<double>(*whole);
  if (const auto* real = std::get_if<double>(&cell)) return *real;
  return engine::kNotMeasured;
}

std::optional<std::size_t> columnOf(const engine::Table& table, const std::string& name) {
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    if (table.columns[i].name == name) return i;
  }
  return std::nullopt;
}

std::vector<Line> linesOf(const engine::Table& table, const PlotColumns& columns) {
  const auto series = columnOf(table, columns.series);
  const auto x = columnOf(table, columns.x);
  const auto y = columnOf(table, columns.y);
  const auto low = columnOf(table, columns.low);
  const auto high = columnOf(table, columns.high);
  std::vector<Line> lines;
  if (!series || !x || !y) return lines;
  for (const auto& row : table.rows) {
    const auto* name = std::get_if<std::string>(&row[*series]);
    Point point{numberOf(row[*x]), numberOf(row[*y]), engine::kNotMeasured, engine::kNotMeasured};
    if (low && high) point.low = numberOf(row[*low]);
    if (low && high) point.high = numberOf(row[*high]);
    if (name == nullptr || std::isnan(point.y)) continue;
    const auto same = std::find_if(lines.begin(), lines.end(), [&](const Line& line) { return line.name == *name; });
    Line& line = same == lines.end() ? lines.emplace_back(Line{*name, {}}) : *same;
    line.points.push_back(point);
  }
  return lines;
}

Frame frameOf(const std::vector<Line>& lines) {
  Frame frame{1e9, -1e9, 1e300, -1e300};
  for (const Line& line : lines) {
    for (const Point& point : line.points) {
      if (point.x > 0) frame.firstX = std::min(frame.firstX, std::log(point.x));
      if (point.x > 0) frame.lastX = std::max(frame.lastX, std::log(point.x));
      for (const double y : {point.y, point.low, point.high}) {
        if (std::isnan(y)) continue;
        frame.lowY = std::min(frame.lowY, y);
        frame.highY = std::max(frame.highY, y);
      }
    }
  }
  const double room = std::max(1e-6, 0.08 * (frame.highY - frame.lowY));
  frame.lowY -= room;
  frame.highY += room;
  return frame;
}

// 1, 2 or 5 times a power of ten, so that there are four to nine lines.
double stepOf(double range) {
  const double power = std::pow(10.0, std::floor(std::log10(range / 4)));
  for (const double step : {5.0, 2.0}) {
    if (range / (step * power) >= 4) return step * power;
  }
  return power;
}

std::string text(double x, double y, const std::string& anchor, const std::string& what) {
  return "<text x=\"" + number(x) + "\" y=\"" + number(y) + "\" text-anchor=\"" + anchor + "\">" + escaped(what) +
         "</text>\n";
}

std::string stroke(double x1, double y1, double x2, double y2, const std::string& style) {
  return "<line x1=\"" + number(x1) + "\" y1=\"" + number(y1) + "\" x2=\"" + number(x2) + "\" y2=\"" + number(y2) +
         "\" " + style + "/>\n";
}

std::string axes(const std::vector<Line>& lines, const Frame& frame) {
  std::string svg;
  const double step = stepOf(frame.highY - frame.lowY);
  for (double y = std::ceil(frame.lowY / step) * step; y <= frame.highY; y += step) {
    svg += stroke(kLeft, frame.top(y), kWidth - kRight, frame.top(y), "class=\"grid\"");
    svg += text(kLeft - 6, frame.top(y) + 4, "end", label(y, step));
  }
  std::set<double> places;
  for (const Line& line : lines) {
    for (const Point& point : line.points) {
      if (point.x > 0) places.insert(point.x);
    }
  }
  for (const double x : places) svg += text(frame.left(x), kHeight - kBottom + 18, "middle", label(x, 1));
  return svg;
}

std::string drawLine(const Line& line, const Frame& frame, const std::string& colour) {
  std::string svg;
  const std::string style = "stroke=\"" + colour + "\" stroke-width=\"2\"";
  std::string path;
  for (const Point& point : line.points) {
    if (!(point.x > 0)) {
      svg +=
          stroke(kLeft, frame.top(point.y), kWidth - kRight, frame.top(point.y), style + " stroke-dasharray=\"5 4\"");
      continue;
    }
    const double left = frame.left(point.x);
    path += (path.empty() ? "M" : "L") + number(left) + " " + number(frame.top(point.y)) + " ";
    svg += "<circle cx=\"" + number(left) + "\" cy=\"" + number(frame.top(point.y)) + "\" r=\"3.5\" fill=\"" + colour +
           "\"/>\n";
    if (!std::isnan(point.low))
      svg += stroke(left, frame.top(point.low), left, frame.top(point.high), "stroke=\"" + colour + "\"");
  }
  if (!path.empty()) svg += "<path d=\"" + path + "\" fill=\"none\" " + style + "/>\n";
  return svg;
}

}  // namespace

std::string escaped(const std::string& given) {
  std::string out;
  for (const char c : given) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string svgPlot(const engine::Table& table, const PlotColumns& columns) {
  const std::vector<Line> lines = linesOf(table, columns);
  if (lines.empty()) return {};
  const Frame frame = frameOf(lines);
  std::string svg = "<svg viewBox=\"0 0 " + number(kWidth) + " " + number(kHeight) + "\" role=\"img\" aria-label=\"" +
                    escaped(columns.title) + "\">\n";
  svg += "<text x=\"" + number(kLeft) + "\" y=\"20\" class=\"title\">" + escaped(columns.title) + "</text>\n";
  svg += axes(lines, frame);
  double name = kTop + 8;
  for (std::size_t i = 0; i < lines.size(); ++i, name += 20) {
    const std::string colour = kColours[i % std::size(kColours)];
    svg += drawLine(lines[i], frame, colour);
    svg += stroke(kWidth - kRight + 12, name - 4, kWidth - kRight + 30, name - 4,
                  "stroke=\"" + colour + "\" stroke-width=\"2\"");
    svg += text(kWidth - kRight + 36, name, "start", lines[i].name);
  }
  return svg + "</svg>\n";
}

}  // namespace lacuna::app
