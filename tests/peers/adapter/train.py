# SPDX-License-Identifier: GPL-3.0-or-later
"""Trains an adapter with the kernels of kernels.cpp in place of autograd: train.py FOLDER [MINUTES]. Goes on where it stopped."""

import torch, os, signal
from torch.utils.cpp_extension import load as _load

os.environ.setdefault("MAX_JOBS", "1")
ext = _load(
    "gapext",
    [os.path.join(os.path.dirname(__file__), "kernels.cpp")],
    extra_include_paths=[os.path.join(os.path.dirname(__file__), "../../..")],
    extra_cflags=["-O3", "-march=native", "-ffast-math", "-std=c++20"],
    verbose=False,
)
from objective import *


def tables(pos):  # [M] -> cos,sin [M,32] f32
    inv = 100000.0 ** (-torch.arange(0, 64, 2).double() / 64)
    a = pos.double()[:, None] * inv
    return a.cos().float().contiguous(), a.sin().float().contiguous()


def pad(x):
    n = -len(x) % 128
    return torch.cat([x, torch.zeros(n, x.shape[1])]) if n else x


class Fast:
    def __init__(s, base, names):
        s.base = base
        s.names = names
        s.t = ext.Trainer([[l["an"], l["fn"], l["qkv"], l["o"], l["gu"], l["dn"]] for l in base.l], base.emb, base.fin)

    def adapter(s, p, bias):
        s.t.adapter(
            [
                [p[f"{l}.{t}.{x}"].detach() for t in ("qkv", "o", "gu", "dn") for x in "ab"]
                + (
                    [p[f"{l}.router"].detach(), bias[l], p[f"{l}.egu"].detach(), p[f"{l}.edn"].detach()]
                    if f"{l}.router" in p
                    else []
                )
                for l in range(L)
            ]
        )

    def prep(s, b, m, noise=True):
        P, B, R = b["hid"].shape
        base = s.base
        cl = b["clen"]
        rl = b["rlen"]
        C = b["ids"].shape[1]
        ci = torch.cat([torch.arange(n) + i * C for i, n in enumerate(cl)])
        x = base.emb[b["ids"].view(-1)[ci]].float()
        st = [0]
        for n in cl[:-1]:
            st.append(st[-1] + n)
        cos, sin = tables(torch.cat([torch.arange(n) for n in cl]))
        pc, ps = tables(b["cpos"].reshape(-1))
        x = pad(x)
        kv = s.t.read(x, st, cl, C, cos, sin, pc, ps)
        rl2 = rl * P
        rst = [0]
        for n in rl2[:-1]:
            rst.append(rst[-1] + n)
        ri = torch.cat([torch.arange(n) + i * R for i, n in enumerate(rl2)])
        e = base.emb[b["tok"]].float()[None].expand(P, B, R, W_).reshape(-1, W_)[ri]
        hid = b["hid"].reshape(-1)[ri]
        xs = torch.where(hid[:, None], (m * base.rho)[None], e)
        if noise and b["eps"] is not None:
            xs = xs + (base.rho * b["eps"] * b["sig"][:, :, None, None] * b["hid"][..., None]).reshape(-1, W_)[ri]
        rc, rs = tables(b["rpos"].repeat(P, 1).reshape(-1)[ri])
        mask = b["mask"].repeat(P, 1, 1)[:, None, None].expand(P * B, 1, 3, R, C + R).reshape(P * B, 1, 3 * R, C + R)
        sel = b["loss"].reshape(-1)[ri].nonzero()[:, 0]
        tgt = b["tgt"][None].expand(P, B, R).reshape(-1)[ri][sel]
        xs = pad(xs)
        return (xs.contiguous(), kv, rst, rl2, R, rc, rs, mask, sel, tgt), hid

    def step(s, b, p, bias):
        s.adapter(p, bias)
        args, hid = s.prep(b, p["m"].detach())
        loss, dx, loads, g = s.t.step(*args)
        it = iter(g)
        for l in range(L):
            for t in ("qkv", "o", "gu", "dn"):
                for x in "ab":
                    p[f"{l}.{t}.{x}"].grad = next(it)
            if f"{l}.router" in p:
                for x in ("router", "egu", "edn"):
                    p[f"{l}.{x}"].grad = next(it)
        p["m"].grad = dx[: len(hid)][hid].sum(0) * s.base.rho
        return loss, loads

    def evaluate(s, b, p, bias):
        s.adapter(p, bias)
        args, _ = s.prep(b, p["m"].detach(), False)
        return s.t.forward(*args)[0]


