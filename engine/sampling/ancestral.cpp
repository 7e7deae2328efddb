// SPDX-License-Identifier: GPL-3.0-or-later
// The reverse chain itself. Exact in distribution if the model's posterior is: draw a clean token from it, then take
// one step back given that token.
//
//   tokens      each absorbed token settles with the probability (from - to) / from and never goes back (MDLM,
//               arXiv:2406.07524). "remasking" lets settled tokens go back with a small probability and keeps the
//               share of absorbed tokens all the same (ReMDM, arXiv:2503.00307), so that early mistakes can be mended.
//   embeddings  where the process has no absorbed state (gaussian): y moves to a draw from q(y_to | y_from, y_0), y_0
//               the embedding of the drawn token minus the centre, so states and coefficients are shifted alike.
#include <ATen/CPUGeneratorImpl.h>

#include "engine/diffusion/posterior.h"
#include "engine/sampling/embedding_state.h"
#include "engine/sampling/token_draw.h"

namespace lacuna::engine {
namespace {

class Ancestral : public Sampler {
 public:
  Ancestral(SamplerSetup setup, double cap) : Sampler(std::move(setup)), cap_(cap) {}
  bool continuous() const override { return !setup().absorbs; }
  void advance(int step, const Shortlists& look, SamplerState* state) override {
    if (continuous())
      advanceEmbeddings(step, look, state);
    else
      advanceTokens(step, look, state);
  }

 private:
  void advanceTokens(int step, const Shortlists& all, SamplerState* state) const;
  void advanceEmbeddings(int step, const Shortlists& all, SamplerState* state) const;

  double cap_;  // largest probability with which a settled token goes back
};

void Ancestral::advanceTokens(int step, const Shortlists& all, SamplerState* state) const {
  const double steps = options().steps;
  const AbsorbingMove move = absorbingMove(1.0 - (step - 1) / steps, 1.0 - step / steps, cap_);
  std::size_t row = 0;
  for (Candidate& candidate : state->candidates) {
    for (std::size_t i = 0; i < candidate.slots.size(); ++i, ++row) {
      Slot& slot = candidate.slots[i];
      slot.flipped = false;
      const double chance = candidate.random.uniform();
      if (slot.fixed) continue;
      if (slot.settled) {
        if (chance >= move.remask) continue;
        slot.settled = false;
        ++slot.remasked;
      } else {
        showGuess(all.row(row), step == 1, &slot);
        if (chance < move.settle)
          drawAndSettle(setup(), all.row(row), i, &candidate);
        else if (surelyWishes(setup(), all.row(row), 0))
          settleSlot(setup(), all.row(row), 0, &slot);
      }
    }
  }
}

void Ancestral::advanceEmbeddings(int step, const Shortlists& all, SamplerState* state) const {
  if (step == options().steps) return settleAll(setup(), all, state);
  std::vector<std::int64_t> drawn;
  std::vector<torch::Tensor> noise;
  for (Candidate& candidate : state->candidates) {
    for (std::size_t i = 0; i < candidate.slots.size(); ++i) {
      Slot& slot = candidate.slots[i];
      const Shortlist list = all.row(drawn.size());
      const int choice = drawToken(setup(), list, i, &candidate);
      drawn.push_back(slot.fixed ? slot.id : list.ids[choice]);
      if (!slot.settled) showGuess(list, step == 1, &slot);
    }
    auto generator = at::make_generator<at::CPUGeneratorImpl>(candidate.random.next());
    noise.push_back(torch::randn({static_cast<std::int64_t>(candidate.slots.size()), state->y_FW.size(1)}, generator));
  }
  const auto clean_FW = setup().table_VW.index_select(0, torch::tensor(drawn, torch::kInt64));
  const auto [mean_FW, deviation_F1] = gaussianPosterior(state->y_FW, clean_FW, levelBefore(setup(), step, *state),
                                                         levelBefore(setup(), step + 1, *state));
  moveRows(setup(), mean_FW + deviation_F1 * torch::cat(noise), state);
}

}  // namespace

std::unique_ptr<Sampler> makeAncestral(SamplerSetup setup) {
  return std::make_unique<Ancestral>(std::move(setup), 0.0);
}

std::unique_ptr<Sampler> makeRemasking(SamplerSetup setup) {
  const double cap = setup.options.remask;
  return std::make_unique<Ancestral>(std::move(setup), cap);
}

}  // namespace lacuna::engine
