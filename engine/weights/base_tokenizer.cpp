// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/weights/base_tokenizer.h"

#include "engine/session.h"
#include "engine/text/byte_bpe.h"

namespace lacuna::engine {
namespace {

// llama.cpp's numbers in tokenizer.ggml.token_type.
constexpr std::int64_t kTypeNormal = 1;
constexpr std::int64_t kTypeUserDefined = 4;
constexpr std::int64_t kTypeByte = 6;

constexpr std::size_t kLargestVocabulary = 1U << 20U;

std::vector<BpeToken> readBpeTokens(const GgufFile& file) {
  const std::vector<std::string_view> texts = file.texts("tokenizer.ggml.tokens");
  const std::vector<std::int64_t> types = file.wholes("tokenizer.ggml.token_type");
  if (texts.empty()) file.refuse("it carries no vocabulary (tokenizer.ggml.tokens)");
  if (texts.size() > kLargestVocabulary)
    file.refuse("its vocabulary claims " + std::to_string(texts.size()) + " tokens, far more than a model has");
  if (!types.empty() && types.size() != texts.size())
    file.refuse("it has " + std::to_string(texts.size()) + " tokens and " + std::to_string(types.size()) +
                " kinds of them");
  std::vector<BpeToken> tokens(texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const std::int64_t type = types.empty() ? kTypeNormal : types[i];
    tokens[i].text = texts[i];
    if (type == kTypeUserDefined) {
      tokens[i].kind = BpeTokenKind::kLiteral;
    } else if (type != kTypeNormal && type != kTypeByte) {
      tokens[i].kind = BpeTokenKind::kControl;
    }
  }
  return tokens;
}

SpecialTokens readSpecial(const GgufFile& file, const std::vector<BpeToken>& tokens) {
  const auto id = [&](const char* key) -> TokenId {
    const std::int64_t found = file.whole(key).value_or(kNoToken);
    if (found < kNoToken || found >= static_cast<std::int64_t>(tokens.size()))
      file.refuse("its \"" + std::string(key) + "\" is " + std::to_string(found) + ", beyond its vocabulary");
    return static_cast<TokenId>(found);
  };
  const TokenId begin = id("tokenizer.ggml.bos_token_id");
  const TokenId end = id("tokenizer.ggml.eos_token_id");
  SpecialTokens special;
  special.document = begin != kNoToken ? begin : end;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].kind == BpeTokenKind::kControl && tokens[i].text == "<|endoftext|>")
      special.document = static_cast<TokenId>(i);
  }
  special.unknown = id("tokenizer.ggml.unknown_token_id");
  if (special.unknown == kNoToken) special.unknown = special.document;
  return special;
}

}  // namespace

std::unique_ptr<Tokenizer> readBaseTokenizer(const GgufFile& file) {
  const std::string kind = shownName(file.text("tokenizer.ggml.model").value_or("none"));
  if (kind != "gpt2") {
    file.refuse("its tokenizer is of the kind \"" + kind + "\", and only byte-level BPE (\"gpt2\") can be read");
  }
  BpeTables tables;
  tables.rule = file.text("tokenizer.ggml.pre").value_or("gpt-2");
  tables.tokens = readBpeTokens(file);
  tables.merges = file.texts("tokenizer.ggml.merges");
  tables.special = readSpecial(file, tables.tokens);
  try {
    return std::make_unique<ByteBpeTokenizer>(tables);
  } catch (const Error& error) {
    const std::string why = error.what();
    file.refuse("its tokenizer " + (why.rfind("it ", 0) == 0 ? why.substr(3) : why) +
                (why.find("rule") == std::string::npos ? "" : " (\"" + shownName(tables.rule) + "\")"));
  }
}

}  // namespace lacuna::engine
