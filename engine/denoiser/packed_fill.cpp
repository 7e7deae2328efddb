// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/denoiser/packed_fill.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <future>
#include <numeric>

#include "engine/denoiser/avx2_rows.h"
#include "engine/denoiser/gap_attention.h"

namespace lacuna::engine {
namespace {

// Some candidates, and which of their rows are computed.
struct PassRows {
  std::int64_t firstRow = 0;  // among the rows of all candidates
  std::int64_t candidates = 0;
  std::int64_t perCandidate = 0;
  std::vector<std::int64_t> computed;  // ascending, counted from firstRow
  std::vector<std::int32_t> place;     // of each row among them, -1: it is kept; empty: all are computed
};

// The pass of some candidates on one thread, with its memory.
class Pass {
 public:
  Pass(const Denoiser& model, const FillReach& reach, const PassRows& of)
      : config_(model.config()),
        weights_(model.stepWeights()),
        attention_(config_, reach),
        of_(of),
        rows_(static_cast<std::int64_t>(of.computed.size())),
        residual_({{}, {}, std::vector<float>(static_cast<std::size_t>(rows_), 1.0F)}) {}

  struct Where {
    float* state = nullptr;      // in and out, [computed rows, W]
    const float* cos = nullptr;  // of the computed rows
    const float* sin = nullptr;
    KeptGapRows* kept = nullptr;
    std::vector<MassSums>* masses = nullptr;
    bool tells = false;  // the experts' choices
  };

  void run(const std::vector<LaidKeys>& keys, const Where& where) {
    std::size_t mixture = 0;
    for (std::size_t i = 0; i < weights_.layers.size(); ++i) {
      const Layer& layer = weights_.layers[i];
      attend(layer, static_cast<int>(i), keys[i], where);
      norm(where.state, layer.feedForwardGain_W);
      feed(layer, where.state);
      if (layer.isMixture()) addExperts(layer.packedExperts, where, mixture++);
    }
  }

 private:
  static float* room(std::vector<float>* memory, std::int64_t count) {
    if (memory->size() < static_cast<std::size_t>(count)) memory->resize(static_cast<std::size_t>(count));
    return memory->data();
  }

  float epsilon() const { return static_cast<float>(config_.normEpsilon); }

  // The normed rows are what the next products read.
  void norm(const float* state, const torch::Tensor& gain_W) {
    const std::int64_t width = config_.width;
    float* const out = room(&normed_, rows_ * width);
    normRows({state, gain_W.const_data_ptr<float>(), out, width, rows_, width, epsilon()});
    input_.set({out, width, rows_}, width, weights_.tail.vocabulary.packed().precision());
  }

  void attend(const Layer& layer, int index, const LaidKeys& keys, const Where& where) {
    norm(where.state, layer.attentionGain_W);
    const std::int64_t size = config_.headSize;
    const std::int64_t queries = config_.headCount();
    const PackedLinear& product = layer.heads.packed();
    const std::int64_t stride = product.outputs();
    float* const heads = room(&heads_, rows_ * stride);
    product.multiply(input_, {}, {heads, stride});
    const auto turn = [&](float* first, const torch::Tensor& gain_D, std::int64_t count) {
      const float* const gain = gain_D.defined() ? gain_D.const_data_ptr<float>() : nullptr;
      normHeads({first, gain, where.cos, where.sin, stride, rows_, count, size, config_.rotarySize() / 2, epsilon()});
    };
    turn(heads, layer.queryGain_D, queries);
    turn(heads + queries * size, layer.keyGain_D, config_.keyHeadCount());
    const torch::Tensor& kept_RX = where.kept->keyValue_RX[static_cast<std::size_t>(index)];
    const std::int64_t keyStride = kept_RX.size(1);
    float* const keyValues = kept_RX.data_ptr<float>() + of_.firstRow * keyStride;
    for (std::int64_t i = 0; i < rows_; ++i) {
      const float* const from = heads + i * stride + queries * size;
      std::copy(from, from + keyStride, keyValues + of_.computed[static_cast<std::size_t>(i)] * keyStride);
    }
    float* const attended = room(&attended_, rows_ * queries * size);
    const std::int32_t* const place = of_.place.empty() ? nullptr : of_.place.data();
    attention_.attend(
        index, keys,
        {heads, stride, keyValues, keyStride, attended, queries * size, of_.candidates, of_.perCandidate, place},
        where.masses);
    const PackedLinear& output = layer.output.packed();
    hidden_.set({attended, queries * size, rows_}, queries * size, output.precision());
    output.multiply(hidden_, residual_, {where.state, config_.width});
  }

