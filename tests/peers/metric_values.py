# SPDX-License-Identifier: GPL-3.0-or-later
# Where the numbers of tests/engine/metrics_test.cpp come from: the same strings before sacrebleu, rouge-score and nltk.
#
#   python3 -m venv peers && peers/bin/pip install sacrebleu==2.6.0 rouge-score==0.1.2 nltk==3.10.4
#   peers/bin/python tests/peers/metric_values.py
#
# The strings are our own. DiffuSeq's functions are written out as its evaluation script has them.
from nltk.translate.bleu_score import SmoothingFunction, sentence_bleu
from rouge_score.rouge_scorer import RougeScorer
from sacrebleu.metrics import BLEU
from sacrebleu.tokenizers.tokenizer_13a import Tokenizer13a

PAIRS = [
    ("The lamp burned low, and nobody came.", "The lamp burned low and nobody came up the stair."),
    ("She counted 1,024 nets—twice—before 6.30.", "She counted 1,024 nets, twice, before 6.30."),
    ("a a a a", "a b"),
    ("It was “dark”; he’d gone (so they said) & the tide-line rose.", "It was dark: he had gone, they said, & the tide line rose."),
    ("Joss", "Mara"),
    ("oars", "oars"),
    ("the door of the door of the door", "the door of the old house by the sea"),
    ("Ça sent la mer\u00a0: 12-15 brasses.", "Ça sent la mer : 12 à 15 brasses."),
]

tokenize = Tokenizer13a()
rouge = RougeScorer(["rougeL"])
for fill, reference in PAIRS:
    print(repr(tokenize(fill)))
    print("  rougeL %.10f" % rouge.score(reference, fill)["rougeL"].fmeasure)
    value = sentence_bleu([reference.split()], fill.split(), smoothing_function=SmoothingFunction().method4)
    print("  method4 %.10f" % value)
fills, references = [p[0] for p in PAIRS], [p[1] for p in PAIRS]
for order in (2, 4):
    print("corpus BLEU-%d %.10f" % (order, BLEU(max_ngram_order=order).corpus_score(fills, [references]).score))
    for i in (0, 5, 6):
        print("  of pair %d alone %.10f" % (i, BLEU(max_ngram_order=order).corpus_score([fills[i]], [[references[i]]]).score))
    print("  of 4 and 5 %.10f" % BLEU(max_ngram_order=order).corpus_score(fills[4:6], [references[4:6]]).score)


def distinct(texts, n):  # DiffuSeq's distinct_n_gram_inter_sent
    grams = [tuple(t[i:i + n]) for t in (x.split() for x in texts) for i in range(len(t) - n + 1)]
    return len(set(grams)) / len(grams)


def within(texts, n):  # DiffuSeq's distinct_n_gram
    shares = []
    for t in (x.split() for x in texts):
        grams = [tuple(t[i:i + n]) for i in range(len(t) - n + 1)]
        if grams:
            shares.append(len(set(grams)) / len(grams))
    return sum(shares) / len(shares)


print("distinct-1 %.10f distinct-2 %.10f" % (distinct(fills, 1), distinct(fills, 2)))
print("dist-1 %.10f div-4 %.10f" % (within(fills, 1), distinct(fills, 4)))


def best(sentences):  # DiffuSeq's selectBest
    def bleu(a, b):
        return sentence_bleu([b.split()], a.split(), smoothing_function=SmoothingFunction().method4)
    sums = [sum(bleu(a, b) for j, b in enumerate(sentences) if j != i) for i, a in enumerate(sentences)]
    return sums.index(max(sums))


CANDIDATES = ["she mended the nets by the door", "he sang", "she mended the nets at the door", "she mended nets by the old door"]
print("chosen %d" % best(CANDIDATES))
