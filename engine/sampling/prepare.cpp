// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sampling/prepare.h"

#include <algorithm>
#include <cmath>

#include "engine/sampling/request_check.h"

namespace lacuna::engine {
namespace {

constexpr int kFirstGuess = 12;                  // tokens of a gap of no stated length, before its length is looked for
constexpr double kTokensPerWord = 1.35;          // of our vocabulary, over prose
constexpr std::size_t kReachBytes = 48U << 10U;  // context further than this from every gap is left out (~12k tokens)

// Tokens that the request asks for; 0: it says nothing.
int askedLength(const GapRequest& gap, const std::string& text, const Tokenizer& tokenizer) {
  if (gap.tokens > 0) return gap.tokens;
  if (gap.words > 0) return std::clamp(static_cast<int>(std::lround(gap.words * kTokensPerWord)), 1, kLongestGap);
  const std::string replaced = text.substr(gap.begin, gap.end - gap.begin);
  // A marker such as [[...]] says nothing of a length.
  if (replaced.empty() || replaced.rfind("[[", 0) == 0) return 0;
  return std::clamp(static_cast<int>(tokenizer.encode(replaced).size()), 1, kLongestGap);
}

// The gap's own tokens with the strengths of the strokes over them; nothing if no stroke touches it.
void takeText(const GapRequest& gap, const InfillRequest& request, const Tokenizer& tokenizer, PreparedGap* prepared) {
  std::vector<Stroke> strokes;
  for (const Stroke& stroke : request.strength) {
    if (stroke.begin >= gap.begin && stroke.end <= gap.end) strokes.push_back(stroke);
  }
  if (strokes.empty()) return;
  const std::string text = request.text.substr(gap.begin, gap.end - gap.begin);
  const std::string spelled = asTokens(&prepared->seam, text);
  const bool leads = spelled.size() > text.size() || (prepared->seam.spaceAfter && spelled.size() == text.size());
  prepared->given = tokenizer.encode(spelled);
  std::size_t at = gap.begin;  // where the token's own bytes begin in the document
  bool leading = leads;
  for (const TokenId id : prepared->given) {
    const std::string& bytes = tokenizer.bytes(id);
    const std::size_t size = bytes.size() - (leading ? 1U : 0U);
    leading = false;
    // A stroke that ends with the space before a word has not touched the word.
    const std::size_t begin = at + (size == bytes.size() && size > 1 && bytes.front() == ' ' ? 1U : 0U);
    at += size;
    float strength = 0;
    for (const Stroke& stroke : strokes) {
      if (stroke.begin < at && stroke.end > begin) strength = std::max(strength, stroke.value);
    }
    prepared->strength.push_back(strength);
  }
}

// Tokens with which the pins fit into a gap; the longest gap if they never do.
int shortestFor(const std::vector<PinTokens>& pins) {
  int length = 1;
  while (length < kLongestGap && !pinsFit(pins, std::vector<bool>(static_cast<std::size_t>(length), false))) ++length;
  return length;
}

std::size_t characterBefore(std::string_view text, std::size_t at) {
  while (at > 0 && at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) --at;
  return at;
}

}  // namespace

void requirePinsFit(const PreparedGap& gap, std::size_t index, int length) {
  std::vector<bool> taken(static_cast<std::size_t>(length), false);
  for (std::size_t i = 0; i < gap.strength.size(); ++i) taken[i] = gap.strength[i] <= 0.0F;
  if (pinsFit(gap.pins, taken)) return;
  std::string words;
  for (const PinTokens& pin : gap.pins) words += (words.empty() ? "“" : ", “") + pin.text + "”";
  require(false, "The pinned words " + words + " do not fit into gap " + std::to_string(index + 1) + ", which has " +
                     std::to_string(length) + " tokens; make the gap longer or pin less.");
}

namespace {

PreparedEdit prepareEdit(const StepEdit& edit, const PreparedRequest& prepared, const Tokenizer& tokenizer) {
  PreparedEdit made;
  const auto gap = static_cast<std::size_t>(edit.gap);
  for (std::size_t i = 0; i < gap; ++i) made.slot += static_cast<std::size_t>(prepared.plan.gaps[i].length);
  made.slot += static_cast<std::size_t>(edit.token);
  if (!edit.text.empty()) {
    made.tokens = tokenizePin({edit.text, edit.gap, edit.token}, prepared.gaps[gap].seam, tokenizer).at(edit.token);
  }
  const std::size_t end = static_cast<std::size_t>(edit.token) + std::max<std::size_t>(1, made.tokens.size());
  require(end <= static_cast<std::size_t>(prepared.plan.gaps[gap].length),
          "The edit" + (edit.text.empty() ? std::string() : " “" + edit.text + "”") + " at token " +
              std::to_string(edit.token + 1) + " does not fit into gap " + std::to_string(edit.gap + 1) +
              ", which has " + std::to_string(prepared.plan.gaps[gap].length) + " tokens.");
  return made;
}

void prepareWay(const InfillRequest& request, const Tokenizer& tokenizer, PreparedRequest* prepared) {
  if (request.way.empty()) return;
  for (std::size_t gap = 0; gap < prepared->gaps.size(); ++gap) {
    require(!prepared->gaps[gap].automatic, "Gap " + std::to_string(gap + 1) +
                                                " of a branch leaves its length open: give it the number of tokens "
                                                "that it had in the run that the branch leaves.");
  }
  for (const BranchPoint& point : request.way) {
    prepared->edits.emplace_back();
    for (const StepEdit& edit : point.edits) prepared->edits.back().push_back(prepareEdit(edit, *prepared, tokenizer));
  }
}

}  // namespace

PreparedRequest prepareRequest(const InfillRequest& request, const Tokenizer& tokenizer) {
  checkRequest(request);
  PreparedRequest prepared;
  const std::string_view text = request.text;
  const std::size_t front = request.gaps.front().begin;
  const std::size_t start = characterBefore(text, front > kReachBytes ? front - kReachBytes : 0);
  const std::size_t finish = characterBefore(text, std::min(text.size(), request.gaps.back().end + kReachBytes));
  const auto add = [&](TokenId id, std::size_t byte) {
    prepared.context.push_back(id);
    prepared.contextByte.push_back(byte);
  };
  add(tokenizer.special().document, start);
  const auto append = [&](std::string_view part, bool spaceBefore) {
    auto byte = static_cast<std::size_t>(part.data() - text.data());
    std::size_t extra = spaceBefore ? 1 : 0;  // a space that the document does not have
    for (const TokenId id : tokenizer.encode((spaceBefore ? " " : "") + std::string(part))) {
      add(id, byte);
      byte += tokenizer.bytes(id).size() - extra;
      extra = 0;
    }
  };
  std::size_t at = start;
  bool spaceAfter = false;
  for (std::size_t i = 0; i < request.gaps.size(); ++i) {
    const GapRequest& gap = request.gaps[i];
    const std::size_t next = i + 1 < request.gaps.size() ? request.gaps[i + 1].begin : finish;
    PreparedGap made;
    made.seam = makeSeam(text.substr(at, gap.begin - at), text.substr(gap.end, next - gap.end));
    takeText(gap, request, tokenizer, &made);
    for (const Pin& pin : request.pins) {
      if (static_cast<std::size_t>(pin.gap) != i) continue;
      made.pins.push_back(tokenizePin(pin, made.seam, tokenizer));
    }
    int length = made.given.empty() ? askedLength(gap, request.text, tokenizer) : static_cast<int>(made.given.size());
    require(length <= kLongestGap,
            "Gap " + std::to_string(i + 1) + " is too long: " + std::to_string(kLongestGap) + " tokens at most.");
    made.automatic = length == 0;
    made.shortest = shortestFor(made.pins);
    if (made.automatic) length = std::min(kLongestGap, std::max(kFirstGuess, made.shortest));
    requirePinsFit(made, i, length);
    append(made.seam.left, spaceAfter);
    prepared.plan.gaps.push_back({static_cast<std::int32_t>(prepared.context.size()), length});
    add(tokenizer.special().gap, gap.begin);
    spaceAfter = made.seam.spaceAfter;
    at = gap.end;
    prepared.gaps.push_back(std::move(made));
  }
  append(text.substr(at, finish - at), spaceAfter);
  prepared.pieces = {{0, {start, finish}}};
  prepared.plan.context = static_cast<std::int32_t>(prepared.context.size());
  prepared.plan.candidates = request.candidates;
  prepareWay(request, tokenizer, &prepared);
  return prepared;
}

}  // namespace lacuna::engine
