// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sampling/prepare.h"

#include <algorithm>
#include <cmath>

#include "engine/sampling/context_pieces.h"
#include "engine/sampling/request_check.h"

namespace lacuna::engine {
namespace {

constexpr int kFirstGuess = 12;          // tokens of a gap of no stated length, before its length is looked for
constexpr int kOpenGuess = 24;           // the room of one that ends by itself
constexpr double kTokensPerWord = 1.35;  // of our vocabulary, over prose: where a draft is too short to count
constexpr std::size_t kCountedBytes = 8U << 10U;  // of a draft, before the gap and behind it
constexpr int kFewWords = 60;                     // too few to count
constexpr std::size_t kMostTagged = 4096;         // tokens

// Tokens that a word of this draft takes in this vocabulary, its share of punctuation included.
double tokensPerWord(std::string_view text, std::size_t at, const Tokenizer& tokenizer) {
  const std::size_t begin = text.find(' ', at - std::min(at, kCountedBytes));
  const std::size_t end = text.rfind(' ', std::min(text.size(), at + kCountedBytes));
  if (begin == std::string_view::npos || end == std::string_view::npos || begin >= end) return kTokensPerWord;
  const std::string_view near = text.substr(begin, end - begin);
  const auto words = static_cast<int>(std::count(near.begin(), near.end(), ' '));
  if (words < kFewWords) return kTokensPerWord;
  const double tokens = static_cast<double>(tokenizer.encode(near).size());
  return std::clamp(tokens / words, 1.15, 2.5);
}

// As many tokens as so many words of this draft have; a few words are common ones, of a token each.
int tokensFor(int words, double perWord) {
  return std::clamp(words <= 3 ? words : static_cast<int>(std::lround(words * perWord)), 1, kLongestGap);
}

// Tokens that the request asks for; 0: it says nothing.
int askedLength(const GapRequest& gap, const std::string& text, const Tokenizer& tokenizer) {
  if (gap.tokens > 0) return gap.tokens;
  if (gap.words > 0) return tokensFor(gap.words, tokensPerWord(text, gap.begin, tokenizer));
  const std::string replaced = text.substr(gap.begin, gap.end - gap.begin);
  // A marker such as [[...]] says nothing of a length.
  if (replaced.empty() || replaced.rfind("[[", 0) == 0) return 0;
  return std::clamp(static_cast<int>(tokenizer.encode(replaced).size()), 1, kLongestGap);
}

// The room of a gap that ends by itself, where so many tokens are expected. In training what was left over had five
// tokens on the average.
int roomFor(int length) { return std::min(kLongestGap, length + std::max(4, length / 3)); }

// Whether a gap may end before its last token: the model knows of ends, it goes from left to right, and nobody has
// asked for a number of tokens.
bool mayEnd(const GapRequest& gap, const PreparedGap& made, const InfillRequest& request, const Tokenizer& tokenizer) {
  return tokenizer.special().end != kNoToken && request.sampler == "guided" && made.given.empty() && gap.tokens == 0;
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

// The context stream while it is put together.
class ContextBuilder {
 public:
  ContextBuilder(const InfillRequest& request, LineCache& lines, const std::function<void()>& betweenLines)
      : request_(request), lines_(lines), betweenLines_(betweenLines) {}

  void addPiece(const TextSpan& piece);
  PreparedRequest finish();

 private:
  void add(TokenId id, std::size_t byte) {
    prepared_.context.push_back(id);
    prepared_.contextByte.push_back(byte);
  }
  void append(std::string_view part);
  void addGap(std::size_t index, SeamSides sides);
  void markTagged();

  const InfillRequest& request_;
  LineCache& lines_;
  const std::function<void()>& betweenLines_;
  bool spaceAfterGap_ = false;  // the last gap's fill ends with the space that the text after it needs before a word
  TextStyle style_ = styleOf(request_.text);
  PreparedRequest prepared_;
};

void ContextBuilder::append(std::string_view part) {
  std::size_t byte = static_cast<std::size_t>(part.data() - request_.text.data());
  const auto addTokens = [&](std::string_view text, std::size_t extra) {
    for (const TokenId id : lines_.encode(text, betweenLines_)) {
      add(id, byte);
      byte += lines_.tokenizer().bytes(id).size() - extra;
      extra = 0;
    }
  };
  const bool spaceBefore = spaceAfterGap_;
  spaceAfterGap_ = false;
  if (!spaceBefore) return addTokens(part, 0);
  const std::size_t line = std::min(part.size(), part.find('\n'));
  addTokens(" " + std::string(part.substr(0, line)), 1);
  addTokens(part.substr(line), 0);
}

void ContextBuilder::addGap(std::size_t index, SeamSides sides) {
  const GapRequest& gap = request_.gaps[index];
  const Tokenizer& tokenizer = lines_.tokenizer();
  PreparedGap made;
  sides.style = style_;
  made.seam = makeSeam(sides);
  takeText(gap, request_, tokenizer, &made);
  for (const Pin& pin : request_.pins) {
    if (static_cast<std::size_t>(pin.gap) != index) continue;
    made.pins.push_back(tokenizePin(pin, made.seam, tokenizer));
  }
  int length = made.given.empty() ? askedLength(gap, request_.text, tokenizer) : static_cast<int>(made.given.size());
  require(length <= kLongestGap, "Gap " + std::to_string(index + 1) + " is too long: " + std::to_string(kLongestGap) +
                                     " tokens at most; select or ask for fewer words.");
  // Who asks for two words and pins two long ones gets them.
  if (gap.words > 0 && gap.tokens == 0 && made.given.empty()) length = std::max(length, made.shortest);
  made.automatic = length == 0;
  made.shortest = shortestFor(made.pins);
  made.mayEnd = mayEnd(gap, made, request_, tokenizer);
  // Who plans for so many words comes to an end in time; without a number the end is looked for.
  made.open = made.mayEnd && gap.words == 0;
  if (made.automatic)
    length = std::min(kLongestGap, std::max(made.open ? kOpenGuess : kFirstGuess, made.shortest));
  else if (made.open)
    length = roomFor(length);
  if (made.given.empty() && gap.tokens == 0) made.words = gap.words;
  requirePinsFit(made, index, length);
  append(made.seam.left);
  const bool first = prepared_.pieces.back().firstToken == prepared_.context.size();
  const TokenId anchor = first ? kNoToken : static_cast<TokenId>(prepared_.context.back());
  prepared_.plan.gaps.push_back({static_cast<std::int32_t>(prepared_.context.size()), length, anchor});
  add(made.open ? tokenizer.special().openGap : tokenizer.special().gap, gap.begin);
  spaceAfterGap_ = made.seam.spaceAfter;
  prepared_.gaps.push_back(std::move(made));
}

void ContextBuilder::addPiece(const TextSpan& piece) {
  const std::string_view text = request_.text;
  prepared_.pieces.push_back({prepared_.context.size(), piece});
  const TokenId document = lines_.tokenizer().special().document;
  if (document != kNoToken) add(document, piece.begin);
  std::size_t at = piece.begin;
  const std::size_t first = prepared_.gaps.size();
  std::size_t gap = first;
  const auto isInside = [&](std::size_t i) { return i < request_.gaps.size() && request_.gaps[i].end <= piece.end; };
  for (; isInside(gap); ++gap) {
    const GapRequest& asked = request_.gaps[gap];
    const bool more = isInside(gap + 1);
    const std::size_t next = more ? request_.gaps[gap + 1].begin : piece.end;
    addGap(gap, {text.substr(at, asked.begin - at), text.substr(asked.end, next - asked.end), gap > first, more});
    at = asked.end;
  }
  append(text.substr(at, piece.end - at));
  spaceAfterGap_ = false;
}

void ContextBuilder::markTagged() {
  std::size_t piece = 0;
  std::size_t count = 0;
  for (std::size_t i = 0; i < prepared_.context.size(); ++i) {
    const bool another = piece + 1 < prepared_.pieces.size();
    const bool last = i + 1 == (another ? prepared_.pieces[piece + 1].firstToken : prepared_.context.size());
    const std::size_t end = last ? prepared_.pieces[piece].bytes.end : prepared_.contextByte[i + 1];
    if (last) ++piece;
    const bool tagged = std::any_of(request_.tagged.begin(), request_.tagged.end(), [&](const TextSpan& passage) {
      return passage.begin < end && passage.end > prepared_.contextByte[i];
    });
    if (!tagged) continue;
    ++count;
    const auto at = static_cast<std::int32_t>(i);
    std::vector<TokenRange>& ranges = prepared_.plan.tagged;
    if (!ranges.empty() && ranges.back().end == at)
      ++ranges.back().end;
    else
      ranges.push_back({at, at + 1});
  }
  require(count <= kMostTagged, "The tagged passages hold " + std::to_string(count) + " tokens, and " +
                                    std::to_string(kMostTagged) + " can be kept in sight: tag less.");
}

PreparedRequest ContextBuilder::finish() {
  if (!request_.tagged.empty()) markTagged();
  prepared_.plan.context = static_cast<std::int32_t>(prepared_.context.size());
  prepared_.plan.candidates = request_.candidates;
  return std::move(prepared_);
}

}  // namespace

void requireEditFits(const PreparedEdit& edit, std::size_t length) {
  require(edit.token + std::max<std::size_t>(1, edit.tokens.size()) <= length,
          "The edit" + (edit.text.empty() ? std::string() : " “" + edit.text + "”") + " at token " +
              std::to_string(edit.token + 1) + " does not fit into gap " + std::to_string(edit.gap + 1) +
              ", which has " + std::to_string(length) + " tokens.");
}

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
  PreparedEdit made{static_cast<std::size_t>(edit.gap), static_cast<std::size_t>(edit.token), {}, edit.text};
  const PreparedGap& gap = prepared.gaps[made.gap];
  if (!edit.text.empty())
    made.tokens = tokenizePin({edit.text, edit.gap, edit.token}, gap.seam, tokenizer).at(edit.token);
  // A length that is left open is known when the edit's step has been made.
  if (!gap.automatic) requireEditFits(made, static_cast<std::size_t>(prepared.plan.gaps[made.gap].length));
  return made;
}

void prepareWay(const InfillRequest& request, const Tokenizer& tokenizer, PreparedRequest* prepared) {
  for (const BranchPoint& point : request.way) {
    prepared->edits.emplace_back();
    for (const StepEdit& edit : point.edits) prepared->edits.back().push_back(prepareEdit(edit, *prepared, tokenizer));
  }
}

}  // namespace

PreparedRequest prepareRequest(const InfillRequest& request, LineCache& lines,
                               const std::function<void()>& betweenLines) {
  checkRequest(request);
  ContextBuilder builder(request, lines, betweenLines);
  for (const TextSpan& piece : contextPieces(request)) builder.addPiece(piece);
  PreparedRequest prepared = builder.finish();
  prepareWay(request, lines.tokenizer(), &prepared);
  return prepared;
}

}  // namespace lacuna::engine
