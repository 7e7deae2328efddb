// SPDX-License-Identifier: GPL-3.0-or-later
// One run of a grid: trained, watched, measured.
#pragma once

#include <functional>

#include "engine/ablation/grid.h"
#include "engine/evaluation/harness.h"
#include "engine/text/corpus.h"

namespace lacuna::engine {

// A number that was not measured is NaN.
struct RunResult {
  std::int64_t parameters = 0;
  std::int64_t activeParameters = 0;
  std::int64_t steps = 0;
  std::int64_t tokens = 0;
  double trainSeconds = 0;  // of steps alone: measuring does not count
  double tokensPerSecond = 0;
  double secondsToTarget = 0;
  double peakMegabytes = 0;     // of the process while it trained
  Interval nll;                 // nats a token of the blanks, least context
  std::vector<double> nats;     // of each of those blanks, which are the same for all runs of a grid
  std::vector<double> lengths;  // tokens of each
  double nllLong = 0;           // at the longest context
  double bleu2 = 0;
  double rougeL = 0;
  std::vector<std::pair<double, double>> curve;  // training seconds, NLL over the few blanks of MeasureOptions::looks
};

struct RunScene {
  const TokenizedCorpus& corpus;
  const HeldOutBooks& valid;
  const Tokenizer& tokenizer;
  const MeasureOptions& measure;
  torch::Device device;
  double trainSeconds = 0;  // the schedule ends in this time; 0: after the configuration's steps
  std::string modelFolder;  // where the averaged weights go, as a model folder
  std::string tokenizerFile;
};

// told is called after each step with a few words, and may throw to stop.
RunResult trainAndMeasure(const GridRun& run, const RunScene& scene,
                          const std::function<void(const std::string&)>& told);

}  // namespace lacuna::engine
