// SPDX-License-Identifier: GPL-3.0-or-later
// The head sizes that kernels are compiled for.
#pragma once

#include <type_traits>

namespace lacuna::engine::cuda {

// Calls use(std::integral_constant<int, N>) with the least N that has room; size: 128 at most.
template <class Use>
void withHeadSize(int size, const Use& use) {
  if (size <= 32)
    use(std::integral_constant<int, 32>());
  else if (size <= 64)
    use(std::integral_constant<int, 64>());
  else
    use(std::integral_constant<int, 128>());
}

}  // namespace lacuna::engine::cuda
