// SPDX-License-Identifier: GPL-3.0-or-later
// The grammar of gaps that an author writes into a text: [[…]], [[...]], [[]], [[12 words]], [[1 word]], and in German
// [[12 Wörter]], [[1 Wort]]. One place for the window (UTF-16) and the terminal (UTF-8). Pure; any thread; time linear
// in the text.
#pragma once

#include <QtGlobal>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace lacuna::ui {

// The longest gap, in words: about 512 tokens, which is what the engine fills.
inline constexpr int kMostGapWords = 375;

enum class MarkerKind {
  Gap,
  TooLong,  // [[9999 words]], [[0 words]]
  Broken,   // a gap with a line break inside
  InCode,   // a gap inside a fenced code block
  Other,    // [[anything else]] on one line
};

struct WrittenMarker {
  std::size_t begin = 0;  // units of the text, brackets included: they are what is replaced
  std::size_t end = 0;
  std::size_t line = 1;  // of begin, from 1
  int words = 0;         // 0: no length was asked for
  MarkerKind kind = MarkerKind::Gap;
};

// Why it is left alone, for a sentence that names it: "… is left alone: " + this.
inline const char* whyLeftAlone(MarkerKind kind) {
  switch (kind) {
    case MarkerKind::TooLong:
      static_assert(kMostGapWords == 375, "the sentence says so");
      return QT_TRANSLATE_NOOP("Markers", "a gap has 1 to 375 words.");
    case MarkerKind::Broken:
      return QT_TRANSLATE_NOOP("Markers", "a gap is written on one line.");
    case MarkerKind::InCode:
      return QT_TRANSLATE_NOOP("Markers", "it stands in a block of code.");
    default:
      return QT_TRANSLATE_NOOP("Markers", "the model continues prose and follows no instructions.");
  }
}

namespace markers_detail {

template <typename Char>
bool isBlank(Char c) {
  return c == Char(' ') || c == Char('\t');
}

template <typename Char>
std::basic_string_view<Char> trimmed(std::basic_string_view<Char> text) {
  while (!text.empty() && isBlank(text.front())) text.remove_prefix(1);
  while (!text.empty() && isBlank(text.back())) text.remove_suffix(1);
  return text;
}

// ASCII letters of `plain` are lower case.
template <typename Char>
bool equals(std::basic_string_view<Char> text, std::string_view plain) {
  if (text.size() != plain.size()) return false;
  for (std::size_t i = 0; i < plain.size(); ++i) {
    const Char c = text[i] >= Char('A') && text[i] <= Char('Z') ? Char(text[i] + ('a' - 'A')) : text[i];
    if (c != Char(static_cast<unsigned char>(plain[i]))) return false;
  }
  return true;
}

template <typename Char>
bool isEllipsis(std::basic_string_view<Char> text) {
  if (equals(text, "...")) return true;
  if constexpr (sizeof(Char) == 1) {
    return text.size() == 3 && text[0] == Char('\xE2') && text[1] == Char('\x80') && text[2] == Char('\xA6');
  } else {
    return text.size() == 1 && text[0] == Char(0x2026);
  }
}

// "Wörter", of which one letter has another form in each encoding.
template <typename Char>
bool isGermanWords(std::basic_string_view<Char> text) {
  constexpr std::size_t kLetter = sizeof(Char) == 1 ? 2 : 1;
  if (text.size() != 5 + kLetter) return false;
  const auto letter = text.substr(1, kLetter);
  bool right = false;
  if constexpr (sizeof(Char) == 1) {
    right = letter[0] == Char('\xC3') && (letter[1] == Char('\xB6') || letter[1] == Char('\x96'));
  } else {
    right = letter[0] == Char(0xF6) || letter[0] == Char(0xD6);
  }
  return right && equals(text.substr(0, 1), "w") && equals(text.substr(1 + kLetter), "rter");
}

template <typename Char>
bool isUnit(std::basic_string_view<Char> text) {
  return equals(text, "words") || equals(text, "word") || equals(text, "wort") || isGermanWords(text);
}

// What stands between the brackets: Gap with its words, TooLong, or Other. Spaces do not matter, nor does the case.
template <typename Char>
MarkerKind read(std::basic_string_view<Char> inside, int& words) {
  words = 0;
  const auto text = trimmed(inside);
  if (text.empty() || isEllipsis(text)) return MarkerKind::Gap;
  std::size_t digits = 0;
  int count = 0;
  while (digits < text.size() && text[digits] >= Char('0') && text[digits] <= Char('9')) {
    if (count <= kMostGapWords) count = count * 10 + static_cast<int>(text[digits] - Char('0'));
    ++digits;
  }
  const auto unit = trimmed(text.substr(digits));
  if (digits == 0 || !isUnit(unit)) return MarkerKind::Other;
  if (count < 1 || count > kMostGapWords) return MarkerKind::TooLong;
  words = count;
  return MarkerKind::Gap;
}

// Walks through the lines of a text once: the number of a line, and whether it lies in a fenced block of code
// (``` or ~~~, at least three, after at most three spaces; ended by as many of the same, or by the end of the text).
template <typename Char>
class Lines {
 public:
  explicit Lines(std::basic_string_view<Char> text) : text_(text) { readLine(); }
  // Goes to the line that holds `at`; never back.
  void goTo(std::size_t at) {
    for (std::size_t end = text_.find(Char('\n'), begin_); end != text_.npos && end < at;
         end = text_.find(Char('\n'), begin_)) {
      begin_ = end + 1;
      ++number_;
      readLine();
    }
  }
  std::size_t number() const { return number_; }
  bool inCode() const { return fence_ > 0 || opens_; }

