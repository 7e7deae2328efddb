// SPDX-License-Identifier: GPL-3.0-or-later
// The vocabulary of a SentencePiece BPE as tables, as GGUF files carry it, and the model file that SentencePiece reads.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/text/tokenizer.h"

namespace lacuna::engine {

// SentencePiece's own numbers (ModelProto.SentencePiece.Type), which GGUF has too.
enum class PieceType { kNormal = 1, kUnknown = 2, kControl = 3, kUserDefined = 4, kUnused = 5, kByte = 6 };

struct SentencePieceTables {
  struct Piece {
    std::string_view text;
    float score = 0;
    PieceType type = PieceType::kNormal;
  };
  std::vector<Piece> pieces;  // by id
  SpecialTokens special;
};

// A serialized ModelProto: BPE with byte fallback, text as it is, every space kept, none put before the first word.
std::string sentencePieceProto(const SentencePieceTables& tables);

}  // namespace lacuna::engine
