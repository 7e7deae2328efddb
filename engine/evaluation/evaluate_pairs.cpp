// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <map>

#include "engine/evaluation/diversity.h"
#include "engine/evaluation/evaluate.h"
#include "engine/evaluation/harness.h"
#include "engine/evaluation/mbr.h"
#include "engine/evaluation/pair_lengths.h"
#include "engine/evaluation/rouge.h"

namespace lacuna::engine {
namespace {

// What one model made of one source.
struct Written {
  std::vector<WordList> candidates;
  std::vector<std::string> texts;
  double nats = 0;
  double tokens = 0;
};

struct PairView {
  std::vector<TokenId> source;
  std::vector<TokenId> target;
  std::string reference;
};

// The source, then a blank of so many tokens; what stands in it before is of no account.
BlankView blankAfter(const std::vector<TokenId>& source, int length) {
  BlankView view{source, static_cast<int>(source.size()), length};
  view.tokens.insert(view.tokens.end(), static_cast<std::size_t>(length), source.back());
  return view;
}

Written write(ModelSystem* model, bool endsItself, const PairView& pair, const std::vector<int>& lengths,
              FillOptions options, const Tokenizer& tokenizer) {
  Written written;
  BlankView gold{pair.source, static_cast<int>(pair.source.size()), static_cast<int>(pair.target.size())};
  gold.tokens.insert(gold.tokens.end(), pair.target.begin(), pair.target.end());
  written.nats = model->score(gold, drawMaskings(gold.length, kLooks, 1, 0)).nats;
  written.tokens = gold.length;
  std::map<int, int> runs;  // length -> candidates
  for (const int length : lengths) ++runs[endsItself ? lengths.back() : length];
  for (const auto& [length, candidates] : runs) {
    options.candidates = candidates;
    for (const auto& ids : model->fillTokens(blankAfter(pair.source, length), options)) {
      written.texts.push_back(trimmed(tokenizer.decode(ids)));
      written.candidates.push_back(splitWords(written.texts.back()));
    }
  }
  return written;
}

double selfBleu(const std::vector<WordList>& candidates) {
  double sum = 0;
  int pairs = 0;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    for (std::size_t j = i + 1; j < candidates.size(); ++j, ++pairs)
      sum += sentenceBleu(countBleu(candidates[i], candidates[j]));
  }
  return pairs > 0 ? sum / pairs : kNotMeasured;
}

Table emptyTable(int candidates) {
  return {
      "pairs",
      "Sequence to sequence",
      "DiffuSeq's metrics: BLEU is the mean of sentence BLEU (nltk, method 4), then ROUGE-L, dist-1 of each text and, "
      "over the " +
          std::to_string(candidates) +
          " candidates of a source, self-BLEU and div-4; corpus BLEU is sacrebleu's. All but that between 0 and 1. Low "
          "and high hold 95 % of the bootstrap over pairs. BERTScore is not computed.",
      {{"system", "system"},
       {"choice", "choice"},
       {"bleu", "BLEU", 4},
       {"bleu_low", "low", 4},
       {"bleu_high", "high", 4},
       {"rouge_l", "ROUGE-L", 4},
       {"dist1", "dist-1", 4},
       {"self_bleu", "self-BLEU", 4},
       {"div4", "div-4", 4},
       {"corpus_bleu", "corpus BLEU", 2},
       {"nll", "NLL"},
       {"words", "words", 1},
       {"pairs", "pairs"}},
      {}};
}

// chosen: per pair the index of the candidate that counts.
std::vector<Cell> rowOf(const std::string& name, const std::string& choice, const std::vector<PairView>& pairs,
                        const std::vector<Written>& written, const std::vector<std::size_t>& chosen,
                        std::uint64_t seed) {
  std::vector<double> bleu, rouge, self, div, nats, tokens, length;
  std::vector<WordList> words;
  BleuCounts corpus;
  Draw all;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const Written& w = written[i];
    const std::string& text = w.texts[chosen[i]];
    words.push_back(w.candidates[chosen[i]]);
    bleu.push_back(sentenceBleu(countBleu(words.back(), splitWords(pairs[i].reference))));
    rouge.push_back(rougeL(rougeWords(text), rougeWords(pairs[i].reference)));
    corpus += countBleu(tokenize13a(text), tokenize13a(pairs[i].reference));
    self.push_back(selfBleu(w.candidates));
    div.push_back(w.candidates.size() > 1 ? diversity4(w.candidates) : kNotMeasured);
    nats.push_back(w.nats);
    tokens.push_back(w.tokens);
    length.push_back(static_cast<double>(words.back().size()));
    all.push_back(i);
  }
  const Interval mean = bootstrap(bleu.size(), seed, [&](const Draw& draw) { return meanOver(draw, bleu); });
  return {name,
          choice,
          mean.value,
          mean.low,
          mean.high,
          meanOver(all, rouge),
          distinctWithin(words, 1),
          meanOver(all, self),
          meanOver(all, div),
          corpusBleu(corpus, 4),
          ratioOver(all, nats, tokens),
          meanOver(all, length),
          static_cast<std::int64_t>(pairs.size())};
}

