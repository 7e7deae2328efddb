// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sampling/shortlists.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <future>
#include <limits>

#include "engine/denoiser/avx2_rows.h"
#include "engine/sampling/avx2_vocabulary.h"

namespace lacuna::engine {
namespace {

constexpr float kHidden = -std::numeric_limits<float>::infinity();
// Rows whose logits are held at once: 4 MB of them with a vocabulary of 16,384.
constexpr std::size_t kRowsAtOnce = 60;
// Floats between two of them: rows a power of two apart would fall into the same few lines of the cache.
constexpr std::int64_t kApart = 16;

// The tokens with the greatest values, greatest first, the lower id first among equals. Memory for one thread.
class TopTokens {
 public:
  TopTokens(std::int64_t vocabulary, std::int64_t width)
      : vocabulary_(vocabulary),
        width_(width),
        // Of so many groups each listed token has, mostly, one of its own: then few others pass the threshold.
        groups_(std::max<std::int64_t>(8, std::min(std::max<std::int64_t>(256, 4 * width), vocabulary / 8 * 8))),
        most_(static_cast<std::size_t>(groups_)),
        found_(static_cast<std::size_t>(vocabulary)) {}

  struct Row {
    float* logits = nullptr;  // bars are added
    const float* bars = nullptr;
    float* top = nullptr;  // `width` of each
    std::int64_t* ids = nullptr;
    float* normalizer = nullptr;
    float* entropy = nullptr;
  };

  void take(const Row& row) {
    const float greatest = barAndGroup(row.logits, row.bars, vocabulary_, most_.data(), groups_);
    float threshold = kHidden;
    if (groups_ > width_) {
      std::nth_element(most_.begin(), most_.begin() + (width_ - 1), most_.end(), std::greater<>());
      threshold = most_[static_cast<std::size_t>(width_ - 1)];
    }
    const VocabularySums sums = sumAndFind(row.logits, vocabulary_, greatest, threshold, found_.data());
    *row.normalizer = greatest + std::log(sums.weights);
    *row.entropy = std::log(sums.weights) - sums.weightedLogits / sums.weights;
    const auto likelier = [&](std::int32_t a, std::int32_t b) {
      return row.logits[a] > row.logits[b] || (row.logits[a] == row.logits[b] && a < b);
    };
    const std::int64_t listed = std::min(width_, sums.found);  // fewer when a logit is not a number
    std::partial_sort(found_.begin(), found_.begin() + listed, found_.begin() + sums.found, likelier);
    std::fill(row.top, row.top + width_, kHidden);
    for (std::int64_t i = 0; i < listed; ++i) {
      row.ids[i] = found_[static_cast<std::size_t>(i)];
      row.top[i] = row.logits[row.ids[i]];
    }
  }

