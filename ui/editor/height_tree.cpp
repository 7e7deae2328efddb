// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/height_tree.h"

#include <algorithm>

namespace lacuna::ui {

void HeightTree::assign(std::vector<float> heights) {
  heights_ = std::move(heights);
  rebuild();
}

void HeightTree::rebuild() {
  const std::size_t n = heights_.size();
  sums_.assign(n + 1, 0.0);
  for (std::size_t i = 1; i <= n; ++i) {
    sums_[i] += heights_[i - 1];
    const std::size_t parent = i + (i & (~i + 1));
    if (parent <= n) sums_[parent] += sums_[i];
  }
}

void HeightTree::set(int index, double height) {
  float& old = heights_[static_cast<std::size_t>(index)];
  const double delta = static_cast<double>(static_cast<float>(height)) - old;
  if (delta == 0.0) return;
  old = static_cast<float>(height);
  for (std::size_t i = static_cast<std::size_t>(index) + 1; i < sums_.size(); i += i & (~i + 1)) sums_[i] += delta;
}

void HeightTree::splice(int index, int removed, const std::vector<float>& added) {
  const auto at = heights_.begin() + index;
  heights_.erase(at, at + removed);
  heights_.insert(heights_.begin() + index, added.begin(), added.end());
  rebuild();
}

double HeightTree::top(int index) const {
  double sum = 0.0;
  for (std::size_t i = static_cast<std::size_t>(index); i > 0; i -= i & (~i + 1)) sum += sums_[i];
  return sum;
}

int HeightTree::find(double y) const {
  std::size_t step = 1;
  while (step * 2 < sums_.size()) step *= 2;
  std::size_t index = 0;
  for (; step > 0; step /= 2) {
    if (index + step < sums_.size() && sums_[index + step] <= y) {
      index += step;
      y -= sums_[index];
    }
  }
  return std::clamp(static_cast<int>(index), 0, std::max(0, size() - 1));
}

}  // namespace lacuna::ui