constexpr std::size_t kLongestTarget = 2048;  // tokens: a target is one blank, and its cost is in memory too

// The first letters, cut where a character ends.
std::string brieflyBegun(const std::string& text) {
  std::size_t end = std::min<std::size_t>(text.size(), 24);
  while (end > 0 && end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end);
}

std::vector<PairView> pickPairs(const EvalJob& job, const Tokenizer& tokenizer) {
  const std::vector<TextPair> all = readPairs(job.data);
  const std::size_t count = std::min(all.size(), static_cast<std::size_t>(job.blanks));
  std::vector<PairView> pairs;
  for (std::size_t i = 0; i < count; ++i) {
    const TextPair& pair = all[i * all.size() / count];
    pairs.push_back({encodeSource(pair, tokenizer), tokenizer.encode(pair.target), pair.target});
    if (pairs.back().target.size() > kLongestTarget) {
      throw Error(ErrorCode::kInvalidInput,
                  "A target in " + job.data + " has " + std::to_string(pairs.back().target.size()) +
                      " tokens, and the most that is measured is " + std::to_string(kLongestTarget) +
                      "; it begins with \"" + brieflyBegun(pair.target) + "\".");
    }
  }
  return pairs;
}

// Their likelihoods a token would be of different things.
void requireOneTokenizer(const std::vector<std::unique_ptr<LoadedSystem>>& models) {
  for (const auto& model : models) {
    if (model->tokenizer().hash() == models.front()->tokenizer().hash()) continue;
    throw Error(ErrorCode::kInvalidInput, "The models " + models.front()->name() + " and " + model->name() +
                                              " have different tokenizers, so their figures over pairs cannot be "
                                              "compared; measure them one by one.");
  }
}

}  // namespace

EvalReport evaluatePairs(const EvalJob& job, const EvalCallbacks& callbacks, const CancelFlag& cancel) {
  const std::vector<std::unique_ptr<LoadedSystem>> models = openModels(job);
  requireOneTokenizer(models);
  if (job.candidates < 1) throw Error(ErrorCode::kInvalidConfig, "The number of candidates must be 1 to 64.");
  const Tokenizer& tokenizer = *models.front()->loaded().tokenizer;
  const std::vector<PairView> pairs = pickPairs(job, tokenizer);
  const PairLengths lengths(job.train.empty() ? TokenizedCorpus() : tokenizeCorpus(job.train, tokenizer, ""));
  if (callbacks.onPlan)
    callbacks.onPlan(std::to_string(pairs.size()) + " pairs, " + std::to_string(models.size()) +
                     (models.size() == 1 ? " model, " : " models, ") + std::to_string(job.candidates) +
                     " candidates of " + std::to_string(job.steps) + " steps each.");
  FillOptions options = fillOptions(job);
  options.lengthIsKnown = false;
  EvalReport report;
  report.model = models.front()->loaded().name;
  report.fingerprint = models.front()->loaded().fingerprint;
  report.blanks = static_cast<int>(pairs.size());
  EvalClock clock(callbacks, cancel, static_cast<double>(pairs.size() * models.size()));
  Table table = emptyTable(job.candidates);
  for (const auto& model : models) {
    const bool endsItself = model->loaded().denoiser->config().reading == Reading::kCausal;
    std::vector<Written> written;
    std::vector<std::size_t> first, least;
    for (std::size_t i = 0; i < pairs.size(); ++i) {
      options.seed = job.seed + i;
      written.push_back(write(model.get(), endsItself, pairs[i],
                              lengths.likely(static_cast<int>(pairs[i].source.size()), job.candidates), options,
                              tokenizer));
      first.push_back(written.back().candidates.size() / 2);  // of middling length
      least.push_back(leastRisk(written.back().candidates));
      clock.pass(1, model->name() + ": pair " + std::to_string(i + 1) + " of " + std::to_string(pairs.size()));
      if (i == 0 && callbacks.onPlan)
        callbacks.onPlan("This will take " +
                         aboutSeconds(clock.seconds() * static_cast<double>(pairs.size() * models.size())) +
                         " on this machine.");
    }
    table.rows.push_back(rowOf(model->name(), "one", pairs, written, first, job.seed));
    if (job.candidates > 1)
      table.rows.push_back(
          rowOf(model->name(), "MBR-" + std::to_string(job.candidates), pairs, written, least, job.seed));
  }
  report.tables = {std::move(table)};
  report.seconds = clock.seconds();
  return report;
}

}  // namespace lacuna::engine
