# SPDX-License-Identifier: GPL-3.0-or-later
"""The base as PyTorch sees it: weights of its GGUF file with half-split rotary rows, and its tokenizer."""

import os
import gguf, torch, numpy as np
from tokenizers import Tokenizer, models, pre_tokenizers, decoders


def load(path=os.environ["LACUNA_BASE"]):
    r = gguf.GGUFReader(path)
    W = {}
    for t in r.tensors:
        a = gguf.quants.dequantize(t.data, t.tensor_type).reshape([int(x) for x in reversed(t.shape)])
        W[t.name] = torch.from_numpy(np.ascontiguousarray(a).astype(np.float32))
    H, KV, D = 9, 3, 64

    def unperm(w, n):  # gguf interleaved -> half split
        return w.view(n, D // 2, 2, w.shape[1]).transpose(1, 2).reshape(w.shape).contiguous()

    for l in range(30):
        W[f"blk.{l}.attn_q.weight"] = unperm(W[f"blk.{l}.attn_q.weight"], H)
        W[f"blk.{l}.attn_k.weight"] = unperm(W[f"blk.{l}.attn_k.weight"], KV)
    return W


def tokenizer(path=os.environ["LACUNA_BASE"]):
    r = gguf.GGUFReader(path)
    toks = r.fields["tokenizer.ggml.tokens"].contents()
    merges = [tuple(m.split(" ")) for m in r.fields["tokenizer.ggml.merges"].contents()]
    t = Tokenizer(models.BPE(vocab={s: i for i, s in enumerate(toks)}, merges=merges))
    t.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Digits(individual_digits=True),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True),
        ]
    )
    t.decoder = decoders.ByteLevel()
    return t


def rope(pos, D=64, base=100000.0):
    inv = base ** (-torch.arange(0, D, 2).float() / D)
    a = pos.float().unsqueeze(-1) * inv
    return torch.cat([a.cos(), a.cos()], -1), torch.cat([a.sin(), a.sin()], -1)


def rot(x, cos, sin):
    h = x.shape[-1] // 2
    return x * cos + torch.cat([-x[..., h:], x[..., :h]], -1) * sin
