# SPDX-License-Identifier: GPL-3.0-or-later
"""Stretches of books with gaps cut into them, and two complementary maskings of the gaps."""

import math
import os

import numpy as np
import torch

TOKENS = os.environ.get("LACUNA_TOKENS", "tokens")
W_ = 576  # width of the base
MARK = 5548  # " …", what a gap is in the context
OPEN = 4563  # " ...", what it is where its length is open
END = 0  # <|endoftext|>, behind the text of a gap whose length is open
BOS = 198  # a line feed, in front of every reading
BF = torch.bfloat16


# ---- texts ------------------------------------------------------------------------------------------------------
class Data:
    def __init__(s, parts):
        s.t = []
        s.starts = []
        for name, weight in parts:
            t = np.load(f"{TOKENS}/{name}.npy", mmap_mode="r")
            e = np.load(f"{TOKENS}/{name}_ends.npy")
            s.t.append((t, e, weight))
        s.w = np.array([x[2] for x in s.t], float)
        s.w /= s.w.sum()

    def stretch(s, rng, n):
        while True:
            t, e, _ = s.t[rng.choice(len(s.t), p=s.w)]
            a = int(rng.integers(0, len(t) - n))
            b = np.searchsorted(e, a, side="right")
            if a + n <= e[b]:
                return np.asarray(t[a : a + n]).astype(np.int64)


_T = None


def starts_word():
    global _T
    if _T is None:
        import gguf

        toks = gguf.GGUFReader(os.environ["LACUNA_BASE"]).fields["tokenizer.ggml.tokens"].contents()
        _T = np.array(
            [1 if t[0] in "ĠĊ" or not (t[0].isalnum() or ord(t[0]) > 0x7F) else 0 for t in toks], dtype=np.int8
        )
        # pieces of a curly apostrophe and other bytes count as the inside of a word
    return _T


def cut_gaps(rng, ids, share, longest):
    n = len(ids)
    sw = starts_word()
    want = int(n * share)
    lens = []
    while sum(lens) < want:
        lens.append(int(min(longest, math.exp(rng.uniform(0, math.log(longest + 1))))) or 1)
    free = n - sum(lens)
    k = len(lens)
    lo = 3
    while free < lo * (k + 1) and len(lens) > 1:
        lens.pop()
        k -= 1
        free = n - sum(lens)
    rng.shuffle(lens)
    end_open = rng.random() < 0.12
    slots = k if end_open else k + 1
    room = max(0, free - lo * slots)
    cuts = np.sort(rng.integers(0, room + 1, slots - 1))
    parts = np.diff(np.concatenate([[0], cuts, [room]])) + lo
    gaps = []
    at = 0
    head = rng.random() < 0.05
    for i in range(k):
        at += int(parts[i]) if i or not head else 0
        s, e = at, at + lens[i]
        at = e
        if rng.random() < 0.85:
            for _ in range(4):
                if 0 < s < e - 1 and not sw[ids[s]]:
                    s += 1
            for _ in range(4):
                if e < n and e - s > 1 and not sw[ids[e]]:
                    e -= 1
        if e > s:
            gaps.append((s, min(e, n)))
    return gaps


def open_ends(rng, ids, gaps, share):
    # some gaps get slots behind their text, which stand for nothing: a gap whose length is open ends before them
    out = []
    parts = []
    at = moved = 0
    for s, e in gaps:
        more = 0
        if rng.random() < share and e - s <= 40:
            more = int(min(24, rng.geometric(0.18)))
        parts += [ids[at:e], np.full(more, END)]
        out.append((s + moved, e + moved + more, more > 0))
        at = e
        moved += more
    return np.concatenate(parts + [ids[at:]]), out


def maskings(rng, n):
    # two visible/hidden patterns that together hide every token at least once; True = hidden
    u = rng.random()
    if u < 0.4:
        k = int(rng.integers(0, n + 1))
        a = np.arange(n) >= k
        b = ~a
    else:
        t = rng.random() if u < 0.85 else 1.0
        a = rng.random(n) < t
        b = ~a
    for x in (a, b):
        if not x.any():
            t = rng.random()
            x[:] = rng.random(n) < t
            if not x.any():
                x[rng.integers(n)] = True
    return a, b


