// SPDX-License-Identifier: GPL-3.0-or-later
// Small reproducible random numbers: the same everywhere, and a stream of its own for each (seed, step, purpose), so
// that a resumed run draws what the uninterrupted one would have drawn. SplitMix64 (Steele, Lea, Flood 2014).
#pragma once

#include <cstdint>

namespace lacuna::engine {

class Random {
 public:
  explicit Random(std::uint64_t seed, std::uint64_t stream = 0, std::uint64_t purpose = 0) {
    state_ = seed;
    state_ = next() ^ (stream * 0x9E3779B97F4A7C15ULL);
    state_ = next() ^ (purpose * 0xBF58476D1CE4E5B9ULL);
  }

  std::uint64_t next() {
    state_ += 0x9E3779B97F4A7C15ULL;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31U);
  }
  double uniform() { return static_cast<double>(next() >> 11U) * 0x1.0p-53; }  // [0, 1)
  // [low, high], both included.
  std::int64_t between(std::int64_t low, std::int64_t high) {
    return low + static_cast<std::int64_t>(uniform() * static_cast<double>(high - low + 1));
  }

 private:
  std::uint64_t state_ = 0;
};

}  // namespace lacuna::engine
