// SPDX-License-Identifier: GPL-3.0-or-later
// What an adapter makes of the gaps of a batch over its frozen base, and what it is to learn from it. Two ways to
// compute the same: by hand on a processor with AVX2, packed rows, forward and backward written out and nothing kept
// but what the adapter needs (packed_pass); and by LibTorch's own operations and autograd anywhere else, a GPU among
// them (plain_pass).
//
// Gap rows see all of their text's reading but the marks of other gaps, and all gap rows of their own look.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "engine/base/adapter.h"
#include "engine/base/gap_rows.h"
#include "engine/denoiser/parameters.h"
#include "engine/experts/mixture.h"
#include "engine/layers/layer.h"

namespace lacuna::engine {

// Which linears of every layer are learnt. The others stay as they are.
struct LearntLinears {
  bool queries = true, keys = true, values = true, output = true, gate = true, up = true, down = true;

  // By the blocks of adaptedLinears()[linear].
  std::vector<bool> blocks(std::size_t linear) const;
  bool any(std::size_t linear) const;
};

// Of names among queries, keys, values, output, gate, up, down. Throws Error(kInvalidConfig) naming one that is none,
// or where there is none at all.
LearntLinears learntLinears(const std::vector<std::string>& names);

struct PassLoss {
  torch::Tensor loss_N;  // float32, nats: of the rows that are asked, in their order
  ExpertLoad load;       // tokens_E alone
};

class AdapterPass {
 public:
  virtual ~AdapterPass() = default;
  // adapter: adapterTensors() in their order, float32, on the pass's device. learns: the gradients of the mean of
  // loss_N are put in their places (grad()), for what is learnt; what is a buffer is not. One caller at a time.
  // REQUIRES: a row that is asked.
  PassLoss run(const GapRows& rows, const Parameters& adapter, bool learns) {
    return look(rows, adapter, {learns, {}});
  }
  // The same where the rows are asked for distributions, float32 [N, V] on the pass's device, instead of their tokens:
  // losses are cross-entropies with these.
  PassLoss runTowards(const torch::Tensor& wanted_NV, const GapRows& rows, const Parameters& adapter) {
    return look(rows, adapter, {true, wanted_NV});
  }
  // What the rows that are asked expect, in their order: float32 [N, V], each sums to 1.
  virtual torch::Tensor probabilities(const GapRows& rows, const Parameters& adapter) = 0;

  // Called from the caller's thread between the layers of a pass, from now on; may be empty.
  void callBetween(std::function<void()> between) { between_ = std::move(between); }

 protected:
  struct Ask {
    bool learns = false;
    torch::Tensor wanted_NV;  // undefined: tokens are asked for
  };
  virtual PassLoss look(const GapRows& rows, const Parameters& adapter, const Ask& ask) = 0;
  void pause() const {
    if (between_) between_();
  }

 private:
  std::function<void()> between_;
};

enum class PassKind { kPacked, kPlain };

struct AdapterPassOptions {
  LearntLinears learnt;
  torch::Device device = torch::kCPU;
  torch::ScalarType type = torch::kFloat32;  // of products, on a processor: float32 or bfloat16
  PassKind kind = PassKind::kPlain;
  // The frozen layers of gap rows, float32: those of the base with an adapter's updates in them (GapLayers), to learn a
  // voice over; empty: the base's own.
  std::function<Layer(int)> gapLayer{};
  // Told when the gradient of adapter[at] is in its place, which it may then leave; from the end of the model on, where
  // the pass can while it goes on with the layers before. May be empty.
  std::function<void(std::size_t at)> onGradient{};
};

// What is quickest on a device for that base and adapter.
AdapterPassOptions passOptions(const LlamaConfig& base, const AdapterConfig& adapter, torch::Device device);

// Reads all weights of the base; the file may go. Throws Error(kBadModel) for a base that gaps do not go over.
std::unique_ptr<AdapterPass> makeAdapterPass(const BaseFile& base, const AdapterConfig& adapter,
                                             const AdapterPassOptions& options);

// The parameters of a new adapter that changes nothing yet: updates end in zero, the absorbing state lies at the mean
// embedding. A function of the seed.
Parameters newAdapter(const AdapterConfig& adapter, const BaseFile& base, std::uint64_t seed);

}  // namespace lacuna::engine
