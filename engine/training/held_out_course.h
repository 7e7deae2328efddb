// SPDX-License-Identifier: GPL-3.0-or-later
// What a held-out text says of a run: one look at a batch, the sum of several, and how that has gone over the run.
#pragma once

#include <cstdint>

#include "engine/experts/mixture.h"
#include "engine/table.h"
#include "engine/training/world.h"
#include "engine/weights/safetensors.h"

namespace lacuna::engine {

struct HeldOutLook {
  double loss = 0;  // mean, nats a token
  double nats = 0;  // all of it, and of how many Unicode characters; 0: not known
  double characters = 0;
  ExpertLoad load{};
};

struct HeldOut {
  double loss = kNotMeasured;          // mean of the batches' means, nats a token
  double perCharacter = kNotMeasured;  // nats a character
  ExpertLoad load{};                   // tokens_E alone
};

class HeldOutSum {
 public:
  void add(const HeldOutLook& look);
  // With what the other ranks have found. Each of them has a look at least.
  void addUp(World* world);
  HeldOut mean() const;

 private:
  double loss_ = 0, nats_ = 0, characters_ = 0;
  double looks_ = 0;
  ExpertLoad load_;
};

// Of learners that know nats a character.
class HeldOutCourse {
 public:
  bool began() const { return before_ == before_; }
  // Before the first step.
  void begin(const HeldOut& found);
  // After a step, once for each. Whether it is the lowest so far.
  bool add(const HeldOut& found, std::int64_t step);

  double before() const { return before_; }
  double best() const { return best_; }
  std::int64_t bestStep() const { return bestStep_; }
  std::int64_t lastStep() const { return lastStep_; }  // that it has heard of; 0: none
  int misses() const { return misses_; }               // measurements since the lowest
  const ExpertLoad& loadBefore() const { return loadBefore_; }

  // For a checkpoint; what is no part of it is passed over. Nothing before begin().
  NamedTensors state() const;
  void restore(const NamedTensors& state);

 private:
  double before_ = kNotMeasured, best_ = kNotMeasured;
  std::int64_t bestStep_ = 0, lastStep_ = 0;
  int misses_ = 0;
  ExpertLoad loadBefore_;
};

}  // namespace lacuna::engine
