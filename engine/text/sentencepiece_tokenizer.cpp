// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/text/sentencepiece_tokenizer.h"

#include <sentencepiece_processor.h>

#include <cstdio>

#include "engine/error.h"
#include "storage/files/input_file.h"

namespace lacuna::engine {
namespace {

constexpr std::string_view kSpace = "\xE2\x96\x81";  // U+2581, SentencePiece's visible space

std::string pieceBytes(const std::string& piece) {
  std::string bytes;
  for (std::size_t i = 0; i < piece.size();) {
    if (piece.compare(i, kSpace.size(), kSpace) == 0) {
      bytes += ' ';
      i += kSpace.size();
    } else {
      bytes += piece[i++];
    }
  }
  return bytes;
}

}  // namespace

SentencePieceTokenizer::SentencePieceTokenizer(const std::string& path) {
  const auto refuse = [&](const std::string& why) {
    throw Error(ErrorCode::kBadModel, "The tokenizer " + path + " " + why + ".");
  };
  constexpr std::size_t kLargest = 64U << 20U;
  std::string proto;
  try {
    proto = files::readFile(path, kLargest);
  } catch (const files::FileError& error) {
    if (error.fault() == files::FileFault::kTooLarge) refuse("is far too large for a SentencePiece model");
    refuse("cannot be read (" + error.why() + "); check that the file exists");
  }
  if (proto.empty()) refuse("is empty, which no SentencePiece model is");
  if (!load(proto)) refuse("is not a SentencePiece model, or is damaged; copy it again from its source");
  const char* const kControls[] = {"<unk>", "<doc>", "<gap>", "<expand>", "<delete>"};
  for (TokenId id = 0; id < kOwnControlCount; ++id) {
    if (processor_->GetPieceSize() <= id || processor_->IdToPiece(id) != kControls[id]) {
      refuse("is a foreign SentencePiece model: it lacks the token " + std::string(kControls[id]) +
             "; use the one that `lacuna tokenizer` wrote");
    }
  }
  special_ = kOwnSpecialTokens;
  if (const std::string wrong = readPieces(); !wrong.empty()) refuse(wrong);
  if (isByte(newline_)) refuse("has no newline of its own; use the one that `lacuna tokenizer` wrote");
  const std::string probe = " a  b\n\n\tc ";
  if (decode(encode(probe)) != probe)
    refuse("does not keep spaces and newlines; use the one that `lacuna tokenizer` wrote");
}

SentencePieceTokenizer::SentencePieceTokenizer(const SentencePieceTables& tables) {
  const auto refuse = [&](const std::string& why) { throw Error(ErrorCode::kBadModel, "it " + why); };
  const auto size = static_cast<TokenId>(tables.pieces.size());
  special_ = tables.special;
  for (const TokenId id : {special_.unknown, special_.document}) {
    if (id < 0 || id >= size) refuse("has no token for what is unknown or for the begin of a text");
  }
  if (!load(sentencePieceProto(tables))) refuse("is no vocabulary that SentencePiece can use");
  if (const std::string wrong = readPieces(); !wrong.empty()) refuse(wrong);
}

bool SentencePieceTokenizer::load(const std::string& proto) {
  processor_ = std::make_unique<sentencepiece::SentencePieceProcessor>();
  return processor_->LoadFromSerializedProto(proto).ok();
}

std::string SentencePieceTokenizer::readPieces() {
  vocabulary_ = processor_->GetPieceSize();
  const auto size = static_cast<std::size_t>(vocabulary_);
  pieces_.resize(size);
  isByte_.assign(size, false);
  isControl_.assign(size, false);
  byteIds_.assign(256, kNoToken);
  newline_ = kNoToken;
  for (TokenId id = 0; id < vocabulary_; ++id) {
    const auto at = static_cast<std::size_t>(id);
    const std::string piece = processor_->IdToPiece(id);
    if (processor_->IsByte(id)) {
      unsigned byte = 256;
      if (std::sscanf(piece.c_str(), "<0x%2X>", &byte) != 1 || byte > 255) return "has a byte that is none";
      pieces_[at] = std::string(1, static_cast<char>(byte));
      isByte_[at] = true;
      byteIds_[byte] = id;
    } else if (processor_->IsControl(id) || processor_->IsUnknown(id) || processor_->IsUnused(id)) {
      isControl_[at] = true;
    } else if (piece == "\n") {
      pieces_[at] = piece;
      newline_ = id;
    } else if (piece.find('\n') != std::string::npos) {
      return "has a token of which a newline is only a part, so that no line could be read alone";
    } else {
      pieces_[at] = pieceBytes(piece);
    }
  }
  for (const TokenId id : byteIds_) {
    if (id == kNoToken) return "has no byte fallback; use the one that `lacuna tokenizer` wrote";
  }
  if (newline_ == kNoToken) newline_ = byteIds_['\n'];
  return {};
}

SentencePieceTokenizer::~SentencePieceTokenizer() = default;

std::vector<TokenId> SentencePieceTokenizer::encode(std::string_view text) const {
  std::vector<TokenId> ids;
  const auto appendBytes = [&](std::string_view bytes) {
    for (const char byte : bytes) ids.push_back(byteIds_[static_cast<unsigned char>(byte)]);
  };
  const auto appendText = [&](std::string_view part) {
    if (part.empty()) return;
    std::vector<int> found;
    if (!processor_->Encode(absl::string_view(part.data(), part.size()), &found).ok()) return appendBytes(part);
    std::size_t covered = 0;
    for (const int id : found) covered += bytes(id).size();
    // Whatever SentencePiece could not keep (malformed bytes, unknown pieces) goes through as bytes.
    if (covered != part.size()) return appendBytes(part);
    ids.insert(ids.end(), found.begin(), found.end());
  };
  std::size_t start = 0;
  for (std::size_t i = 0; i < text.size();) {
    const bool visibleSpace = text.compare(i, kSpace.size(), kSpace) == 0;
    if (visibleSpace || text[i] == '\0' || text[i] == '\n') {
      const std::size_t length = visibleSpace ? kSpace.size() : 1;
      appendText(text.substr(start, i - start));
      // A newline is a symbol that no merge crosses: line by line gives the same ids in a fraction of the time.
      if (text[i] == '\n')
        ids.push_back(newline_);
      else
        appendBytes(text.substr(i, length));
      i += length;
      start = i;
    } else {
      ++i;
    }
  }
  appendText(text.substr(start));
  return ids;
}

std::size_t SentencePieceTokenizer::firstCut(std::string_view text) const {
  const std::size_t newline = text.find('\n');
  return newline == std::string_view::npos ? text.size() : newline + 1;
}

}  // namespace lacuna::engine
