// SPDX-License-Identifier: GPL-3.0-or-later
// A host that plays a block of GPU threads, for the kernels of engine/cuda: each thread is a fiber on a stack of its
// own, barriers are waited at, and the instructions of CudaBlock are done as the PTX ISA describes them.
//
// Stricter than a GPU where that finds mistakes: asynchronous copies happen only when they are awaited, shared memory
// begins as NaN, and threads run one after the other between barriers, in an order that the caller turns round; a
// kernel that lacks a barrier then gives two results.
#pragma once

#include <ucontext.h>

#include <cmath>
#include <csetjmp>
#include <cstdint>
#include <cstring>
#include <functional>
#include <memory>
#include <stdexcept>
#include <vector>

#include "engine/cuda/kernel_types.h"

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/common_interface_defs.h>
#endif
#if defined(__SANITIZE_THREAD__)
#include <sanitizer/tsan_interface.h>
#endif

namespace lacuna::engine::testing {

struct EmulatedLaunch {
  int threads = 128;
  int x = 0;  // of the block
  int y = 0;
  int sharedBytes = 0;
  bool lastFirst = false;  // the order in which threads take their turns
};

class EmulatedMachine;

// One thread's view of its block: what the kernels call CudaBlock for. See there for what the functions do.
class EmulatedBlock {
 public:
  EmulatedBlock(EmulatedMachine* machine, int thread) : machine_(machine), thread_(thread) {}

  int thread() const { return thread_; }
  int warp() const { return thread_ / 32; }
  int lane() const { return thread_ % 32; }
  inline int x() const;
  inline int y() const;
  inline unsigned char* memory() const;
  inline void wait() const;
  inline float fromLane(float x, int mask) const;
  float exp2(float x) const { return std::exp2(x); }
  float log2(float x) const { return std::log2(x); }
  inline void copy16(void* to, const void* from, bool there) const;
  inline void awaitCopies() const;
  std::uint32_t pack(float below, float above) const {
    cuda::Bfloat16 two[2];
    cuda::store(below, &two[0]);
    cuda::store(above, &two[1]);
    return two[0].bits | static_cast<std::uint32_t>(two[1].bits) << 16U;
  }
  void loadMatrices(const void* row, std::uint32_t (&to)[4]) const { load(row, false, to); }
  void loadMatricesTurned(const void* row, std::uint32_t (&to)[4]) const { load(row, true, to); }
  inline void multiply(const std::uint32_t (&a)[4], std::uint32_t b0, std::uint32_t b1, float (&sum)[4]) const;

 private:
  inline void load(const void* row, bool turned, std::uint32_t (&to)[4]) const;

  EmulatedMachine* machine_;
  int thread_;
};

class EmulatedMachine {
 public:
  using Body = std::function<void(const EmulatedBlock&)>;

  // Runs one block to its end. Throws std::logic_error when its threads wait for one another for ever.
  static void run(const EmulatedLaunch& launch, const Body& body) { EmulatedMachine(launch, body).go(); }

 private:
  friend class EmulatedBlock;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  static constexpr std::size_t kStack = std::size_t{256} << 10U;
#else
  static constexpr std::size_t kStack = std::size_t{64} << 10U;
#endif
  static constexpr int kWarp = 32;

  struct Copy {
    void* to;
    const void* from;
    bool there;
  };
  struct Fiber {
    ucontext_t context{};
    jmp_buf place;
    bool begun = false;
    char* stack = nullptr;
    const std::function<bool()>* mayGo = nullptr;  // null: it may
    bool done = false;
    void* fake = nullptr;
    void* tsan = nullptr;
    std::vector<Copy> copies;
  };
  // What the lanes of a warp bring to an instruction that they do together, and take from it.
  struct Warp {
    int arrived = 0;
    std::int64_t done = 0;  // instructions
    float value[kWarp] = {};
    const unsigned char* row[kWarp] = {};
    std::uint32_t a[kWarp][4] = {};
    std::uint32_t b[kWarp][2] = {};
    float sum[kWarp][4] = {};
    std::uint32_t loaded[kWarp][4] = {};
    float taken[kWarp] = {};
  };

