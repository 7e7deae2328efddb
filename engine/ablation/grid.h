// SPDX-License-Identifier: GPL-3.0-or-later
// The runs of an ablation, as a file describes them:
//
//   {"base": {a training configuration},
//    "axes": {"attention": {"global": {}, "window": {a patch}, ...}, ...},  the first value of an axis is its default
//    "grid": "around",     each axis by itself around the defaults; or "product": every combination
//    "extra": {"name": {a patch}, ...},       runs beside the grid
//    "seeds": [1, 2, 3],   each run once a seed, all runs of the first seed first
//    "measure": {...}}     see MeasureOptions
//
// A patch is laid over the base by RFC 7396: objects field by field, everything else as a whole.
#pragma once

#include <string>
#include <vector>

#include "engine/training/train_config.h"

namespace lacuna::engine {

struct MeasureOptions {
  double targetLoss = 0;  // nats a token at the first context; 0: no run is timed to it
  int every = 50;         // steps between two looks at the held-out likelihood
  int looks = 4;          // blanks of each length for those
  std::vector<int> contexts = {512};
  std::vector<int> lengths = {4, 12, 32};
  int blanks = 20;  // of each length at the end, with fills
  int candidates = 1;
  int steps = 16;
};

struct GridRun {
  std::vector<std::string> values;  // one an axis; "name" and dashes for an extra run
  std::string name;                 // the values, with commas between
  std::uint64_t seed = 1;
  TrainConfig config;
  std::string key;  // tells runs apart: 16 hexadecimal digits over configuration, seed and measure
};

struct Grid {
  std::string name;
  std::vector<std::string> axes;
  MeasureOptions measure;
  std::vector<GridRun> runs;
};

// Throws Error(kInvalidInput), naming the file, the run and the field.
Grid readGrid(const std::string& path);

}  // namespace lacuna::engine
