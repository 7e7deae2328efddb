// SPDX-License-Identifier: GPL-3.0-or-later
// Heights of the paragraphs, top to bottom, with sums in O(log n) (Fenwick 1994). Lets a document of a hundred
// thousand paragraphs find the one at a given height without laying out those above it. Heights in logical pixels.
#pragma once

#include <vector>

namespace lacuna::ui {

class HeightTree {
 public:
  void assign(std::vector<float> heights);
  int size() const { return static_cast<int>(heights_.size()); }
  double at(int index) const { return heights_[static_cast<std::size_t>(index)]; }
  void set(int index, double height);
  // Replaces `removed` entries from index on; O(n).
  void splice(int index, int removed, const std::vector<float>& added);
  // Sum of the heights before index, 0..size().
  double top(int index) const;
  double total() const { return top(size()); }
  // The entry that covers height y; clamped to the first and last. Requires size() > 0.
  int find(double y) const;

 private:
  void rebuild();
  std::vector<float> heights_;
  std::vector<double> sums_;  // 1-based Fenwick
};

}  // namespace lacuna::ui
