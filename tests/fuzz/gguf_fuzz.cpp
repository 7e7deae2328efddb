// SPDX-License-Identifier: GPL-3.0-or-later
// Bytes that claim to be a base: the reader, the family's checks, the tokenizer's tables, a layer's weights.
#include "tests/engine/open_hostile.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  lacuna::engine::testing::openHostile(std::as_bytes(std::span(data, size)));
  return 0;
}
