// SPDX-License-Identifier: GPL-3.0-or-later
// Attention over block lists, the plain way: one pass with an online softmax (Milakov and Gimelshein 2018,
// arXiv:1805.02867; tiled as in FlashAttention, Dao et al. 2022, arXiv:2205.14135), in float32 whatever is stored, on
// any GPU. The tensor-core kernels of tensor_attention.h do the same in the same order of tiles.
//
// 256 threads a block, 64 rows: four threads share a row, each with every fourth of its numbers. A tile of 64 columns
// stands in shared memory. kSize: the head size rounded up to what is compiled; the rest is zeros.
#pragma once

#include "engine/cuda/kernel_types.h"

namespace lacuna::engine::cuda::plain {

constexpr int kThreads = 256;
constexpr int kParts = 4;  // threads that share a row

// Heads of 128 numbers take all of the 64 KiB that Turing has.
template <int kSize>
constexpr int sharedBytes() {
  return 2 * kWidth * kSize * static_cast<int>(sizeof(float));
}

// This thread's share of one row: numbers part, part + 4, ...
template <int kSize>
struct Share {
  float at[kSize / kParts] = {};

  LACUNA_KERNEL void multiply(float factor) {
    LACUNA_UNROLL
    for (int i = 0; i < kSize / kParts; ++i) at[i] *= factor;
  }
  // index -1: zeros.
  template <class Scalar>
  LACUNA_KERNEL void load(const Rows<const Scalar>& rows, std::int64_t index, int head, int part, int size) {
    const Scalar* const row = index < 0 ? nullptr : rows.at(index, head);
    LACUNA_UNROLL
    for (int i = 0; i < kSize / kParts; ++i) {
      const int d = i * kParts + part;
      at[i] = row != nullptr && d < size ? toFloat(row[d]) : 0.0F;
    }
  }
  template <class Scalar>
  LACUNA_KERNEL void storeTo(Scalar* row, float scale, int part, int size) const {
    LACUNA_UNROLL
    for (int i = 0; i < kSize / kParts; ++i) {
      const int d = i * kParts + part;
      if (d < size) store(at[i] * scale, row + d);
    }
  }
  LACUNA_KERNEL float dot(const float* row, int part) const {
    float sum = 0;
    LACUNA_UNROLL
    for (int i = 0; i < kSize / kParts; ++i) sum += at[i] * row[i * kParts + part];
    return sum;
  }
  LACUNA_KERNEL void add(float factor, const float* row, int part) {
    LACUNA_UNROLL
    for (int i = 0; i < kSize / kParts; ++i) at[i] += factor * row[i * kParts + part];
  }
};

// The sum over the four threads of a row, in all of them.
template <class Block>
LACUNA_KERNEL float sumOfParts(const Block& block, float x) {
  x += block.fromLane(x, 1);
  return x + block.fromLane(x, 2);
}

// 64 rows into shared memory, missing ones as zeros. All threads; visible after block.wait().
template <int kSize, class Scalar, class Block>
LACUNA_KERNEL void loadTile(const Block& block, const Rows<const Scalar>& rows, const std::int32_t* index, int head,
                            int size, float* to) {
  for (int i = block.thread(); i < kWidth * kSize; i += kThreads) {
    const int row = i / kSize;
    const int d = i % kSize;
    to[i] = index[row] >= 0 && d < size ? toFloat(rows.at(index[row], head)[d]) : 0.0F;
  }
}

// Two tensors of which a pass walks the columns' rows, one head of each.
template <class Scalar>
struct Walked {
  const Rows<const Scalar>& first;
  const Rows<const Scalar>& second;
  int head;
  int size;
};

// Where a thread stands in its block, and the row of the list that it shares.
struct Place {
  int row;
  int part;
  std::int32_t index;  // of the row in its tensors; -1: none
};
template <class Block>
LACUNA_KERNEL Place placeOf(const Block& block, const List& list) {
  const int row = block.thread() / kParts;
  return {row, block.thread() % kParts, list.row[block.x() * kWidth + row]};
}

// Tile after tile of the block's list, all threads together: visit(column, sees, first, second) for each of its 64
// columns, the two rows in shared memory. sees: whether this thread's row does.
template <int kSize, class Scalar, class Block, class Visit>
LACUNA_KERNEL void eachColumn(const Block& block, const List& list, const Place& place, const Walked<Scalar>& walked,
                              const Visit& visit) {
  float* const first = reinterpret_cast<float*>(block.memory());
  float* const second = first + kWidth * kSize;
  for (int tile = list.firstTile[block.x()]; tile < list.firstTile[block.x() + 1]; ++tile) {
    const std::int32_t* const column = list.column + tile * kWidth;
    const std::uint64_t seen = list.seen[tile * kWidth + place.row];
    block.wait();
    loadTile<kSize>(block, walked.first, column, walked.head, walked.size, first);
    loadTile<kSize>(block, walked.second, column, walked.head, walked.size, second);
    block.wait();
    for (int c = 0; c < kWidth; ++c)
      visit(column[c], (seen >> static_cast<unsigned>(c) & 1U) != 0, first + c * kSize, second + c * kSize);
  }
}

// block.x(): the block of the list; block.y(): the query head.
template <int kSize, class Scalar, class Block>
LACUNA_KERNEL void forward(const Block& block, const AttentionTask<Scalar>& task) {
  const int head = block.y();
  const Place place = placeOf(block, task.list);
  Share<kSize> q;
  Share<kSize> sum;
  q.load(task.q, place.index, head, place.part, task.size);
  float highest = minusInfinity();
  float total = 0;
  const auto visit = [&](std::int32_t, bool sees, const float* k, const float* v) {
    const float score = sumOfParts(block, q.dot(k, place.part)) * task.scale * kLog2E;
    if (!sees) return;
    const float before = highest;
    highest = score > highest ? score : highest;
    const float shrink = block.exp2(before - highest);
    const float weight = block.exp2(score - highest);
    total = total * shrink + weight;
    sum.multiply(shrink);
    sum.add(weight, v, place.part);
  };
  eachColumn<kSize>(block, task.list, place, Walked<Scalar>{task.k, task.v, head / task.shared, task.size}, visit);
  if (place.index < 0) return;
  sum.storeTo(task.out.at(place.index, head), 1.0F / total, place.part, task.size);
  if (place.part == 0)
    task.logSum_QH[std::int64_t{place.index} * task.heads + head] = (highest + block.log2(total)) * kLn2;
}

// dq. block.x(): the block of the list; block.y(): the query head.
template <int kSize, class Scalar, class Block>
LACUNA_KERNEL void queryGradients(const Block& block, const AttentionTask<Scalar>& task) {
  const int head = block.y();
  const Place place = placeOf(block, task.list);
  const std::int64_t at = std::int64_t{place.index < 0 ? 0 : place.index} * task.heads + head;
  const float logSum = task.logSum_QH[at];
  const float delta = task.delta_QH[at];
  Share<kSize> q;
  Share<kSize> gradient;
  Share<kSize> sum;
  q.load(task.q, place.index, head, place.part, task.size);
  gradient.load(task.outGradient, place.index, head, place.part, task.size);
  const auto visit = [&](std::int32_t, bool sees, const float* k, const float* v) {
    const float score = sumOfParts(block, q.dot(k, place.part)) * task.scale;
    const float change = sumOfParts(block, gradient.dot(v, place.part));
    if (!sees) return;
    const float weight = block.exp2((score - logSum) * kLog2E);
    sum.add(weight * (change - delta) * task.scale, k, place.part);
  };
  eachColumn<kSize>(block, task.list, place, Walked<Scalar>{task.k, task.v, head / task.shared, task.size}, visit);
  if (place.index >= 0) sum.storeTo(task.out.at(place.index, head), 1.0F, place.part, task.size);
}

// dk and dv of a block's keys from its queries. block.x(): the block of the list; block.y(): the key head.
template <int kSize, class Scalar, class Block>
LACUNA_KERNEL void keyGradients(const Block& block, const AttentionTask<Scalar>& task) {
  const int keyHead = block.y();
  const int keyHeads = task.heads / task.shared;
  const Place place = placeOf(block, task.list);
  Share<kSize> k;
  Share<kSize> v;
  Share<kSize> keySum;
  Share<kSize> valueSum;
  k.load(task.k, place.index, keyHead, place.part, task.size);
  v.load(task.v, place.index, keyHead, place.part, task.size);
  for (int head = keyHead * task.shared; head < (keyHead + 1) * task.shared; ++head) {
    const auto visit = [&](std::int32_t query, bool sees, const float* q, const float* gradient) {
      const float score = sumOfParts(block, k.dot(q, place.part)) * task.scale;
      const float change = sumOfParts(block, v.dot(gradient, place.part));
      if (!sees) return;
      const std::int64_t at = std::int64_t{query} * task.heads + head;
      const float weight = block.exp2((score - task.logSum_QH[at]) * kLog2E);
      valueSum.add(weight, gradient, place.part);
      keySum.add(weight * (change - task.delta_QH[at]) * task.scale, q, place.part);
    };
    eachColumn<kSize>(block, task.list, place, Walked<Scalar>{task.q, task.outGradient, head, task.size}, visit);
  }
  const std::int64_t to = ((std::int64_t{block.x()} * kWidth + place.row) * keyHeads + keyHead) * task.size;
  keySum.storeTo(task.keySum + to, 1.0F, place.part, task.size);
  valueSum.storeTo(task.valueSum + to, 1.0F, place.part, task.size);
}

// One thread a number of dk and dv; block.x() * kThreads + thread counts them.
template <class Scalar, class Block>
LACUNA_KERNEL void gatherKeys(const Block& block, const GatherTask<Scalar>& task, std::int64_t keys) {
  const std::int64_t i = std::int64_t{block.x()} * kThreads + block.thread();
  if (i >= keys * task.numbers) return;
  const std::int64_t key = i / task.numbers;
  float keySum = 0;
  float valueSum = 0;
  const int parts = key < task.keyRows ? task.parts_K[key] : 0;
  for (int part = 0; part < parts; ++part) {
    const std::int64_t row = task.place_K[key] + std::int64_t{part} * kWidth;
    keySum += task.keySum[row * task.numbers + i % task.numbers];
    valueSum += task.valueSum[row * task.numbers + i % task.numbers];
  }
  store(keySum, task.key + i);
  store(valueSum, task.value + i);
}

}  // namespace lacuna::engine::cuda::plain
