# SPDX-License-Identifier: GPL-3.0-or-later
"""The objective and its plain PyTorch program: a gap stream over a frozen causal base.

A stretch of text has gaps; the base reads what is outside of them, each gap collapsed to one marker; rows for the tokens of the gaps,
and for the token before each, see that reading on both sides and each other. Row i answers for token i + 1. Two complementary
maskings of the same gaps share one reading."""

import torch, numpy as np, math, time, os, sys, json, random
import torch.nn.functional as F
from base import load, rope, rot
from texts import *

torch.set_num_threads(int(os.environ.get("THREADS", "1")))
H, G, D, FF, L = 9, 3, 64, 1536, 30
EPS = 1e-5


def default_cfg():
    return dict(
        rank=48,
        experts=8,
        topk=2,
        hidden=32,
        expert_layers=[4, 9, 14, 19, 24, 29],
        lr=1e-3,
        warm=100,
        batch=6,
        lengths=[192, 256, 320],
        ema=0.999,
        share=0.36,
        open=0.3,
        seed=1,
    )


class Base:
    def __init__(s):
        w = load()
        s.emb = w["token_embd.weight"].to(BF)
        s.rho = float(w["token_embd.weight"].pow(2).mean(-1).sqrt().mean())
        s.fin = w["output_norm.weight"]
        s.l = []
        for i in range(L):
            b = f"blk.{i}."
            g = lambda n: w[b + n + ".weight"]
            s.l.append(
                dict(
                    an=g("attn_norm"),
                    fn=g("ffn_norm"),
                    qkv=torch.cat([g("attn_q"), g("attn_k"), g("attn_v")]).to(BF),
                    o=g("attn_output").to(BF),
                    gu=torch.cat([g("ffn_gate"), g("ffn_up")]).to(BF),
                    dn=g("ffn_down").to(BF),
                )
            )
        s.mean = w["token_embd.weight"].mean(0)


class RMS(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, g):
        r = torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + EPS)
        ctx.save_for_backward(x, r, g)
        return ((x * r) * g).to(BF)

    @staticmethod
    def backward(ctx, dy):
        x, r, g = ctx.saved_tensors
        d = dy.float() * g
        n = x * r
        return r * (d - n * (d * n).mean(-1, keepdim=True)), None


class Lora(torch.autograd.Function):
    # y = x W^T + (x A^T) B^T, several targets side by side: A [k*r, in], B blocks over output slices
    @staticmethod
    def forward(ctx, x, w, a, b, cuts):
        xa = x @ a.t().to(BF)
        y = x @ w.t()
        r = a.shape[0] // len(cuts)
        bb = b.to(BF)
        o = 0
        for i, c in enumerate(cuts):
            y[:, o : o + c].addmm_(xa[:, i * r : (i + 1) * r], bb[o : o + c].t())
            o += c
        ctx.save_for_backward(x, w, a, b, xa)
        ctx.cuts = cuts
        return y

    @staticmethod
    def backward(ctx, dy):
        x, w, a, b, xa = ctx.saved_tensors
        cuts = ctx.cuts
        r = a.shape[0] // len(cuts)
        bb = b.to(BF)
        dx = dy @ w
        dxa = torch.empty_like(xa)
        db = torch.empty_like(b)
        o = 0
        for i, c in enumerate(cuts):
            d = dy[:, o : o + c]
            dxa[:, i * r : (i + 1) * r] = d @ bb[o : o + c]
            db[o : o + c] = (d.t() @ xa[:, i * r : (i + 1) * r]).float()
            o += c
        dx.addmm_(dxa, a.to(BF))
        da = (dxa.t() @ x).float()
        return dx, None, da, db, None


class SwiGlu(torch.autograd.Function):
    @staticmethod
    def forward(ctx, gu):
        ctx.save_for_backward(gu)
        g, u = gu.chunk(2, -1)
        return F.silu(g) * u

    @staticmethod
    def backward(ctx, dy):
        (gu,) = ctx.saved_tensors
        g, u = gu.chunk(2, -1)
        s = torch.sigmoid(g)
        sg = g * s
        out = torch.empty_like(gu)
        n = g.shape[-1]
        out[..., n:] = dy * sg
        out[..., :n] = dy * u * (s + sg * (1 - s))
        return out


