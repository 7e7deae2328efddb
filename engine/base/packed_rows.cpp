// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/packed_rows.h"

#include <ATen/Parallel.h>

#include <algorithm>

#include "engine/base/avx2_gap_rows.h"

namespace lacuna::engine {
namespace {

constexpr std::int64_t kRowsAtOnce = 16;  // of one thread

template <class T>
T* data(const torch::Tensor& tensor) {
  return static_cast<T*>(tensor.data_ptr());
}

// work(T()) with the tensor's element.
template <class Work>
void byType(torch::ScalarType type, const Work& work) {
  if (type == torch::kBFloat16)
    work(Bits16());
  else
    work(float());
}

template <class Work>
void overRows(std::int64_t rows, const Work& work) {
  at::parallel_for(0, rows, kRowsAtOnce, [&](std::int64_t begin, std::int64_t end) { work(begin, end - begin); });
}

NormedGapRows part(const NormedRows32& rows, std::int64_t begin, std::int64_t count) {
  const std::int64_t width = rows.x_MW.size(1);
  return {data<float>(rows.x_MW) + begin * width,
          data<float>(rows.gain_W),
          data<float>(rows.factor_M) + begin,
          count,
          width,
          static_cast<float>(rows.epsilon)};
}

template <class T>
RoutedGapRows<T> part(const RoutedRows& rows, std::int64_t begin, std::int64_t count) {
  const std::int64_t across = rows.hidden_ME2F.size(1);
  const std::int64_t chosen = rows.expert_MK.size(1);
  return {data<T>(rows.hidden_ME2F) + begin * across,
          data<std::int64_t>(rows.expert_MK) + begin * chosen,
          data<float>(rows.weight_MK) + begin * chosen,
          count,
          rows.experts,
          chosen,
          across / (2 * rows.experts)};
}

GapHeads headsOf(const PackedLayout& layout, std::size_t look) {
  const RowRun& span = layout.looks[look];
  const std::int64_t angles = layout.headSize / 2;
  GapHeads task;
  task.cos_NF = data<float>(layout.turn.cos_TF) + span.first * angles;
  task.sin_NF = data<float>(layout.turn.sin_TF) + span.first * angles;
  task.rows = span.count;
  task.room = layout.room;
  task.keys = layout.keys();
  task.first = layout.context;
  task.heads = layout.heads;
  task.keyHeads = layout.keyHeads;
  task.headSize = layout.headSize;
  return task;
}

// work(look) for all of them.
template <class Work>
void overLooks(const PackedLayout& layout, const Work& work) {
  at::parallel_for(0, static_cast<std::int64_t>(layout.looks.size()), 1, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t look = begin; look < end; ++look) work(static_cast<std::size_t>(look));
  });
}

// The part of [N, ...] that is a look's, in elements.
std::int64_t offset(const torch::Tensor& all_N, std::size_t look) {
  return static_cast<std::int64_t>(look) * all_N.stride(0);
}

torch::Tensor zeroHeads(const PackedLayout& layout, std::int64_t rows, torch::ScalarType type) {
  return torch::zeros({static_cast<std::int64_t>(layout.looks.size()), layout.keyHeads, rows, layout.headSize}, type);
}

// The first rows of every key head, from the text's; looks are of the texts in turn.
template <class T>
void copyContext(const torch::Tensor& from_TGCD, std::size_t look, const torch::Tensor& to_NGSD) {
  const std::int64_t part = from_TGCD.stride(1);
  const std::size_t text = look % static_cast<std::size_t>(from_TGCD.size(0));
  for (std::int64_t g = 0; g < from_TGCD.size(1); ++g) {
    const T* const from = data<T>(from_TGCD) + offset(from_TGCD, text) + g * part;
    std::copy(from, from + part, data<T>(to_NGSD) + offset(to_NGSD, look) + g * to_NGSD.stride(1));
  }
}

}  // namespace

torch::Tensor normPacked(NormedRows32* rows, torch::ScalarType type) {
  const auto h_MW = torch::empty(rows->x_MW.sizes(), type);
  const std::int64_t width = h_MW.size(1);
  rows->factor_M = torch::empty({h_MW.size(0)});
  byType(type, [&]<class T>(T) {
    overRows(h_MW.size(0), [&](std::int64_t begin, std::int64_t count) {
      GapRowKernels<T>::norm(part(*rows, begin, count), data<T>(h_MW) + begin * width);
    });
  });
  return h_MW;
}

void normPackedGradient(const NormedRows32& rows, const torch::Tensor& dh_MW, torch::Tensor dx_MW) {
  const std::int64_t width = dh_MW.size(1);
  byType(dh_MW.scalar_type(), [&]<class T>(T) {
    overRows(dh_MW.size(0), [&](std::int64_t begin, std::int64_t count) {
      GapRowKernels<T>::normGradient(part(rows, begin, count), data<T>(dh_MW) + begin * width,
                                     data<float>(dx_MW) + begin * width);
    });
  });
}

