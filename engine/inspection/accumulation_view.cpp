// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <numeric>

#include "engine/inspection/views.h"

namespace lacuna::engine {
namespace {

struct StepScores {
  Score own;        // at positions that are still masked, after the run's own choices
  Score corrected;  // the same positions, after the truth in their place
  double settledWrong = 0;
  double settled = 0;
  double masked = 0;
  double gap = 0;
};

struct Run {
  torch::Tensor ids_F;  // settled tokens; anything where masked
  Guess guess;
};

torch::Tensor step(const Subject& subject, const ReadStretch& stretch, const torch::Tensor& masked_F, Run* run) {
  const auto logits =
      look(subject, stretch, {run->ids_F, masked_F, 0, run->guess.ids_FK.defined() ? &run->guess : nullptr, nullptr});
  if (subject.noise->usesGuess()) run->guess = makeGuess(logits);
  return logits;
}

// Settles the surest of the masked positions until `left` remain.
void settle(const torch::Tensor& logits_FV, std::int64_t left, torch::Tensor* masked_F, Run* run) {
  const auto [probability_F, likeliest_F] = logits_FV.softmax(-1).max(-1);
  const auto order = probability_F.masked_fill(masked_F->logical_not(), -1.0).argsort(0, /*descending=*/true);
  const auto count = masked_F->sum().item<std::int64_t>() - left;
  const auto chosen = order.narrow(0, 0, std::max<std::int64_t>(0, count));
  run->ids_F.index_copy_(0, chosen, likeliest_F.index_select(0, chosen));
  masked_F->index_fill_(0, chosen, false);
}

void follow(const Subject& subject, const ReadStretch& stretch, std::vector<StepScores>* scores) {
  const auto& truth_F = stretch.batch.target_F;
  const std::int64_t rows = truth_F.size(0);
  Run own{torch::zeros_like(truth_F), {}};
  Run corrected{truth_F, {}};
  auto masked_F = torch::ones({rows}, torch::kBool);
  const auto steps = static_cast<std::int64_t>(scores->size());
  for (std::int64_t i = 0; i < steps; ++i) {
    StepScores& score = (*scores)[static_cast<std::size_t>(i)];
    const auto logits = step(subject, stretch, masked_F, &own);
    score.own.add(logits, truth_F, masked_F);
    score.corrected.add(step(subject, stretch, masked_F, &corrected), truth_F, masked_F);
    score.masked += masked_F.sum().item<double>();
    score.gap += static_cast<double>(rows);
    settle(logits, rows - rows * (i + 1) / steps, &masked_F, &own);
    const auto settled_F = masked_F.logical_not();
    score.settled += settled_F.sum().item<double>();
    score.settledWrong += own.ids_F.ne(truth_F).logical_and(settled_F).sum().item<double>();
  }
}

}  // namespace

Table viewAccumulation(const Subject& subject) {
  Table table;
  table.name = "accumulation";
  table.title = "Noise along the trajectory";
  table.note =
      "Deterministic denoising of a whole gap, the surest tokens first. NLL and error against the truth at the "
      "positions that are still masked; corrected: the same run with the truth put in place of each choice, "
      "so the difference is what the model's own errors cost it. Settled error: wrong among those chosen so far.";
  table.columns = {{"step", "step", 0},
                   {"masked_share", "masked", 3},
                   {"nll", "NLL", 3},
                   {"error", "error", 3},
                   {"corrected_nll", "corrected NLL", 3},
                   {"corrected_error", "error", 3},
                   {"nll_difference", "difference", 3},
                   {"settled_error", "settled error", 3}};
  std::vector<StepScores> scores(static_cast<std::size_t>(subject.job.steps));
  for (const Cut& cut : cutStretches(subject, subject.job.contextTokens + subject.job.gapTokens, subject.job.gapTokens))
    follow(subject, readStretch(subject, cut, subject.model->config()), &scores);
  for (std::size_t i = 0; i < scores.size(); ++i) {
    const StepScores& score = scores[i];
    if (score.masked == 0) break;  // more steps than tokens
    table.rows.push_back({static_cast<std::int64_t>(i) + 1, score.masked / score.gap, score.own.meanNll(),
                          1 - score.own.accuracy(), score.corrected.meanNll(), 1 - score.corrected.accuracy(),
                          score.own.meanNll() - score.corrected.meanNll(),
                          score.settledWrong / std::max(1.0, score.settled)});
  }
  return table;
}

}  // namespace lacuna::engine
