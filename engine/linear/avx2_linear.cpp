// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/linear/avx2_linear.h"

#if defined(__AVX2__) && defined(__FMA__)
#include "engine/linear/avx2_blocks.h"
#endif

namespace lacuna::engine {

#if defined(__AVX2__) && defined(__FMA__)
namespace {

auto multiplies(const LinearTask& task) {
  return [&task](const Avx2Block<float>& block, const float* weights, std::int64_t, __m256(*y)[2]) {
    avx2MultiplyTile(block.x, weights, kPanelColumns, task.inputs, y);
  };
}

}  // namespace

void multiplyPanels(const LinearTask& task, std::int64_t first, std::int64_t last) {
  avx2StorePanels<float>(task, first, last, multiplies(task));
}

void multiplyGatedPanels(const LinearTask& task, std::int64_t first, std::int64_t last) {
  avx2StoreGatedPanels<float>(task, first, last, multiplies(task));
}

bool hasAvx2() { return __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("fma") != 0; }

#else

bool hasAvx2() { return false; }
void multiplyPanels(const LinearTask&, std::int64_t, std::int64_t) {}
void multiplyGatedPanels(const LinearTask&, std::int64_t, std::int64_t) {}

#endif

}  // namespace lacuna::engine
