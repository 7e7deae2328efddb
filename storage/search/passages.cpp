// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/search/passages.h"

#include <QHash>
#include <algorithm>

#include "storage/varint.h"

namespace lacuna::storage {
namespace {

bool isBlank(QStringView line) {
  return std::all_of(line.begin(), line.end(), [](QChar unit) { return unit.isSpace(); });
}

// Where a paragraph that is too long is cut, above 0 and at most kLongestPassage.
qsizetype cutOf(QStringView paragraph) {
  const QStringView head = paragraph.left(kLongestPassage);
  qsizetype space = 0;
  for (qsizetype at = head.size() - 1; at > kLongestPassage / 2; --at) {
    if (!head[at].isSpace()) continue;
    if (space == 0) space = at + 1;
    if (QStringView(u".!?\u2026\u201D\u00BB").contains(head[at - 1])) return at + 1;
  }
  if (space > 0) return space;
  return head.back().isHighSurrogate() ? head.size() - 1 : head.size();
}

}  // namespace

std::vector<Passage> passagesOf(QStringView text) {
  std::vector<Passage> passages;
  for (qsizetype begin = 0; begin < text.size();) {
    const qsizetype found = text.indexOf(QLatin1Char('\n'), begin);
    const qsizetype end = found < 0 ? text.size() : found + 1;
    if (!passages.empty() && isBlank(text.mid(begin, end - begin)) &&
        passages.back().length + end - begin <= kLongestPassage) {
      passages.back().length += end - begin;
      begin = end;
      continue;
    }
    while (end - begin > kLongestPassage) {
      const qsizetype cut = cutOf(text.mid(begin, end - begin));
      passages.push_back({begin, cut});
      begin += cut;
    }
    if (end > begin) passages.push_back({begin, end - begin});
    begin = end;
  }
  return passages;
}

quint64 passageDigest(QStringView passage) {
  quint64 value = 14695981039346656037ULL;
  for (const QChar unit : passage) value = (value ^ unit.unicode()) * 1099511628211ULL;
  return value;
}

QByteArray encodeLayout(const Layout& layout) {
  QByteArray bytes;
  bytes.reserve(static_cast<qsizetype>(layout.size()) * 14);
  for (const Indexed& one : layout) {
    putNumber(bytes, one.number);
    putNumber(bytes, one.length);
    for (int shift = 0; shift < 64; shift += 8) bytes.append(static_cast<char>(one.digest >> shift));
  }
  return bytes;
}

std::optional<Layout> decodeLayout(const QByteArray& bytes) {
  Layout layout;
  layout.reserve(static_cast<std::size_t>(bytes.size() / 11));
  ByteReader reader(bytes);
  while (reader.ok() && !reader.atEnd()) {
    const quint64 number = reader.number();
    const quint64 length = reader.number();
    quint64 digest = 0;
    for (int shift = 0; shift < 64; shift += 8) digest |= static_cast<quint64>(reader.byte()) << shift;
    if (!reader.ok() || number > UINT32_MAX || length > kLongestPassage) return std::nullopt;
    layout.push_back({static_cast<quint32>(number), static_cast<quint32>(length), digest});
  }
  return layout;
}

Layout laidOut(const Layout& old, QStringView text, const std::vector<Passage>& passages) {
  QHash<quint64, std::vector<quint32>> rows;  // by digest, the last first
  for (auto it = old.rbegin(); it != old.rend(); ++it) {
    if (it->number > 0) rows[it->digest].push_back(it->number);
  }
  Layout layout;
  layout.reserve(passages.size());
  for (const Passage& passage : passages) {
    const quint64 digest = passageDigest(text.mid(passage.begin, passage.length));
    Indexed one{0, static_cast<quint32>(passage.length), digest};
    const auto known = rows.find(digest);
    if (known != rows.end() && !known->empty()) {
      one.number = known->back();
      known->pop_back();
    }
    layout.push_back(one);
  }
  for (auto it = rows.cbegin(); it != rows.cend(); ++it) {
    for (const quint32 number : *it) layout.push_back({number, 0, it.key()});
  }
  return layout;
}

}  // namespace lacuna::storage
