// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/text/tokenizer.h"

#include <sentencepiece_processor.h>

#include "engine/session.h"
#include "engine/text/utf8.h"
#include "files/input_file.h"

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

Tokenizer::Tokenizer(const std::string& path) : processor_(std::make_unique<sentencepiece::SentencePieceProcessor>()) {
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
  if (!processor_->LoadFromSerializedProto(proto).ok()) {
    refuse("is not a SentencePiece model, or is damaged; copy it again from its source");
  }
  const char* const kControls[] = {"<unk>", "<doc>", "<gap>", "<expand>", "<delete>"};
  for (TokenId id = 0; id < special_.count; ++id) {
    if (processor_->GetPieceSize() <= id || processor_->IdToPiece(id) != kControls[id]) {
      refuse("is a foreign SentencePiece model: it lacks the token " + std::string(kControls[id]) +
             "; use the one that `lacuna tokenizer` wrote");
    }
  }
  const int size = processor_->GetPieceSize();
  pieces_.resize(static_cast<std::size_t>(size));
  isByte_.assign(static_cast<std::size_t>(size), false);
  byteIds_.assign(256, -1);
  for (int id = special_.count; id < size; ++id) {
    const std::string piece = processor_->IdToPiece(id);
    if (processor_->IsByte(id)) {
      const int byte = std::stoi(piece.substr(3, 2), nullptr, 16);
      pieces_[static_cast<std::size_t>(id)] = std::string(1, static_cast<char>(byte));
      isByte_[static_cast<std::size_t>(id)] = true;
      byteIds_[static_cast<std::size_t>(byte)] = id;
    } else {
      pieces_[static_cast<std::size_t>(id)] = pieceBytes(piece);
    }
  }
  for (const TokenId id : byteIds_) {
    if (id < 0) refuse("has no byte fallback; use the one that `lacuna tokenizer` wrote");
  }
  newline_ = processor_->PieceToId("\n");
  if (newline_ < special_.count || isByte_[static_cast<std::size_t>(newline_)]) {
    refuse("has no newline of its own; use the one that `lacuna tokenizer` wrote");
  }
  const std::string probe = " a  b\n\n\tc ";
  if (decode(encode(probe)) != probe)
    refuse("does not keep spaces and newlines; use the one that `lacuna tokenizer` wrote");
}

Tokenizer::~Tokenizer() = default;

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

std::vector<TokenId> Tokenizer::encode(std::string_view text) const {
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

std::string Tokenizer::decode(const std::vector<TokenId>& ids) const {
  std::string text;
  for (const TokenId id : ids) text += bytes(id);
  return text;
}

std::vector<std::string> Tokenizer::display(const std::vector<TokenId>& ids) const {
  std::vector<std::string> shown(ids.size());
  for (std::size_t i = 0; i < ids.size();) {
    if (!isByte(ids[i])) {
      shown[i] = bytes(ids[i]);
      ++i;
      continue;
    }
    std::size_t end = i;
    std::string run;
    while (end < ids.size() && isByte(ids[end])) run += bytes(ids[end++]);
    std::size_t byte = 0;
    while (byte < run.size()) {
      const std::size_t length = utf8Length(std::string_view(run).substr(byte));
      shown[i + byte] = length == 0 ? "\xEF\xBF\xBD" : run.substr(byte, length);
      byte += length == 0 ? 1 : length;
    }
    i = end;
  }
  return shown;
}

}  // namespace lacuna::engine
