// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/attention/rotary.h"

#include <cmath>

#include "engine/attention/layout.h"

namespace lacuna::engine {

RotaryTable makeRotary(const std::vector<std::int32_t>& positions, int turned, double base) {
  const int frequencies = turned / 2;
  const auto rows = static_cast<std::int64_t>(positions.size());
  RotaryTable table;
  table.cos_TF = torch::zeros({rows, 1, frequencies});
  table.sin_TF = torch::zeros({rows, 1, frequencies});
  auto* cosData = table.cos_TF.data_ptr<float>();
  auto* sinData = table.sin_TF.data_ptr<float>();
  std::vector<double> speed(static_cast<std::size_t>(frequencies));
  for (int f = 0; f < frequencies; ++f)
    speed[static_cast<std::size_t>(f)] = std::pow(base, -static_cast<double>(f) / frequencies);
  for (std::int64_t row = 0; row < rows; ++row) {
    const std::int32_t position = positions[static_cast<std::size_t>(row)];
    if (position == kNowhere) continue;
    for (int f = 0; f < frequencies; ++f) {
      const double angle = position * speed[static_cast<std::size_t>(f)];
      cosData[row * frequencies + f] = static_cast<float>(std::cos(angle));
      sinData[row * frequencies + f] = static_cast<float>(std::sin(angle));
    }
  }
  return table;
}

torch::Tensor rotate(const torch::Tensor& x_THD, const RotaryTable& table) {
  const std::int64_t half = table.cos_TF.size(2);
  const auto cos = table.cos_TF.to(x_THD.scalar_type());
  const auto sin = table.sin_TF.to(x_THD.scalar_type());
  const auto a = x_THD.narrow(2, 0, half);
  const auto b = x_THD.narrow(2, half, half);
  const auto rest = x_THD.narrow(2, 2 * half, x_THD.size(2) - 2 * half);
  return torch::cat({a * cos - b * sin, a * sin + b * cos, rest}, 2);
}

}  // namespace lacuna::engine
