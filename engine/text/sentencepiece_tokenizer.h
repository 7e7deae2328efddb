// SPDX-License-Identifier: GPL-3.0-or-later
// A SentencePiece BPE model with byte fallback: one that `lacuna tokenizer` wrote, or that of an older llama.
//
// SentencePiece writes a space as U+2581 inside its pieces. A text that holds a real U+2581 (or a NUL) would not
// survive that, so such characters are encoded as their raw bytes, and decoding works on pieces, not on
// SentencePiece's own joiner.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/text/sentencepiece_tables.h"
#include "engine/text/tokenizer.h"

namespace sentencepiece {
class SentencePieceProcessor;
}

namespace lacuna::engine {

class SentencePieceTokenizer final : public Tokenizer {
 public:
  // Throws Error(kBadModel) with a sentence when the file is missing, unreadable, not SentencePiece, or foreign:
  // without byte fallback, without our control tokens, or not keeping whitespace.
  explicit SentencePieceTokenizer(const std::string& path);
  // Over the vocabulary of a model from elsewhere, which may go afterwards. Such models put a space before a text's
  // first word; here they do not, so that every text comes back as it was. Throws Error(kBadModel) whose sentence
  // begins with "it", for the caller to put a file's name before.
  explicit SentencePieceTokenizer(const SentencePieceTables& tables);
  ~SentencePieceTokenizer() override;

  std::vector<TokenId> encode(std::string_view text) const override;
  // Behind the first newline: no merge crosses one.
  std::size_t firstCut(std::string_view text) const override;

 private:
  // False when it is no SentencePiece model.
  bool load(const std::string& proto);
  // Empty, or what is wrong with the pieces.
  std::string readPieces();

  std::unique_ptr<sentencepiece::SentencePieceProcessor> processor_;
  std::vector<TokenId> byteIds_;  // 256
  TokenId newline_ = 0;
};

}  // namespace lacuna::engine
