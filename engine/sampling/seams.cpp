// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/sampling/seams.h"

#include <algorithm>
#include <utility>

#include "engine/text/utf8.h"

namespace lacuna::engine {
namespace {

using enum CharacterKind;

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kQuoteBytes = "\xE2\x80";  // quotation marks, dashes, the ellipsis begin so

void dropLast(std::string_view* text) { text->remove_suffix(lastCharacter(*text).length); }

std::string_view withoutWhite(std::string_view text) {
  while (lastCharacter(text).kind == kSpace) dropLast(&text);
  return text;
}

std::string_view lineOf(std::string_view text) {
  const std::size_t end = text.find_last_of("\r\n");
  return end == std::string_view::npos ? text : text.substr(end + 1);
}

// Whether the mark at the end of text opens something: brackets say so, quotation marks stand before a word then, not
// behind one.
bool endsOpening(std::string_view text) {
  const Character mark = lastCharacter(text);
  if (mark.kind == kOpening) return true;
  if (mark.kind != kQuote && mark.kind != kEmphasis && mark.kind != kApostrophe) return false;
  text.remove_suffix(mark.length);
  const Character before = lastCharacter(text);
  const bool marks = before.kind == kQuote || before.kind == kEmphasis;
  if (marks && before.code != mark.code) return endsOpening(text);
  if (marks) {  // ** and __ open and close as one
    text.remove_suffix(before.length);
    return !isOfWord(lastCharacter(text).kind) && lastCharacter(text).kind != kStop;
  }
  return before.kind == kNone || isWhite(before.kind) || before.kind == kOpening || before.kind == kDash ||
         before.kind == kHyphen || before.kind == kIgnored;
}

// "e.g." and initials end no sentence.
bool endsSentence(std::string_view text) {
  const Character stop = lastCharacter(text);
  if (stop.code == U'!' || stop.code == U'?') return true;
  if (stop.code != U'.') return false;
  text.remove_suffix(stop.length);
  const Character letter = lastCharacter(text);
  if (!isLetter(letter.kind)) return letter.kind != kStop;
  text.remove_suffix(letter.length);
  const Character before = lastCharacter(text);
  return isOfWord(before.kind) || before.kind == kApostrophe;
}

// What was said, with its own mark before the closing quotation mark: afternoon.”
bool endsSpeech(std::string_view text) {
  const Character quote = lastCharacter(text);
  if (std::u32string_view(U"\"”’»").find(quote.code) == std::u32string_view::npos) return false;
  text.remove_suffix(quote.length);
  return lastCharacter(text).kind == kStop;
}

// Whether text begins with a capital where English writes one at the beginning of a sentence alone: no name, no I.
bool beginsSentence(std::string_view text) {
  static constexpr std::string_view kWords[] = {
      "A",      "After",  "All",    "Although", "An",      "And",   "As",     "At",   "Because",
      "Before", "Behind", "Below",  "But",      "By",      "Every", "For",    "From", "He",
      "Her",    "Here",   "His",    "How",      "If",      "In",    "Inside", "It",   "Its",
      "My",     "No",     "Nobody", "Not",      "Nothing", "Now",   "Of",     "On",   "One",
      "Only",   "Or",     "Our",    "Outside",  "Perhaps", "She",   "So",     "Some", "Somewhere",
      "That",   "The",    "Their",  "Then",     "There",   "These", "They",   "This", "To",
      "Two",    "We",     "What",   "When",     "Where",   "While", "With",   "You"};
  const std::size_t length =
      std::min(text.size(), text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"));
  return std::find(std::begin(kWords), std::end(kWords), text.substr(0, length)) != std::end(kWords);
}

// Markdown's own marks at a line's start: "# ", "> ", "- ", "* ". They keep their space.
bool isOnlyMarks(std::string_view line) {
  return !line.empty() && line.find_first_not_of("#>*- \t") == std::string_view::npos;
}

// Signs that a word follows without a space.
bool holdsOn(Character sign) {
  return sign.kind == kHyphen || sign.kind == kDash || sign.kind == kUnspaced ||
         (sign.kind == kOther && std::u32string_view(U"/#@$£€&`~=+<>|\\").find(sign.code) != std::u32string_view::npos);
}

// A line's end inside a sentence, as in texts whose lines are of one length.
bool isWrapped(std::string_view core) {
  constexpr std::size_t kLongLine = 40;  // bytes
  const Character end = lastCharacter(core);
  if (end.kind != kLineEnd) return false;
  core.remove_suffix(core.size() > 1 && core.substr(core.size() - 2) == "\r\n" ? 2 : end.length);
  const std::string_view line = lineOf(core);
  const Character last = lastCharacter(withoutWhite(line));
  return line.size() >= kLongLine && (last.kind == kLower || last.code == U',' || last.code == U';');
}

bool isPunctuation(CharacterKind kind) {
  return kind == kStop || kind == kClosing || kind == kDash || kind == kHyphen || kind == kApostrophe;
}

// What stands before the gap, without the white space between.
void describeLeft(const SeamSides& sides, std::string_view core, Seam* seam) {
  const Character lastOf = lastCharacter(core);
  const CharacterKind last = lastOf.kind;
  const bool adjacent = core.empty() && sides.gapBefore;
  const bool marks = isOnlyMarks(lineOf(core)) && seam->spaceTaken && !(sides.gapBefore && lineOf(core) == core);
  seam->lineStart = !adjacent && (core.empty() || core == kByteOrderMark || last == kLineEnd);
  const bool opening = endsOpening(core);
  const bool touching = !seam->spaceTaken;
  const bool joins = opening || holdsOn(lastOf);
  seam->firstWithoutSpace = seam->lineStart || (touching && joins);
  // A word of its own has a space before it; without one only punctuation can follow a word of the text.
  seam->firstNeedsSpace = !seam->firstWithoutSpace && (seam->spaceTaken || adjacent) && !marks;
  seam->noPunctuationFirst = seam->lineStart || seam->spaceTaken || adjacent || marks || joins || last == kStop ||
                             last == kPart || (!opening && endsSpeech(core));
  const bool wantsCapital =
      (seam->lineStart && !isWrapped(core)) || (marks && lineOf(core).find_first_of("#>") != std::string_view::npos);
  seam->sentenceStart = wantsCapital || (!opening && endsSentence(core));
  seam->afterQuote = opening && touching && lastOf.code != U'(' && lastOf.code != U'[' && lastOf.code != U'{';
  if (opening && !adjacent) {
    const std::string_view outside = withoutWhite(core.substr(0, core.size() - lastCharacter(core).length));
    const Character before = lastCharacter(outside);
    seam->sentenceStart = (outside.empty() && !sides.gapBefore) || outside == kByteOrderMark ||
                          before.kind == kLineEnd || before.code == U':' || endsSentence(outside);
  }
}

void describeRight(const SeamSides& sides, Seam* seam) {
  seam->after = firstCharacter(sides.after).kind;
  const bool closes = closesAfterWord(sides.after);
  seam->quoteAfter = seam->after == kClosing || (closes && (seam->after == kQuote || seam->after == kEmphasis));
  seam->noPunctuationLast = closes;
  seam->spaceAfter = startsWithWord(sides.after);
  const std::size_t word = sides.after.find_first_not_of(' ');
  seam->smallAfter = word != std::string_view::npos && firstCharacter(sides.after.substr(word)).kind == kLower;
  seam->sentenceAfter = word != std::string_view::npos && beginsSentence(sides.after.substr(word));
}

// Characters of pieces, each with the piece that it belongs to.
struct Placed {
  Character character;
  std::string bytes;
  std::size_t piece = 0;
  bool own = false;
};

std::vector<Placed> charactersOf(const std::vector<FillPiece>& pieces) {
  std::string text;
  std::vector<std::size_t> pieceOf;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    text += pieces[i].bytes;
    pieceOf.resize(text.size(), i);
  }
  std::vector<Placed> placed;
  for (std::size_t at = 0; at < text.size();) {
    const Character here = firstCharacter(std::string_view(text).substr(at));
    if (here.kind != kPart)
      placed.push_back({here, text.substr(at, here.length), pieceOf[at], pieces[pieceOf[at]].own});
    at += here.length;
  }
  return placed;
}

// Takes out what must not stand: controls, spaces that the text has already, spaces beside spaces.
std::vector<Placed> withoutDoubles(const Seam& seam, const std::vector<Placed>& all) {
  const bool strips = seam.spaceTaken || seam.firstWithoutSpace;
  bool stripped = false;
  std::vector<Placed> kept;
  for (Placed placed : all) {
    const CharacterKind kind = placed.character.kind;
    // A model's spaces and line ends are of one sort.
    if (!placed.own && kind == kSpace && placed.character.code != U' ') placed = {{U' ', 1, kSpace}, " ", placed.piece};
    if (!placed.own && kind == kLineEnd && placed.character.code != U'\r')
      placed = {{U'\n', 1, kLineEnd}, "\n", placed.piece};
    if (kept.empty() && !stripped && strips && placed.character.code == U' ') {
      stripped = true;
      continue;
    }
    if (!placed.own) {
      if (kind == kIgnored || placed.character.code == U'\r' || placed.character.code == 0xFFFD) continue;
      if (kind == kSpace && (kept.empty() ? strips : isWhite(kept.back().character.kind))) continue;
    }
    // A line's end takes no space before it.
    if (kind == kLineEnd && !placed.own) {
      while (!kept.empty() && kept.back().character.kind == kSpace && !kept.back().own) kept.pop_back();
    }
    kept.push_back(std::move(placed));
  }
  const bool takesNoSpace =
      seam.ruled && (seam.spaceAfter || seam.after == kNone || isWhite(seam.after) || seam.noPunctuationLast);
  while (takesNoSpace && !kept.empty() && isWhite(kept.back().character.kind) && !kept.back().own) kept.pop_back();
  return kept;
}

bool wantsSpaceBefore(const Seam& seam, const Placed& first) {
  if (!seam.ruled || seam.spaceTaken || seam.firstWithoutSpace || first.own) return false;
  return isOfWord(first.character.kind) || first.character.kind == kOpening || first.character.kind == kApostrophe;
}

bool wantsSpaceAfter(const Seam& seam, const Placed& last) {
  return seam.spaceAfter && !isWhite(last.character.kind) && (last.own || last.character.kind != kOpening);
}

}  // namespace

bool startsWithWord(std::string_view text) {
  const CharacterKind first = firstCharacter(text).kind;
  return isOfWord(first) || first == kOpening || ((first == kQuote || first == kEmphasis) && !closesAfterWord(text));
}

bool clingsToWord(std::string_view text) { return closesAfterWord(text); }

Seam makeSeam(const SeamSides& sides) {
  Seam seam;
  seam.ruled = true;
  seam.style = sides.style;
  seam.left = sides.before;
  while (!seam.left.empty() && seam.left.back() == ' ') seam.left.remove_suffix(1);
  const std::string_view core = withoutWhite(seam.left);
  // Of a line that has nothing but an indent the spaces are the author's, and nobody's to take.
  seam.spaceTaken = core.size() != sides.before.size();
  describeLeft(sides, core, &seam);
  describeRight(sides, &seam);
  seam.speech = speechAround(sides.before, sides.after, sides.gapBefore, sides.gapAfter);
  return seam;
}

std::string asTokens(Seam* seam, std::string_view between) {
  seam->given = true;
  std::string_view body = between;
  if (seam->spaceAfter && !body.empty() && body.back() == ' ') body.remove_suffix(1);
  const bool open = !body.empty() && body.back() != ' ' && body.back() != '\n';
  seam->spaceAfter = seam->spaceAfter && body.size() < between.size() && open;
  if (!seam->spaceAfter) body = between;
  // The space that was taken from the text before comes back with the first token; what would be stripped from the
  // author's own text gets one to strip.
  const bool leads = seam->firstWithoutSpace ? !body.empty() && body.front() == ' ' : seam->spaceTaken;
  return leads ? " " + std::string(body) : std::string(body);
}

std::vector<std::string> finishPieces(const Seam& seam, const std::vector<FillPiece>& pieces) {
  std::vector<std::string> finished(pieces.size());
  const std::vector<Placed> kept = withoutDoubles(seam, charactersOf(pieces));
  if (kept.empty()) return finished;
  if (wantsSpaceBefore(seam, kept.front())) finished[kept.front().piece] += ' ';
  CharacterKind before = seam.lineStart ? kNone : seam.spaceTaken ? kSpace : lastCharacter(seam.left).kind;
  char32_t last = 0;
  for (std::size_t i = 0; i < kept.size(); ++i) {
    const Placed& here = kept[i];
    if (i == 0 && !finished[here.piece].empty()) before = kSpace;
    const CharacterKind after = i + 1 < kept.size() ? kept[i + 1].character.kind : seam.after;
    const bool asItIs = here.own || (here.character.code == U'\n' && last == U'\r');
    finished[here.piece] += asItIs ? here.bytes : styled(seam.style, here.character.code, {before, after});
    before = here.character.kind;
    last = here.character.code;
  }
  if (wantsSpaceAfter(seam, kept.back())) finished[kept.back().piece] += ' ';
  return finished;
}

std::string finishFill(const Seam& seam, const std::string& fill) {
  return finishPieces(seam, {{fill, seam.given}}).front();
}

bool mayBeFirst(const Seam& seam, const PieceShape& shape) {
  if (!seam.ruled) return true;
  if (!shape.head.empty() || shape.first == kNone || shape.first == kSpace || shape.first == kIgnored) return false;
  if (seam.firstNeedsSpace && !shape.space) return false;
  if (seam.firstWithoutSpace && shape.space) return false;
  if (shape.first == kLineEnd) return !shape.space && !seam.lineStart && !seam.spaceTaken && !seam.firstWithoutSpace;
  if (isPunctuation(shape.first)) {
    // Right behind a word: a comma, a dash, a closing quotation mark; nothing that would make another word of it.
    return !seam.noPunctuationFirst && !shape.space && shape.first != kApostrophe && shape.first != kHyphen;
  }
  if (seam.sentenceStart && (shape.first == kEmphasis || (shape.first == kOpening && !shape.speech))) return false;
  if (seam.afterQuote && (shape.first == kQuote || shape.first == kOpening)) return false;
  const bool apart = shape.space || seam.spaceTaken || seam.firstWithoutSpace;
  if (!apart) return false;
  if (shape.first == kPart) {
    // The first bytes of a quotation mark, or of a letter that cannot be told to be a capital.
    return shape.space ? !seam.sentenceStart : shape.tail == kQuoteBytes;
  }
  if (shape.first == kOther) return !seam.lineStart && shape.space;
  if (!isLetter(shape.first)) return true;
  if (seam.sentenceStart) return shape.first != kLower;
  return shape.space || shape.beginsWord;
}

bool mayBeLast(const Seam& seam, const PieceShape& shape) {
  if (!seam.ruled) return true;
  if (!shape.tail.empty()) return false;
  // The end of a character that began in the piece before: of a quotation mark it must not be an opening one.
  if (!shape.head.empty() && shape.last == kPart) {
    const Character ended = firstCharacter(std::string(kQuoteBytes) + shape.head);
    return ended.code != 0x201C && ended.code != 0x2018 && ended.code != 0x201E && ended.code != 0x201A;
  }
  switch (shape.last) {
    case kNone:
    case kSpace:
    case kLineEnd:
    case kIgnored:
    case kPart:
    case kOpening:
    case kHyphen:
      return false;
    case kApostrophe:
      // A word that waits for its end ("won’"), unless speech ends so.
      return seam.style.singleSpeech && !seam.noPunctuationLast;
    case kQuote:
      return !shape.opens || seam.style.doubles > TextStyle::Doubles::kEnglish;
    case kStop:
      if (shape.endsSentence ? seam.smallAfter : seam.sentenceAfter) return false;
      [[fallthrough]];
    case kDash:
      return !seam.noPunctuationLast || seam.quoteAfter;
    case kClosing:
      return !seam.noPunctuationLast;
    default:
      return !seam.sentenceAfter && !(shape.dangles && (seam.after == kStop || seam.after == kLineEnd));
  }
}

std::vector<bool> barredFirst(const Seam& seam, const PieceShapes& shapes) {
  std::vector<bool> barred;
  for (std::size_t id = 0; id < shapes.size(); ++id)
    barred.push_back(!mayBeFirst(seam, shapes[static_cast<TokenId>(id)]));
  return barred;
}

std::vector<bool> barredLast(const Seam& seam, const PieceShapes& shapes) {
  std::vector<bool> barred;
  for (std::size_t id = 0; id < shapes.size(); ++id)
    barred.push_back(!mayBeLast(seam, shapes[static_cast<TokenId>(id)]));
  return barred;
}

}  // namespace lacuna::engine
