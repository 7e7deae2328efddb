// SPDX-License-Identifier: GPL-3.0-or-later
// Forward and backward of the gap stream over a frozen base, rows packed, products in bfloat16: what objective.py
// computes with autograd. Only what the adapter needs is kept between the two.
#include "tests/peers/adapter/rows.h"

struct Saved {
  Tensor x1, r1, h1, q, kk, vv, o, lse, a, x2, r2, h2, gu, s, xa[4];
  Tensor ew, etop, eg, ez;
};
struct Model {
  vector<Lay> lay;
  vector<Ad> ad;
  vector<Saved> sv;
  Meta m;
  int64_t Bn;
};
static Tensor lora(const Tensor& x, const Tensor& w, const Ad& a, int i, Tensor* xa) {
  Tensor y = at::mm(x, w.t());
  *xa = at::mm(x, a.ab[i].t());
  y.addmm_(*xa, a.bt[i]);
  return y;
}
static void fwd(Model& md, int l, Tensor x, const Tensor& ck, const Tensor& cv, Tensor* load) {
  const Lay& w = md.lay[l];
  Ad& a = md.ad[l];
  Saved& s = md.sv[l];
  const Meta& m = md.m;
  int64_t M = x.size(0);
  s.x1 = x.clone();
  std::tie(s.h1, s.r1) = rms(x, w.an);
  Tensor qkv = lora(s.h1, w.qkv, a, 0, &s.xa[0]);
  s.q = at::zeros({m.N, G, Q * m.R, D}, at::TensorOptions().dtype(at::kBFloat16));
  s.kk = at::zeros({m.N, G, m.S, D}, s.q.options());
  s.vv = at::zeros({m.N, G, m.S, D}, s.q.options());
  split(qkv, m, s.q, s.kk, s.vv, true, m.C);
  copyCtx(s.kk, ck, md.Bn);
  copyCtx(s.vv, cv, md.Bn);
  std::tie(s.o, s.lse) = at::_scaled_dot_product_flash_attention_for_cpu(s.q, s.kk, s.vv, 0.0, false, m.mask);
  s.a = gatherO(s.o, m, M);
  addTo(x, lora(s.a, w.o, a, 1, &s.xa[1]));
  s.x2 = x.clone();
  std::tie(s.h2, s.r2) = rms(x, w.fn);
  s.gu = lora(s.h2, w.gu, a, 2, &s.xa[2]);
  s.s = swi(s.gu);
  Tensor y = lora(s.s, w.dn, a, 3, &s.xa[3]);
  if (a.router.defined()) {
    Tensor lg = at::mm(s.h2.to(at::kFloat), a.router.t());
    Tensor p = at::softmax(lg, -1);
    s.etop = std::get<1>(at::topk(p + a.bias, 2, -1));
    s.ew = at::softmax(lg.gather(1, s.etop), -1);
    int64_t E = a.router.size(0), h = a.edn.size(1) / E;
    s.eg = at::mm(s.h2, a.egu.t());
    s.ez = at::zeros({M, E * h}, s.h2.options());
    if (load) *load = at::bincount(s.etop.view(-1), {}, E).to(at::kFloat);
    for (int64_t i = 0; i < M; ++i)
      for (int k = 0; k < 2; ++k) {
        int64_t e = s.etop.data_ptr<int64_t>()[i * 2 + k];
        float wt = FP(s.ew)[i * 2 + k];
        const u16 *g = P(s.eg) + i * E * 2 * h + e * 2 * h, *u = g + h;
        u16* z = P(s.ez) + i * E * h + e * h;
        for (int64_t j = 0; j < h; ++j) {
          float v = F(g[j]);
          z[j] = B(v * sig(v) * F(u[j]) * wt);
        }
      }
    y.addmm_(s.ez, a.edn.t());
  }
  addTo(x, y);
}
struct Gr {
  Tensor a[4], b[4], router, egu, edn;
};
static Tensor loraB(const Tensor& dy, const Tensor& x, const Tensor& w, const Ad& a, int i, const Tensor& xa, Gr& g,
                    const vector<int64_t>& cuts) {
  Tensor dx = at::mm(dy, w);
  Tensor dxa = at::mm(dy, a.bt[i].t());
  dx.addmm_(dxa, a.ab[i]);
  g.a[i] = at::mm(dxa.t(), x).to(at::kFloat);
  Tensor db = at::mm(dy.t(), xa).to(at::kFloat);
  int64_t r = xa.size(1) / (int64_t)cuts.size(), o = 0;
  vector<Tensor> p;
  for (size_t k = 0; k < cuts.size(); ++k) {
    p.push_back(db.narrow(0, o, cuts[k]).narrow(1, k * r, r));
    o += cuts[k];
  }
  g.b[i] = at::cat(p);
  return dx;
}
static void bwd(Model& md, int l, Tensor dx, Gr& g) {
  const Lay& w = md.lay[l];
  Ad& a = md.ad[l];
  Saved& s = md.sv[l];
  const Meta& m = md.m;
  int64_t M = dx.size(0);
  Tensor dy = toB(dx);
  Tensor ds = loraB(dy, s.s, w.dn, a, 3, s.xa[3], g, {576});
  Tensor dgu = swiB(s.gu, ds);
  Tensor dh = loraB(dgu, s.h2, w.gu, a, 2, s.xa[2], g, {1536, 1536});
  if (a.router.defined()) {
    int64_t E = a.router.size(0), h = a.edn.size(1) / E;
    g.edn = at::mm(dy.t(), s.ez).to(at::kFloat);
    Tensor dz = at::mm(dy, a.edn);
    Tensor deg = at::zeros_like(s.eg);
    Tensor dl = at::zeros({M, E});
    for (int64_t i = 0; i < M; ++i) {
      float dw[2] = {0, 0};
      for (int k = 0; k < 2; ++k) {
        int64_t e = s.etop.data_ptr<int64_t>()[i * 2 + k];
        float wt = FP(s.ew)[i * 2 + k];
        const u16 *gg = P(s.eg) + i * E * 2 * h + e * 2 * h, *u = gg + h, *d = P(dz) + i * E * h + e * h;
        u16* o = P(deg) + i * E * 2 * h + e * 2 * h;
        for (int64_t j = 0; j < h; ++j) {
          float v = F(gg[j]), sg = sig(v), dd = F(d[j]), uu = F(u[j]);
          dw[k] += dd * v * sg * uu;
          dd *= wt;
          o[h + j] = B(dd * v * sg);
          o[j] = B(dd * uu * sg * (1 + v * (1 - sg)));
        }
      }
      float w0 = FP(s.ew)[i * 2], w1 = FP(s.ew)[i * 2 + 1], t = w0 * dw[0] + w1 * dw[1];
      FP(dl)[i * E + s.etop.data_ptr<int64_t>()[i * 2]] = w0 * (dw[0] - t);
      FP(dl)[i * E + s.etop.data_ptr<int64_t>()[i * 2 + 1]] = w1 * (dw[1] - t);
    }
    g.egu = at::mm(deg.t(), s.h2).to(at::kFloat);
    dh.addmm_(deg, a.egu);
    g.router = at::mm(dl.t(), s.h2.to(at::kFloat));
    dh.add_(at::mm(dl, a.router).to(at::kBFloat16));
  }
  rmsB(dh, s.x2, s.r2, w.fn, dx);
  dy = toB(dx);
  Tensor da = loraB(dy, s.a, w.o, a, 1, s.xa[1], g, {576});
  Tensor dO = scatterO(da, m);
  auto [dq, dk, dv] =
      at::_scaled_dot_product_flash_attention_for_cpu_backward(dO, s.q, s.kk, s.vv, s.o, s.lse, 0.0, false, m.mask);
  Tensor dqkv = joinB(dq, dk, dv, m, M);
  dh = loraB(dqkv, s.h1, w.qkv, a, 0, s.xa[0], g, {576, 192, 192});
  rmsB(dh, s.x1, s.r1, w.an, dx);
  s = Saved();
}
// --- the frozen causal reading, packed rows
static vector<std::pair<Tensor, Tensor>> readAll(Model& md, Tensor x, const Meta& m) {
  vector<std::pair<Tensor, Tensor>> out;
  int64_t M = x.size(0);
  auto bo = at::TensorOptions().dtype(at::kBFloat16);
  for (size_t l = 0; l < md.lay.size(); ++l) {
    const Lay& w = md.lay[l];
    Tensor h = rms(x, w.an).first;
    Tensor qkv = at::mm(h, w.qkv.t());
    Tensor k0 = at::zeros({m.N, G, m.R, D}, bo), v0 = at::zeros({m.N, G, m.R, D}, bo);
    split(qkv, m, Tensor(), k0, v0, false, 0);
    out.push_back({k0, v0});
    if (l + 1 == md.lay.size()) break;
    Tensor q = at::zeros({m.N, H, m.R, D}, bo), k = at::zeros({m.N, G, m.R, D}, bo), v = v0;
    {
      Tensor q2 = q.view({m.N, G, Q * m.R, D});
      split(qkv, m, q2, k, v, true, 0);
    }
    Tensor ke = k.repeat_interleave(Q, 1), ve = v.repeat_interleave(Q, 1);
    Tensor o = std::get<0>(at::_scaled_dot_product_flash_attention_for_cpu(q, ke, ve, 0.0, true));
    Tensor a = gatherO(o.contiguous().view({m.N, G, Q * m.R, D}), m, M);
    addTo(x, at::mm(a, w.o.t()));
    h = rms(x, w.fn).first;
    addTo(x, at::mm(swi(at::mm(h, w.gu.t())), w.dn.t()));
  }
  return out;
}
static Meta meta(const vector<int64_t>& start, const vector<int64_t>& count, int64_t R, int64_t C, Tensor cos,
                 Tensor sin, Tensor mask) {
  Meta m;
  m.N = (int64_t)count.size();
  m.R = R;
  m.C = C;
  m.S = C + R;
  m.W = 576;
  m.start = start;
  m.count = count;
  m.cos = cos;
  m.sin = sin;
  m.mask = mask;
  return m;
}
static void rotCtx(Tensor k, const Tensor& cos, const Tensor& sin) {
  int64_t n = k.size(0), C = k.size(2);
  for (int64_t b = 0; b < n; ++b)
    for (int g = 0; g < G; ++g)
      for (int64_t i = 0; i < C; ++i) {
        u16* t = P(k) + ((b * G + g) * C + i) * D;
        const float *c = FP(cos) + (b * C + i) * 32, *s = FP(sin) + (b * C + i) * 32;
        for (int j = 0; j < 32; ++j) {
          float p = F(t[j]), q = F(t[32 + j]);
          t[j] = B(p * c[j] - q * s[j]);
          t[32 + j] = B(p * s[j] + q * c[j]);
        }
      }
}
// one training step's forward and backward. Returns loss rows, gradients by name order, dstate
struct Trainer {
  Model md;
  Tensor emb, fin;
  Trainer(vector<vector<Tensor>> lays, Tensor e, Tensor f) : emb(e), fin(f) {
    for (auto& v : lays) md.lay.push_back({v[0], v[1], v[2], v[3], v[4], v[5]});
    md.sv.resize(md.lay.size());
  }
  void adapter(vector<vector<Tensor>> ad) {
    md.ad.clear();
    for (auto& v : ad) {
      Ad a;
      static const vector<vector<int64_t>> cuts = {{576, 192, 192}, {576}, {1536, 1536}, {576}};
      for (int i = 0; i < 4; ++i) {
        a.a[i] = v[2 * i];
        a.b[i] = v[2 * i + 1];
        a.ab[i] = v[2 * i].to(at::kBFloat16);
        auto& c = cuts[i];
        int64_t r = v[2 * i + 1].size(1), o = 0;
        Tensor bt = at::zeros({r * (int64_t)c.size(), v[2 * i + 1].size(0)}, at::TensorOptions().dtype(at::kBFloat16));
        for (size_t k = 0; k < c.size(); ++k) {
          bt.narrow(0, k * r, r).narrow(1, o, c[k]).copy_(v[2 * i + 1].narrow(0, o, c[k]).t());
          o += c[k];
        }
        a.bt[i] = bt;
      }
      if (v.size() > 8) {
        a.router = v[8];
        a.bias = v[9];
        int64_t E = v[10].size(0), h = v[11].size(2);
        a.egu = v[10].reshape({E * 2 * h, 576}).to(at::kBFloat16);
        a.edn = v[11].permute({1, 0, 2}).reshape({576, E * h}).to(at::kBFloat16).contiguous();
      }
      md.ad.push_back(a);
    }
  }
  // context: packed x [Mc,W] f32 with start,count,cos,sin ; C = longest
  vector<Tensor> read(Tensor x, vector<int64_t> st, vector<int64_t> ct, int64_t C, Tensor cos, Tensor sin, Tensor pcos,
                      Tensor psin) {
    at::NoGradGuard ng;
    auto kv = readAll(md, x, meta(st, ct, C, 0, cos, sin, Tensor()));
    vector<Tensor> o;
    for (auto& p : kv) {
      rotCtx(p.first, pcos, psin);
      o.push_back(p.first);
      o.push_back(p.second);
    }
    return o;
  }
  Tensor hidden(Tensor x, vector<Tensor> kv, vector<int64_t> st, vector<int64_t> ct, int64_t R, Tensor cos, Tensor sin,
                Tensor mask, vector<Tensor>* loads, bool keep) {
    int64_t C = kv[0].size(2);
    md.Bn = kv[0].size(0);
    md.m = meta(st, ct, R, C, cos, sin, mask);
    for (size_t l = 0; l < md.lay.size(); ++l) {
      Tensor ld;
      fwd(md, l, x, kv[2 * l], kv[2 * l + 1], &ld);
      if (ld.defined() && loads) loads->push_back(ld);
      if (!keep) md.sv[l] = Saved();
    }
    return x;
  }
  vector<Tensor> forward(Tensor x, vector<Tensor> kv, vector<int64_t> st, vector<int64_t> ct, int64_t R, Tensor cos,
                         Tensor sin, Tensor mask, Tensor sel, Tensor target) {
    at::NoGradGuard ng;
    hidden(x, kv, st, ct, R, cos, sin, mask, nullptr, false);
    Tensor hs = rms(x.index_select(0, sel), fin).first;
    return {ce(hs, target, nullptr)};
  }
  Tensor ce(const Tensor& h, const Tensor& t, Tensor* dh) {
    int64_t n = h.size(0), V = emb.size(0);
    Tensor loss = at::empty({n});
    if (dh) *dh = eb(h.sizes());
    for (int64_t i = 0; i < n; i += 128) {
      int64_t c = std::min<int64_t>(128, n - i);
      Tensor lo = at::mm(h.narrow(0, i, c), emb.t());
      for (int64_t r = 0; r < c; ++r) {
        u16* p = P(lo) + r * V;
        float mx = -1e30f;
        for (int64_t j = 0; j < V; ++j) mx = std::max(mx, F(p[j]));
        int64_t tg = t.data_ptr<int64_t>()[i + r];
        float tl = F(p[tg]), s = 0;
        thread_local vector<float> e;
        e.resize(V);
        for (int64_t j = 0; j < V; ++j) {
          e[j] = std::exp(F(p[j]) - mx);
        }
        for (int64_t j = 0; j < V; ++j) s += e[j];
        FP(loss)[i + r] = std::log(s) + mx - tl;
        if (dh) {
          float q = 1 / (s * n);
          for (int64_t j = 0; j < V; ++j) p[j] = B(e[j] * q);
          p[tg] = B(e[tg] * q - 1.0f / n);
        }
      }
      if (dh) dh->narrow(0, i, c).copy_(at::mm(lo, emb));
    }
    return loss;
  }
  // returns [loss rows, dx (state gradient), loads..., grads...]
  std::tuple<Tensor, Tensor, vector<Tensor>, vector<Tensor>> step(Tensor x, vector<Tensor> kv, vector<int64_t> st,
                                                                  vector<int64_t> ct, int64_t R, Tensor cos, Tensor sin,
                                                                  Tensor mask, Tensor sel, Tensor target) {
    at::NoGradGuard ng;
    vector<Tensor> loads;
    hidden(x, kv, st, ct, R, cos, sin, mask, &loads, true);
    Tensor xs = x.index_select(0, sel);
    auto [hs, r] = rms(xs, fin);
    Tensor dh;
    Tensor loss = ce(hs, target, &dh);
    Tensor dxs = at::zeros_like(xs);
    rmsB(dh, xs, r, fin, dxs);
    Tensor dx = at::zeros_like(x);
    dx.index_copy_(0, sel, dxs);
    vector<Gr> gr(md.lay.size());
    for (int l = (int)md.lay.size() - 1; l >= 0; --l) bwd(md, l, dx, gr[l]);
    vector<Tensor> g;
    for (auto& q : gr) {
      for (int i = 0; i < 4; ++i) {
        g.push_back(q.a[i]);
        g.push_back(q.b[i]);
      }
      if (q.router.defined()) {
        int64_t E = q.router.size(0), h = q.edn.size(1) / E;
        g.push_back(q.router);
        g.push_back(q.egu.view({E, 2 * h, 576}));
        g.push_back(q.edn.view({576, E, h}).permute({1, 0, 2}).contiguous());
      }
    }
    return {loss, dx, loads, g};
  }
};
PYBIND11_MODULE(TORCH_EXTENSION_NAME, m) {
  pybind11::class_<Trainer>(m, "Trainer")
      .def(pybind11::init<vector<vector<Tensor>>, Tensor, Tensor>())
      .def("adapter", &Trainer::adapter)
      .def("read", &Trainer::read)
      .def("step", &Trainer::step)
      .def("forward", &Trainer::forward);
}
