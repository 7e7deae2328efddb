// SPDX-License-Identifier: GPL-3.0-or-later
// The mean gradient of a step whose batches are looked at one after the other, or by several ranks: gradients are added
// up in buckets, and a bucket goes to the other ranks as soon as its last gradient is there, while the pass goes on.
//
// A pass computes from a model's end to its beginning, so the last parameters lie in the first bucket.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "engine/denoiser/parameters.h"
#include "engine/training/world.h"

namespace lacuna::engine {

class GradientSum {
 public:
  // The parameters outlive it and stay as many; world: null, or outlives it. bucket: bytes.
  GradientSum(Parameters* parameters, World* world, std::int64_t bucket = 4 << 20);

  // Before a step.
  void begin();
  // The gradient of parameter `at` is in its place and is taken from there; in the step's last batch of this rank its
  // bucket may go. What was taken before in the same batch is not taken twice.
  void take(std::size_t at, bool last);
  // Behind a batch: takes all gradients that are there and were not taken.
  void takeAll(bool last);
  // Behind the step's last batch: the sums divided by `batches` are put in the gradients' places, none where no batch
  // of any rank had one.
  void finish(std::int64_t batches);

 private:
  struct Slot {
    std::size_t bucket = 0;
    std::int64_t first = 0;  // in the bucket
    std::int64_t count = 0;  // 0: a buffer, which has no gradient
  };
  struct Bucket {
    torch::Tensor sum;  // float32, flat
    std::size_t parameters = 0;
    std::size_t taken = 0;  // in the last batch
    std::unique_ptr<World::Pending> pending;
  };
  torch::Tensor place(std::size_t at) const;
  void startWhole();

  Parameters* parameters_;
  World* world_;
  std::vector<Slot> slots_;      // of each parameter
  std::vector<Bucket> buckets_;  // in the order in which they go
  torch::Tensor had_;            // float32, of each parameter: whether a batch had a gradient of it
  std::vector<bool> taken_;      // in the last batch
  std::size_t started_ = 0;      // buckets
};

}  // namespace lacuna::engine
