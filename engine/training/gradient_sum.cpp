// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/gradient_sum.h"

#include <algorithm>

namespace lacuna::engine {

GradientSum::GradientSum(Parameters* parameters, World* world, std::int64_t bucket)
    : parameters_(parameters),
      world_(world),
      slots_(parameters->size()),
      had_(torch::zeros({static_cast<std::int64_t>(parameters->size())})),
      taken_(parameters->size()) {
  const std::int64_t most = std::max<std::int64_t>(1, bucket / static_cast<std::int64_t>(sizeof(float)));
  std::vector<std::int64_t> sizes;
  torch::Device device = torch::kCPU;
  for (std::size_t i = parameters->size(); i > 0; --i) {
    const Parameter& parameter = (*parameters)[i - 1];
    if (parameter.kind == ParameterKind::kBuffer || parameter.tensor.numel() == 0) continue;
    device = parameter.tensor.device();
    const std::int64_t count = parameter.tensor.numel();
    if (sizes.empty() || sizes.back() + count > most) {
      sizes.push_back(0);
      buckets_.emplace_back();
    }
    slots_[i - 1] = {buckets_.size() - 1, sizes.back(), count};
    sizes.back() += count;
    ++buckets_.back().parameters;
  }
  if (world_ != nullptr) device = world_->device();
  for (std::size_t i = 0; i < sizes.size(); ++i) buckets_[i].sum = torch::zeros({sizes[i]}, device);
}

torch::Tensor GradientSum::place(std::size_t at) const {
  const Slot& slot = slots_[at];
  return buckets_[slot.bucket].sum.narrow(0, slot.first, slot.count).view((*parameters_)[at].tensor.sizes());
}

void GradientSum::begin() {
  for (Bucket& bucket : buckets_) {
    bucket.sum.zero_();
    bucket.taken = 0;
    bucket.pending.reset();
  }
  had_.zero_();
  std::fill(taken_.begin(), taken_.end(), false);
  started_ = 0;
}

void GradientSum::take(std::size_t at, bool last) {
  if (slots_[at].count == 0 || taken_[at]) return;
  const torch::NoGradGuard noGrad;
  torch::Tensor& gradient = (*parameters_)[at].tensor.mutable_grad();
  if (gradient.defined()) {
    place(at).add_(gradient.to(buckets_[slots_[at].bucket].sum.device()));
    had_[static_cast<std::int64_t>(at)] = 1;
    gradient.reset();
  }
  if (!last) return;
  taken_[at] = true;
  ++buckets_[slots_[at].bucket].taken;
  startWhole();
}

void GradientSum::takeAll(bool last) {
  for (std::size_t i = parameters_->size(); i > 0; --i) take(i - 1, last);
}

// In their order, which is the same on all ranks, whatever came first here.
void GradientSum::startWhole() {
  if (world_ == nullptr) return;
  for (; started_ < buckets_.size() && buckets_[started_].taken == buckets_[started_].parameters; ++started_)
    buckets_[started_].pending = world_->startSum(buckets_[started_].sum);
}

void GradientSum::finish(std::int64_t batches) {
  takeAll(true);
  if (world_ != nullptr) world_->sum(had_);
  for (Bucket& bucket : buckets_) {
    if (bucket.pending) bucket.pending->wait();
    bucket.pending.reset();
    bucket.sum.div_(static_cast<double>(batches));
  }
  for (std::size_t i = 0; i < parameters_->size(); ++i) {
    if (slots_[i].count == 0 || had_[static_cast<std::int64_t>(i)].item<float>() == 0) continue;
    torch::Tensor& tensor = (*parameters_)[i].tensor;
    tensor.mutable_grad() = place(i).to(tensor.device());
  }
}

}  // namespace lacuna::engine
