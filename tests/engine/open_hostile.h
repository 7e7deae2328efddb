// SPDX-License-Identifier: GPL-3.0-or-later
// What a fuzzer, and the suite's own loop over damaged files, does with bytes that claim to be a base.
#pragma once

#include <cstdlib>
#include <functional>
#include <span>
#include <string>

#include "engine/session.h"
#include "engine/weights/base_file.h"
#include "engine/weights/base_tokenizer.h"

#if defined(__GLIBC__)
#include <malloc.h>
#endif

namespace lacuna::engine::testing {

// Bytes that are allocated now; 0 where the system does not say.
inline std::size_t heldMemory() {
#if defined(__GLIBC__)
  const auto about = ::mallinfo2();
  return about.uordblks + about.hblkhd;
#else
  return 0;
#endif
}

// True when it opens and works, false when it is refused with a sentence; anything else ends the program or throws.
// whileOpen is called with all of it in memory.
inline bool openHostile(std::span<const std::byte> bytes, const std::function<void()>& whileOpen = {}) {
  bool opened = false;
  try {
    const BaseFile base("hostile.gguf", bytes);
    const std::unique_ptr<Tokenizer> tokenizer = readBaseTokenizer(base.gguf());
    if (whileOpen) whileOpen();
    const std::string text = "She said “no” <|endoftext|>\n\n 1913 \xFF\x04 aaaa";
    if (tokenizer->decode(tokenizer->encode(text)) != text) std::abort();
    const LlamaLayer layer = base.layer(base.config().layers - 1);
    if (layer.query.numel() == 0 || base.embedding().numel() == 0 || base.output().numel() == 0) std::abort();
    opened = true;
  } catch (const Error& error) {
    const std::string sentence = error.what();
    if (sentence.rfind("The model file hostile.gguf cannot be used: ", 0) != 0 || sentence.back() != '.') std::abort();
  }
  return opened;
}

}  // namespace lacuna::engine::testing