 private:
  std::int64_t vocabulary_, width_, groups_;
  std::vector<float> most_;
  std::vector<std::int32_t> found_;
};

}  // namespace

float Shortlist::probability(int i) const { return std::exp(logProbability(i)); }

namespace {

// Where the token is not among a row's listed ones it takes the place of the last.
void list(TokenId token, float logit, std::int64_t listed, float* top, std::int64_t* ids) {
  if (!(logit > kHidden) || std::find(ids, ids + listed, token) != ids + listed) return;
  top[listed - 1] = logit;
  ids[listed - 1] = token;
}

}  // namespace

Shortlists::Shortlists(const torch::Tensor& logits_FV, std::int64_t width, TokenId always) : logits_FV_(logits_FV) {
  const auto [top, ids] = logits_FV.topk(std::min(width, logits_FV.size(1)), -1);
  normalizer_F_ = logits_FV.logsumexp(-1);
  top_FL_ = top.contiguous();
  ids_FL_ = ids.contiguous();
  const std::int64_t listed = top_FL_.size(1);
  for (std::int64_t row = 0; always >= 0 && row < logits_FV.size(0); ++row) {
    list(always, logits_FV.const_data_ptr<float>()[row * logits_FV.size(1) + always], listed,
         top_FL_.data_ptr<float>() + row * listed, ids_FL_.data_ptr<std::int64_t>() + row * listed);
  }
}

Shortlists::Shortlists(RowLook look) : look_(std::move(look)) {
  const std::int64_t rows = look_.hidden_FW.size(0);
  const std::int64_t width = std::min<std::int64_t>(look_.width, look_.tail->vocabulary.packed().outputs());
  known_F_ = std::make_shared<std::vector<bool>>(static_cast<std::size_t>(rows), false);
  top_FL_ = torch::zeros({rows, width});
  ids_FL_ = torch::zeros({rows, width}, torch::kInt64);
  normalizer_F_ = torch::zeros({rows});
  entropy_F_ = torch::full({rows}, kNoGuess);
  asked_F_ = torch::zeros({rows});
}

std::int64_t Shortlists::rows() const { return top_FL_.size(0); }

void Shortlists::want(const std::vector<bool>& rows_F) const {
  if (!known_F_) return;
  std::vector<std::int64_t> missing;
  for (std::size_t row = 0; row < rows_F.size(); ++row) {
    if (rows_F[row] && !(*known_F_)[row]) missing.push_back(static_cast<std::int64_t>(row));
  }
  if (missing.empty()) return;
  const auto parts = std::min(missing.size(), static_cast<std::size_t>(std::max(1, look_.threads)));
  const auto part = [&](std::size_t index) {
    const std::size_t first = missing.size() * index / parts;
    const std::size_t last = missing.size() * (index + 1) / parts;
    const std::int64_t each = look_.tail->vocabulary.packed().outputs() + kApart + look_.hidden_FW.size(1);
    const auto memory =
        std::make_unique_for_overwrite<float[]>(std::min(last - first, kRowsAtOnce) * static_cast<std::size_t>(each));
    for (std::size_t at = first; at < last; at += kRowsAtOnce) {
      const auto begin = missing.begin() + static_cast<std::ptrdiff_t>(at);
      see({begin, missing.begin() + static_cast<std::ptrdiff_t>(std::min(last, at + kRowsAtOnce))}, memory.get());
    }
  };
  std::vector<std::future<void>> others;
  for (std::size_t i = 1; i < parts; ++i) others.push_back(std::async(std::launch::async, part, i));
  part(0);
  for (std::future<void>& other : others) other.get();
  for (const std::int64_t row : missing) (*known_F_)[static_cast<std::size_t>(row)] = true;
}

// Writes its own rows alone: threads may see to others meanwhile.
void Shortlists::see(const std::vector<std::int64_t>& rows, float* logits) const {
  const PackedLinear& vocabulary = look_.tail->vocabulary.packed();
  const std::int64_t width = look_.hidden_FW.size(1);
  const std::int64_t tokens = vocabulary.outputs();
  const auto count = static_cast<std::int64_t>(rows.size());
  const std::int64_t stride = tokens + kApart;
  float* const normed = logits + count * stride;
  for (std::int64_t i = 0; i < count; ++i) {
    normRows({look_.hidden_FW.const_data_ptr<float>() + rows[static_cast<std::size_t>(i)] * width,
              look_.tail->gain_W.const_data_ptr<float>(), normed + i * width, width, 1, width,
              static_cast<float>(look_.tail->epsilon)});
  }
  ProductRows input;
  input.set({normed, width, count}, width, vocabulary.precision());
  vocabulary.multiply(input, {}, {logits, stride});
  const std::int64_t listed = top_FL_.size(1);
  TopTokens top(tokens, listed);
  for (std::int64_t i = 0; i < count; ++i) {
    const std::int64_t row = rows[static_cast<std::size_t>(i)];
    float* const own = logits + i * stride;
    addBonuses(look_.bonuses_F[static_cast<std::size_t>(row)], own);
    top.take({own, look_.bars_F[static_cast<std::size_t>(row)], top_FL_.data_ptr<float>() + row * listed,
              ids_FL_.data_ptr<std::int64_t>() + row * listed, normalizer_F_.data_ptr<float>() + row,
              entropy_F_.data_ptr<float>() + row});
    if (look_.always >= 0)
      list(look_.always, own[look_.always], listed, top_FL_.data_ptr<float>() + row * listed,
           ids_FL_.data_ptr<std::int64_t>() + row * listed);
    const TokenId asked = look_.asked_F[static_cast<std::size_t>(row)];
    asked_F_.data_ptr<float>()[row] = own[asked] - normalizer_F_.data_ptr<float>()[row];
  }
}

void Shortlists::adopt(const Shortlists& other, const std::vector<bool>& rows_F) {
  if (!known_F_ || !other.known_F_ || other.top_FL_.sizes() != top_FL_.sizes()) return;
  for (std::size_t row = 0; row < rows_F.size(); ++row) {
    if (!rows_F[row] || !other.knows(row)) continue;
    const auto at = static_cast<std::int64_t>(row);
    top_FL_[at].copy_(other.top_FL_[at]);
    ids_FL_[at].copy_(other.ids_FL_[at]);
    normalizer_F_[at].copy_(other.normalizer_F_[at]);
    entropy_F_[at].copy_(other.entropy_F_[at]);
    asked_F_[at].copy_(other.asked_F_[at]);
    (*known_F_)[row] = true;
  }
}

void Shortlists::blend(std::size_t row, const float* other_V, float share) {
  const Shortlist list = this->row(row);
  const auto at = static_cast<std::int64_t>(row);
  std::vector<std::pair<float, std::int64_t>> weighed;
  for (int i = 0; i < list.count; ++i) {
    if (!(list.logits[i] > kHidden)) continue;
    weighed.emplace_back((1 - share) * list.logProbability(i) + share * other_V[list.ids[i]], list.ids[i]);
  }
  std::stable_sort(weighed.begin(), weighed.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  double sum = 0;
  float* const top = top_FL_.data_ptr<float>() + at * top_FL_.size(1);
  auto* const ids = ids_FL_.data_ptr<std::int64_t>() + at * ids_FL_.size(1);
  for (std::size_t i = 0; i < weighed.size(); ++i) {
    top[i] = weighed[i].first;
    ids[i] = weighed[i].second;
    sum += std::exp(static_cast<double>(weighed[i].first));
  }
  if (!weighed.empty()) normalizer_F_.data_ptr<float>()[at] = static_cast<float>(std::log(sum));
}

Shortlist Shortlists::row(std::size_t row) const {
  if (!knows(row)) {
    std::vector<bool> one(known_F_->size(), false);
    one[row] = true;
    want(one);
  }
  const std::int64_t width = top_FL_.size(1);
  const auto first = static_cast<std::int64_t>(row) * width;
  return {ids_FL_.data_ptr<std::int64_t>() + first, top_FL_.data_ptr<float>() + first,
          normalizer_F_.data_ptr<float>()[row], static_cast<int>(width)};
}

float Shortlists::logProbability(std::size_t row, TokenId id) const {
  if (known_F_) {
    this->row(row);
    return asked_F_.data_ptr<float>()[row];
  }
  const auto at = static_cast<std::int64_t>(row) * logits_FV_.size(1) + id;
  return logits_FV_.data_ptr<float>()[at] - normalizer_F_.data_ptr<float>()[row];
}

float Shortlists::probability(std::size_t row, TokenId id) const { return std::exp(logProbability(row, id)); }

float Shortlists::entropy(std::size_t row) const {
  if (known_F_) {
    this->row(row);
    return entropy_F_.data_ptr<float>()[row];
  }
  if (!entropy_F_.defined()) {
    // 0 * -inf is no entropy.
    const auto logProbability_FV = logits_FV_.log_softmax(-1);
    entropy_F_ = -(logProbability_FV.exp() * logProbability_FV.clamp_min(-100.0)).sum(-1).contiguous();
  }
  return entropy_F_.data_ptr<float>()[row];
}

Guess Shortlists::guess(int k) const {
  if (!known_F_) return makeGuess(logits_FV_, k);
  const auto probability_FK = top_FL_.narrow(1, 0, k).softmax(-1);
  return {ids_FL_.narrow(1, 0, k), probability_FK, entropy_F_};
}

}  // namespace lacuna::engine
