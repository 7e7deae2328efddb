# SPDX-License-Identifier: GPL-3.0-or-later
"""export.py FOLDER MODEL: the averaged weights of a checkpoint as a model folder."""

# a checkpoint's averaged weights as a model folder
import torch, sys, json, os
from safetensors.torch import save_file

src, out = sys.argv[1], sys.argv[2]
which = sys.argv[3] if len(sys.argv) > 3 else "ema"
z = torch.load(f"{src}/state.pt", weights_only=True)
cfg = json.load(open(f"{src}/cfg.json"))
p = z[which]
t = {}
names = {"qkv": "heads", "o": "output", "gu": "gate_up", "dn": "down"}
for k, v in p.items():
    q = k.split(".")
    if k == "m":
        n = "mask"
    elif q[1] in names:
        n = f"layers.{q[0]}.{names[q[1]]}.{q[2]}"
    else:
        n = f"layers.{q[0]}.experts." + {"router": "router", "egu": "gate_up", "edn": "down"}[q[1]]
    t[n] = v.detach().to(torch.float16).contiguous()
for l, b in z["bias"].items():
    t[f"layers.{l}.experts.bias"] = b.to(torch.float16)
os.makedirs(out, exist_ok=True)
save_file(t, f"{out}/adapter.safetensors", metadata={"format": "pt", "name": "Estuary 135M"})
json.dump(
    {
        "name": "Estuary 135M",
        "base": {
            "file": "SmolLM2-135M-Instruct.Q4_1.gguf",
            "sha256": "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
        },
        "rank": cfg["rank"],
        "experts": cfg["experts"],
        "expertsPerToken": cfg["topk"],
        "expertHidden": cfg["hidden"],
        "expertLayers": cfg["expert_layers"],
        "marker": " …",
        "openMarker": " ...",
        "end": 0,
        "begins": "\n",
        "sinkReach": 256,
    },
    open(f"{out}/config.json", "w"),
    ensure_ascii=False,
    indent=2,
)
print(z["st"], sum(v.numel() for v in t.values()) / 1e6)
