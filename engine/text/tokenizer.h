// SPDX-License-Identifier: GPL-3.0-or-later
// Text to token ids and back, byte for byte: decode(encode(text)) == text for any bytes, UTF-8 or not. One interface,
// two kinds behind it, chosen by what the model is: SentencePiece (sentencepiece_tokenizer.h) for models trained here,
// byte-level BPE (byte_bpe.h) for a pretrained base.
//
// Thread: a tokenizer is read-only once made, and may be asked from any number of threads.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lacuna::engine {

using TokenId = std::int32_t;

constexpr TokenId kNoToken = -1;

// Control tokens: never produced by encode(), never decoded to text. kNoToken where a vocabulary lacks one.
struct SpecialTokens {
  TokenId unknown = kNoToken;
  TokenId document = kNoToken;  // between two documents of a packed sequence, and before the first
  TokenId gap = kNoToken;       // what a gap is in the context stream
  TokenId expand = kNoToken;    // for gaps that change their length
  TokenId remove = kNoToken;
  TokenId openGap = kNoToken;  // what a gap is that ends where the model says so
  TokenId end = kNoToken;      // with which it says so; stands in what is left of the gap
};

// Control tokens of the vocabularies that are made here (`lacuna tokenizer`): the first five ids.
constexpr SpecialTokens kOwnSpecialTokens = {.unknown = 0, .document = 1, .gap = 2, .expand = 3, .remove = 4};
constexpr TokenId kOwnControlCount = 5;

class Tokenizer {
 public:
  virtual ~Tokenizer() = default;
  Tokenizer(const Tokenizer&) = delete;
  Tokenizer& operator=(const Tokenizer&) = delete;

  virtual std::vector<TokenId> encode(std::string_view text) const = 0;

  // Where `text` may be cut so that encode(before) and encode(after) joined are encode(text): the first such place
  // behind a line's words; text.size() where there is none. At least 1 unless text is empty.
  virtual std::size_t firstCut(std::string_view text) const = 0;

  // Ids [0, vocabulary()) are the model's. A vocabulary may lack some bytes (those that no UTF-8 text holds, for
  // instance); each has an id in [vocabulary(), vocabulary() + missingBytes()), so that every text survives, and a
  // model is given modelId() of it.
  int vocabulary() const { return vocabulary_; }
  int missingBytes() const { return static_cast<int>(pieces_.size()) - vocabulary_; }
  TokenId modelId(TokenId id) const { return id < vocabulary_ ? id : special_.unknown; }
  const SpecialTokens& special() const { return special_; }
  // How a context stream over a pretrained base is marked: nothing stands between documents, and a gap is an ordinary
  // token. Before the tokenizer is shared.
  void markGapsBy(TokenId gap, TokenId openGap, TokenId end) {
    special_.document = kNoToken;
    special_.gap = gap;
    special_.openGap = openGap;
    special_.end = end;
  }

  std::string decode(const std::vector<TokenId>& ids) const;

  // The bytes that a token stands for; empty for control tokens.
  const std::string& bytes(TokenId id) const { return pieces_[static_cast<std::size_t>(id)]; }
  // True for a token that is no text of its own: SentencePiece's byte tokens, and parts of a character.
  bool isByte(TokenId id) const { return isByte_[static_cast<std::size_t>(id)]; }
  bool isControl(TokenId id) const { return isControl_[static_cast<std::size_t>(id)]; }
  // 16 hexadecimal digits over all pieces in their order (FNV-1a): what a model is bound to.
  std::string hash() const;
  bool startsWithSpace(TokenId id) const { return !bytes(id).empty() && bytes(id).front() == ' '; }

  // Valid UTF-8 for each token: a character spread over tokens stands at the first of them. Bytes that belong to no
  // character show as U+FFFD.
  std::vector<std::string> display(const std::vector<TokenId>& ids) const;

 protected:
  Tokenizer() = default;

  int vocabulary_ = 0;
  SpecialTokens special_;
  std::vector<std::string> pieces_;  // by id, those of missing bytes last
  std::vector<bool> isByte_;
  std::vector<bool> isControl_;
};

// Trains a SentencePiece model on every .txt below folder and writes it to output (atomically).
// Throws Error(kInvalidInput) when there is no text, or too little for so large a vocabulary; Error(kIo) when the
// output cannot be written, which is tried first.
void trainTokenizer(const std::string& folder, const std::string& output, int vocabulary);

}  // namespace lacuna::engine