  EmulatedMachine(const EmulatedLaunch& launch, const Body& body)
      : launch_(launch),
        body_(body),
        fibers_(static_cast<std::size_t>(launch.threads)),
        warps_(static_cast<std::size_t>((launch.threads + kWarp - 1) / kWarp)),
        memory_(static_cast<std::size_t>(launch.sharedBytes) / sizeof(float) + 4, std::nanf("")) {}

  void go() {
    for (int i = 0; i < launch_.threads; ++i) start(i);
    bool moved = true;
    int left = launch_.threads;
    while (left > 0) {
      if (!moved) throw std::logic_error("The threads of a block wait for one another.");
      moved = false;
      for (int turn = 0; turn < launch_.threads; ++turn) {
        const int i = launch_.lastFirst ? launch_.threads - 1 - turn : turn;
        Fiber& fiber = fibers_[static_cast<std::size_t>(i)];
        if (fiber.done || (fiber.mayGo != nullptr && !(*fiber.mayGo)())) continue;
        fiber.mayGo = nullptr;
        moved = true;
        enter(i);
        if (fiber.done) --left;
      }
    }
#if defined(__SANITIZE_THREAD__)
    for (Fiber& fiber : fibers_) __tsan_destroy_fiber(fiber.tsan);
#endif
  }

  void start(int index) {
    Fiber& fiber = fibers_[static_cast<std::size_t>(index)];
    fiber.stack = stackOf(index);
    getcontext(&fiber.context);
    fiber.context.uc_stack.ss_sp = fiber.stack;
    fiber.context.uc_stack.ss_size = kStack;
    fiber.context.uc_link = nullptr;
#if defined(__SANITIZE_THREAD__)
    fiber.tsan = __tsan_create_fiber(0);
#endif
    const auto self = reinterpret_cast<std::uintptr_t>(this);
    makecontext(&fiber.context, reinterpret_cast<void (*)()>(&EmulatedMachine::runThread), 3,
                static_cast<unsigned>(self), static_cast<unsigned>(self >> 32U), index);
  }

  // Kept from run to run: clearing fresh pages would cost more than most blocks.
  static char* stackOf(int index) {
    thread_local std::vector<std::unique_ptr<char[]>> stacks;
    while (stacks.size() <= static_cast<std::size_t>(index)) stacks.push_back(std::make_unique<char[]>(kStack));
    return stacks[static_cast<std::size_t>(index)].get();
  }

  static void runThread(unsigned low, unsigned high, int index) {
    auto* const machine =
        reinterpret_cast<EmulatedMachine*>(static_cast<std::uintptr_t>(low) | static_cast<std::uintptr_t>(high) << 32U);
#if defined(__SANITIZE_ADDRESS__)
    __sanitizer_finish_switch_fiber(nullptr, &machine->mainStack_, &machine->mainStackSize_);
#endif
    machine->body_(EmulatedBlock(machine, index));
    machine->fibers_[static_cast<std::size_t>(index)].done = true;
    machine->leave(index, true);
  }

  void enter(int index) {
    Fiber& fiber = fibers_[static_cast<std::size_t>(index)];
#if defined(__SANITIZE_ADDRESS__)
    __sanitizer_start_switch_fiber(&mainFake_, fiber.stack, kStack);
#endif
#if defined(__SANITIZE_THREAD__)
    mainTsan_ = __tsan_get_current_fiber();
    __tsan_switch_to_fiber(fiber.tsan, 0);
#endif
    change(fiber, true);
#if defined(__SANITIZE_ADDRESS__)
    __sanitizer_finish_switch_fiber(mainFake_, nullptr, nullptr);
#endif
  }

