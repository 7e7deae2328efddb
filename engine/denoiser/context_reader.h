// SPDX-License-Identifier: GPL-3.0-or-later
// Whoever reads the context stream and keeps what was read: windows to both sides (context_cache.h) or a causal base in
// chunks (base/chunk_reader.h).
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "engine/attention/layout.h"
#include "engine/denoiser/key_values.h"

namespace lacuna::engine {

// done and total count the tokens that this call has to read. May throw: what has been read stays.
using ReadProgress = std::function<void(std::size_t done, std::size_t total)>;

class ContextReader {
 public:
  virtual ~ContextReader() = default;
  ContextReader() = default;
  ContextReader(const ContextReader&) = delete;
  ContextReader& operator=(const ContextReader&) = delete;

  // layout: of one document; tokens_C: its context stream; rows: ascending reading rows of the layout.
  // Returns their keys (not rotated) and values after reading what is missing.
  virtual KeyValues read(const Layout& layout, const std::vector<std::int64_t>& tokens_C,
                         const std::vector<std::int64_t>& rows, const ReadProgress& progress) = 0;
  // Lets go of everything.
  virtual void forget() = 0;
};

}  // namespace lacuna::engine