 private:
  void readLine() {
    opens_ = false;
    std::size_t at = begin_;
    while (at < text_.size() && at < begin_ + 3 && text_[at] == Char(' ')) ++at;
    if (at >= text_.size() || (text_[at] != Char('`') && text_[at] != Char('~'))) return;
    const Char mark = text_[at];
    std::size_t count = 0;
    while (at < text_.size() && text_[at] == mark) ++at, ++count;
    if (count < 3) return;
    if (fence_ > 0) {
      bool bare = mark == mark_ && count >= fence_;
      for (; bare && at < text_.size() && text_[at] != Char('\n'); ++at)
        bare = isBlank(text_[at]) || text_[at] == Char('\r');
      if (bare) fence_ = 0;
      return;
    }
    // A back tick behind the opening ones makes it code inside a line.
    for (; mark == Char('`') && at < text_.size() && text_[at] != Char('\n'); ++at)
      if (text_[at] == mark) return;
    mark_ = mark;
    fence_ = count;
    opens_ = true;
  }

  std::basic_string_view<Char> text_;
  std::size_t begin_ = 0;
  std::size_t number_ = 1;
  Char mark_ = Char('`');
  std::size_t fence_ = 0;  // marks that opened the block; 0: not in one
  bool opens_ = false;     // the line is the opening one
};

}  // namespace markers_detail

// Ascending. A [[ that is not closed, and one that spans lines without being a gap, are no markers.
template <typename Char>
std::vector<WrittenMarker> writtenMarkers(std::basic_string_view<Char> text) {
  using View = std::basic_string_view<Char>;
  constexpr Char kOpen[] = {Char('['), Char('[')};
  constexpr Char kClose[] = {Char(']'), Char(']')};
  std::vector<WrittenMarker> found;
  std::size_t at = text.find(View(kOpen, 2));
  if (at == View::npos) return found;
  markers_detail::Lines<Char> lines(text);
  for (; at != View::npos; at = text.find(View(kOpen, 2), at)) {
    const std::size_t close = text.find(View(kClose, 2), at + 2);
    if (close == View::npos) break;
    WrittenMarker marker;
    marker.begin = text.rfind(View(kOpen, 2), close);  // "[[ [[…]]": the marker is the innermost
    if (marker.begin + 2 > close) marker.begin = at;
    marker.end = at = close + 2;
    const View inside = text.substr(marker.begin + 2, close - marker.begin - 2);
    lines.goTo(marker.begin);
    marker.line = lines.number();
    marker.kind = markers_detail::read(inside, marker.words);
    if (inside.find(Char('\n')) != View::npos) {
      // A gap has few words: what is longer is none that was broken.
      constexpr std::size_t kLongest = 64;
      std::basic_string<Char> joined(inside.substr(0, kLongest));
      for (Char& c : joined)
        if (c == Char('\n') || c == Char('\r')) c = Char(' ');
      if (inside.size() > kLongest || markers_detail::read(View(joined), marker.words) == MarkerKind::Other) continue;
      marker.kind = MarkerKind::Broken;
    }
    if (marker.kind == MarkerKind::Gap && lines.inCode()) marker.kind = MarkerKind::InCode;
    if (marker.kind != MarkerKind::Gap) marker.words = 0;
    found.push_back(marker);
  }
  return found;
}

}  // namespace lacuna::ui
