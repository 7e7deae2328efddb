// SPDX-License-Identifier: GPL-3.0-or-later
// The same blanks before any system, at any length of context, and what each made of them.
#pragma once

#include <functional>

#include "engine/error.h"
#include "engine/evaluation/bleu.h"
#include "engine/evaluation/bootstrap.h"
#include "engine/evaluation/model_system.h"

namespace lacuna::engine {

constexpr int kLooks = 8;        // maskings of a blank that a score is estimated from
constexpr int kClozeTexts = 10;  // the book's own words among them

struct HarnessOptions {
  std::vector<int> contexts;  // tokens, ascending
  BlankOptions blanks;        // longest is set to the last of contexts
  FillOptions fill;           // candidates 0: nothing is filled
  bool cloze = true;
};

// What a system made of one blank. Numbers are NaN where they were not asked for, or where it cannot tell.
struct BlankAnswer {
  double nats = 0;
  double right = 0;
  double tokens = 0;    // of the book's own words, in the system's vocabulary
  double cloze = 0;     // 1: of kClozeTexts texts the book's own was likeliest, as the system ranks; else 0
  double clozeGap = 0;  // the same by its own likelihood
  std::string text;     // the candidate that it offers first
  std::vector<WordList> candidates;  // words of each; none: it does not fill
  BleuCounts bleu;                   // over tokenize13a()
  double rouge = kNotMeasured;
  double sentenceBleu = kNotMeasured;
  double exact = kNotMeasured;     // 1: the text without spaces at its ends is the book's; else 0
  double boundary = kNotMeasured;  // ModelSystem::boundary of the fill, nats a token

  bool filled() const { return !candidates.empty(); }
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
  // The books outlive it. Throws what cutBlanks() throws.
  Harness(const HeldOutBooks& books, const HarnessOptions& options);

  const std::vector<Blank>& blanks() const { return blanks_; }
  const HarnessOptions& options() const { return options_; }
  BlankText text(std::size_t blank, int context) const { return textAround(books_, blanks_[blank], context); }
  std::string gold(std::size_t blank) const;

  // judge may be null: no boundary.
  BlankAnswer ask(InfillSystem* system, std::size_t blank, int context, ModelSystem* judge) const;

  // How well `words` join the text at a blank: by the judge, which reads no more than the least context, so that all
  // rows are judged alike.
  double boundary(ModelSystem* judge, std::size_t blank, const std::string& words) const;

  // Nats a token over blanks of tokens, without fills; stopIfAsked is called between blanks and may throw.
  Interval likelihood(InfillSystem* system, int context, const std::function<void()>& stopIfAsked) const;

 private:
  BlankScore score(InfillSystem* system, std::size_t blank, const BlankView& view) const;
  void chooseAmong(InfillSystem* system, std::size_t blank, const BlankText& shown, BlankAnswer* answer) const;

  const HeldOutBooks& books_;
  HarnessOptions options_;
  std::vector<Blank> blanks_;
  // Per blank of tokens, the texts that it is asked to choose from, the book's own last; empty: not asked.
  std::vector<std::vector<std::string>> choices_;
};

// A text without spaces and line breaks at its ends.
std::string trimmed(const std::string& text);

// Sums over the chosen answers.
double corpusBleuOver(const Draw& draw, const std::vector<const BlankAnswer*>& answers, int order);

}  // namespace lacuna::engine
