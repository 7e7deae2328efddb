# SPDX-License-Identifier: GPL-3.0-or-later
"""What other people's encoders of the same shape take to look at a whole document once, on this machine.

Two of them, with random weights, float32, on the CPU:
  longformer  transformers' LongformerModel: sliding windows of 128 tokens to either side, no global tokens
  dense       torch.nn.TransformerEncoder: everything sees everything, by PyTorch's fused attention
Width, layers, heads, vocabulary and the multiply-adds of a token's feed-forward are those of Lacuna's default model,
whose figures `lacuna bench step` prints. Both end with the logits of 64 tokens, as a denoising step does.

  python3 -m venv venv && venv/bin/pip install torch transformers
  OMP_NUM_THREADS=1 venv/bin/python tests/bench/peers/encoders.py 2048 8192
"""

import json
import platform
import statistics
import sys
import time

import torch
import transformers

WIDTH, LAYERS, HEADS, VOCABULARY, GAP = 384, 8, 6, 16384, 64
# Two layers have a SwiGLU of 1,024 and six a shared expert of 448 and two of 336: 1,096 on the average, three
# matrices each. A feed-forward of two matrices takes as much at 1,644.
HIDDEN = 1644


def longformer(tokens):
    config = transformers.LongformerConfig(
        vocab_size=VOCABULARY,
        hidden_size=WIDTH,
        num_hidden_layers=LAYERS,
        num_attention_heads=HEADS,
        intermediate_size=HIDDEN,
        attention_window=256,  # 128 to either side
        max_position_embeddings=tokens + 8,
        pad_token_id=1,
    )
    model = transformers.LongformerModel(config, add_pooling_layer=False).eval()
    return lambda ids: model(input_ids=ids).last_hidden_state


def dense(tokens):
    layer = torch.nn.TransformerEncoderLayer(WIDTH, HEADS, HIDDEN, dropout=0.0, activation="gelu", batch_first=True)
    encoder = torch.nn.TransformerEncoder(layer, LAYERS, enable_nested_tensor=False).eval()
    embedding = torch.nn.Embedding(VOCABULARY, WIDTH)
    return lambda ids: encoder(embedding(ids))


def measure(make, tokens):
    torch.manual_seed(1)
    encode = make(tokens)
    head = torch.nn.Linear(WIDTH, VOCABULARY, bias=False)
    ids = torch.randint(5, VOCABULARY, (1, tokens))
    clock = time.thread_time if torch.get_num_threads() == 1 else time.perf_counter
    times = []
    for _ in range(3):
        start = clock()
        with torch.inference_mode():
            head(encode(ids)[:, tokens // 2 : tokens // 2 + GAP])
        times.append((clock() - start) * 1000)
    return {"median_ms": round(statistics.median(times), 1), "least_ms": round(min(times), 1)}


def main():
    transformers.logging.set_verbosity_error()
    print(
        json.dumps(
            {
                "machine": platform.processor() or platform.machine(),
                "threads": torch.get_num_threads(),
                "torch": torch.__version__,
                "transformers": transformers.__version__,
            }
        )
    )
    for tokens in [int(text) for text in sys.argv[1:]] or [2048, 8192]:
        for make in (longformer, dense):
            print(json.dumps({"peer": make.__name__, "document_tokens": tokens, **measure(make, tokens)}), flush=True)


if __name__ == "__main__":
    main()
