// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/evaluation/ngram_systems.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/diffusion/random.h"
#include "engine/evaluation/fill_loop.h"
#include "engine/evaluation/ngram.h"

namespace lacuna::engine {
namespace {

using LogDistribution = std::vector<double>;

// Of a token at `where` in a blank, which holds `inside` (-1: unknown).
KnownTokens neighboursOf(const BlankView& view, const std::vector<TokenId>& inside, int where) {
  const auto known = [&](int offset) -> TokenId {
    const int in = where + offset;
    const int at = view.begin + in;
    if (in >= 0 && in < view.length) return inside[static_cast<std::size_t>(in)];
    return at >= 0 && at < static_cast<int>(view.tokens.size()) ? view.tokens[static_cast<std::size_t>(at)] : -1;
  };
  return {known(-1), known(-2), known(1), known(2)};
}

std::vector<TokenId> shownBy(const BlankView& view, const Masking& masking) {
  std::vector<TokenId> inside = view.gold();
  for (std::size_t i = 0; i < inside.size(); ++i) {
    if (masking.hidden[i]) inside[i] = -1;
  }
  return inside;
}

// Sums up what a distribution a position says of a blank.
template <class At>
BlankScore scoreBy(const BlankView& view, const std::vector<Masking>& maskings, const At& at) {
  BlankScore score;
  double asked = 0;
  for (const Masking& masking : maskings) {
    const std::vector<TokenId> inside = shownBy(view, masking);
    double sum = 0;
    for (int j = 0; j < view.length; ++j) {
      if (!masking.hidden[static_cast<std::size_t>(j)]) continue;
      const LogDistribution& logs = at(inside, j);
      const auto gold = static_cast<std::size_t>(view.tokens[static_cast<std::size_t>(view.begin + j)]);
      sum -= logs[gold];
      score.right += std::max_element(logs.begin(), logs.end()) - logs.begin() == static_cast<std::ptrdiff_t>(gold);
    }
    score.nats += masking.weight * sum / masking.count;
    asked += masking.count;
  }
  score.right /= asked;
  return score;
}

// One token: the likeliest ones that make up topP of what temperature leaves.
TokenId drawFrom(LogDistribution logs, const FillOptions& options, Random* random) {
  const auto temperature = static_cast<double>(std::max(options.temperature, 1e-4F));
  const double best = *std::max_element(logs.begin(), logs.end());
  for (double& value : logs) value = std::exp((value - best) / temperature);
  std::vector<std::size_t> order(logs.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const std::size_t kept = std::min<std::size_t>(64, order.size());
  std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(kept), order.end(),
                    [&](std::size_t a, std::size_t b) { return logs[a] > logs[b]; });
  const double all = std::accumulate(logs.begin(), logs.end(), 0.0);
  double mass = 0;
  std::size_t count = 0;
  while (count < kept && (count == 0 || mass < static_cast<double>(options.topP) * all)) mass += logs[order[count++]];
  double left = random->uniform() * mass;
  std::size_t choice = 0;
  while (choice + 1 < count && left >= logs[order[choice]]) left -= logs[order[choice++]];
  return static_cast<TokenId>(order[choice]);
}

// Of each text, when all of the blank is hidden.
ClozeValues clozeBy(InfillSystem* system, const BlankText& text, const std::vector<std::string>& options) {
  ClozeValues values;
  for (const std::string& words : options) {
    const BlankView view = viewOf(withWords(text, words), system->tokenizer());
    values.gap.push_back(-system->score(view, {allHidden(view.length)}).nats);
  }
  return values;
}

void bar(const Tokenizer& tokenizer, int length, LogDistribution* logs) {
  for (TokenId id = 0; id < tokenizer.vocabulary(); ++id) {
    if (isBarred(tokenizer, id, length)) (*logs)[static_cast<std::size_t>(id)] = -1e9;
  }
}

class FrequentSystem : public InfillSystem {
 public:
  FrequentSystem(const TokenizedCorpus& corpus, const Tokenizer& tokenizer)
      : logs_(unigram(corpus, tokenizer.vocabulary())), tokenizer_(tokenizer) {
    for (double& value : logs_) value = std::log(value);
  }
  const std::string& name() const override { return name_; }
  const Tokenizer& tokenizer() const override { return tokenizer_; }
  bool usesContext() const override { return false; }
  BlankScore score(const BlankView& view, const std::vector<Masking>& maskings) override {
    return scoreBy(view, maskings, [&](const auto&, int) -> const LogDistribution& { return logs_; });
  }
  Fills fill(const BlankText& text, const FillOptions& options) override {
    const BlankView view = viewOf(text, tokenizer_);
    LogDistribution logs = logs_;
    bar(tokenizer_, view.length, &logs);
    const auto most = static_cast<TokenId>(std::max_element(logs.begin(), logs.end()) - logs.begin());
    const std::string all = tokenizer_.decode(std::vector<TokenId>(static_cast<std::size_t>(view.length), most));
    return {std::vector<std::string>(static_cast<std::size_t>(options.candidates), all), 0};
  }
  ClozeValues cloze(const BlankText& text, const std::vector<std::string>& options) override {
    return clozeBy(this, text, options);
  }

