// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/evaluation/evaluate.h"

#include <algorithm>
#include <map>

#include "engine/base/causal_judge.h"
#include "engine/evaluation/base_system.h"
#include "engine/evaluation/ngram_systems.h"
#include "engine/evaluation/report_tables.h"
#include "engine/evaluation/sequential_system.h"
#include "engine/text/corpus.h"

namespace lacuna::engine {
namespace {

void checkJob(const EvalJob& job) {
  const auto require = [](bool holds, const char* sentence) {
    if (!holds) throw Error(ErrorCode::kInvalidConfig, sentence);
  };
  require(job.blanks >= 2 && job.blanks <= 1000000, "The number of blanks must be 2 to 1000000.");
  require(std::is_sorted(job.contexts.begin(), job.contexts.end()), "Contexts ascend: name the shortest first.");
  require(!job.contexts.empty() && !job.lengths.empty(), "Name at least one context and one length of blank.");
  for (const int context : job.contexts)
    require(context >= 8 && context <= 1 << 20, "A context must be 8 to 1048576 tokens.");
  for (const int length : job.lengths) require(length >= 1 && length <= 512, "A blank must be 1 to 512 tokens long.");
  require(job.candidates >= 0 && job.candidates <= 64, "The number of candidates must be 0 to 64.");
  require(job.steps >= 1 && job.steps <= 1000, "The number of steps must be 1 to 1000.");
  require(job.temperature >= 0 && job.temperature <= 4, "The temperature must be 0 to 4.");
  require(job.topP > 0 && job.topP <= 1, "top-p must be above 0 and at most 1.");
}

HarnessOptions optionsOf(const EvalJob& job, const HeldOutBooks& books) {
  HarnessOptions options;
  const int held = longestHeld(books, job.contexts);
  for (const int context : job.contexts) {
    if (context <= std::max(held, job.contexts.front())) options.contexts.push_back(context);
  }
  options.blanks.lengths = job.lengths;
  options.blanks.blanks = job.blanks;
  options.blanks.seed = job.seed;
  options.fill = fillOptions(job);
  return options;
}

class Evaluation {
 public:
  Evaluation(const EvalJob& job, const EvalCallbacks& callbacks, const CancelFlag& cancel)
      : job_(job),
        callbacks_(callbacks),
        cancel_(cancel),
        models_(openModels(job)),
        tokenizer_(models_.front()->tokenizer()),
        books_(readHeldOut(job.data,
                           [&cancel] {
                             if (cancel.load()) throw Error(ErrorCode::kCancelled, "Stopped while reading.");
                           })),
        harness_(books_, optionsOf(job, books_)) {}

  EvalReport run();

 private:
  struct Pending {
    InfillSystem* system;
    HarnessRow row;
  };
  void add(InfillSystem* system, int context);
  void addModels();
  void addBases();
  void addBaseline(std::unique_ptr<InfillSystem> system);  // at every context
  void addBaselines(EvalClock* clock);
  void tellPlan();
  void answer(Pending* pending, std::size_t blank);
  double unitsOf(const Pending& pending) const { return seconds_[&pending - pending_.data()]; }