class CE(torch.autograd.Function):
    @staticmethod
    def forward(ctx, h, emb, t, w):
        n = h.shape[0]
        loss = torch.zeros(n)
        dh = torch.empty_like(h)
        for i in range(0, n, 128):
            lo = (h[i : i + 128] @ emb.t()).float()
            ls = torch.logsumexp(lo, -1)
            loss[i : i + 128] = ls - lo.gather(1, t[i : i + 128, None])[:, 0]
            lo = torch.exp(lo - ls[:, None])
            lo.scatter_add_(1, t[i : i + 128, None], -torch.ones(lo.shape[0], 1))
            lo *= w[i : i + 128, None]
            dh[i : i + 128] = lo.to(BF) @ emb
        ctx.save_for_backward(dh)
        ctx.mark_non_differentiable(loss)
        return (loss * w).sum(), loss

    @staticmethod
    def backward(ctx, g, _):
        return ctx.saved_tensors[0] * g, None, None, None


class Adapter:
    def __init__(s, cfg, base):
        g = torch.Generator().manual_seed(cfg["seed"])
        r = cfg["rank"]
        s.cfg = cfg
        s.p = {}

        def A(n, i):
            s.p[n] = torch.randn(n_rows(n, r), i, generator=g) / math.sqrt(i)

        def n_rows(n, r):
            return r * (3 if ".qkv." in n else 2 if ".gu." in n else 1)

        s.p["m"] = (base.mean / base.rho).clone() + 0.02 * torch.randn(W_, generator=g)
        for l in range(L):
            for t, i, o in (("qkv", W_, 960), ("o", W_, W_), ("gu", W_, 2 * FF), ("dn", FF, W_)):
                A(f"{l}.{t}.a", i)
                s.p[f"{l}.{t}.b"] = torch.zeros(o, r)
        E, h = cfg["experts"], cfg["hidden"]
        for l in cfg["expert_layers"]:
            s.p[f"{l}.router"] = torch.randn(E, W_, generator=g) * 0.5 / math.sqrt(W_)
            s.p[f"{l}.egu"] = torch.randn(E, 2 * h, W_, generator=g) / math.sqrt(W_)
            s.p[f"{l}.edn"] = torch.zeros(E, W_, h)
        s.bias = {l: torch.zeros(E) for l in cfg["expert_layers"]}
        for p in s.p.values():
            p.requires_grad_(True)


CUTS = dict(qkv=[576, 192, 192], o=[576], gu=[1536, 1536], dn=[576])


def lora(x, base, ad, l, t):
    return Lora.apply(x, base.l[l][t], ad[f"{l}.{t}.a"], ad[f"{l}.{t}.b"], CUTS[t])


@torch.no_grad()
def read(base, ids, cpos):
    # ids [B,C] causal; returns unrotated keys and values per layer [B,G,C,D] bf16
    B, C = ids.shape
    x = base.emb[ids].float().view(B * C, W_)
    cos, sin = rope(torch.arange(C))
    cos, sin = cos.to(BF), sin.to(BF)
    out = []
    for l in range(L):
        w = base.l[l]
        h = RMS.apply(x, w["an"])
        qkv = h @ w["qkv"].t()
        q = qkv[:, :576].view(B, C, H, D).transpose(1, 2)
        k = qkv[:, 576:768].view(B, C, G, D).transpose(1, 2)
        v = qkv[:, 768:].view(B, C, G, D).transpose(1, 2)
        out.append((k, v))
        if l == L - 1:
            break
        q = rot(q, cos, sin)
        kr = rot(k, cos, sin)
        a = F.scaled_dot_product_attention(
            q.reshape(B * H, 1, C, D),
            kr.repeat_interleave(3, 1).reshape(B * H, 1, C, D),
            v.repeat_interleave(3, 1).reshape(B * H, 1, C, D),
            is_causal=True,
        )
        x += a.view(B, H, C, D).transpose(1, 2).reshape(B * C, W_) @ w["o"].t()
        h = RMS.apply(x, w["fn"])
        x += SwiGlu.apply(h @ w["gu"].t()) @ w["dn"].t()
    return out


def route(cfg, x, router, bias):
    p = torch.softmax(F.linear(x, router), -1)
    top = torch.topk(p.detach() + bias, cfg["topk"], -1).indices
    w = torch.zeros_like(p).scatter(1, top, 1.0) * p
    return w / w.sum(-1, keepdim=True), top


