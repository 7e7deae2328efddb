// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/weights/base_tokenizer.h"

#include "engine/error.h"
#include "engine/text/byte_bpe.h"
#include "engine/text/sentencepiece_tokenizer.h"

namespace lacuna::engine {
namespace {

constexpr std::size_t kLargestVocabulary = 1U << 20U;

// Tokens, their kinds, and (empty where there are none) their scores.
struct VocabularyEntries {
  std::vector<std::string_view> texts;
  std::vector<PieceType> types;
  std::vector<float> scores;
};

VocabularyEntries readVocabulary(const GgufFile& file) {
  VocabularyEntries read;
  read.texts = file.texts("tokenizer.ggml.tokens");
  const std::vector<std::int64_t> types = file.wholes("tokenizer.ggml.token_type");
  read.scores = file.numbers("tokenizer.ggml.scores");
  const std::size_t size = read.texts.size();
  if (size == 0) file.refuse("it carries no vocabulary (tokenizer.ggml.tokens)");
  if (size > kLargestVocabulary)
    file.refuse("its vocabulary claims " + std::to_string(size) + " tokens, far more than a model has");
  const auto sized = [&](std::size_t count, const char* what) {
    if (count != 0 && count != size)
      file.refuse("it has " + std::to_string(size) + " tokens and " + std::to_string(count) + what);
  };
  sized(types.size(), " kinds of them");
  sized(read.scores.size(), " scores of them");
  read.types.assign(size, PieceType::kNormal);
  for (std::size_t i = 0; i < types.size(); ++i) {
    if (types[i] < 1 || types[i] > 6)
      file.refuse("its token " + std::to_string(i) + " is of the unknown kind " + std::to_string(types[i]));
    read.types[i] = static_cast<PieceType>(types[i]);
  }
  return read;
}

SpecialTokens readSpecial(const GgufFile& file, const VocabularyEntries& entries) {
  const auto id = [&](const char* key) -> TokenId {
    const std::int64_t found = file.whole(key).value_or(kNoToken);
    if (found < kNoToken || found >= static_cast<std::int64_t>(entries.texts.size()))
      file.refuse("its \"" + std::string(key) + "\" is " + std::to_string(found) + ", beyond its vocabulary");
    return static_cast<TokenId>(found);
  };
  const TokenId begin = id("tokenizer.ggml.bos_token_id");
  const TokenId end = id("tokenizer.ggml.eos_token_id");
  SpecialTokens special;
  special.document = begin != kNoToken ? begin : end;
  for (std::size_t i = 0; i < entries.texts.size(); ++i) {
    if (entries.types[i] == PieceType::kControl && entries.texts[i] == "<|endoftext|>")
      special.document = static_cast<TokenId>(i);
  }
  special.unknown = id("tokenizer.ggml.unknown_token_id");
  if (special.unknown == kNoToken) special.unknown = special.document;
  return special;
}

std::unique_ptr<Tokenizer> makeByteBpe(const GgufFile& file, const VocabularyEntries& entries) {
  BpeTables tables;
  tables.rule = file.text("tokenizer.ggml.pre").value_or("gpt-2");
  if (!SplitRule::find(tables.rule))
    file.refuse("its tokenizer splits text by the rule \"" + shownName(tables.rule) +
                "\"; smollm, gpt-2, llama-bpe and qwen2 are known");
  for (std::size_t i = 0; i < entries.texts.size(); ++i) {
    const PieceType type = entries.types[i];
    const bool text = type == PieceType::kNormal || type == PieceType::kByte;
    tables.tokens.push_back({entries.texts[i], text                              ? BpeTokenKind::kNormal
                                               : type == PieceType::kUserDefined ? BpeTokenKind::kLiteral
                                                                                 : BpeTokenKind::kControl});
  }
  tables.merges = file.texts("tokenizer.ggml.merges");
  tables.special = readSpecial(file, entries);
  return std::make_unique<ByteBpeTokenizer>(tables);
}

std::unique_ptr<Tokenizer> makeSentencePiece(const GgufFile& file, const VocabularyEntries& entries) {
  if (entries.scores.empty()) file.refuse("its tokens have no scores (tokenizer.ggml.scores)");
  SentencePieceTables tables;
  for (std::size_t i = 0; i < entries.texts.size(); ++i)
    tables.pieces.push_back({entries.texts[i], entries.scores[i], entries.types[i]});
  tables.special = readSpecial(file, entries);
  return std::make_unique<SentencePieceTokenizer>(tables);
}

}  // namespace

std::unique_ptr<Tokenizer> readBaseTokenizer(const GgufFile& file) {
  const std::string kind = shownName(file.text("tokenizer.ggml.model").value_or("none"));
  if (kind != "gpt2" && kind != "llama") {
    file.refuse("its tokenizer is of the kind \"" + kind +
                "\", and only byte-level BPE (\"gpt2\") and SentencePiece (\"llama\") can be read");
  }
  const VocabularyEntries entries = readVocabulary(file);
  try {
    return kind == "gpt2" ? makeByteBpe(file, entries) : makeSentencePiece(file, entries);
  } catch (const Error& error) {
    const std::string why = error.what();
    if (why.rfind("it ", 0) != 0) throw;
    file.refuse("its tokenizer " + why.substr(3));
  }
}

}  // namespace lacuna::engine