  const EvalJob& job_;
  const EvalCallbacks& callbacks_;
  const CancelFlag& cancel_;
  std::vector<std::unique_ptr<LoadedSystem>> models_;
  const Tokenizer& tokenizer_;  // of the first model
  HeldOutBooks books_;
  Harness harness_;
  TokenizedCorpus train_;
  std::vector<std::unique_ptr<InfillSystem>> baselines_;
  std::vector<Pending> pending_;
  std::vector<double> seconds_;  // per pending row: what its first blank took
};

void Evaluation::add(InfillSystem* system, int context) {
  HarnessRow row{system->name(), context, system->usesContext(), {}};
  row.answers.resize(harness_.blanks().size());
  pending_.push_back({system, std::move(row)});
}

void Evaluation::addModels() {
  for (const auto& model : models_) {
    for (const int context : harness_.options().contexts) add(model.get(), context);
  }
}

void Evaluation::addBaseline(std::unique_ptr<InfillSystem> system) {
  for (const int context : harness_.options().contexts) add(system.get(), context);
  baselines_.push_back(std::move(system));
}

// Each base once, whoever is over it; each model over one as it is sampled, and the others beside them from left to
// right, too.
void Evaluation::addBases() {
  std::map<std::string, const BaseSystem*> known;
  for (const auto& model : models_) {
    const auto reader = model->shareBaseReader();
    if (reader == nullptr) continue;
    const BaseSystem*& base = known[model->loaded().baseName];
    if (base == nullptr) {
      auto left = std::make_unique<BaseSystem>(model->share(), reader, BaseView::kLeft);
      base = left.get();
      addBaseline(std::move(left));
      addBaseline(std::make_unique<BaseSystem>(model->share(), reader, BaseView::kJudged));
    }
    for (const float share : {0.0F, kBaseShare}) addBaseline(std::make_unique<SequentialSystem>(*model, base, share));
  }
  for (const auto& model : models_) {
    if (known.empty() || model->shareBaseReader() != nullptr) continue;
    if (model->loaded().denoiser->config().reading == Reading::kCausal) continue;
    addBaseline(std::make_unique<SequentialSystem>(*model, nullptr, 0.0F));
  }
}

void Evaluation::addBaselines(EvalClock* clock) {
  if (job_.train.empty()) return;
  train_ = tokenizeShared(job_.train, tokenizer_, job_.cache, [&](std::size_t done, std::size_t books) {
    clock->pass(0, "the training set: read " + std::to_string(done) + " of " + std::to_string(books) + " books");
  });
  const auto addOne = [&](std::unique_ptr<InfillSystem> baseline) {
    add(baseline.get(), harness_.options().contexts.front());
    baselines_.push_back(std::move(baseline));
  };
  addOne(makeTrigramSystem(train_, tokenizer_, [&] { clock->pass(0, "the training set: counting trigrams"); }));
  addOne(makeFrequentSystem(train_, tokenizer_));
}

void Evaluation::tellPlan() {
  if (!callbacks_.onPlan) return;
  std::string contexts;
  for (const int context : harness_.options().contexts)
    contexts += (contexts.empty() ? "" : ", ") + std::to_string(context);
  std::string sentence = std::to_string(harness_.blanks().size()) + " blanks at contexts of " + contexts + " tokens, " +
                         std::to_string(models_.size()) + (models_.size() == 1 ? " model, " : " models, ") +
                         (job_.candidates == 0 ? std::string("without fills.")
                                               : std::to_string(job_.candidates) + " candidates of " +
                                                     std::to_string(job_.steps) + " steps each.");
  if (harness_.options().contexts.size() < job_.contexts.size())
    sentence += " Longer contexts are left out: fewer than half of the books hold them.";
  if (!job_.train.empty()) sentence += " The training set is read and counted first.";
  callbacks_.onPlan(sentence);
}

void Evaluation::answer(Pending* pending, std::size_t blank) {
  pending->row.answers[blank] = harness_.ask(pending->system, blank, pending->row.context, models_.front().get());
}

EvalReport Evaluation::run() {
  tellPlan();
  EvalClock whole(callbacks_, cancel_, 0);
  addModels();
  addBases();
  addBaselines(&whole);
  // One blank of middling length for each row tells what the rest will cost.
  const std::vector<Blank>& blanks = harness_.blanks();
  const std::size_t pilot = blanks.size() / 3;
  double cost = 0;
  for (Pending& pending : pending_) {
    const double before = whole.seconds();
    answer(&pending, pilot);
    whole.pass(0, pending.row.system + ": a first blank");
    seconds_.push_back(whole.seconds() - before);
    cost += seconds_.back() * static_cast<double>(blanks.size() - 1);
  }
  if (callbacks_.onPlan) callbacks_.onPlan("This will take " + aboutSeconds(cost) + " on this machine.");
  EvalClock clock(callbacks_, cancel_, cost);
  std::vector<double> goldBoundary;
  // All rows at a blank before the next one: what one of them has read of a long context serves the others.
  for (std::size_t blank = 0; blank < blanks.size(); ++blank) {
    if (blank == pilot) continue;
    for (Pending& pending : pending_) {
      answer(&pending, blank);
      clock.pass(unitsOf(pending), pending.row.system + ", context " + std::to_string(pending.row.context) +
                                       ": blank " + std::to_string(blank + 1) + " of " + std::to_string(blanks.size()));
    }
  }
  for (std::size_t blank = 0; blank < blanks.size() && job_.candidates > 0; ++blank) {
    if (blanks[blank].kind != BlankKind::kTokens) continue;
    goldBoundary.push_back(harness_.boundary(models_.front().get(), blank, harness_.gold(blank)));
    clock.pass(0, "the seams of the book");
  }
  std::vector<HarnessRow> rows;
  for (Pending& pending : pending_) rows.push_back(std::move(pending.row));
  const ReportInput input{harness_, rows, goldBoundary, tokenizer_, job_.train.empty() ? nullptr : &train_};
  EvalReport report;
  report.model = models_.front()->loaded().name;
  report.fingerprint = models_.front()->loaded().fingerprint;
  report.blanks = static_cast<int>(blanks.size());
  report.tables = {infillTable(input), lengthTable(input), differenceTable(input),
                   wordTable(input),   textTable(input),   fillTable(input)};
  report.seconds = whole.seconds();
  return report;
}

}  // namespace

FillOptions fillOptions(const EvalJob& job) {
  FillOptions options;
  options.candidates = job.candidates;
  options.steps = job.steps;
  options.sampler = job.sampler;
  options.temperature = job.temperature;
  options.topP = job.topP;
  options.seed = job.seed;
  return options;
}

std::vector<std::unique_ptr<LoadedSystem>> openModels(const EvalJob& job) {
  std::vector<std::string> folders = {job.model};
  folders.insert(folders.end(), job.others.begin(), job.others.end());
  std::vector<std::unique_ptr<LoadedSystem>> models;
  for (const std::string& folder : folders) {
    auto model = LoadedSystem::open(folder, models.empty() ? job.voices : std::vector<VoiceBlend>());
    // Two trainings of one configuration have one name.
    for (const auto& other : models) {
      if (other->name() == model->name()) model->rename(model->name() + " (" + folder + ")");
    }
    models.push_back(std::move(model));
  }
  return models;
}

EvalReport evaluate(const EvalJob& job, const EvalCallbacks& callbacks, const CancelFlag& cancel) {
  checkJob(job);
  if (holdsPairFiles(job.data)) return evaluatePairs(job, callbacks, cancel);
  return Evaluation(job, callbacks, cancel).run();
}

}  // namespace lacuna::engine
