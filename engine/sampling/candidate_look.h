// SPDX-License-Identifier: GPL-3.0-or-later
// One look of the model at all candidates of a run, whatever lengths their gaps have by now. Candidates whose gaps are
// equally long stand at the same places and are looked at together; what their length decides (who sees what, and how
// far the text to the right is away) is made when a length first occurs and kept as long as some candidate has it. The
// context's keys are turned to their places then, so what was read serves any length.
//
// Shapes: F filling rows of all candidates, one candidate after the other; W width, V vocabulary.
#pragma once

#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <vector>

#include "engine/denoiser/packed_fill.h"
#include "engine/sampling/model_look.h"

namespace lacuna::engine {

using GapLengths = std::vector<std::int32_t>;  // one a gap

// The keys, not turned, and values of reading rows of a layout. What it throws passes through.
using KeysOf = std::function<KeyValues(const Layout& layout, const std::vector<std::int64_t>& rows)>;

// What a look gives: hidden states of a packed step, or logits on the CPU.
struct Seen {
  torch::Tensor hidden_FW, logits_FV;
};

class CandidateLook {
 public:
  // document: its context. The model outlives this.
  CandidateLook(const Denoiser& model, DocumentPlan document, KeysOf keys);

  // Makes what a look at such candidates needs, and lets go of what it does not. lengths: one a candidate.
  void prepare(const std::vector<GapLengths>& lengths);
  // probe: null, or one of Detail::kSum, whose columns are then the reading rows of layout(). threads: at most so many.
  Seen operator()(const torch::Tensor& state_FW, const std::vector<GapLengths>& lengths, FillProbe* probe, int threads);
  // Whether all candidates are one packed part, whose rows can be kept from look to look.
  bool canKeep(const std::vector<GapLengths>& lengths);
  // A look that keeps what it makes of its rows. only: null, or the part of them that it is about (see PackedFill); the
  // others' hidden states are those of the look before. REQUIRES: canKeep() of these candidates.
  Seen lookKeeping(const torch::Tensor& state_FW, const GapRowsAsked* only, FillProbe* probe, int threads);
  void spread(std::size_t candidates);  // what is kept of the one candidate is that of so many

  const Layout& layout() const { return parts_.front().layout; }  // of some of the candidates
  // Candidates that the device computes in one go: all of the present look, or of those with equal gaps the fewest.
  int together() const;

 private:
  struct Part {
    GapLengths lengths;
    std::vector<std::size_t> candidates;  // of the present look
    Layout layout;
    FillPlan plan;
    std::optional<PackedFill> packed;  // on a CPU that has it: for any number of candidates
    std::unique_ptr<ModelLook> plain;  // everywhere else: for so many
    int plainCandidates = 0;
  };
  void make(Part* part) const;
  static torch::Tensor rowsOf(const Part& part, const std::vector<GapLengths>& lengths);
  static Seen look(Part& part, const torch::Tensor& state_FW, FillProbe* probe, int threads);
  void tell(const std::vector<FillProbe>& probes, const std::vector<torch::Tensor>& rows, FillProbe* probe) const;

  const Denoiser& model_;
  DocumentPlan document_;
  KeysOf keys_;
  std::list<Part> parts_;
  KeptGapRows kept_;  // of lookKeeping()
};

}  // namespace lacuna::engine