  void feed(const Layer& layer, float* state) {
    const PackedLinear& gateUp = layer.gateUp.packed();
    const PackedLinear& down = layer.down.packed();
    const std::int64_t width = gateUp.outputs();
    float* const between = room(&between_, rows_ * width);
    gateUp.multiply(input_, {}, {between, width});
    hidden_.set({between, width, rows_}, width, down.precision());
    down.multiply(hidden_, residual_, {state, config_.width});
  }

  void addExperts(const PackedMixture& weights, const Where& where, std::size_t mixture) {
    const std::int64_t experts = weights.router.outputs();
    const std::int64_t slots = rows_ * weights.topK;
    logits_.resize(static_cast<std::size_t>(rows_ * experts));
    expert_.resize(static_cast<std::size_t>(slots));
    weight_.resize(static_cast<std::size_t>(slots));
    weights.router.multiply(input_, {}, {logits_.data(), experts});
    chooseExperts({logits_.data(), weights.bias_E.const_data_ptr<float>(), rows_, experts, weights.topK},
                  expert_.data(), weight_.data());
    if (where.tells) tell(&where.kept->choices[mixture]);
    float* const between = room(&between_, slots * weights.experts.front().gateUp.outputs());
    engine::addExperts(ExpertRows{input_, expert_.data(), weight_.data(), rows_, between, &hidden_,
                                  RowTarget{where.state, config_.width}},
                       weights);
  }

  void tell(ExpertChoice* choice) const {
    const auto copy = [this](const auto& from, const torch::Tensor& to) {
      using Value = typename std::decay_t<decltype(from)>::value_type;
      const std::int64_t each = to.size(1);
      auto next = from.begin();
      for (const std::int64_t row : of_.computed) {
        std::copy(next, next + each, to.data_ptr<Value>() + (of_.firstRow + row) * each);
        next += each;
      }
    };
    copy(logits_, choice->logits_TE);
    copy(expert_, choice->expert_TK);
    copy(weight_, choice->weight_TK);
  }

