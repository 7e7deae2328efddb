// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/evaluation/evaluate.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <functional>
#include <iterator>
#include <memory>

#include "engine/diffusion/noise_process.h"
#include "engine/evaluation/ngram.h"
#include "engine/training/batch.h"
#include "engine/weights/model_folder.h"

namespace lacuna::engine {
namespace {

constexpr int kBlankLengths[] = {4, 12, 32};

struct Blank {
  std::vector<TokenId> tokens;
  int begin = 0;
  int length = 0;
  std::vector<bool> masked;  // per token of the blank
};

// One masked position: what each model gave the right token, and whether it was its likeliest.
struct Answer {
  double logProbability = 0;
  bool right = false;
};

using Answers = std::vector<std::vector<Answer>>;  // [blank][masked position]

std::vector<Blank> cutBlanks(const TokenizedCorpus& corpus, const EvalJob& job, bool whole) {
  constexpr std::uint64_t kShortest =
      kBlankLengths[std::size(kBlankLengths) - 1] + 2;  // a longest blank, text on both sides
  std::vector<std::size_t> books;
  for (std::size_t book = 0; book + 1 < corpus.starts.size(); ++book) {
    if (corpus.starts[book + 1] - corpus.starts[book] >= kShortest) books.push_back(book);
  }
  if (books.empty()) {
    throw Error(ErrorCode::kInvalidInput, "No text in " + job.data + " is as long as " + std::to_string(kShortest) +
                                              " tokens; name a folder with longer ones.");
  }
  std::vector<Blank> blanks;
  for (int i = 0; i < job.blanks; ++i) {
    Random random(job.seed, static_cast<std::uint64_t>(i), 4);
    Blank blank;
    blank.length = kBlankLengths[i % 3];
    const std::size_t book =
        books[static_cast<std::size_t>(random.between(0, static_cast<std::int64_t>(books.size()) - 1))];
    const auto first = static_cast<std::int64_t>(corpus.starts[book]);
    const auto last = static_cast<std::int64_t>(corpus.starts[book + 1]);
    const std::int64_t size = std::min<std::int64_t>(job.contextTokens + blank.length, last - first);
    const std::int64_t start = random.between(first, last - size);
    blank.tokens.assign(corpus.tokens.begin() + start, corpus.tokens.begin() + start + size);
    blank.begin = static_cast<int>(size - blank.length) / 2;
    const double level = (i + 0.5) / job.blanks;
    for (int j = 0; j < blank.length; ++j) blank.masked.push_back(whole || random.uniform() < level);
    if (std::none_of(blank.masked.begin(), blank.masked.end(), [](bool m) { return m; }))
      blank.masked[static_cast<std::size_t>(blank.length / 2)] = true;
    blanks.push_back(std::move(blank));
  }
  return blanks;
}

Neighbours around(const Blank& blank, int at) {
  const auto known = [&](int offset) -> TokenId {
    const int where = at + offset;
    const int position = blank.begin + where;
    if (position < 0 || position >= static_cast<int>(blank.tokens.size())) return -1;
    if (where >= 0 && where < blank.length && blank.masked[static_cast<std::size_t>(where)]) return -1;
    return blank.tokens[static_cast<std::size_t>(position)];
  };
  return {known(-1), known(-2), known(1), known(2)};
}

std::vector<Answer> askModel(const LoadedModel& model, const NoiseProcess& noise, const Blank& blank) {
  const torch::NoGradGuard noGrad;
  const Denoiser& denoiser = *model.denoiser;
  const ModelConfig& config = denoiser.config();
  const Batch batch = makeExample(blank.tokens, {{blank.begin, blank.begin + blank.length}}, config.layoutOptions(),
                                  model.tokenizer->special().gap);
  NoisedTokens tokens;
  tokens.ids_F = batch.target_F;
  tokens.masked_F = torch::zeros({blank.length}, torch::kBool);
  for (int j = 0; j < blank.length; ++j)
    tokens.masked_F.data_ptr<bool>()[j] = blank.masked[static_cast<std::size_t>(j)];
  tokens.gaussian_F = torch::zeros({blank.length}, torch::kBool);
  tokens.sigma_F = torch::zeros({blank.length});
  tokens.noise_FW = torch::zeros({blank.length, config.width});
  const KeyValues reading =
      denoiser.read(denoiser.readingInput(batch.layout, batch.context_C), makeReadPlan(config, batch.layout), nullptr);
  const FillPlan plan = makeFillPlan(config, batch.layout);
  const auto logits = denoiser.logits(
      denoiser.fill(noise.state(denoiser, tokens, nullptr), denoiser.prepare(reading, plan), plan, nullptr));
  const auto logProbability = logits.log_softmax(-1);
  const auto likeliest = logits.argmax(-1);
  std::vector<Answer> answers;
  for (int j = 0; j < blank.length; ++j) {
    if (!blank.masked[static_cast<std::size_t>(j)]) continue;
    const auto target = batch.target_F[j].item<std::int64_t>();
    answers.push_back({logProbability[j][target].item<double>(), likeliest[j].item<std::int64_t>() == target});
  }
  return answers;
}

std::vector<Answer> askDistribution(const Blank& blank, const std::function<std::vector<double>(int)>& distribution) {
  std::vector<Answer> answers;
  for (int j = 0; j < blank.length; ++j) {
    if (!blank.masked[static_cast<std::size_t>(j)]) continue;
    const std::vector<double> logs = distribution(j);
    const auto target = static_cast<std::size_t>(blank.tokens[static_cast<std::size_t>(blank.begin + j)]);
    const auto best = static_cast<std::size_t>(std::max_element(logs.begin(), logs.end()) - logs.begin());
    answers.push_back({logs[target], best == target});
  }
  return answers;
}

EvalRow summarize(const std::string& name, const Answers& answers, std::uint64_t seed) {
  EvalRow row;
  row.name = name;
  std::vector<std::pair<double, double>> sums;  // per blank: -log p, positions
  double right = 0;
  for (const auto& blank : answers) {
    double sum = 0;
    for (const Answer& answer : blank) {
      sum -= answer.logProbability;
      right += answer.right ? 1 : 0;
    }
    sums.emplace_back(sum, static_cast<double>(blank.size()));
    row.tokens += static_cast<std::int64_t>(blank.size());
  }
  const auto mean = [](const std::vector<std::pair<double, double>>& parts) {
    double sum = 0;
    double count = 0;
    for (const auto& [s, n] : parts) {
      sum += s;
      count += n;
    }
    return sum / std::max(1.0, count);
  };
  row.nll = mean(sums);
  row.accuracy = right / static_cast<double>(std::max<std::int64_t>(1, row.tokens));
  std::vector<double> resampled;
  Random random(seed, 0, 5);
  for (int i = 0; i < 1000; ++i) {
    std::vector<std::pair<double, double>> draw;
    for (std::size_t j = 0; j < sums.size(); ++j)
      draw.push_back(sums[static_cast<std::size_t>(random.between(0, static_cast<std::int64_t>(sums.size()) - 1))]);
    resampled.push_back(mean(draw));
  }
  std::sort(resampled.begin(), resampled.end());
  row.nllLow = resampled[25];
  row.nllHigh = resampled[974];
  return row;
}

}  // namespace

EvalReport evaluate(const EvalJob& job, const CancelFlag& cancel) {
  if (job.blanks < 3 || job.blanks > 1000000)
    throw Error(ErrorCode::kInvalidConfig, "The number of blanks must be 3 to 1000000.");
  if (job.contextTokens < 8 || job.contextTokens > 65536)
    throw Error(ErrorCode::kInvalidConfig, "The context must be 8 to 65536 tokens.");
  const auto start = std::chrono::steady_clock::now();
  const LoadedModel model = loadModel(job.model);
  const auto noise = makeNoiseProcess(model.denoiser->config().noise);
  const TokenizedCorpus valid = tokenizeCorpus(job.data, *model.tokenizer, "");
  EvalReport report;
  report.blanks = job.blanks;
  const std::vector<Blank> sets[] = {cutBlanks(valid, job, true), cutBlanks(valid, job, false)};
  std::unique_ptr<BidirectionalTrigram> trigram;
  if (!job.train.empty()) {
    std::vector<Neighbours> asked;
    for (const auto& blanks : sets) {
      for (const Blank& blank : blanks) {
        for (int j = 0; j < blank.length; ++j) asked.push_back(around(blank, j));
      }
    }
    trigram = std::make_unique<BidirectionalTrigram>(tokenizeCorpus(job.train, *model.tokenizer, ""),
                                                     model.tokenizer->vocabulary(), asked);
  }
  const auto answersOf = [&](const std::vector<Blank>& blanks,
                             const std::function<std::vector<Answer>(const Blank&)>& ask) {
    Answers answers;
    for (const Blank& blank : blanks) {
      if (cancel.load()) throw Error(ErrorCode::kCancelled, "The evaluation was stopped.");
      answers.push_back(ask(blank));
    }
    return answers;
  };
  for (std::size_t i = 0; i < std::size(sets); ++i) {
    const std::string setting = i == 0 ? ", whole blanks" : ", blanks in part";
    const auto add = [&](const std::string& name, const std::function<std::vector<Answer>(const Blank&)>& ask) {
      report.rows.push_back(summarize(name + setting, answersOf(sets[i], ask), job.seed));
    };
    add("Lacuna", [&](const Blank& blank) { return askModel(model, *noise, blank); });
    if (!trigram) continue;
    add("bidirectional trigram", [&](const Blank& blank) {
      return askDistribution(blank, [&](int j) { return trigram->logDistribution(around(blank, j)); });
    });
    const std::vector<double> unigram = trigram->logUnigram();
    add("most frequent token",
        [&](const Blank& blank) { return askDistribution(blank, [&](int) { return unigram; }); });
  }
  report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return report;
}

}  // namespace lacuna::engine
