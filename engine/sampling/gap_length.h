// SPDX-License-Identifier: GPL-3.0-or-later
// How long a gap should be when nobody says (after CAL, calibrated adaptive length for masked infilling): a model is
// surer of its first look when the blank has about the right length. Sureness also rises or falls with length as such,
// so it is compared with what the same model gives blanks of that length on the average (the calibration), with a weak
// pull towards a dozen tokens, and the best is sought by hill-climbing.
#pragma once

#include <array>
#include <functional>
#include <vector>

#include "engine/diffusion/noise_process.h"
#include "engine/sampling/candidate_look.h"
#include "engine/sampling/prepare.h"
#include "engine/weights/model_folder.h"

namespace lacuna::engine {

constexpr std::array<int, 12> kGapLengths = {1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64};  // tokens

// Walks from start to a neighbour with a higher value until there is none; both neighbours are looked at, the higher
// one wins. indices: lowest..highest, both included. value is asked once an index. Returns an index.
struct ClimbRange {
  int lowest = 0;
  int highest = 0;
  int start = 0;
};
int climb(const ClimbRange& range, const std::function<double(int)>& value);

using LengthCalibration = std::array<double, kGapLengths.size()>;  // log of the mean first-step confidence

// Over fixed sentences with blanks cut into them: a function of the model alone. About a second for a small model.
LengthCalibration calibrateLengths(const LoadedModel& model, const NoiseProcess& noise);

struct LengthSearch {
  const LoadedModel& model;
  const NoiseProcess& noise;
  const LengthCalibration& calibration;
  KeysOf keys;  // asked before each look
};

// Gives every automatic gap of the plan its length, gap by gap, the others at what they have. Some three to eight looks
// a gap.
void findLengths(const LengthSearch& search, PreparedRequest* prepared);

}  // namespace lacuna::engine