  const ModelConfig& config_;
  const StepWeights& weights_;
  GapAttention attention_;
  const PassRows& of_;
  std::int64_t rows_;
  RowChoice residual_;  // added to the state as it is
  ProductRows input_, hidden_;
  std::vector<float> normed_, heads_, attended_, between_, logits_, weight_;
  std::vector<std::int64_t> expert_;
};

}  // namespace

struct PackedFill::Run {
  const Denoiser* model = nullptr;
  FillReach reach;
  RotaryTable places;  // of a candidate's filling rows
  std::vector<LaidKeys> keys;
  std::int64_t kept = 0;
  std::int64_t perCandidate = 0;  // rows
  std::int64_t slots = 0;         // of a candidate: rows without the anchors
  SlotRows rows;                  // of a candidate
};

bool PackedFill::serves(const Denoiser& model, const Layout& layout) {
  const bool suits = !model.stepWeights().layers.empty() && canUsePacked() && model.config().headSize % 16 == 0 &&
                     !model.config().isJoint() && layout.documents.size() == 1 && layout.filling() > 0;
  if (!suits) return false;
  std::vector<std::int64_t> all(static_cast<std::size_t>(layout.reading));
  std::iota(all.begin(), all.end(), std::int64_t{0});
  return makeFillReach(model.config(), layout, all).has_value();
}

PackedFill::PackedFill(const Denoiser& model, const Layout& layout, const FillPlan& plan, const KeyValues& kept)
    : run_(std::make_unique<Run>()) {
  const DocumentRows& document = layout.documents.front();
  run_->model = &model;
  run_->reach = makeFillReach(model.config(), layout, plan.kept).value();
  const auto own = [&](const torch::Tensor& table_FQ) {
    return table_FQ.narrow(0, 0, document.fillingPerCandidate).contiguous();
  };
  run_->places = {own(plan.stream.query.cos_TF), own(plan.stream.query.sin_TF)};
  run_->kept = static_cast<std::int64_t>(plan.kept.size());
  run_->perCandidate = document.fillingPerCandidate;
  run_->slots = document.fillingPerCandidate - (document.anchors ? static_cast<std::int64_t>(document.gaps.size()) : 0);
  Layout single = layout;  // of its first candidate
  single.rows.resize(static_cast<std::size_t>(layout.reading + run_->perCandidate));
  run_->rows = slotRows(single, model.config().readingBegins);
  for (int i = 0; i < model.config().layers; ++i) {
    const auto at = static_cast<std::size_t>(i);
    run_->keys.emplace_back(model.config(), run_->reach, i,
                            LaidKeys::Source{kept.key_RGD[at], kept.value_RGD[at], plan.stream.key});
  }
}

PackedFill::~PackedFill() = default;
PackedFill::PackedFill(PackedFill&&) noexcept = default;
PackedFill& PackedFill::operator=(PackedFill&&) noexcept = default;

std::size_t PackedFill::bytes() const {
  std::size_t bytes = 0;
  for (const LaidKeys& layer : run_->keys) bytes += layer.bytes();
  return bytes;
}

// Of all rows, or of those that are asked for.
std::vector<bool> PackedFill::computedRows(const SlotRows& slots, std::int64_t rows, const GapRowsAsked* only) const {
  std::vector<bool> computed(static_cast<std::size_t>(rows), only == nullptr);
  if (only == nullptr) return computed;
  const auto rowOf = [&](const std::vector<std::int64_t>& of, std::size_t slot) {
    return slots.empty() ? slot : static_cast<std::size_t>(of[slot]);
  };
  for (std::size_t slot = 0; slot < only->asked_F.size(); ++slot) {
    if (only->changed_F[slot]) computed[rowOf(slots.own, slot)] = true;
    if (only->asked_F[slot]) computed[rowOf(slots.answer, slot)] = true;
  }
  return computed;
}

void PackedFill::makeRoom(std::int64_t rows, bool tells, KeptGapRows* kept) const {
  const ModelConfig& config = run_->model->config();
  if (kept->empty() || kept->hidden_RW.size(0) != rows) {
    *kept = KeptGapRows();
    kept->hidden_RW = torch::empty({rows, config.width});
    for (int i = 0; i < config.layers; ++i)
      kept->keyValue_RX.push_back(torch::empty({rows, std::int64_t{2} * config.keyHeadCount() * config.headSize}));
  }
  if (!tells || !kept->choices.empty()) return;
  for (const Layer& layer : run_->model->stepWeights().layers) {
    if (!layer.isMixture()) continue;
    const PackedMixture& experts = layer.packedExperts;
    kept->choices.push_back({torch::zeros({rows, experts.router.outputs()}),
                             torch::zeros({rows, experts.topK}, torch::kInt64), torch::zeros({rows, experts.topK})});
  }
}

torch::Tensor PackedFill::operator()(const torch::Tensor& state_FW, FillProbe* probe, int threads, KeptGapRows* kept,
                                     const GapRowsAsked* only) const {
  const ModelConfig& config = run_->model->config();
  const std::int64_t per = run_->perCandidate;
  const std::int64_t candidates = state_FW.size(0) / run_->slots;
  const std::int64_t rows = candidates * per;
  const SlotRows slots = run_->rows.times(candidates, per);
  const auto state = run_->model->withAnchors(state_FW, slots).contiguous();
  const std::vector<bool> computed = computedRows(slots, rows, only);
  KeptGapRows unkept;
  if (kept == nullptr) kept = &unkept;
  makeRoom(rows, probe != nullptr, kept);
  const std::int64_t parts = std::min<std::int64_t>(std::max(1, threads), candidates);
  std::vector<std::vector<MassSums>> masses(static_cast<std::size_t>(parts));
  const auto part = [&](std::int64_t index) {
    PassRows of;
    const std::int64_t first = candidates * index / parts;
    of.candidates = candidates * (index + 1) / parts - first;
    of.perCandidate = per;
    of.firstRow = first * per;
    if (only != nullptr) of.place.assign(static_cast<std::size_t>(of.candidates * per), -1);
    std::vector<std::int64_t> among;  // a candidate's rows, for their places
    for (std::int64_t row = 0; row < of.candidates * per; ++row) {
      if (!computed[static_cast<std::size_t>(of.firstRow + row)]) continue;
      if (only != nullptr) of.place[static_cast<std::size_t>(row)] = static_cast<std::int32_t>(of.computed.size());
      of.computed.push_back(row);
      among.push_back(row % per);
    }
    auto& sums = masses[static_cast<std::size_t>(index)];
    if (probe != nullptr) sums.assign(static_cast<std::size_t>(of.candidates), MassSums(run_->reach));
    if (of.computed.empty()) return;
    const auto own_A = torch::tensor(of.computed, torch::kInt64) + of.firstRow;
    const auto among_A = torch::tensor(among, torch::kInt64);
    const auto state_AW = state.index_select(0, own_A);
    const auto cos_AF = run_->places.cos_TF.index_select(0, among_A);
    const auto sin_AF = run_->places.sin_TF.index_select(0, among_A);
    Pass pass(*run_->model, run_->reach, of);
    pass.run(run_->keys, {state_AW.data_ptr<float>(), cos_AF.const_data_ptr<float>(), sin_AF.const_data_ptr<float>(),
                          kept, probe == nullptr ? nullptr : &sums, probe != nullptr});
    const auto* made = state_AW.const_data_ptr<float>();
    for (std::size_t i = 0; i < of.computed.size(); ++i, made += config.width)
      std::copy(made, made + config.width,
                kept->hidden_RW.data_ptr<float>() + (of.firstRow + of.computed[i]) * config.width);
  };
  std::vector<std::future<void>> others;
  for (std::int64_t i = 1; i < parts; ++i) others.push_back(std::async(std::launch::async, part, i));
  part(0);
  for (std::future<void>& other : others) other.get();
  const auto answers = [&](const torch::Tensor& all) {
    return slots.empty() ? all.clone() : all.index_select(0, torch::tensor(slots.answer, torch::kInt64));
  };
  if (probe == nullptr) return answers(kept->hidden_RW);
  probe->begin();
  for (const ExpertChoice& choice : kept->choices)
    probe->addChoice({answers(choice.logits_TE), answers(choice.expert_TK), answers(choice.weight_TK)});
  auto mass_K = torch::zeros({run_->kept + rows});
  std::int64_t candidate = 0;
  for (const auto& sums : masses) {
    for (const MassSums& sum : sums) {
      float* const data = mass_K.data_ptr<float>();
      sum.addTo(run_->reach, data, data + run_->kept + per * candidate++);
    }
  }
  const auto looked = std::count(computed.begin(), computed.end(), true);
  probe->setMean(mass_K / static_cast<double>(std::max<std::int64_t>(1, looked) * config.headCount() * config.layers));
  return answers(kept->hidden_RW);
}

}  // namespace lacuna::engine
