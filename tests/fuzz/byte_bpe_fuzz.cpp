// SPDX-License-Identifier: GPL-3.0-or-later
// Tables of a byte-level BPE and a text for it. The input: a byte that chooses the rule, then lines: tokens up to an
// empty line (a leading '!' makes a control token, '=' a literal one), merges up to an empty line, then the text.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "engine/session.h"
#include "engine/text/byte_bpe.h"

using namespace lacuna::engine;

namespace {

// The next line, without its end, taken off the front.
std::string_view takeLine(std::string_view* rest) {
  const std::size_t end = rest->find('\n');
  const std::string_view line = rest->substr(0, end);
  rest->remove_prefix(end == std::string_view::npos ? rest->size() : end + 1);
  return line;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const char* const kRules[] = {"smollm", "gpt-2", "llama-bpe", "qwen2"};
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  if (rest.empty()) return 0;
  BpeTables tables;
  tables.rule = kRules[static_cast<unsigned char>(rest.front()) % 4];
  rest.remove_prefix(1);
  for (std::string_view line = takeLine(&rest); !line.empty(); line = takeLine(&rest)) {
    const BpeTokenKind kind = line.front() == '!'   ? BpeTokenKind::kControl
                              : line.front() == '=' ? BpeTokenKind::kLiteral
                                                    : BpeTokenKind::kNormal;
    tables.tokens.push_back({kind == BpeTokenKind::kNormal ? line : line.substr(1), kind});
  }
  for (std::string_view line = takeLine(&rest); !line.empty(); line = takeLine(&rest)) tables.merges.push_back(line);
  tables.special.unknown = 0;
  tables.special.document = static_cast<TokenId>(tables.tokens.size()) - 1;
  try {
    const ByteBpeTokenizer tokenizer(tables);
    const std::vector<TokenId> ids = tokenizer.encode(rest);
    if (tokenizer.decode(ids) != rest) std::abort();
    if (tokenizer.display(ids).size() != ids.size()) std::abort();
    // Cut where it says, the ids are the same.
    std::vector<TokenId> joined;
    while (!rest.empty()) {
      const std::size_t cut = tokenizer.firstCut(rest);
      if (cut == 0 || cut > rest.size()) std::abort();
      for (const TokenId id : tokenizer.encode(rest.substr(0, cut))) joined.push_back(id);
      rest.remove_prefix(cut);
    }
    if (joined != ids) std::abort();
  } catch (const Error&) {
  }
  return 0;
}