 private:
  std::string name_ = "most frequent token";
  LogDistribution logs_;
  const Tokenizer& tokenizer_;
};

class TrigramSystem : public InfillSystem {
 public:
  TrigramSystem(const TokenizedCorpus& corpus, const Tokenizer& tokenizer, const std::function<void()>& between)
      : trigram_(corpus, tokenizer.vocabulary(), between), tokenizer_(tokenizer) {}
  const std::string& name() const override { return name_; }
  const Tokenizer& tokenizer() const override { return tokenizer_; }
  bool usesContext() const override { return false; }
  BlankScore score(const BlankView& view, const std::vector<Masking>& maskings) override {
    return scoreBy(view, maskings, [&](const std::vector<TokenId>& inside, int j) -> const LogDistribution& {
      logs_ = trigram_.logDistribution(neighboursOf(view, inside, j));
      return logs_;
    });
  }
  Fills fill(const BlankText& text, const FillOptions& options) override {
    const BlankView view = viewOf(text, tokenizer_);
    std::vector<std::vector<TokenId>> fills;
    for (int c = 0; c < options.candidates; ++c)
      fills.push_back(fillOnce(view, options, Random(options.seed, static_cast<std::uint64_t>(c), 8)));
    return leastRisky(fills, tokenizer_);
  }
  ClozeValues cloze(const BlankText& text, const std::vector<std::string>& options) override {
    return clozeBy(this, text, options);
  }

 private:
  std::vector<TokenId> fillOnce(const BlankView& view, const FillOptions& options, Random random) const {
    std::vector<TokenId> inside(static_cast<std::size_t>(view.length), -1);
    for (int j = 0; j < view.length; ++j) {
      LogDistribution logs = trigram_.logDistribution(neighboursOf(view, inside, j));
      bar(tokenizer_, view.length, &logs);
      inside[static_cast<std::size_t>(j)] = drawFrom(std::move(logs), options, &random);
    }
    return inside;
  }

  std::string name_ = "bidirectional trigram";
  BidirectionalTrigram trigram_;
  const Tokenizer& tokenizer_;
  LogDistribution logs_;
};

}  // namespace

std::unique_ptr<InfillSystem> makeTrigramSystem(const TokenizedCorpus& corpus, const Tokenizer& tokenizer,
                                                const std::function<void()>& between) {
  return std::make_unique<TrigramSystem>(corpus, tokenizer, between);
}

std::unique_ptr<InfillSystem> makeFrequentSystem(const TokenizedCorpus& corpus, const Tokenizer& tokenizer) {
  return std::make_unique<FrequentSystem>(corpus, tokenizer);
}

}  // namespace lacuna::engine