def example(rng, ids, share, longest, open_share=0.0):
    ids, gaps = open_ends(rng, ids, cut_gaps(rng, ids, share, longest), open_share)
    n = len(ids)
    ctx = [BOS]
    cpos = [-1]
    cmark = [-1]
    at = 0
    rows = []  # (pos, token, gap, target or -1, isGapToken)
    for g, (s, e, is_open) in enumerate(gaps):
        ctx += list(ids[at:s])
        cpos += range(at, s)
        cmark += [-1] * (s - at)
        ctx.append(OPEN if is_open else MARK)
        cpos.append(s)
        cmark.append(g)
        at = e
    ctx += list(ids[at:])
    cpos += range(at, n)
    cmark += [-1] * (n - at)
    pos = []
    tok = []
    tgt = []
    gap = []
    hid = [[], []]
    for g, (s, e, _) in enumerate(gaps):
        ma, mb = maskings(rng, e - s)
        for i in range(s - 1, e):
            pos.append(i)
            tok.append(ids[i] if i >= 0 else BOS)
            tgt.append(ids[i + 1] if i + 1 < e else -1)
            gap.append(g)
            for h, mm in zip(hid, (ma, mb)):
                h.append(bool(mm[i - s]) if i >= s else False)
    return ctx, cpos, cmark, pos, tok, tgt, gap, hid


def make_batch(data, seed, cfg, n, B, share=None, longest=48):
    rng = np.random.default_rng(seed)
    open_share = 0.0 if share else cfg["open"]  # held-out figures are those of gaps of known length
    share = share or cfg["share"]
    ex = [
        example(rng, data.stretch(rng, n), share * rng.uniform(0.5, 1.3), longest, open_share) for _ in range(B)
    ]
    up = lambda v: (v + 31) // 32 * 32
    C = up(max(len(e[0]) for e in ex))
    R = up(max(len(e[3]) for e in ex))
    ids = torch.zeros(B, C, dtype=torch.long)
    cpos = torch.zeros(B, C, dtype=torch.long)
    cm = torch.full((B, C), -3)
    rpos = torch.zeros(B, R, dtype=torch.long)
    tok = torch.zeros(B, R, dtype=torch.long)
    tgt = torch.full((B, R), -1)
    gap = torch.full((B, R), -2)
    hid = torch.zeros(2, B, R, dtype=torch.bool)
    for b, (c, cp, m, p, t, y, g, h) in enumerate(ex):
        ids[b, : len(c)] = torch.tensor(c)
        cpos[b, : len(c)] = torch.tensor(cp)
        cm[b, : len(c)] = torch.tensor(m)
        r = len(p)
        rpos[b, :r] = torch.tensor(p)
        tok[b, :r] = torch.tensor(np.array(t))
        tgt[b, :r] = torch.tensor(np.array(y))
        gap[b, :r] = torch.tensor(g)
        hid[0, b, :r] = torch.tensor(h[0])
        hid[1, b, :r] = torch.tensor(h[1])
    # who sees what: context (no padding, markers of one's own gap only), every gap row of the text
    seeC = (cm[:, None, :] == -1) | (cm[:, None, :] == gap[:, :, None])  # [B,R,C]
    seeR = (gap[:, None, :] >= 0).expand(B, R, R)
    see = torch.cat([seeC, seeR], -1)
    mask = torch.zeros(see.shape, dtype=BF).masked_fill_(~see, float("-inf"))
    mask[gap < 0] = 0  # padding rows see anything; nobody sees them
    # loss where the next row's token is hidden
    nxt = torch.zeros_like(hid)
    nxt[:, :, :-1] = hid[:, :, 1:]
    loss = nxt & (tgt >= 0)[None]
    noise = torch.from_numpy(rng.random((2, B)).astype(np.float32))
    sig = torch.from_numpy(rng.random((2, B)).astype(np.float32)) * (noise < 0.15)
    eps = torch.from_numpy(rng.standard_normal((2, B, R, W_)).astype(np.float32)) if bool((sig > 0).any()) else None
    return dict(
        clen=[len(e[0]) for e in ex],
        rlen=[len(e[3]) for e in ex],
        ids=ids,
        cpos=cpos,
        rpos=rpos,
        tok=tok,
        tgt=tgt,
        mask=mask,
        hid=hid,
        loss=loss,
        sig=sig,
        eps=eps,
    )
