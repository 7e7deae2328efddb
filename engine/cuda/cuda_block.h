// SPDX-License-Identifier: GPL-3.0-or-later
// A block of threads on a GPU: the few instructions that the kernels need beside C++. nvcc alone reads this.
// tests/engine/emulated_block.h is the same for a host, from the same pages of the PTX ISA.
#pragma once

#include "engine/cuda/kernel_types.h"

namespace lacuna::engine::cuda {

class CudaBlock {
 public:
  __device__ __forceinline__ int thread() const { return static_cast<int>(threadIdx.x); }
  __device__ __forceinline__ int warp() const { return static_cast<int>(threadIdx.x / 32U); }
  __device__ __forceinline__ int lane() const { return static_cast<int>(threadIdx.x % 32U); }
  __device__ __forceinline__ int x() const { return static_cast<int>(blockIdx.x); }
  __device__ __forceinline__ int y() const { return static_cast<int>(blockIdx.y); }

  // What the threads share, 16-byte aligned.
  __device__ __forceinline__ unsigned char* memory() const {
    extern __shared__ __align__(16) unsigned char memory[];
    return memory;
  }
  __device__ __forceinline__ void wait() const { __syncthreads(); }

  // x of the lane whose number differs in the bits of mask. All lanes of the warp at once.
  __device__ __forceinline__ float fromLane(float x, int mask) const { return __shfl_xor_sync(0xFFFFFFFFU, x, mask); }

  __device__ __forceinline__ float exp2(float x) const { return ::exp2f(x); }
  __device__ __forceinline__ float log2(float x) const { return ::log2f(x); }

  // 16 bytes from global to shared memory, or 16 zero bytes; there when awaitCopies() has returned.
  __device__ __forceinline__ void copy16(void* to, const void* from, bool there) const {
#if __CUDA_ARCH__ >= 800
    asm volatile("cp.async.cg.shared.global [%0], [%1], 16, %2;" ::"r"(shared(to)), "l"(from), "r"(there ? 16 : 0)
                 : "memory");
#else
    *static_cast<uint4*>(to) = there ? *static_cast<const uint4*>(from) : uint4{0, 0, 0, 0};
#endif
  }
  __device__ __forceinline__ void awaitCopies() const {
#if __CUDA_ARCH__ >= 800
    asm volatile("cp.async.wait_all;" ::: "memory");
#endif
  }

  // Two numbers to bfloat16, the first one below.
  __device__ __forceinline__ std::uint32_t pack(float below, float above) const {
#if __CUDA_ARCH__ >= 800
    std::uint32_t both;
    asm("cvt.rn.bf16x2.f32 %0, %1, %2;" : "=r"(both) : "f"(above), "f"(below));
    return both;
#else
    Bfloat16 two[2];
    store(below, &two[0]);
    store(above, &two[1]);
    return two[0].bits | static_cast<std::uint32_t>(two[1].bits) << 16U;
#endif
  }

  // ldmatrix: four 8 x 8 matrices; lane 8i + r names the 16 bytes of matrix i's row r.
  __device__ __forceinline__ void loadMatrices(const void* row, std::uint32_t (&to)[4]) const {
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];"
                 : "=r"(to[0]), "=r"(to[1]), "=r"(to[2]), "=r"(to[3])
                 : "r"(shared(row))
                 : "memory");
  }
  __device__ __forceinline__ void loadMatricesTurned(const void* row, std::uint32_t (&to)[4]) const {
    asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0, %1, %2, %3}, [%4];"
                 : "=r"(to[0]), "=r"(to[1]), "=r"(to[2]), "=r"(to[3])
                 : "r"(shared(row))
                 : "memory");
  }

  // mma.m16n8k16: sum += a b, a 16 x 16, b 16 x 8, in the fragments' places.
  __device__ __forceinline__ void multiply(const std::uint32_t (&a)[4], std::uint32_t b0, std::uint32_t b1,
                                           float (&sum)[4]) const {
#if __CUDA_ARCH__ >= 800
    asm volatile(
        "mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, "
        "{%0, %1, %2, %3};"
        : "+f"(sum[0]), "+f"(sum[1]), "+f"(sum[2]), "+f"(sum[3])
        : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b0), "r"(b1));
#else
    __trap();  // never started there: see attention_kernels.cu
#endif
  }

 private:
  __device__ __forceinline__ static std::uint32_t shared(const void* at) {
    return static_cast<std::uint32_t>(__cvta_generic_to_shared(at));
  }
};

}  // namespace lacuna::engine::cuda