  // Into a fiber, or out of it. swapcontext asks the system for the signals each time; a jump between stacks that live
  // does not, but is more than the sanitizers can follow.
  void change(Fiber& fiber, bool into) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    if (into)
      swapcontext(&main_, &fiber.context);
    else
      swapcontext(&fiber.context, &main_);
#else
    if (!into) {
      if (_setjmp(fiber.place) == 0) _longjmp(mainPlace_, 1);
    } else if (_setjmp(mainPlace_) == 0) {
      if (fiber.begun) _longjmp(fiber.place, 1);
      fiber.begun = true;
      setcontext(&fiber.context);
    }
#endif
  }

  void leave(int index, [[maybe_unused]] bool forGood) {
    Fiber& fiber = fibers_[static_cast<std::size_t>(index)];
#if defined(__SANITIZE_ADDRESS__)
    __sanitizer_start_switch_fiber(forGood ? nullptr : &fiber.fake, mainStack_, mainStackSize_);
#endif
#if defined(__SANITIZE_THREAD__)
    __tsan_switch_to_fiber(mainTsan_, 0);
#endif
    change(fiber, false);
#if defined(__SANITIZE_ADDRESS__)
    __sanitizer_finish_switch_fiber(fiber.fake, &mainStack_, &mainStackSize_);
#endif
  }

  // Lets others have their turns until the condition holds.
  void waitUntil(int index, const std::function<bool()>& condition) {
    fibers_[static_cast<std::size_t>(index)].mayGo = &condition;
    leave(index, false);
  }

  // The last lane to come does the instruction for all.
  template <class Work>
  void together(int thread, const Work& work) {
    Warp& warp = warps_[static_cast<std::size_t>(thread / kWarp)];
    const std::int64_t number = warp.done;
    if (++warp.arrived == kWarp) {
      work(warp);
      warp.arrived = 0;
      ++warp.done;
      return;
    }
    waitUntil(thread, [&warp, number] { return warp.done > number; });
  }

  EmulatedLaunch launch_;
  const Body& body_;
  std::vector<Fiber> fibers_;
  std::vector<Warp> warps_;
  std::vector<float> memory_;
  ucontext_t main_{};
  jmp_buf mainPlace_;
  int atBarrier_ = 0;
  std::int64_t barriers_ = 0;
  const void* mainStack_ = nullptr;
  std::size_t mainStackSize_ = 0;
  void* mainFake_ = nullptr;
  void* mainTsan_ = nullptr;
};

inline int EmulatedBlock::x() const { return machine_->launch_.x; }
inline int EmulatedBlock::y() const { return machine_->launch_.y; }

inline unsigned char* EmulatedBlock::memory() const {
  const auto at = reinterpret_cast<std::uintptr_t>(machine_->memory_.data());
  return reinterpret_cast<unsigned char*>((at + 15U) / 16U * 16U);
}

inline void EmulatedBlock::wait() const {
  const std::int64_t number = machine_->barriers_;
  if (++machine_->atBarrier_ == machine_->launch_.threads) {
    machine_->atBarrier_ = 0;
    ++machine_->barriers_;
    return;
  }
  machine_->waitUntil(thread_, [this, number] { return machine_->barriers_ > number; });
}

inline float EmulatedBlock::fromLane(float x, int mask) const {
  auto& warp = machine_->warps_[static_cast<std::size_t>(this->warp())];
  warp.value[lane()] = x;
  machine_->together(thread_, [mask](EmulatedMachine::Warp& all) {
    for (int i = 0; i < EmulatedMachine::kWarp; ++i) all.taken[i] = all.value[i ^ mask];
  });
  return warp.taken[lane()];
}

inline void EmulatedBlock::copy16(void* to, const void* from, bool there) const {
  if (reinterpret_cast<std::uintptr_t>(to) % 16 != 0 || reinterpret_cast<std::uintptr_t>(from) % 16 != 0)
    throw std::logic_error("A copy of 16 bytes is not aligned.");
  machine_->fibers_[static_cast<std::size_t>(thread_)].copies.push_back({to, from, there});
}

