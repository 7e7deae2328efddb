// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sampling/gap_length.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "engine/sampling/allowed_tokens.h"

namespace lacuna::engine {
namespace {

// Sureness says less about length than one would hope: on 36 held-out blanks the shipped model's mean error, as
// |ln(length / truth)|, was 1.07 with a pull of 0.1, 0.68 with 0.3, 0.60 with 1, and 0.54 for the usual length always.
// So the pull is strong, until a model knows better. Nats at a factor of e.
constexpr double kPull = 1.0;
constexpr double kUsual = 12.0;  // tokens

// Plain prose with a blank at the bar; what was there had from one to some thirty words.
constexpr const char* kSentences[] = {
    "The rain had stopped before noon, and the road to the village was|. He walked on without looking back.",
    "“I never said that,” she answered. “I only said|.” And she went out of the room.",
    "They had been at sea for eleven days when the captain|, and after that nobody spoke of the cargo again.",
    "In the morning there was a letter on the table.| She put it away without a word and asked for her coat.",
    "He was a tall man of fifty, with a| face, and he had the habit of closing his eyes when he listened.",
    "It was not the first time that he had been told so|, but it was the first time that he believed it.",
    "The house stood at the end of the lane,|. In winter one could see the river from its windows.",
    "“Come in,” said the old woman.| The boy took off his cap and waited by the door.",
};

struct Asked {
  const FillPlan& plan;
  const KeyValues& prepared;
  torch::Tensor barred_FV;
};

// The probability of each filling row's likeliest token when all is noise, [F].
torch::Tensor firstConfidence(const LoadedModel& model, const NoiseProcess& noise, const Asked& asked) {
  const torch::NoGradGuard noGrad;
  const Denoiser& denoiser = *model.denoiser;
  const std::int64_t rows = asked.barred_FV.size(0);
  NoisedTokens tokens;
  tokens.ids_F = torch::zeros({rows}, torch::kInt64);
  tokens.masked_F = torch::ones({rows}, torch::kBool);
  tokens.gaussian_F = torch::zeros({rows}, torch::kBool);
  tokens.sigma_F = torch::zeros({rows});
  tokens.noise_FW = torch::zeros({rows, denoiser.config().width});
  const auto state_FW = noise.state(denoiser, tokens.to(denoiser.device()), nullptr);
  const auto logits_FV = denoiser.logits(denoiser.denoise(state_FW, asked.prepared, asked.plan, nullptr));
  return std::get<0>((logits_FV.cpu() + asked.barred_FV).softmax(-1).max(-1));
}

}  // namespace

int climb(const ClimbRange& range, const std::function<double(int)>& value) {
  std::map<int, double> known;
  const auto at = [&](int index) {
    const auto found = known.find(index);
    return found != known.end() ? found->second : known.emplace(index, value(index)).first->second;
  };
  int here = std::clamp(range.start, range.lowest, range.highest);
  while (true) {
    int best = here;
    for (const int next : {here - 1, here + 1}) {
      if (next >= range.lowest && next <= range.highest && at(next) > at(best)) best = next;
    }
    if (best == here) return here;
    here = best;
  }
}

LengthCalibration calibrateLengths(const LoadedModel& model, const NoiseProcess& noise) {
  const torch::NoGradGuard noGrad;
  const Tokenizer& tokenizer = *model.tokenizer;
  const ModelConfig& config = model.denoiser->config();
  const TextGuard guard({}, tokenizer);
  std::vector<std::int64_t> context;
  std::vector<DocumentPlan> plans;
  std::vector<PreparedGap> gaps;
  for (const std::string_view sentence : kSentences) {
    const std::size_t bar = sentence.find('|');
    PreparedGap gap;
    gap.seam = makeSeam(sentence.substr(0, bar), sentence.substr(bar + 1));
    const auto left = tokenizer.encode(gap.seam.left);
    const auto right = tokenizer.encode(sentence.substr(bar + 1));
    const auto marker = static_cast<std::int32_t>(left.size()) + 1;
    context.push_back(tokenizer.special().document);
    context.insert(context.end(), left.begin(), left.end());
    context.push_back(tokenizer.special().gap);
    context.insert(context.end(), right.begin(), right.end());
    plans.push_back({marker + 1 + static_cast<std::int32_t>(right.size()), {{marker, 1}}, 1});
    gaps.push_back(std::move(gap));
  }
  Layout layout = makeLayout(plans, config.layoutOptions());
  const torch::Device device = model.denoiser->device();
  const KeyValues reading =
      model.denoiser->prefill(model.denoiser->readingInput(layout, torch::tensor(context, torch::kInt64).to(device)),
                              makeReadPlan(config, layout).to(device), nullptr);
  AllowedTokens allowed(gaps, tokenizer, guard);
  LengthCalibration calibration{};
  for (std::size_t i = 0; i < kGapLengths.size(); ++i) {
    for (DocumentPlan& plan : plans) plan.gaps.front().length = kGapLengths[i];
    layout = makeLayout(plans, config.layoutOptions());
    const auto barred_FV = allowed.bars_FV(std::vector<std::int32_t>(gaps.size(), kGapLengths[i]));
    const FillPlan plan = makeFillPlan(config, layout).to(device);
    const KeyValues keys = model.denoiser->prepare(reading, plan);
    const auto confidence_F = firstConfidence(model, noise, {plan, keys, barred_FV});
    calibration[i] = std::log(confidence_F.mean().item<double>());
  }
  return calibration;
}

void findLengths(const LengthSearch& search, PreparedRequest* prepared) {
  const Tokenizer& tokenizer = *search.model.tokenizer;
  const Denoiser& denoiser = *search.model.denoiser;
  const TextGuard guard({}, tokenizer);
  AllowedTokens allowed(prepared->gaps, tokenizer, guard);
  for (std::size_t gap = 0; gap < prepared->gaps.size(); ++gap) {
    const PreparedGap& asked = prepared->gaps[gap];
    const auto shortest = std::lower_bound(kGapLengths.begin(), kGapLengths.end(), asked.shortest);
    if (!asked.automatic || shortest == kGapLengths.end()) continue;
    DocumentPlan document = prepared->plan;
    document.candidates = 1;
    const auto advantage = [&](int index) {
      const auto at = static_cast<std::size_t>(index);
      document.gaps[gap].length = kGapLengths[at];
      const Layout layout = makeLayout({document}, denoiser.config().layoutOptions());
      const FillPlan plan = makeFillPlan(denoiser.config(), layout).to(denoiser.device());
      const KeyValues keys = denoiser.prepareKept(search.keys(layout, plan.kept), plan);
      const DocumentRows& rows = layout.documents.front();
      std::vector<std::int32_t> lengths;
      for (const GapPlace& place : document.gaps) lengths.push_back(place.length);
      const auto confidence_F = firstConfidence(search.model, search.noise, {plan, keys, allowed.bars_FV(lengths)});
      const auto own = confidence_F.narrow(0, rows.gapRow[gap], kGapLengths[at]);
      const double away = std::log(kGapLengths[at] / kUsual);
      return std::log(own.mean().item<double>()) - search.calibration[at] - kPull * away * away;
    };
    const auto first = static_cast<int>(shortest - kGapLengths.begin());
    const int start = static_cast<int>(
        std::lower_bound(kGapLengths.begin(), kGapLengths.end(), document.gaps[gap].length) - kGapLengths.begin());
    const int best = climb({first, static_cast<int>(kGapLengths.size()) - 1, start}, advantage);
    prepared->plan.gaps[gap].length = kGapLengths[static_cast<std::size_t>(best)];
  }
}

}  // namespace lacuna::engine
