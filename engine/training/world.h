// SPDX-License-Identifier: GPL-3.0-or-later
// The processes that train one model together, as one of them sees the others: sums over all, and what rank 0 says.
// Gloo over TCP where they compute on processors, NCCL where they have GPUs and the CUDA module has it.
//
// All ranks call the same functions in the same order with tensors of the same shapes. Tensors are contiguous, float32,
// float64 or int64. One thread at a time.
// Errors: RankLost where a rank ended, cannot be reached, or says nothing for Place::patience. Nothing but the end of
// this process comes after that.
#pragma once

#include <torch/types.h>

#include <memory>
#include <string>

#include "engine/error.h"
#include "engine/training/place.h"

namespace c10d {
class Backend;
class Store;
}  // namespace c10d

namespace lacuna::engine {

// What sums over the GPUs of several processes, which meet in the store. Throws std::exception.
using JoinGpus = c10::intrusive_ptr<c10d::Backend> (*)(const c10::intrusive_ptr<c10d::Store>& store, int rank,
                                                       int ranks, std::chrono::milliseconds patience);
// Of the CUDA module, while it is loaded.
void meetGpusBy(JoinGpus join);

class RankLost : public Error {
 public:
  explicit RankLost(const std::string& sentence) : Error(ErrorCode::kIo, sentence) {}
};

class World {
 public:
  // What was started and is not done yet. The tensor is not touched in between.
  class Pending {
   public:
    virtual ~Pending() = default;
    virtual void wait() = 0;
  };

  // Returns when all ranks are there. device: of the tensors that are summed quickest. Throws RankLost, or
  // Error(kInvalidConfig) where rank 0's host and port cannot be used.
  World(const Place& place, torch::Device device);
  ~World();
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  int rank() const { return place_.rank; }
  int ranks() const { return place_.ranks; }
  bool leads() const { return place_.rank == 0; }
  // Where tensors must lie: a GPU with NCCL, else the processor.
  torch::Device device() const;
  const char* backend() const;  // "Gloo" or "NCCL"

  // The sum over all ranks, in place; the same to the last bit on each.
  void sum(torch::Tensor tensor);
  std::unique_ptr<Pending> startSum(torch::Tensor tensor);
  // Rank 0's, in place.
  void broadcast(torch::Tensor tensor);

  // Whether all ranks say the same number.
  bool agree(std::int64_t number);

  // What takes one rank long while the others wait, for as long as they must: rank 0 works first, then the others
  // at once. A rank that ends meanwhile ends the wait.
  template <typename Work>
  void leaderFirst(const std::string& name, const Work& work) {
    if (!leads()) waitFor(name);
    work();
    if (leads()) tell(name);
  }

 private:
  struct Links;
  void tell(const std::string& name);
  void waitFor(const std::string& name);

  Place place_;
  std::unique_ptr<Links> links_;
};

// This process's world, or null where it is alone: then no socket was opened.
std::unique_ptr<World> joinWorld(const std::optional<Place>& place, torch::Device device);

}  // namespace lacuna::engine
