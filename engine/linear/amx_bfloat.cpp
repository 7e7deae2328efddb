// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/linear/amx_bfloat.h"

#if defined(__AMX_TILE__) && defined(__AMX_BF16__) && defined(__AVX2__) && defined(__FMA__) && defined(__linux__)
#define LACUNA_HAS_AMX 1
#include <cpuid.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <vector>

#include "engine/linear/avx2_linear.h"
#include "engine/linear/avx2_math.h"
#endif

namespace lacuna::engine {

#ifdef LACUNA_HAS_AMX
namespace {

constexpr std::int64_t kRowTiles =
    4;  // of one panel at once; with the panel's tile and one of x, six of eight are used
constexpr std::int64_t kSums = kTileRowsOfX * kPanelColumns;

// Every tile has 16 rows of 64 bytes.
struct TileShapes {
  std::uint8_t palette = 1;
  std::uint8_t start = 0;
  std::uint8_t reserved[14] = {};
  std::uint16_t bytes[16] = {64, 64, 64, 64, 64, 64, 64, 64};
  std::uint8_t rows[16] = {16, 16, 16, 16, 16, 16, 16, 16};
};

class Tiles {
 public:
  Tiles() {
    const TileShapes shapes;
    _tile_loadconfig(&shapes);
  }
  ~Tiles() { _tile_release(); }
  Tiles(const Tiles&) = delete;
  Tiles& operator=(const Tiles&) = delete;
};

bool askForTiles() {
  unsigned a = 0;
  unsigned b = 0;
  unsigned c = 0;
  unsigned d = 0;
  constexpr unsigned kBf16 = 1U << 22U;
  constexpr unsigned kTile = 1U << 24U;
  if (__get_cpuid_count(7, 0, &a, &b, &c, &d) == 0 || (d & kBf16) == 0 || (d & kTile) == 0) return false;
  constexpr long kRequestPermission = 0x1023;  // ARCH_REQ_XCOMP_PERM
  constexpr long kTileData = 18;
  return syscall(SYS_arch_prctl, kRequestPermission, kTileData) == 0;
}

// The products of kTiles times 16 rows with one panel; sums: 16 by 16 floats a tile.
template <int kTiles>
void multiplyTiles(const std::uint16_t* x, std::int64_t stride, const std::uint16_t* panel, std::int64_t inputs,
                   float* sums) {
  constexpr std::int64_t kColumnBytes = 64;
  const std::int64_t bytes = stride * 2;
  const std::int64_t tile = kTileRowsOfX * stride;
  _tile_zero(0);
  if constexpr (kTiles > 1) _tile_zero(1);
  if constexpr (kTiles > 2) _tile_zero(2);
  if constexpr (kTiles > 3) _tile_zero(3);
  for (std::int64_t i = 0; i < inputs; i += kTileInputs) {
    _tile_loadd(4, panel + i * kPanelColumns, kColumnBytes);
    _tile_loadd(5, x + i, bytes);
    _tile_dpbf16ps(0, 5, 4);
    if constexpr (kTiles > 1) {
      _tile_loadd(6, x + tile + i, bytes);
      _tile_dpbf16ps(1, 6, 4);
    }
    if constexpr (kTiles > 2) {
      _tile_loadd(5, x + 2 * tile + i, bytes);
      _tile_dpbf16ps(2, 5, 4);
    }
    if constexpr (kTiles > 3) {
      _tile_loadd(6, x + 3 * tile + i, bytes);
      _tile_dpbf16ps(3, 6, 4);
    }
  }
  _tile_stored(0, sums, kColumnBytes);
  if constexpr (kTiles > 1) _tile_stored(1, sums + kSums, kColumnBytes);
  if constexpr (kTiles > 2) _tile_stored(2, sums + 2 * kSums, kColumnBytes);
  if constexpr (kTiles > 3) _tile_stored(3, sums + 3 * kSums, kColumnBytes);
}

// The task's rows one after the other, where it names them.
struct GatheredRows {
  std::vector<std::uint16_t> memory;
  const std::uint16_t* x = nullptr;

