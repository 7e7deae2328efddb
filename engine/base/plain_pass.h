// SPDX-License-Identifier: GPL-3.0-or-later
// AdapterPass by LibTorch's operations and autograd: for a GPU, for processors without AVX2, and for bases whose widths
// the row kernels do not take. On a GPU the products are in bfloat16. Keeps what autograd keeps.
#pragma once

#include <memory>

#include "engine/base/adapter_pass.h"

namespace lacuna::engine {

std::unique_ptr<AdapterPass> makePlainPass(const BaseFile& base, const AdapterConfig& adapter,
                                           const AdapterPassOptions& options);

}  // namespace lacuna::engine