def evaluate(base, ad, bias, cfg, data, levels=(1.0, 0.5, 0.1), count=24):
    out = {}
    with torch.no_grad():
        for lv in levels:
            tot = 0
            n = 0
            for i in range(count // 8):
                b = make_batch(data, 10_000 + i, cfg, 256, 8, share=0.25, longest=24)
                rng = torch.Generator().manual_seed(i)
                hid = torch.rand(b["hid"].shape[1:], generator=rng) < lv
                isg = b["tgt"] >= 0
                row = torch.zeros_like(isg)
                row[:, 1:] = isg[:, :-1]  # rows of gap tokens
                h = hid & row
                b["hid"] = h[None]
                nx = torch.zeros_like(h)
                nx[:, :-1] = h[:, 1:]
                b["loss"] = (nx & isg)[None]
                b["eps"] = None
                l = base.evaluate(b, ad, bias)
                tot += l.sum().item()
                n += len(l)
            out[lv] = round(tot / n, 3)
    return out


def begin(A, folder):
    """Gives A the weights of a model folder that export.py wrote."""
    from safetensors.torch import load_file

    here = {"qkv": "heads", "o": "output", "gu": "gate_up", "dn": "down"}
    experts = {"router": "router", "egu": "gate_up", "edn": "down"}
    t = load_file(f"{folder}/adapter.safetensors")
    for k, v in A.p.items():
        q = k.split(".")
        if k == "m":
            n = "mask"
        elif q[1] in here:
            n = f"layers.{q[0]}.{here[q[1]]}.{q[2]}"
        else:
            n = f"layers.{q[0]}.experts.{experts[q[1]]}"
        assert t[n].shape == v.shape, n
        v.data.copy_(t[n])
    for l in A.bias:
        A.bias[l] = t[f"layers.{l}.experts.bias"].float()


def main():
    out = sys.argv[1]
    minutes = float(sys.argv[2]) if len(sys.argv) > 2 else 1e9
    os.makedirs(out, exist_ok=True)
    ck = f"{out}/state.pt"
    base = Base()
    cfg = default_cfg()
    if os.path.exists(f"{out}/cfg.json"):
        cfg.update(json.load(open(f"{out}/cfg.json")))
    json.dump(cfg, open(f"{out}/cfg.json", "w"))
    A = Adapter(cfg, base)
    names = list(A.p)
    fast = Fast(base, names)
    opt = torch.optim.Adam(A.p.values(), lr=cfg["lr"], betas=(0.9, 0.98), eps=1e-8, fused=True)
    ema = {k: v.detach().clone() for k, v in A.p.items()}
    st = dict(step=0, tokens=0, sec=0.0)
    if os.path.exists(ck):
        z = torch.load(ck, weights_only=True)
        for k in names:
            A.p[k].data.copy_(z["p"][k])
            ema[k] = z["ema"][k]
        opt.load_state_dict(z["opt"])
        st = z["st"]
        A.bias = z["bias"]
        print("resumed at", st, flush=True)
    elif cfg.get("from"):  # a shipped model's weights, the optimiser's state lost
        begin(A, cfg["from"])
        ema = {k: v.detach().clone() for k, v in A.p.items()}
    data = Data([("train_a", 4), ("train_b", 2), ("train_c", 2), ("train2_a", 5), ("train2_b", 2), ("train2_c", 2)])
    valid = Data([("valid_a", 1)])
    asked = []  # to stop, by SIGTERM or Ctrl+C: ends after the step, with a checkpoint
    for sig in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sig, lambda *_: asked.append(1))
    t0 = time.time()
    last = t0
    lastv = t0 - 1e9 if st["step"] else t0
    ls = []
    log = open(f"{out}/log.txt", "a")

    def say(*a):
        s = " ".join(map(str, a))
        print(s, flush=True)
        log.write(s + "\n")
        log.flush()

    while True:
        step = st["step"]
        n = cfg["lengths"][step % len(cfg["lengths"])]
        B = max(1, round(1536 / n * cfg["batch"] / 6))
        lr = cfg["lr"] * min(1, (step + 1) / cfg["warm"])
        d = cfg.get("decay")
        if d and step >= d[0]:
            lr *= max(0.02, 1 - (step - d[0]) / (d[1] - d[0]))
        for g in opt.param_groups:
            g["lr"] = lr
        t1 = time.time()
        b = make_batch(data, (cfg["seed"], step), cfg, n, B)
        loads = {}
        per, ld = fast.step(b, A.p, A.bias)
        loss = per.mean()
        loads = dict(zip(cfg["expert_layers"], ld))
        gn = torch.nn.utils.clip_grad_norm_(A.p.values(), 1.0)
        opt.step()
        e = min(cfg["ema"], (step + 1) / (step + 10))
        torch._foreach_lerp_([ema[k] for k in names], [A.p[k].detach() for k in names], 1 - e)
        for l, c in loads.items():
            A.bias[l] += 1e-3 * torch.sign(c.mean() - c)
        st["step"] += 1
        st["tokens"] += len(per)
        dt = time.time() - t1
        st["sec"] += dt
        ls.append(loss.item())
        if st["step"] % 20 == 0:
            say(
                f"step {st['step']} tokens {st['tokens']} loss {np.mean(ls[-100:]):.3f} gn {gn:.2f} lr {lr:.2e} {len(per)/dt:.0f} tok/s min {st['sec']/60:.1f}"
            )
        end = bool(asked) or (time.time() - t0) / 60 > minutes or (d and st["step"] >= d[1])
        if time.time() - last > 240 or end:
            save(ck, dict(p={k: v.detach() for k, v in A.p.items()}, ema=ema, opt=opt.state_dict(), st=st, bias=A.bias))
            last = time.time()
        if time.time() - lastv > 1200 or (end and not asked):
            say("valid", st["step"], st["tokens"], evaluate(fast, ema, A.bias, cfg, valid))
            lastv = time.time()
        if end:
            break


main()
