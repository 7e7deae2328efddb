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
    const std::int64_t* const expert = expert_T.data_ptr<std::int64_t>();
    auto row = look.row.begin();
    for (auto& candidate : step->tokens) {
      for (auto& gap : candidate) {
        for (TracedToken& token : gap) token.experts.push_back(static_cast<std::uint8_t>(expert[*row++]));
      }
    }
  }
  const auto mass_K = look.probe.mass_K().contiguous();
  step->attentionReceived.assign(blocks.spans.size(), 0.0F);
  for (std::size_t i = 0; i < look.columns.size(); ++i) {
    const Row& row = look.layout.rows[static_cast<std::size_t>(look.columns[i])];
    if (row.kind != RowKind::kContext) continue;
    const auto block = static_cast<std::size_t>(blocks.ofToken[static_cast<std::size_t>(row.read)]);
    step->attentionReceived[block] += mass_K.data_ptr<float>()[i];
  }
}

namespace {

void addAlternatives(const Shortlist& likeliest, const Tokenizer& tokenizer, TracedToken* token) {
  std::size_t listed = 0;
  for (int k = 0; k < likeliest.count && listed < token->alternatives.size(); ++k) {
    const float probability = likeliest.probability(k);
    if (probability <= 0.0F) return;
    const auto id = static_cast<TokenId>(likeliest.ids[k]);
    if (tokenizer.isControl(id)) continue;  // a change of length is no word
    token->alternatives[listed++] = {id, tokenizer.bytes(id), probability};
  }
}

}  // namespace

TracedStep traceStep(const StepLook& look, const std::vector<Candidate>& candidates, const Tokenizer& tokenizer) {
  TracedStep traced;
  std::size_t at = 0;
  std::int64_t firstRow = 0;  // of the gap, when the look was made
  for (std::size_t c = 0; c < candidates.size(); ++c) {
    const Candidate& candidate = candidates[c];
    const std::vector<SlotRange> gaps = gapsOf(candidate.slots);
    traced.tokens.emplace_back();
    for (std::size_t g = 0; g < gaps.size(); firstRow += look.lengths[c][g++]) {
      const SlotRange& gap = gaps[g];
      traced.tokens.back().emplace_back();
      for (std::size_t i = gap.begin; i < gap.end; ++i, ++at) {
        const Slot& slot = candidate.slots[i];
        TracedToken token{slot.id, slot.settled, slot.confidence, look.entropy[at], {}, {}};
        if (look.wasOpen[at])
          addAlternatives(look.lists.row(static_cast<std::size_t>(look.row[at])), tokenizer, &token);
        token.moved = static_cast<int>(static_cast<std::int64_t>(i - gap.begin) - (look.row[at] - firstRow));
        token.added = i > gap.begin && look.row[at] == look.row[at - 1];
        traced.tokens.back().back().push_back(std::move(token));
      }
    }
  }
  return traced;
}

}  // namespace lacuna::engine