void addPacked(const torch::Tensor& y, torch::Tensor x) {
  const std::int64_t width = x.size(1);
  byType(y.scalar_type(), [&]<class T>(T) {
    overRows(x.size(0), [&](std::int64_t begin, std::int64_t count) {
      GapRowKernels<T>::add(data<T>(y) + begin * width, count * width, data<float>(x) + begin * width);
    });
  });
}

torch::Tensor narrowPacked(const torch::Tensor& x, torch::ScalarType type) {
  if (type == torch::kFloat32) return x.clone();
  const auto y = torch::empty(x.sizes(), type);
  const std::int64_t width = x.size(1);
  overRows(x.size(0), [&](std::int64_t begin, std::int64_t count) {
    GapRowKernels<Bits16>::narrow(data<float>(x) + begin * width, count * width, data<Bits16>(y) + begin * width);
  });
  return y;
}

torch::Tensor gatedPacked(const torch::Tensor& hidden_M2F) {
  const std::int64_t width = hidden_M2F.size(1) / 2;
  const auto out_MF = torch::empty({hidden_M2F.size(0), width}, hidden_M2F.options());
  byType(hidden_M2F.scalar_type(), [&]<class T>(T) {
    overRows(hidden_M2F.size(0), [&](std::int64_t begin, std::int64_t count) {
      GapRowKernels<T>::gated(data<T>(hidden_M2F) + begin * 2 * width, count, width, data<T>(out_MF) + begin * width);
    });
  });
  return out_MF;
}

torch::Tensor gatedPackedGradient(const torch::Tensor& hidden_M2F, const torch::Tensor& out_MF) {
  const std::int64_t width = out_MF.size(1);
  const auto to_M2F = torch::empty_like(hidden_M2F);
  byType(hidden_M2F.scalar_type(), [&]<class T>(T) {
    overRows(hidden_M2F.size(0), [&](std::int64_t begin, std::int64_t count) {
      GapRowKernels<T>::gatedGradient(
          {data<T>(hidden_M2F) + begin * 2 * width, data<T>(out_MF) + begin * width, count, width},
          data<T>(to_M2F) + begin * 2 * width);
    });
  });
  return to_M2F;
}

torch::Tensor routedPacked(const RoutedRows& rows) {
  const std::int64_t across = rows.hidden_ME2F.size(1) / 2;
  const auto out = torch::zeros({rows.hidden_ME2F.size(0), across}, rows.hidden_ME2F.options());
  byType(out.scalar_type(), [&]<class T>(T) {
    overRows(out.size(0), [&](std::int64_t begin, std::int64_t count) {
      GapRowKernels<T>::routed(part<T>(rows, begin, count), data<T>(out) + begin * across);
    });
  });
  return out;
}

RoutedGradient routedPackedGradient(const RoutedRows& rows, const torch::Tensor& out_MEF) {
  const std::int64_t count = out_MEF.size(0);
  const std::int64_t across = out_MEF.size(1);
  RoutedGradient to{torch::zeros_like(rows.hidden_ME2F), torch::zeros({count, rows.experts})};
  byType(out_MEF.scalar_type(), [&]<class T>(T) {
    overRows(count, [&](std::int64_t begin, std::int64_t some) {
      GapRowKernels<T>::routedGradient(part<T>(rows, begin, some), data<T>(out_MEF) + begin * across,
                                       data<T>(to.hidden_ME2F) + begin * 2 * across,
                                       data<float>(to.logits_ME) + begin * rows.experts);
    });
  });
  return to;
}

PackedLayout::PackedLayout(const LlamaConfig& config, std::vector<RowRun> spans,
                           const std::vector<std::int32_t>& places)
    : looks(std::move(spans)),
      turn(makeRotary(places, config.ropeSize, config.ropeBase)),
      rows(padded(static_cast<std::int64_t>(places.size()))),
      heads(config.heads),
      keyHeads(config.keyHeads),
      headSize(config.headSize) {
  for (const RowRun& span : looks) room = std::max(room, padded(span.count));
}

