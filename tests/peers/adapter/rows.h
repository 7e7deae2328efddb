// SPDX-License-Identifier: GPL-3.0-or-later
// What a layer does to its rows, forward and backward, and how rows go into attention and come out of it.
#pragma once
#include <torch/extension.h>
#include <cmath>
#include <vector>
using at::Tensor;
using std::vector;
typedef c10::BFloat16 bf;
typedef uint16_t u16;
static inline float F(u16 v) {
  uint32_t u = uint32_t(v) << 16;
  float f;
  __builtin_memcpy(&f, &u, 4);
  return f;
}
static inline u16 B(float f) {
  uint32_t u;
  __builtin_memcpy(&u, &f, 4);
  u += 0x7fff + ((u >> 16) & 1);
  return u16(u >> 16);
}
static u16* P(const Tensor& t) { return reinterpret_cast<u16*>(t.data_ptr<bf>()); }
static float* FP(const Tensor& t) { return t.data_ptr<float>(); }
static Tensor eb(at::IntArrayRef s) { return at::empty(s, at::TensorOptions().dtype(at::kBFloat16)); }
static const int H = 9, G = 3, D = 64, Q = 3;
static const float EPS = 1e-5f;
struct Lay {
  Tensor an, fn, qkv, o, gu, dn;
};
struct Ad {
  Tensor a[4], b[4], bt[4];
  Tensor router, bias, egu, edn;
  Tensor ab[4];
};  // bf16 copies
struct Meta {
  int64_t N, R, C, S, W;
  vector<int64_t> start, count;
  Tensor cos, sin, mask;
};
static std::pair<Tensor, Tensor> rms(const Tensor& x, const Tensor& g) {
  int64_t M = x.size(0), W = x.size(1);
  Tensor h = eb({M, W}), r = at::empty({M});
  for (int64_t i = 0; i < M; ++i) {
    const float* p = FP(x) + i * W;
    const float* gg = FP(g);
    u16* o = P(h) + i * W;
    float s = 0;
    for (int64_t j = 0; j < W; ++j) s += p[j] * p[j];
    float q = 1 / std::sqrt(s / W + EPS);
    FP(r)[i] = q;
    for (int64_t j = 0; j < W; ++j) o[j] = B(p[j] * q * gg[j]);
  }
  return {h, r};
}
static void rmsB(const Tensor& dh, const Tensor& x, const Tensor& r, const Tensor& g, Tensor dx) {
  int64_t M = x.size(0), W = x.size(1);
  const float* gg = FP(g);
  for (int64_t i = 0; i < M; ++i) {
    const float* p = FP(x) + i * W;
    const u16* d = P(dh) + i * W;
    float* o = FP(dx) + i * W;
    float q = FP(r)[i], s = 0;
    for (int64_t j = 0; j < W; ++j) s += F(d[j]) * gg[j] * p[j];
    s *= q * q * q / W;
    for (int64_t j = 0; j < W; ++j) o[j] += q * F(d[j]) * gg[j] - s * p[j];
  }
}
static void addTo(Tensor x, const Tensor& y) {
  int64_t n = x.numel();
  float* p = FP(x);
  const u16* q = P(y);
  for (int64_t i = 0; i < n; ++i) p[i] += F(q[i]);
}
static Tensor toB(const Tensor& x) {
  Tensor y = eb(x.sizes());
  int64_t n = x.numel();
  const float* p = FP(x);
  u16* q = P(y);
  for (int64_t i = 0; i < n; ++i) q[i] = B(p[i]);
  return y;
}
static inline float sig(float x) { return 1.0f / (1.0f + std::exp(-x)); }
static Tensor swi(const Tensor& gu) {
  int64_t M = gu.size(0), n = gu.size(1) / 2;
  Tensor y = eb({M, n});
  for (int64_t i = 0; i < M; ++i) {
    const u16 *g = P(gu) + i * 2 * n, *u = g + n;
    u16* o = P(y) + i * n;
    for (int64_t j = 0; j < n; ++j) {
      float a = F(g[j]);
      o[j] = B(a * sig(a) * F(u[j]));
    }
  }
  return y;
}
static Tensor swiB(const Tensor& gu, const Tensor& dy) {
  int64_t M = gu.size(0), n = gu.size(1) / 2;
  Tensor y = eb({M, 2 * n});
  for (int64_t i = 0; i < M; ++i) {
    const u16 *g = P(gu) + i * 2 * n, *u = g + n, *d = P(dy) + i * n;
    u16* o = P(y) + i * 2 * n;
    for (int64_t j = 0; j < n; ++j) {
      float a = F(g[j]), s = sig(a), dd = F(d[j]);
      o[n + j] = B(dd * a * s);
      o[j] = B(dd * F(u[j]) * s * (1 + a * (1 - s)));
    }
  }
  return y;
}
// qkv rows [M, 15*64] -> padded q [N,G,Q*R,D] rotated, kk/vv [N,G,S,D] with the rows' keys behind the first C
static void split(const Tensor& qkv, const Meta& m, Tensor q, Tensor kk, Tensor vv, bool rotK, int64_t C) {
  int64_t S = kk.size(2), R = m.R;
  for (int64_t n = 0; n < m.N; ++n)
    for (int64_t i = 0; i < m.count[n]; ++i) {
      int64_t row = m.start[n] + i;
      const u16* x = P(qkv) + row * 960;
      const float *c = FP(m.cos) + row * 32, *s = FP(m.sin) + row * 32;
      auto rot = [&](const u16* f, u16* t) {
        for (int j = 0; j < 32; ++j) {
          float a = F(f[j]), b = F(f[32 + j]);
          t[j] = B(a * c[j] - b * s[j]);
          t[32 + j] = B(a * s[j] + b * c[j]);
        }
      };
      if (q.defined())
        for (int h = 0; h < H; ++h) rot(x + h * D, P(q) + (((n * G + h / Q) * Q + h % Q) * R + i) * D);
      for (int g = 0; g < G; ++g) {
        u16* t = P(kk) + ((n * G + g) * S + C + i) * D;
        if (rotK)
          rot(x + 576 + g * D, t);
        else
          __builtin_memcpy(t, x + 576 + g * D, D * 2);
        __builtin_memcpy(P(vv) + ((n * G + g) * S + C + i) * D, x + 768 + g * D, D * 2);
      }
    }
}
static Tensor joinB(const Tensor& dq, const Tensor& dk, const Tensor& dv, const Meta& m, int64_t M) {
  Tensor y = at::zeros({M, 960}, dq.options());
  int64_t S = dk.size(2), R = m.R, C = m.C;
  Tensor a = dq.contiguous(), k = dk.contiguous(), v = dv.contiguous();
  for (int64_t n = 0; n < m.N; ++n)
    for (int64_t i = 0; i < m.count[n]; ++i) {
      int64_t row = m.start[n] + i;
      u16* x = P(y) + row * 960;
      const float *c = FP(m.cos) + row * 32, *s = FP(m.sin) + row * 32;
      auto rot = [&](const u16* f, u16* t) {
        for (int j = 0; j < 32; ++j) {
          float p = F(f[j]), q = F(f[32 + j]);
          t[j] = B(p * c[j] + q * s[j]);
          t[32 + j] = B(q * c[j] - p * s[j]);
        }
      };
      for (int h = 0; h < H; ++h) rot(P(a) + (((n * G + h / Q) * Q + h % Q) * R + i) * D, x + h * D);
      for (int g = 0; g < G; ++g) {
        rot(P(k) + ((n * G + g) * S + C + i) * D, x + 576 + g * D);
        __builtin_memcpy(x + 768 + g * D, P(v) + ((n * G + g) * S + C + i) * D, D * 2);
      }
    }
  return y;
}
static Tensor gatherO(const Tensor& o_, const Meta& m, int64_t M) {
  Tensor y = at::zeros({M, 576}, o_.options());
  Tensor o = o_.contiguous();
  int64_t R = m.R;
  for (int64_t n = 0; n < m.N; ++n)
    for (int64_t i = 0; i < m.count[n]; ++i)
      for (int h = 0; h < H; ++h)
        __builtin_memcpy(P(y) + (m.start[n] + i) * 576 + h * D, P(o) + (((n * G + h / Q) * Q + h % Q) * R + i) * D,
                         D * 2);
  return y;
}
static Tensor scatterO(const Tensor& da, const Meta& m) {
  Tensor y = at::zeros({m.N, G, Q * m.R, D}, at::TensorOptions().dtype(at::kBFloat16));
  int64_t R = m.R;
  for (int64_t n = 0; n < m.N; ++n)
    for (int64_t i = 0; i < m.count[n]; ++i)
      for (int h = 0; h < H; ++h)
        __builtin_memcpy(P(y) + (((n * G + h / Q) * Q + h % Q) * R + i) * D, P(da) + (m.start[n] + i) * 576 + h * D,
                         D * 2);
  return y;
}
static void copyCtx(Tensor kk, const Tensor& ck, int64_t Bn) {
  int64_t N = kk.size(0), S = kk.size(2), C = ck.size(2);
  for (int64_t n = 0; n < N; ++n)
    for (int g = 0; g < G; ++g)
      __builtin_memcpy(P(kk) + ((n * G + g) * S) * D, P(ck) + (((n % Bn) * G + g) * C) * D, C * D * 2);
}
