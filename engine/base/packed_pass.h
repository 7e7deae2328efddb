// SPDX-License-Identifier: GPL-3.0-or-later
// AdapterPass by hand, for a processor with AVX2. Products are oneDNN's or MKL's, in bfloat16 where the processor
// multiplies that in hardware, else in float32; states between layers, norms, losses and gradients of the adapter are
// float32.
#pragma once

#include <memory>

#include "engine/base/adapter_pass.h"

namespace lacuna::engine {

// Whether it can compute that base and adapter on this processor.
bool servesPacked(const LlamaConfig& base, const AdapterConfig& adapter);

// REQUIRES: servesPacked().
std::unique_ptr<AdapterPass> makePackedPass(const BaseFile& base, const AdapterConfig& adapter,
                                            const AdapterPassOptions& options);

}  // namespace lacuna::engine
