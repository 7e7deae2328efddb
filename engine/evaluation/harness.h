// SPDX-License-Identifier: GPL-3.0-or-later
// The same blanks before any system, at any length of context, and what each made of them.
#pragma once

#include <functional>

#include "engine/evaluation/bleu.h"
#include "engine/evaluation/bootstrap.h"
#include "engine/evaluation/model_system.h"
#include "engine/session.h"

namespace lacuna::engine {

constexpr int kLooks = 8;  // maskings of a blank that a score is estimated from

struct HarnessOptions {
  std::vector<int> contexts;  // tokens, ascending
  BlankOptions blanks;        // longest is set to the last of contexts
  FillOptions fill;
};

// What a system made of one blank. Nats and rates are NaN where they were not asked for.
struct BlankAnswer {
  double nats = 0;
  double right = 0;
  std::vector<TokenId> tokens;  // the candidate of least risk
  std::string text;
  std::vector<WordList> candidates;  // words of each
  BleuCounts bleu;                   // over tokenize13a()
  double rouge = 0;
  double sentenceBleu = 0;
  bool exact = false;   // the text without spaces at its ends
  double boundary = 0;  // ModelSystem::boundary of the fill, nats a token
};

// One system at one length of context; answers[i] belongs to Harness::blanks()[i].
struct HarnessRow {
  std::string system;
  int context = 0;
  bool usesContext = true;
  std::vector<BlankAnswer> answers;
};

class Harness {
 public:
  // The references outlive it. Throws what cutBlanks() throws.
  Harness(const TokenizedCorpus& corpus, const Tokenizer& tokenizer, const HarnessOptions& options);

  const std::vector<Blank>& blanks() const { return blanks_; }
  const HarnessOptions& options() const { return options_; }
  const Tokenizer& tokenizer() const { return tokenizer_; }
  const std::vector<Masking>& maskings(std::size_t blank) const { return maskings_[blank]; }
  BlankView view(std::size_t blank, int context) const { return viewAround(corpus_, blanks_[blank], context); }
  std::string gold(std::size_t blank) const;

  // judge may be null: no boundary.
  BlankAnswer ask(InfillSystem* system, std::size_t blank, int context, ModelSystem* judge) const;

  // Nats a token over blanks of tokens, without fills; stopIfAsked is called between blanks and may throw.
  Interval likelihood(InfillSystem* system, int context, const std::function<void()>& stopIfAsked) const;

 private:
  const TokenizedCorpus& corpus_;
  const Tokenizer& tokenizer_;
  HarnessOptions options_;
  std::vector<Blank> blanks_;
  std::vector<std::vector<Masking>> maskings_;
};

// A text without spaces and line breaks at its ends.
std::string trimmed(const std::string& text);

// Sums over the chosen answers.
double corpusBleuOver(const Draw& draw, const std::vector<const BlankAnswer*>& answers, int order);

}  // namespace lacuna::engine
