// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/search/replace_values.h"

#include <algorithm>

namespace lacuna::ui {
namespace {

constexpr int kAround = 48;  // units of the text on either side of a place

// Some words of the same paragraph before, or behind.
QString leftOf(const QString& text, int at) {
  const int least = std::max(0, at - kAround);
  int from = std::max(least, static_cast<int>(text.lastIndexOf(u'\n', at - 1)) + 1);
  if (at == 0) from = 0;
  if (from == least && from > 0) {
    const auto space = static_cast<int>(text.indexOf(u' ', from));
    if (space >= 0 && space < at) from = space + 1;
    return QChar(0x2026) + text.mid(from, at - from);
  }
  return text.mid(from, at - from);
}

QString rightOf(const QString& text, int at) {
  auto end = static_cast<int>(text.indexOf(u'\n', at));
  if (end < 0) end = static_cast<int>(text.size());
  if (end - at <= 2 * kAround) return text.mid(at, end - at);
  return text.mid(at, 2 * kAround) + QChar(0x2026);
}

}  // namespace

bool DocumentEdits::fits(const QString& text) const {
  if (before.size() != edits.size() || (hash != 0 && hash != qHash(text))) return false;
  for (qsizetype i = 0; i < edits.size(); ++i)
    if (QStringView(text).mid(edits.at(i).position, edits.at(i).removed) != before.at(i)) return false;
  return true;
}

DocumentEdits DocumentEdits::back(const QString& after) const {
  DocumentEdits made{id, title, {}, {}, qHash(after)};
  int by = 0;
  for (qsizetype i = 0; i < edits.size(); ++i) {
    const Edit& edit = edits.at(i);
    const auto length = static_cast<int>(edit.inserted.size());
    made.edits.push_back({edit.position + by, length, before.at(i)});
    made.before << edit.inserted;
    by += length - edit.removed;
  }
  return made;
}

ReplaceDocument placesIn(const QString& text, const FindPattern& pattern, const Replacement& with,
                         const std::function<bool()>& stop) {
  ReplaceDocument document;
  const FindResult result = pattern.find(text, 0, static_cast<int>(text.size()), ReplaceDocument::kMost, stop);
  document.more = result.more;
  document.trouble = result.trouble;
  const QStringList made = pattern.replacements(text, result.places, with);
  for (qsizetype i = 0; i < result.places.size(); ++i) {
    const auto [begin, end] = result.places.at(i);
    const QString before = text.mid(begin, end - begin);
    if (before == made.at(i)) continue;  // it would stay as it is
    document.places.push_back({begin, before, made.at(i), leftOf(text, begin), rightOf(text, end)});
  }
  return document;
}

}  // namespace lacuna::ui
