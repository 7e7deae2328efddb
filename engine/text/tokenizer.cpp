// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/text/tokenizer.h"

#include "engine/text/utf8.h"

namespace lacuna::engine {
std::string Tokenizer::hash() const {
  std::uint64_t key = 14695981039346656037ULL;
  const auto mix = [&key](unsigned char byte) { key = (key ^ byte) * 1099511628211ULL; };
  for (std::size_t id = 0; id < pieces_.size(); ++id) {
    for (const char byte : pieces_[id]) mix(static_cast<unsigned char>(byte));
    mix(isByte_[id] ? 0xFF : 0xFE);  // neither stands in UTF-8: what follows is another piece
  }
  static const char* const kDigits = "0123456789abcdef";
  std::string text;
  for (int shift = 60; shift >= 0; shift -= 4) text += kDigits[(key >> static_cast<unsigned>(shift)) & 15U];
  return text;
}


std::string Tokenizer::decode(const std::vector<TokenId>& ids) const {
  std::string text;
  for (const TokenId id : ids) text += bytes(id);
  return text;
}

std::vector<std::string> Tokenizer::display(const std::vector<TokenId>& ids) const {
  const std::string text = decode(ids);
  std::vector<std::string> shown(ids.size());
  std::size_t token = 0;
  std::size_t tokenEnd = 0;  // in text
  for (std::size_t at = 0; at < text.size();) {
    while (tokenEnd <= at) tokenEnd += bytes(ids[token++]).size();
    const std::size_t length = utf8Length(std::string_view(text).substr(at));
    shown[token - 1] += length == 0 ? "\xEF\xBF\xBD" : text.substr(at, length);
    at += length == 0 ? 1 : length;
  }
  return shown;
}

}  // namespace lacuna::engine
