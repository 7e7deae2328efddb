// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/gap_markers.h"

#include <algorithm>
#include <cctype>
#include <optional>

namespace lacuna::app {
namespace {

constexpr const char* kEllipsis = "\xE2\x80\xA6";  // …

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// "12 words" -> 12, "" and "..." -> 0, anything else -> nothing.
std::optional<int> wantedWords(const std::string& inside) {
  std::string text = trimmed(inside);
  if (text.empty() || text == "..." || text == kEllipsis) return 0;
  std::size_t digits = 0;
  while (digits < text.size() && std::isdigit(static_cast<unsigned char>(text[digits])) != 0) ++digits;
  if (digits == 0 || digits > 4) return std::nullopt;
  const int count = std::stoi(text.substr(0, digits));
  std::string unit = trimmed(text.substr(digits));
  std::transform(unit.begin(), unit.end(), unit.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  if ((unit != "words" && unit != "word") || count < 1 || count > kMostWords) return std::nullopt;
  return count;
}

}  // namespace

FoundMarkers findMarkers(const std::string& text) {
  FoundMarkers found;
  std::size_t at = 0;
  while ((at = text.find("[[", at)) != std::string::npos) {
    const std::size_t close = text.find("]]", at + 2);
    if (close == std::string::npos) break;
    const std::size_t inner = text.rfind("[[", close);  // "[[ [[…]]": the marker is the innermost
    const std::string inside = text.substr(inner + 2, close - inner - 2);
    const GapMarker marker{inner, close + 2, wantedWords(inside).value_or(0)};
    if (wantedWords(inside).has_value()) {
      found.gaps.push_back(marker);
    } else if (inside.find('\n') == std::string::npos) {
      found.notGaps.push_back(marker);
    }
    at = close + 2;
  }
  return found;
}

std::size_t lineOf(const std::string& text, std::size_t byte) {
  const auto end = text.begin() + static_cast<std::ptrdiff_t>(std::min(byte, text.size()));
  return static_cast<std::size_t>(std::count(text.begin(), end, '\n')) + 1;
}

}  // namespace lacuna::app
