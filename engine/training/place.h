// SPDX-License-Identifier: GPL-3.0-or-later
// Whether this process is one of several that train one model together, and which: what the one who started it left in
// the environment. Nothing is opened here.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>

namespace lacuna::engine {

struct Place {
  int rank = 0;      // 0 .. ranks - 1; rank 0 writes, prints and sets the clock
  int ranks = 1;     // at least 2
  int local = 0;     // this process among those of its host: which GPU it takes
  std::string host;  // where rank 0 waits for the others
  int port = 0;
  bool served = false;  // the launcher itself keeps what the ranks tell each other there (torchrun does)
  std::string attempt;  // told apart from earlier starts at the same launcher
  std::chrono::milliseconds patience = std::chrono::minutes(10);  // with a rank that does not answer
};

// The value of a variable; null where there is none.
using Environment = std::function<const char*(const char* name)>;

// From torchrun (RANK, WORLD_SIZE, LOCAL_RANK, MASTER_ADDR, MASTER_PORT), else from a step of Slurm (SLURM_PROCID,
// ...), else from Lacuna's own LACUNA_RANK, LACUNA_RANKS, LACUNA_MASTER=host:port. LACUNA_RANK_PATIENCE: seconds.
// Nothing where this process is alone. Throws Error(kInvalidConfig) naming the variable that is missing or wrong.
std::optional<Place> findPlace(const Environment& environment);

// Of several ranks on a host each is to see a GPU of its own, and no other: sets CUDA_VISIBLE_DEVICES. Before anything
// asks for a GPU; nothing where this process is alone, or what it sees was narrowed already.
void takeOwnGpu();

// The first host of a list as Slurm writes it: "node[007-009,12],other" begins with node007.
std::string firstHost(const std::string& list);

}  // namespace lacuna::engine
