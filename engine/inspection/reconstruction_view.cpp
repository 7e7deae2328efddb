// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/inspection/views.h"

namespace lacuna::engine {
namespace {

constexpr int kLevels = 10;

struct LevelScores {
  Score plain, guessed, noised, noisedGuessed;
};

void addLevel(const Subject& subject, const ReadStretch& stretch, double level, LevelScores* scores) {
  const auto masked_F = maskAt(subject, stretch, level);
  const auto& truth_F = stretch.batch.target_F;
  const auto twice = [&](double sigma, Score* first, Score* second) {
    const auto logits = look(subject, stretch, {{}, masked_F, sigma, nullptr, nullptr});
    first->add(logits, truth_F, masked_F);
    if (!subject.noise->usesGuess()) return;
    const Guess guess = makeGuess(logits);
    second->add(look(subject, stretch, {{}, masked_F, sigma, &guess, nullptr}), truth_F, masked_F);
  };
  twice(0, &scores->plain, &scores->guessed);
  twice(level, &scores->noised, &scores->noisedGuessed);
}

}  // namespace

Table viewReconstruction(const Subject& subject) {
  Table table;
  table.name = "reconstruction";
  table.title = "Clean text from noise";
  table.note =
      "NLL (nats a masked token) and accuracy of the likeliest, by share of the gap that is masked. Guess: a "
      "second look with the first one's guess in the soft absorbing state. Noise: masks under Gaussian noise "
      "as strong as the level.";
  table.columns = {{"level", "level", 1},
                   {"tokens", "tokens", 0},
                   {"nll", "NLL", 3},
                   {"accuracy", "right", 3},
                   {"guess_nll", "guess NLL", 3},
                   {"guess_accuracy", "right", 3},
                   {"noise_nll", "noise NLL", 3},
                   {"noise_accuracy", "right", 3},
                   {"noise_guess_nll", "noise+guess NLL", 3},
                   {"noise_guess_accuracy", "right", 3}};
  std::vector<LevelScores> levels(kLevels);
  for (const Cut& cut :
       cutStretches(subject, subject.job.contextTokens + subject.job.gapTokens, subject.job.gapTokens)) {
    const ReadStretch stretch = readStretch(subject, cut, subject.model->config());
    for (int i = 0; i < kLevels; ++i)
      addLevel(subject, stretch, (i + 1.0) / kLevels, &levels[static_cast<std::size_t>(i)]);
  }
  for (int i = 0; i < kLevels; ++i) {
    const LevelScores& scores = levels[static_cast<std::size_t>(i)];
    std::vector<Cell> row = {(i + 1.0) / kLevels, static_cast<std::int64_t>(scores.plain.tokens)};
    for (const Score* score : {&scores.plain, &scores.guessed, &scores.noised, &scores.noisedGuessed}) {
      row.emplace_back(score->meanNll());
      row.emplace_back(score->accuracy());
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

}  // namespace lacuna::engine
