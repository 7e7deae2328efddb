// SPDX-License-Identifier: GPL-3.0-or-later
// Text to token ids and back, byte for byte, over a SentencePiece BPE model with byte fallback.
//
// SentencePiece writes a space as U+2581 inside its pieces. A text that holds a real U+2581 (or a NUL) would not
// survive that, so such characters are encoded as their raw bytes, and decoding works on pieces, not on
// SentencePiece's own joiner.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sentencepiece {
class SentencePieceProcessor;
}

namespace lacuna::engine {

using TokenId = std::int32_t;

// Control tokens: never produced by encode(), never decoded to text.
struct SpecialTokens {
  TokenId unknown = 0;
  TokenId document = 1;  // <doc>: between two documents of a packed sequence
  TokenId gap = 2;       // <gap>: what a gap is in the context stream
  TokenId expand = 3;    // <expand>, <delete>: reserved for gaps that change their length
  TokenId remove = 4;
  int count = 5;
};

class Tokenizer {
 public:
  // Throws Error(kBadModel) with a sentence when the file is missing, unreadable, not SentencePiece, or foreign:
  // without byte fallback, without our control tokens, or not keeping whitespace.
  explicit Tokenizer(const std::string& path);
  ~Tokenizer();
  Tokenizer(const Tokenizer&) = delete;
  Tokenizer& operator=(const Tokenizer&) = delete;

  int vocabulary() const { return static_cast<int>(pieces_.size()); }
  const SpecialTokens& special() const { return special_; }

  std::vector<TokenId> encode(std::string_view text) const;
  std::string decode(const std::vector<TokenId>& ids) const;

  // The bytes that a token stands for; empty for control tokens. A byte token is one, maybe partial, byte.
  const std::string& bytes(TokenId id) const { return pieces_[static_cast<std::size_t>(id)]; }
  bool isByte(TokenId id) const { return isByte_[static_cast<std::size_t>(id)]; }
  bool isControl(TokenId id) const { return id < special_.count; }
  // 16 hexadecimal digits over all pieces in their order (FNV-1a): what a model is bound to.
  std::string hash() const;
  bool startsWithSpace(TokenId id) const { return !bytes(id).empty() && bytes(id).front() == ' '; }

  // Valid UTF-8 for each token: a character spread over byte tokens stands at its first, the rest are empty.
  std::vector<std::string> display(const std::vector<TokenId>& ids) const;

 private:
  std::unique_ptr<sentencepiece::SentencePieceProcessor> processor_;
  SpecialTokens special_;
  std::vector<std::string> pieces_;
  std::vector<bool> isByte_;
  std::vector<TokenId> byteIds_;  // 256
  TokenId newline_ = 0;
};

// Trains a model on every .txt below folder and writes it to output (atomically).
// Throws Error(kInvalidInput) when there is no text, or too little for so large a vocabulary; Error(kIo) when the
// output cannot be written, which is tried first.
void trainTokenizer(const std::string& folder, const std::string& output, int vocabulary);

}  // namespace lacuna::engine