  explicit GatheredRows(const BfloatTask& task) : x(task.x) {
    if (task.xRow_M == nullptr) return;
    const std::int64_t padded = (task.rows + kTileRowsOfX - 1) / kTileRowsOfX * kTileRowsOfX;
    memory.resize(static_cast<std::size_t>(padded * task.xStride));
    for (std::int64_t row = 0; row < task.rows; ++row) {
      const std::uint16_t* const from = task.x + task.xRow_M[row] * task.xStride;
      __builtin_memcpy(memory.data() + row * task.xStride, from, static_cast<std::size_t>(task.xStride) * 2);
    }
    x = memory.data();
  }
};

// store(row, panel, its 16 sums)
template <class Store>
void eachPanel(const BfloatTask& task, std::int64_t first, std::int64_t last, const Store& store) {
  if (task.rows == 0) return;
  const Tiles tiles;
  const GatheredRows rows(task);
  alignas(64) float sums[kRowTiles * kSums];
  const std::int64_t values = task.inputs * kPanelColumns;
  constexpr std::int64_t kAtOnce = kRowTiles * kTileRowsOfX;
  for (std::int64_t panel = first; panel < last; ++panel) {
    const std::uint16_t* const weights = task.panels + panel * values;
    for (std::int64_t start = 0; start < task.rows; start += kAtOnce) {
      const std::int64_t count = task.rows - start < kAtOnce ? task.rows - start : kAtOnce;
      const std::uint16_t* const x = rows.x + start * task.xStride;
      switch ((count + kTileRowsOfX - 1) / kTileRowsOfX) {
        case 1:
          multiplyTiles<1>(x, task.xStride, weights, task.inputs, sums);
          break;
        case 2:
          multiplyTiles<2>(x, task.xStride, weights, task.inputs, sums);
          break;
        case 3:
          multiplyTiles<3>(x, task.xStride, weights, task.inputs, sums);
          break;
        default:
          multiplyTiles<4>(x, task.xStride, weights, task.inputs, sums);
          break;
      }
      for (std::int64_t r = 0; r < count; ++r) store(start + r, panel, sums + r * kPanelColumns);
    }
  }
}

float* rowOfOut(const BfloatTask& task, std::int64_t row) {
  return task.out + (task.outRow_M == nullptr ? row : task.outRow_M[row]) * task.outStride;
}

}  // namespace

bool hasAmx() {
  static const bool has = hasAvx2() && askForTiles();
  return has;
}

void multiplyBfloatPanels(const BfloatTask& task, std::int64_t first, std::int64_t last) {
  const bool adds = task.scale_M != nullptr;
  eachPanel(task, first, last, [&](std::int64_t row, std::int64_t panel, const float* sums) {
    const std::int64_t column = panel * kPanelColumns;
    float* const out = rowOfOut(task, row) + column;
    const float scale = adds ? task.scale_M[row] : 1.0F;
    avx2Put(_mm256_load_ps(sums), out, task.outputs - column, adds, scale);
    avx2Put(_mm256_load_ps(sums + 8), out + 8, task.outputs - column - 8, adds, scale);
  });
}

void multiplyBfloatGatedPanels(const BfloatTask& task, std::int64_t first, std::int64_t last) {
  eachPanel(task, first, last, [&](std::int64_t row, std::int64_t panel, const float* sums) {
    const std::int64_t column = panel * 8;
    avx2Put(avx2Gated(_mm256_load_ps(sums), _mm256_load_ps(sums + 8)), rowOfOut(task, row) + column,
            task.outputs - column, false, 1.0F);
  });
}

void roundToBfloat(const float* x, std::int64_t xStride, std::int64_t rows, std::int64_t inputs, std::uint16_t* out,
                   std::int64_t outStride) {
  for (std::int64_t row = 0; row < rows; ++row) {
    const float* const from = x + row * xStride;
    std::uint16_t* const to = out + row * outStride;
    for (std::int64_t i = 0; i < inputs; ++i) {
      std::uint32_t bits = 0;
      __builtin_memcpy(&bits, from + i, sizeof(bits));
      to[i] = static_cast<std::uint16_t>((bits + 0x7FFFU + ((bits >> 16U) & 1U)) >> 16U);
    }
    for (std::int64_t i = inputs; i < outStride; ++i) to[i] = 0;
  }
}

#else

bool hasAmx() { return false; }
void multiplyBfloatPanels(const BfloatTask&, std::int64_t, std::int64_t) {}
void multiplyBfloatGatedPanels(const BfloatTask&, std::int64_t, std::int64_t) {}
void roundToBfloat(const float*, std::int64_t, std::int64_t, std::int64_t, std::uint16_t*, std::int64_t) {}

#endif

}  // namespace lacuna::engine
