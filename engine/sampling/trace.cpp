// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sampling/trace.h"

#include <algorithm>

namespace lacuna::engine {
namespace {

constexpr std::size_t kContextBlock = 64;  // tokens

}  // namespace

ContextBlocks contextBlocks(const PreparedRequest& prepared) {
  ContextBlocks blocks;
  const std::size_t tokens = prepared.context.size();
  for (std::size_t piece = 0; piece < prepared.pieces.size(); ++piece) {
    const std::size_t last = piece + 1 < prepared.pieces.size() ? prepared.pieces[piece + 1].firstToken : tokens;
    for (std::size_t i = prepared.pieces[piece].firstToken; i < last; i += kContextBlock) {
      const std::size_t next = std::min(last, i + kContextBlock);
      const std::size_t end = next < last ? prepared.contextByte[next] : prepared.pieces[piece].bytes.end;
      blocks.ofToken.insert(blocks.ofToken.end(), next - i, static_cast<std::int32_t>(blocks.spans.size()));
      blocks.spans.push_back({prepared.contextByte[i], end});
    }
  }
  return blocks;
}

void traceProbe(const TracedLook& look, const ContextBlocks& blocks, TracedStep* step) {
  for (const ExpertChoice& choice : look.probe.choices()) {
    const auto count_E = at::bincount(choice.expert_TK.view(-1), {}, choice.logits_TE.size(1)).to(torch::kFloat32);
    const auto share_E = (count_E / count_E.sum()).contiguous();
    step->expertLoad.emplace_back(share_E.data_ptr<float>(), share_E.data_ptr<float>() + share_E.numel());
    const auto largest_T = choice.weight_TK.argmax(-1, /*keepdim=*/true);
    const auto expert_T = choice.expert_TK.gather(-1, largest_T).contiguous();
    const std::int64_t* expert = expert_T.data_ptr<std::int64_t>();
    for (auto& candidate : step->tokens) {
      for (auto& gap : candidate) {
        for (TracedToken& token : gap) token.experts.push_back(static_cast<std::uint8_t>(*expert++));
      }
    }
  }
  const auto mass_K = look.probe.mass_K().contiguous();
  const std::vector<std::int64_t> rows = probedRows(look.plan, look.layout);
  step->attentionReceived.assign(blocks.spans.size(), 0.0F);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Row& row = look.layout.rows[static_cast<std::size_t>(rows[i])];
    if (row.kind != RowKind::kContext) continue;
    const auto block = static_cast<std::size_t>(blocks.ofToken[static_cast<std::size_t>(row.read)]);
    step->attentionReceived[block] += mass_K.data_ptr<float>()[i];
  }
}

namespace {

void addAlternatives(const Shortlist& likeliest, const Tokenizer& tokenizer, TracedToken* token) {
  const auto count = std::min<std::size_t>(token->alternatives.size(), static_cast<std::size_t>(likeliest.count));
  for (std::size_t k = 0; k < count; ++k) {
    const float probability = likeliest.probability(static_cast<int>(k));
    if (probability <= 0.0F) return;
    const auto id = static_cast<TokenId>(likeliest.ids[k]);
    token->alternatives[k] = {id, tokenizer.display({id}).front(), probability};
  }
}

}  // namespace

TracedStep traceStep(const StepLook& look, const std::vector<Candidate>& candidates, const DocumentRows& document,
                     const Tokenizer& tokenizer) {
  TracedStep traced;
  std::size_t row = 0;
  for (const Candidate& candidate : candidates) {
    traced.tokens.emplace_back();
    for (std::size_t gap = 0; gap < document.gaps.size(); ++gap) {
      traced.tokens.back().emplace_back();
      for (std::int32_t i = 0; i < document.gaps[gap].length; ++i, ++row) {
        const Slot& slot = candidate.slots[static_cast<std::size_t>(document.gapRow[gap] + i)];
        TracedToken token{slot.id, slot.settled, slot.confidence, look.entropy[row], {}, {}};
        if (look.wasOpen[row]) addAlternatives(look.lists.row(row), tokenizer, &token);
        traced.tokens.back().back().push_back(std::move(token));
      }
    }
  }
  return traced;
}

}  // namespace lacuna::engine