def fill(base, ad, bias, cfg, state, kv, cpos, rpos, mask, loads=None):
    # state [N,R,W] in unit scale (N = passes*B, pass-major), kv per layer [B,G,C,D]; mask [N,R,C+R] additive bf16
    N, R, _ = state.shape
    B = kv[0][0].shape[0]
    P = N // B
    x = (state * base.rho).reshape(N * R, W_).float()
    cos, sin = rope(rpos)
    cos, sin = cos.to(BF).unsqueeze(1), sin.to(BF).unsqueeze(1)
    cc, cs = rope(cpos)
    cc, cs = cc.to(BF).unsqueeze(1), cs.to(BF).unsqueeze(1)
    m = mask.unsqueeze(1).unsqueeze(1).expand(N, 1, 3, R, mask.shape[-1]).reshape(N, 1, 3 * R, -1)
    E, h_ = cfg["experts"], cfg["hidden"]
    for l in range(L):
        w = base.l[l]
        h = RMS.apply(x, w["an"])
        qkv = lora(h, base, ad, l, "qkv")
        q = rot(qkv[:, :576].view(N, R, H, D).transpose(1, 2), cos, sin)
        k = rot(qkv[:, 576:768].view(N, R, G, D).transpose(1, 2), cos, sin)
        v = qkv[:, 768:].view(N, R, G, D).transpose(1, 2)
        ck, cv = kv[l]
        ck = rot(ck, cc, cs)
        if P > 1:
            ck, cv = ck.repeat(P, 1, 1, 1), cv.repeat(P, 1, 1, 1)
        kk = torch.cat([ck, k], 2)
        vv = torch.cat([cv, v], 2)
        a = F.scaled_dot_product_attention(q.reshape(N, G, 3 * R, D), kk, vv, attn_mask=m)
        x = x + lora(a.view(N, H, R, D).transpose(1, 2).reshape(N * R, W_), base, ad, l, "o")
        h = RMS.apply(x, w["fn"])
        y = lora(SwiGlu.apply(lora(h, base, ad, l, "gu")), base, ad, l, "dn")
        if f"{l}.router" in ad:
            rw, top = route(cfg, h.float(), ad[f"{l}.router"], bias[l])
            if loads is not None:
                loads[l] = torch.bincount(top.reshape(-1), minlength=E).float()
            e = h @ ad[f"{l}.egu"].to(BF).view(E * 2 * h_, W_).t()
            e = e.view(-1, E, 2 * h_)
            e = F.silu(e[..., :h_]) * e[..., h_:] * rw.to(BF).unsqueeze(-1)
            y = y + e.reshape(-1, E * h_) @ ad[f"{l}.edn"].to(BF).permute(0, 2, 1).reshape(E * h_, W_)
        x = x + y
    return RMS.apply(x, base.fin).view(N, R, W_)


def states(base, ad, b, noise=True):
    P, B, R = b["hid"].shape
    e = (base.emb[b["tok"]].float() / base.rho)[None].expand(P, B, R, W_)
    x = torch.where(b["hid"][..., None], ad["m"].view(1, 1, 1, W_).expand(P, B, R, W_), e)
    if noise and b["eps"] is not None:
        x = x + b["eps"] * b["sig"][:, :, None, None] * b["hid"][..., None]
    return x.reshape(P * B, R, W_)


def forward(base, ad, bias, cfg, b, loads=None, noise=True):
    P, B, R = b["hid"].shape
    kv = read(base, b["ids"], b["cpos"])
    h = fill(
        base,
        ad,
        bias,
        cfg,
        states(base, ad, b, noise),
        kv,
        b["cpos"],
        b["rpos"].repeat(P, 1),
        b["mask"].repeat(P, 1, 1),
        loads,
    )
    sel = b["loss"].reshape(P * B, R)
    hs = h[sel]
    t = b["tgt"][None].expand(P, B, R).reshape(P * B, R)[sel]
    return CE.apply(hs, base.emb, t, torch.full((len(t),), 1.0 / len(t)))


def save(path, obj):
    torch.save(obj, path + ".tmp")
    os.replace(path + ".tmp", path)
