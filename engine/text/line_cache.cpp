// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/text/line_cache.h"

namespace lacuna::engine {

std::vector<TokenId> LineCache::encode(std::string_view text, const std::function<void()>& betweenLines) {
  std::vector<TokenId> ids;
  while (!text.empty()) {
    const std::string_view next = text.substr(0, tokenizer_.firstCut(text));
    const std::vector<TokenId>& found = line(next);
    ids.insert(ids.end(), found.begin(), found.end());
    text.remove_prefix(next.size());
    if (betweenLines) betweenLines();
  }
  return ids;
}

const std::vector<TokenId>& LineCache::line(std::string_view text) {
  const auto young = young_.find(text);
  if (young != young_.end()) return young->second;
  if (held_ > limit_) {
    old_ = std::move(young_);
    young_ = Lines();
    held_ = 0;
  }
  std::vector<TokenId> ids;
  const auto old = old_.find(text);
  if (old != old_.end()) {
    ids = std::move(old->second);
    old_.erase(old);
  } else {
    ids = tokenizer_.encode(text);
    encoded_ += text.size();
  }
  held_ += text.size() + ids.size() * sizeof(TokenId);
  return young_.emplace(std::string(text), std::move(ids)).first->second;
}

}  // namespace lacuna::engine
