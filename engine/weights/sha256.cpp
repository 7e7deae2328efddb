// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/weights/sha256.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>
#endif

namespace lacuna::engine {
namespace {

using ShaState = std::array<std::uint32_t, 8>;

constexpr std::uint32_t kRound[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

void plainBlocks(const std::byte* data, std::size_t blocks, ShaState* state) {
  for (; blocks > 0; --blocks, data += 64) {
    std::uint32_t words[64];
    for (int i = 0; i < 16; ++i) {
      const auto byte = [&](int at) { return std::to_integer<std::uint32_t>(data[4 * i + at]); };
      words[i] = byte(0) << 24U | byte(1) << 16U | byte(2) << 8U | byte(3);
    }
    for (int i = 16; i < 64; ++i) {
      const std::uint32_t near = words[i - 2];
      const std::uint32_t far = words[i - 15];
      words[i] = (std::rotr(near, 17) ^ std::rotr(near, 19) ^ (near >> 10U)) + words[i - 7] +
                 (std::rotr(far, 7) ^ std::rotr(far, 18) ^ (far >> 3U)) + words[i - 16];
    }
    auto [a, b, c, d, e, f, g, h] = *state;
    for (int i = 0; i < 64; ++i) {
      const std::uint32_t one =
          h + (std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25)) + ((e & f) ^ (~e & g)) + kRound[i] + words[i];
      const std::uint32_t two = (std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
      h = g, g = f, f = e, e = d + one, d = c, c = b, b = a, a = one + two;
    }
    const ShaState add = {a, b, c, d, e, f, g, h};
    for (std::size_t i = 0; i < 8; ++i) (*state)[i] += add[i];
  }
}

#if defined(__x86_64__)
// Intel's SHA extensions: two rounds an instruction, over the state as {A B E F} and {C D G H}, highest lane first.
__attribute__((target("sha,sse4.1,ssse3"))) void quickBlocks(const std::byte* data, std::size_t blocks,
                                                             ShaState* state) {
  const __m128i swap = _mm_set_epi64x(0x0c0d0e0f08090a0bLL, 0x0405060700010203LL);
  const auto [a, b, c, d, e, f, g, h] = *state;
  const auto lanes = [](std::uint32_t high, std::uint32_t second, std::uint32_t third, std::uint32_t low) {
    return _mm_set_epi32(static_cast<int>(high), static_cast<int>(second), static_cast<int>(third),
                         static_cast<int>(low));
  };
  __m128i abef = lanes(a, b, e, f);
  __m128i cdgh = lanes(c, d, g, h);
  for (; blocks > 0; --blocks, data += 64) {
    const __m128i abefBefore = abef;
    const __m128i cdghBefore = cdgh;
    __m128i words[4];  // the 16 words that are in use, four a register
    for (int i = 0; i < 4; ++i) {
      words[i] = _mm_shuffle_epi8(_mm_loadu_si128(reinterpret_cast<const __m128i*>(data + 16 * i)), swap);
    }
    for (int i = 0; i < 16; ++i) {
      const __m128i now = words[i % 4];
      __m128i sum = _mm_add_epi32(now, _mm_loadu_si128(reinterpret_cast<const __m128i*>(kRound + 4 * i)));
      cdgh = _mm_sha256rnds2_epu32(cdgh, abef, sum);
      sum = _mm_shuffle_epi32(sum, 0x0E);
      abef = _mm_sha256rnds2_epu32(abef, cdgh, sum);
      if (i >= 12) continue;
      const __m128i last = words[(i + 3) % 4];
      __m128i next = _mm_sha256msg1_epu32(now, words[(i + 1) % 4]);
      next = _mm_add_epi32(next, _mm_alignr_epi8(last, words[(i + 2) % 4], 4));
      words[i % 4] = _mm_sha256msg2_epu32(next, last);
    }
    abef = _mm_add_epi32(abef, abefBefore);
    cdgh = _mm_add_epi32(cdgh, cdghBefore);
  }
  alignas(16) std::uint32_t first[4];
  alignas(16) std::uint32_t second[4];
  _mm_store_si128(reinterpret_cast<__m128i*>(first), abef);
  _mm_store_si128(reinterpret_cast<__m128i*>(second), cdgh);
  *state = {first[3], first[2], second[3], second[2], first[1], first[0], second[1], second[0]};
}
#endif

using BlockFunction = void (*)(const std::byte*, std::size_t, ShaState*);

std::string digest(std::span<const std::byte> bytes, BlockFunction blocks) {
  ShaState state = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  const std::size_t whole = bytes.size() / 64;
  blocks(bytes.data(), whole, &state);
  // The rest, a one bit, zeros, and the length in bits.
  std::array<std::byte, 128> last = {};
  const auto rest = bytes.subspan(whole * 64);
  std::copy(rest.begin(), rest.end(), last.begin());
  last[rest.size()] = std::byte{0x80};
  const std::size_t size = rest.size() < 56 ? 64 : 128;
  const std::uint64_t bits = std::uint64_t{bytes.size()} * 8;
  for (std::size_t i = 0; i < 8; ++i) last[size - 1 - i] = static_cast<std::byte>(bits >> (8 * i));
  blocks(last.data(), size / 64, &state);
  std::string text;
  for (const std::uint32_t word : state) {
    for (int shift = 28; shift >= 0; shift -= 4)
      text += "0123456789abcdef"[(word >> static_cast<unsigned>(shift)) & 15U];
  }
  return text;
}

bool hasShaInstructions() {
#if defined(__x86_64__)
  // Leaf 7 of cpuid, bit 29 of ebx; GCC 12 has no name for it in __builtin_cpu_supports.
  unsigned a = 0;
  unsigned b = 0;
  unsigned c = 0;
  unsigned d = 0;
  if (__get_cpuid_count(7, 0, &a, &b, &c, &d) == 0) return false;
  return (b >> 29U & 1U) != 0 && __builtin_cpu_supports("sse4.1") != 0;
#else
  return false;
#endif
}

}  // namespace

std::string sha256(std::span<const std::byte> bytes) {
#if defined(__x86_64__)
  if (hasShaInstructions()) return digest(bytes, quickBlocks);
#endif
  return plainSha256(bytes);
}

std::string plainSha256(std::span<const std::byte> bytes) { return digest(bytes, plainBlocks); }

}  // namespace lacuna::engine
