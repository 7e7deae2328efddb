// SPDX-License-Identifier: GPL-3.0-or-later
// A text as passages, the unit of the search: a paragraph each, with the empty lines behind it. A change of the text
// changes the passages that it touches and no others, so that the index takes a keystroke's work for a keystroke.
//
// Pure functions, any thread. Lengths count UTF-16 units.
#pragma once

#include <QByteArray>
#include <QStringView>
#include <optional>
#include <vector>

namespace lacuna::storage {

// A paragraph that is longer is cut, behind a sentence where that can be. A pair of surrogates never is.
constexpr qsizetype kLongestPassage = 4000;

struct Passage {
  qsizetype begin = 0;
  qsizetype length = 0;  // above 0
};
// One behind the other, the whole text.
std::vector<Passage> passagesOf(QStringView text);

// Equal texts have equal digests (FNV-1a over the units); others have different ones, in practice.
quint64 passageDigest(QStringView passage);

// One passage of a document in the index.
struct Indexed {
  quint32 number = 0;  // of its row, from 1; 0: it is not in the index yet
  quint32 length = 0;  // 0: the text has it no longer, and its row is to be deleted
  quint64 digest = 0;
  bool operator==(const Indexed&) const = default;
};
// The passages of the text in order, with rows that are to be deleted behind them.
using Layout = std::vector<Indexed>;

QByteArray encodeLayout(const Layout& layout);
// Empty where the bytes are none.
std::optional<Layout> decodeLayout(const QByteArray& bytes);

// The layout that leads from an old one to a new text: passages whose words are there already keep their rows.
Layout laidOut(const Layout& old, QStringView text, const std::vector<Passage>& passages);

}  // namespace lacuna::storage