inline void EmulatedBlock::awaitCopies() const {
  auto& copies = machine_->fibers_[static_cast<std::size_t>(thread_)].copies;
  for (const auto& copy : copies) {
    if (copy.there)
      std::memcpy(copy.to, copy.from, 16);
    else
      std::memset(copy.to, 0, 16);
  }
  copies.clear();
}

// "Warp-level matrix load instruction: ldmatrix": lane l gets of matrix i the numbers 2 (l % 4) and one more of row
// l / 4, or with .trans of column l / 4.
inline void EmulatedBlock::load(const void* row, bool turned, std::uint32_t (&to)[4]) const {
  auto& warp = machine_->warps_[static_cast<std::size_t>(this->warp())];
  warp.row[lane()] = static_cast<const unsigned char*>(row);
  machine_->together(thread_, [turned](EmulatedMachine::Warp& all) {
    for (int lane = 0; lane < EmulatedMachine::kWarp; ++lane) {
      for (int matrix = 0; matrix < 4; ++matrix) {
        std::uint16_t two[2];
        for (int i = 0; i < 2; ++i) {
          const int r = turned ? lane % 4 * 2 + i : lane / 4;
          const int c = turned ? lane / 4 : lane % 4 * 2 + i;
          std::memcpy(&two[i], all.row[matrix * 8 + r] + c * 2, 2);
        }
        all.loaded[lane][matrix] = two[0] | static_cast<std::uint32_t>(two[1]) << 16U;
      }
    }
  });
  std::memcpy(to, warp.loaded[lane()], sizeof to);
}

// "Matrix fragments for mma.m16n8k16 with floating point type", bf16: with g = lane / 4 and t = lane % 4, the two
// numbers of a's word i are at row g + 8 (i % 2), columns 2t and 2t + 1 and 8 (i / 2) more; of b's word i at rows 2t,
// 2t + 1 and 8i more, column g; sum i is at row g + 8 (i / 2), column 2t + i % 2.
inline void EmulatedBlock::multiply(const std::uint32_t (&a)[4], std::uint32_t b0, std::uint32_t b1,
                                    float (&sum)[4]) const {
  auto& warp = machine_->warps_[static_cast<std::size_t>(this->warp())];
  std::memcpy(warp.a[lane()], a, sizeof a);
  warp.b[lane()][0] = b0;
  warp.b[lane()][1] = b1;
  std::memcpy(warp.sum[lane()], sum, sizeof sum);
  machine_->together(thread_, [](EmulatedMachine::Warp& all) {
    const auto half = [](std::uint32_t word, int upper) {
      return cuda::toFloat(cuda::Bfloat16{static_cast<std::uint16_t>(upper != 0 ? word >> 16U : word & 0xFFFFU)});
    };
    float left[16][16];
    float right[16][8];
    for (int lane = 0; lane < EmulatedMachine::kWarp; ++lane) {
      const int g = lane / 4;
      const int t = lane % 4;
      for (int i = 0; i < 8; ++i) left[g + i / 2 % 2 * 8][2 * t + i % 2 + i / 4 * 8] = half(all.a[lane][i / 2], i % 2);
      for (int i = 0; i < 4; ++i) right[2 * t + i % 2 + i / 2 * 8][g] = half(all.b[lane][i / 2], i % 2);
    }
    for (int lane = 0; lane < EmulatedMachine::kWarp; ++lane) {
      for (int i = 0; i < 4; ++i) {
        const int row = lane / 4 + i / 2 * 8;
        const int column = lane % 4 * 2 + i % 2;
        for (int k = 0; k < 16; ++k) all.sum[lane][i] += left[row][k] * right[k][column];
      }
    }
  });
  std::memcpy(sum, warp.sum[lane()], sizeof sum);
}

}  // namespace lacuna::engine::testing
