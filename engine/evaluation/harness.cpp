// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/evaluation/harness.h"

#include "engine/evaluation/mbr.h"
#include "engine/evaluation/rouge.h"

namespace lacuna::engine {

std::string trimmed(const std::string& text) {
  const std::size_t first = text.find_first_not_of(" \n");
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(" \n") - first + 1);
}

double corpusBleuOver(const Draw& draw, const std::vector<const BlankAnswer*>& answers, int order) {
  BleuCounts counts;
  for (const std::size_t i : draw) counts += answers[i]->bleu;
  return corpusBleu(counts, order);
}

Harness::Harness(const TokenizedCorpus& corpus, const Tokenizer& tokenizer, const HarnessOptions& options)
    : corpus_(corpus), tokenizer_(tokenizer), options_(options) {
  options_.blanks.longest = options_.contexts.back();
  blanks_ = cutBlanks(corpus_, tokenizer_, options_.blanks);
  for (std::size_t i = 0; i < blanks_.size(); ++i)
    maskings_.push_back(drawMaskings(blanks_[i].length, kLooks, options_.blanks.seed, i));
}

std::string Harness::gold(std::size_t blank) const { return tokenizer_.decode(view(blank, 0).gold()); }

BlankAnswer Harness::ask(InfillSystem* system, std::size_t blank, int context, ModelSystem* judge) const {
  const BlankView shown = view(blank, context);
  BlankAnswer answer;
  const BlankScore score = system->score(shown, maskings_[blank]);
  answer.nats = score.nats;
  answer.right = score.right;
  FillOptions fill = options_.fill;
  fill.seed += blank;  // else every blank would begin from the same noise
  const std::vector<std::vector<TokenId>> fills = system->fill(shown, fill);
  std::vector<std::string> texts;
  for (const std::vector<TokenId>& ids : fills) {
    texts.push_back(tokenizer_.decode(ids));
    answer.candidates.push_back(splitWords(texts.back()));
  }
  const std::size_t chosen = leastRisk(answer.candidates);
  answer.tokens = fills[chosen];
  answer.text = texts[chosen];
  const std::string reference = gold(blank);
  answer.bleu = countBleu(tokenize13a(answer.text), tokenize13a(reference));
  answer.rouge = rougeL(rougeWords(answer.text), rougeWords(reference));
  answer.sentenceBleu = sentenceBleu(countBleu(answer.candidates[chosen], splitWords(reference)));
  answer.exact = trimmed(answer.text) == trimmed(reference);
  const bool joins = judge != nullptr && blanks_[blank].kind == BlankKind::kTokens;
  // The judge reads no more than the least context, so that all rows are judged alike.
  answer.boundary = joins ? judge->boundary(view(blank, options_.contexts.front()), answer.tokens) : kNotMeasured;
  return answer;
}

Interval Harness::likelihood(InfillSystem* system, int context, const std::function<void()>& stopIfAsked) const {
  std::vector<double> nats;
  std::vector<double> tokens;
  for (std::size_t i = 0; i < blanks_.size(); ++i) {
    if (blanks_[i].kind != BlankKind::kTokens) continue;
    if (stopIfAsked) stopIfAsked();
    nats.push_back(system->score(view(i, context), maskings_[i]).nats);
    tokens.push_back(blanks_[i].length);
  }
  return bootstrap(nats.size(), options_.blanks.seed, [&](const Draw& draw) { return ratioOver(draw, nats, tokens); });
}

}  // namespace lacuna::engine
