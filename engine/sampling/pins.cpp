// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sampling/pins.h"

#include <algorithm>

#include "engine/session.h"

namespace lacuna::engine {
namespace {

bool isFree(const std::vector<bool>& taken, int place, std::size_t length) {
  if (place < 0 || static_cast<std::size_t>(place) + length > taken.size()) return false;
  return std::none_of(taken.begin() + place, taken.begin() + place + static_cast<std::ptrdiff_t>(length),
                      [](bool t) { return t; });
}

void take(int place, std::size_t length, std::vector<bool>* taken) {
  std::fill_n(taken->begin() + place, length, true);
}

// Packs pins[from..] into the runs of free places. A pin goes to the start of a run without loss: whatever fits behind
// it fits as well when it stands elsewhere.
bool pack(const std::vector<PinTokens>& pins, std::size_t from, const std::vector<bool>& taken) {
  if (from == pins.size()) return true;
  for (int place = 0; place < static_cast<int>(taken.size()); ++place) {
    const bool runStarts = place == 0 || taken[static_cast<std::size_t>(place) - 1];
    const std::size_t length = pins[from].at(place).size();
    if (!runStarts || !isFree(taken, place, length)) continue;
    std::vector<bool> next = taken;
    take(place, length, &next);
    if (pack(pins, from + 1, next)) return true;
  }
  return false;
}

}  // namespace

PinTokens tokenizePin(const Pin& pin, const Seam& seam, const Tokenizer& tokenizer) {
  std::string_view text = pin.text;
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  if (text.empty())
    throw Error(ErrorCode::kInvalidInput, "A pinned word is empty: write the word that the fill must hold.");
  if (text.find('\n') != std::string_view::npos)
    throw Error(ErrorCode::kInvalidInput, "The pinned words hold a line break: pin one line at a time.");
  PinTokens tokens;
  tokens.text = text;
  tokens.place = pin.place;
  const std::string spaced = clingsToWord(text) ? std::string(text) : " " + std::string(text);
  tokens.inside = tokenizer.encode(spaced);
  tokens.first = seam.firstWithoutSpace ? tokenizer.encode(text) : tokens.inside;
  return tokens;
}

bool pinsFit(const std::vector<PinTokens>& pins, std::vector<bool> taken) {
  std::vector<PinTokens> loose;
  for (const PinTokens& pin : pins) {
    if (pin.place == kAnywhere) {
      loose.push_back(pin);
      continue;
    }
    if (!isFree(taken, pin.place, pin.at(pin.place).size())) return false;
    take(pin.place, pin.at(pin.place).size(), &taken);
  }
  return pack(loose, 0, taken);
}

std::vector<int> placesFor(const std::vector<PinTokens>& pins, const std::vector<bool>& taken) {
  std::vector<int> places;
  for (int place = 0; place < static_cast<int>(taken.size()); ++place) {
    const std::size_t length = pins.front().at(place).size();
    if (!isFree(taken, place, length)) continue;
    std::vector<bool> next = taken;
    take(place, length, &next);
    if (pack(pins, 1, next)) places.push_back(place);
  }
  return places;
}

std::vector<bool> continuesWord(const PieceShapes& shapes) {
  std::vector<bool> found;
  for (std::size_t id = 0; id < shapes.size(); ++id) {
    const PieceShape& shape = shapes[static_cast<TokenId>(id)];
    found.push_back(!shape.space && (isOfWord(shape.first) || shape.first == CharacterKind::kPart));
  }
  return found;
}

}  // namespace lacuna::engine
