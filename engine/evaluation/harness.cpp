// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/evaluation/harness.h"

#include <algorithm>

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

Harness::Harness(const HeldOutBooks& books, const HarnessOptions& options) : books_(books), options_(options) {
  options_.blanks.longest = options_.contexts.back();
  blanks_ = cutBlanks(books_, options_.blanks);
  choices_.resize(blanks_.size());
  for (std::size_t i = 0; i < blanks_.size() && options_.cloze; ++i) {
    if (blanks_[i].kind != BlankKind::kTokens) continue;
    // Nothing that is shown beside the blank, where the book has other passages.
    const auto others = [&](int apart) {
      return likePassages(books_, blanks_[i], apart, kClozeTexts - 1, options_.blanks.seed);
    };
    std::vector<std::string> texts = others(options_.contexts.back());
    if (texts.size() + 1 < kClozeTexts) texts = others(0);
    if (texts.size() + 1 < kClozeTexts) continue;
    texts.push_back(gold(i));
    choices_[i] = std::move(texts);
  }
}

std::string Harness::gold(std::size_t blank) const { return std::string(text(blank, 0).blank); }

BlankScore Harness::score(InfillSystem* system, std::size_t blank, const BlankView& view) const {
  return system->score(view, drawMaskings(view.length, kLooks, options_.blanks.seed, blank));
}

void Harness::chooseAmong(InfillSystem* system, std::size_t blank, const BlankText& shown, BlankAnswer* answer) const {
  answer->cloze = answer->clozeGap = kNotMeasured;
  if (choices_[blank].empty()) return;
  const ClozeValues values = system->cloze(shown, choices_[blank]);
  const auto isLast = [](const std::vector<double>& all) {
    if (all.empty()) return kNotMeasured;
    return std::max_element(all.begin(), all.end()) + 1 == all.end() ? 1.0 : 0.0;
  };
  answer->cloze = isLast(values.ranking);
  answer->clozeGap = isLast(values.gap);
}

double Harness::boundary(ModelSystem* judge, std::size_t blank, const std::string& words) const {
  const BlankView view = viewOf(text(blank, options_.contexts.front()), judge->tokenizer());
  return judge->boundary(view, judge->tokenizer().encode(words));
}

BlankAnswer Harness::ask(InfillSystem* system, std::size_t blank, int context, ModelSystem* judge) const {
  const BlankText shown = text(blank, context);
  const BlankView view = viewOf(shown, system->tokenizer());
  BlankAnswer answer;
  const BlankScore scored = score(system, blank, view);
  answer.nats = scored.nats;
  answer.right = scored.right;
  answer.tokens = view.length;
  chooseAmong(system, blank, shown, &answer);
  if (options_.fill.candidates == 0) return answer;
  FillOptions fill = options_.fill;
  fill.seed += blank;  // else every blank would begin from the same noise
  const Fills fills = system->fill(shown, fill);
  if (fills.texts.empty()) return answer;
  for (const std::string& each : fills.texts) answer.candidates.push_back(splitWords(each));
  answer.text = fills.texts[fills.best];
  const std::string reference = gold(blank);
  answer.bleu = countBleu(tokenize13a(answer.text), tokenize13a(reference));
  answer.rouge = rougeL(rougeWords(answer.text), rougeWords(reference));
  answer.sentenceBleu = sentenceBleu(countBleu(answer.candidates[fills.best], splitWords(reference)));
  answer.exact = trimmed(answer.text) == trimmed(reference) ? 1 : 0;
  if (judge != nullptr && blanks_[blank].kind == BlankKind::kTokens)
    answer.boundary = boundary(judge, blank, answer.text);
  return answer;
}

Interval Harness::likelihood(InfillSystem* system, int context, const std::function<void()>& stopIfAsked) const {
  std::vector<double> nats;
  std::vector<double> tokens;
  for (std::size_t i = 0; i < blanks_.size(); ++i) {
    if (blanks_[i].kind != BlankKind::kTokens) continue;
    if (stopIfAsked) stopIfAsked();
    const BlankView view = viewOf(text(i, context), system->tokenizer());
    nats.push_back(score(system, i, view).nats);
    tokens.push_back(view.length);
  }
  return bootstrap(nats.size(), options_.blanks.seed, [&](const Draw& draw) { return ratioOver(draw, nats, tokens); });
}

}  // namespace lacuna::engine
