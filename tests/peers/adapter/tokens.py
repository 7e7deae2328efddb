# SPDX-License-Identifier: GPL-3.0-or-later
"""tokens.py CORPUS: the token ids of the books in CORPUS/train, train2 and valid, in three forms of the same text."""

# tokens of every book, in three forms: blank line between paragraphs with curly quotes, one newline, straight quotes
import glob, numpy as np, os, sys
from base import tokenizer

tk = tokenizer()
os.makedirs(os.environ.get("LACUNA_TOKENS", "tokens"), exist_ok=True)
for split in ["valid", "train2", "train"]:
    for form in "abc":
        out = []
        ends = []
        for f in sorted(glob.glob(f"{sys.argv[1]}/{split}/**/*.txt", recursive=True)):
            s = open(f, encoding="utf-8").read()
            lines = [l for l in s.split("\n") if l.strip()]
            if form == "c":
                lines = [l.translate({0x201C: '"', 0x201D: '"', 0x2018: "'", 0x2019: "'"}) for l in lines]
            sep = "\n" if form == "b" else "\n\n"
            text = sep.join(lines)
            # in paragraphs' pieces: a newline run is never merged with a word
            ids = []
            for enc in tk.encode_batch([l + sep for l in lines]):
                ids += enc.ids
            out.append(np.array(ids, dtype=np.uint16))
            ends.append(sum(map(len, out)))
        np.save(f'{os.environ.get("LACUNA_TOKENS","tokens")}/{split}_{form}.npy', np.concatenate(out))
        np.save(f'{os.environ.get("LACUNA_TOKENS","tokens")}/{split}_{form}_ends.npy', np.array(ends))
        print(split, form, ends[-1], len(ends), flush=True)
