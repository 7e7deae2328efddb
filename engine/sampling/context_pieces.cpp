// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sampling/context_pieces.h"

#include <algorithm>
#include <string_view>

namespace lacuna::engine {
namespace {

constexpr std::size_t kLeastContext = 256;        // bytes: the seams look at the text beside a gap
constexpr std::size_t kTagMargin = 2U << 10U;     // bytes, some 500 tokens
constexpr std::size_t kLineNear = 2U << 10U;      // bytes within which a line is looked for
constexpr std::size_t kWordNear = 64;             // and a space
constexpr std::size_t kSmallestHole = 1U << 10U;  // less than this is not worth leaving out

std::size_t characterBefore(std::string_view text, std::size_t at) {
  while (at > 0 && at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) --at;
  return at;
}

std::size_t beginNear(std::string_view text, std::size_t at, std::size_t limit) {
  if (at == 0) return 0;
  const auto markAfter = [&](char mark, std::size_t from, std::size_t reach) {
    return text.substr(0, std::min(limit, from + reach)).find(mark, from);
  };
  const std::size_t line = markAfter('\n', at - 1, kLineNear);
  if (line != std::string_view::npos) return line + 1;
  const std::size_t space = markAfter(' ', at, kWordNear);
  return space != std::string_view::npos ? space : characterBefore(text, at);
}

std::size_t endNear(std::string_view text, std::size_t at, std::size_t limit) {
  if (at == text.size()) return at;
  const auto markBefore = [&](char mark, std::size_t reach) {
    const std::size_t from = std::max(limit, at - std::min(at, reach));
    const std::size_t found = text.substr(from, at - from).rfind(mark);
    return found == std::string_view::npos ? found : from + found;
  };
  const std::size_t line = markBefore('\n', kLineNear);
  if (line != std::string_view::npos) return line + 1;
  const std::size_t space = markBefore(' ', kWordNear);
  return space != std::string_view::npos ? space : std::max(limit, characterBefore(text, at));
}

TextSpan around(std::string_view text, TextSpan inner, std::size_t margin) {
  const std::size_t begin = inner.begin - std::min(inner.begin, margin);
  const std::size_t end = inner.end + std::min(text.size() - inner.end, margin);
  return {beginNear(text, begin, inner.begin), endNear(text, end, inner.end)};
}

}  // namespace

std::vector<TextSpan> contextPieces(const InfillRequest& request) {
  std::vector<TextSpan> wanted;
  for (const GapRequest& gap : request.gaps)
    wanted.push_back(around(request.text, {gap.begin, gap.end}, std::max(kLeastContext, request.contextBytes)));
  for (const TextSpan& passage : request.tagged) wanted.push_back(around(request.text, passage, kTagMargin));
  std::sort(wanted.begin(), wanted.end(), [](const TextSpan& a, const TextSpan& b) { return a.begin < b.begin; });
  std::vector<TextSpan> pieces;
  for (const TextSpan& span : wanted) {
    if (!pieces.empty() && span.begin <= pieces.back().end + kSmallestHole)
      pieces.back().end = std::max(pieces.back().end, span.end);
    else
      pieces.push_back(span);
  }
  return pieces;
}

}  // namespace lacuna::engine