PackedHeads splitPacked(const PackedLayout& layout, const torch::Tensor& all_MX, const PackedHeads& context) {
  const auto type = all_MX.scalar_type();
  PackedHeads to{zeroHeads(layout, layout.shared() * layout.room, type), zeroHeads(layout, layout.keys(), type),
                 zeroHeads(layout, layout.keys(), type)};
  byType(type, [&]<class T>(T) {
    overLooks(layout, [&](std::size_t look) {
      GapRowKernels<T>::split(headsOf(layout, look), data<T>(all_MX) + layout.looks[look].first * all_MX.size(1),
                              data<T>(to.q_NGRD) + offset(to.q_NGRD, look),
                              data<T>(to.k_NGSD) + offset(to.k_NGSD, look),
                              data<T>(to.v_NGSD) + offset(to.v_NGSD, look));
      if (layout.context == 0) return;
      copyContext<T>(context.k_NGSD, look, to.k_NGSD);
      copyContext<T>(context.v_NGSD, look, to.v_NGSD);
    });
  });
  return to;
}

PackedHeads keysPacked(const PackedLayout& layout, const torch::Tensor& all_MX) {
  const auto type = all_MX.scalar_type();
  PackedHeads to{{}, zeroHeads(layout, layout.keys(), type), zeroHeads(layout, layout.keys(), type)};
  byType(type, [&]<class T>(T) {
    overLooks(layout, [&](std::size_t look) {
      GapRowKernels<T>::split(headsOf(layout, look), data<T>(all_MX) + layout.looks[look].first * all_MX.size(1),
                              nullptr, data<T>(to.k_NGSD) + offset(to.k_NGSD, look),
                              data<T>(to.v_NGSD) + offset(to.v_NGSD, look));
    });
  });
  return to;
}

void turnPacked(const PackedLayout& layout, const RotaryTable& turn, torch::Tensor k_NGSD) {
  PackedLayout other = layout;
  other.turn = turn;
  byType(k_NGSD.scalar_type(), [&]<class T>(T) {
    overLooks(other, [&](std::size_t look) {
      GapRowKernels<T>::turnKeys(headsOf(other, look), data<T>(k_NGSD) + offset(k_NGSD, look));
    });
  });
}

torch::Tensor joinPacked(const PackedLayout& layout, const PackedHeads& gradient) {
  const auto q = gradient.q_NGRD.contiguous();
  const auto k = gradient.k_NGSD.contiguous();
  const auto v = gradient.v_NGSD.contiguous();
  const auto all_MX = torch::zeros({layout.rows, (layout.heads + 2 * layout.keyHeads) * layout.headSize}, q.options());
  byType(q.scalar_type(), [&]<class T>(T) {
    overLooks(layout, [&](std::size_t look) {
      GapRowKernels<T>::join(headsOf(layout, look),
                             {data<T>(q) + offset(q, look), data<T>(k) + offset(k, look), data<T>(v) + offset(v, look)},
                             data<T>(all_MX) + layout.looks[look].first * all_MX.size(1));
    });
  });
  return all_MX;
}

torch::Tensor gatherPacked(const PackedLayout& layout, const torch::Tensor& out_NGRD) {
  const auto out = out_NGRD.contiguous();
  const auto rows_MX = torch::zeros({layout.rows, layout.heads * layout.headSize}, out.options());
  byType(out.scalar_type(), [&]<class T>(T) {
    overLooks(layout, [&](std::size_t look) {
      GapRowKernels<T>::gather(headsOf(layout, look), data<T>(out) + offset(out, look),
                               data<T>(rows_MX) + layout.looks[look].first * rows_MX.size(1));
    });
  });
  return rows_MX;
}

torch::Tensor scatterPacked(const PackedLayout& layout, const torch::Tensor& rows_MX) {
  const auto to = zeroHeads(layout, layout.shared() * layout.room, rows_MX.scalar_type());
  byType(rows_MX.scalar_type(), [&]<class T>(T) {
    overLooks(layout, [&](std::size_t look) {
      GapRowKernels<T>::scatter(headsOf(layout, look), data<T>(rows_MX) + layout.looks[look].first * rows_MX.size(1),
                                data<T>(to) + offset(to, look));
    });
  });
  return to;
}

torch::Tensor tokenLossPacked(torch::Tensor logits_MV, const std::vector<std::int64_t>& targets, double scale) {
  const auto count = static_cast<std::int64_t>(targets.size());
  const std::int64_t vocabulary = logits_MV.size(1);
  const auto loss_M = torch::empty({count});
  byType(logits_MV.scalar_type(), [&]<class T>(T) {
    at::parallel_for(0, count, 1, [&](std::int64_t begin, std::int64_t end) {
      for (std::int64_t row = begin; row < end; ++row) {
        data<float>(loss_M)[row] =
            GapRowKernels<T>::tokenLoss(data<T>(logits_MV) + row * vocabulary, vocabulary,
                                        targets[static_cast<std::size_t>(row)], static_cast<float>(scale));
      }
    });
  });
  if (count < logits_MV.size(0)) logits_MV.narrow(0, count, logits_MV.size(0) - count).zero_();
  return loss_M;
}

}  // namespace lacuna::engine
