// SPDX-License-Identifier: GPL-3.0-or-later
// One look of the model at a run's filling rows, again and again: on the model's device, in as many candidates at once
// as its memory holds, and as a recorded graph where the device has those.
//
// Candidates do not see each other, so a look at half of them, and then at the other half, is the same look.
// Shapes: F filling rows of all candidates, W width, V vocabulary.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/accelerator.h"
#include "engine/denoiser/denoiser.h"

namespace lacuna::engine {

// Memory of a device that a look takes beyond the weights: keys, values and the largest activations, bytes.
// kept: reading rows that the gaps see; filling: rows that are looked at together.
std::size_t lookBytes(const ModelConfig& config, std::size_t kept, std::size_t filling);

class ModelLook {
 public:
  // document: with its candidates; plan: of its layout; kept: the keys and values of the plan's kept rows.
  // room: bytes that one go may take; 0: most of what a GPU has free, and no bound on the CPU.
  // Throws Error(kOutOfMemory) when there is no room for one candidate.
  ModelLook(const Denoiser& model, DocumentPlan document, FillPlan plan, const KeyValues& kept, std::size_t room = 0);

  // state_FW: on any device. Logits [F, V], on the CPU. With a probe nothing is recorded or split.
  // Throws c10::OutOfMemoryError when one candidate at a time is too much.
  torch::Tensor operator()(const torch::Tensor& state_FW, FillProbe* probe = nullptr);

  const FillPlan& plan() const { return plan_; }  // of all candidates, on the host
  int together() const { return together_; }      // candidates that are looked at in one go
  const std::string& whyNoGraph() const;          // empty while a graph is in use, or may yet be

 private:
  struct Part {
    FillPlan plan;  // of so many candidates, on the device
    KeyValues prepared;
    std::unique_ptr<StepGraph> graph;
  };

  void split(int together);
  Part& partOf(int candidates);
  torch::Tensor lookAt(const Part& part, const torch::Tensor& state_FW, FillProbe* probe) const;
  torch::Tensor lookAll(const torch::Tensor& state_FW, FillProbe* probe);

  const Denoiser& model_;
  DocumentPlan document_;
  FillPlan plan_;
  KeyValues kept_;
  int together_ = 1;
  // Of `together` candidates, and of those that are left over.
  std::vector<std::pair<int, std::unique_ptr<Part>>> parts_;
};

}  // namespace lacuna::engine
