// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sampling/trace.h"

#include <algorithm>

namespace lacuna::engine {
namespace {

constexpr std::size_t kContextBlock = 64;  // tokens

}  // namespace

std::vector<TextSpan> contextBlocks(const std::vector<std::size_t>& contextByte) {
  const std::size_t tokens = contextByte.size() - 1;
  std::vector<TextSpan> blocks;
  for (std::size_t i = 0; i < tokens; i += kContextBlock)
    blocks.push_back({contextByte[i], contextByte[std::min(tokens, i + kContextBlock)]});
  return blocks;
}

void traceProbe(const FillProbe& probe, const FillPlan& plan, const Layout& layout, TracedStep* step) {
  for (const ExpertChoice& choice : probe.choices()) {
    const auto count_E = at::bincount(choice.expert_TK.view(-1), {}, choice.logits_TE.size(1)).to(torch::kFloat32);
    const auto share_E = (count_E / count_E.sum()).contiguous();
    step->expertLoad.emplace_back(share_E.data_ptr<float>(), share_E.data_ptr<float>() + share_E.numel());
  }
  const auto mass_K = probe.mass_K().contiguous();
  const std::vector<std::int64_t> rows = probedRows(plan, layout);
  const auto context = static_cast<std::size_t>(layout.documents.front().contextCount);
  step->attentionReceived.assign((context + kContextBlock - 1) / kContextBlock, 0.0F);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Row& row = layout.rows[static_cast<std::size_t>(rows[i])];
    if (row.kind != RowKind::kContext) continue;
    step->attentionReceived[static_cast<std::size_t>(row.read) / kContextBlock] += mass_K.data_ptr<float>()[i];
  }
}

TracedStep traceStep(const Shortlists& look, const std::vector<Candidate>& candidates, const DocumentRows& document,
                     const Tokenizer& tokenizer) {
  TracedStep traced;
  std::size_t row = 0;
  for (const Candidate& candidate : candidates) {
    traced.tokens.emplace_back();
    for (std::size_t gap = 0; gap < document.gaps.size(); ++gap) {
      traced.tokens.back().emplace_back();
      for (std::int32_t i = 0; i < document.gaps[gap].length; ++i, ++row) {
        const Slot& slot = candidate.slots[static_cast<std::size_t>(document.gapRow[gap] + i)];
        TracedToken token{slot.id, slot.settled, slot.confidence, look.entropy(row), {}, {}};
        const Shortlist likeliest = look.row(row);
        const auto count = std::min<std::size_t>(token.alternatives.size(), static_cast<std::size_t>(likeliest.count));
        for (std::size_t k = 0; k < count; ++k) {
          const float probability = likeliest.probability(static_cast<int>(k));
          if (probability <= 0.0F) break;
          const auto id = static_cast<TokenId>(likeliest.ids[k]);
          token.alternatives[k] = {id, tokenizer.display({id}).front(), probability};
        }
        traced.tokens.back().back().push_back(std::move(token));
      }
    }
  }
  return traced;
}

}  // namespace lacuna::engine
