// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dconf.h"

#include <QtEndian>

namespace lacuna::ui {
namespace {

constexpr quint32 kHeader = 24;
constexpr quint32 kItem = 24;
constexpr quint32 kNoParent = 0xFFFFFFFFU;
constexpr quint32 kBloomMask = (1U << 27U) - 1;
constexpr int kDeepest = 32;  // folders; a ring of parents, as only damage makes it, ends here

class Table {
 public:
  explicit Table(const QByteArray& bytes) : bytes_(bytes) {
    if (!bytes.startsWith("GVariant") || number(8).value_or(1) != 0) return;
    const auto start = number(16);
    const auto end = number(20);
    if (!start || !end || *start < kHeader || *end > size() || *start > *end) return;
    const auto bloom = number(*start);
    const auto buckets = number(*start + 4);
    if (!bloom || !buckets) return;
    const quint64 items = quint64(*start) + 8 + 4 * (quint64(*bloom & kBloomMask) + *buckets);
    if (items > *end) return;
    items_ = static_cast<quint32>(items);
    count_ = (*end - items_) / kItem;
  }

  quint32 count() const { return count_; }

  // Empty where something lies outside of the file.
  QByteArray key(quint32 item) const {
    QByteArray path;
    for (int depth = 0; depth < kDeepest && item < count_; ++depth) {
      const quint32 at = items_ + item * kItem;
      const quint32 from = number(at + 8).value_or(size());
      const quint32 length = static_cast<quint32>(number(at + 12).value_or(0)) & 0xFFFFU;
      if (from > size() || length > size() - from) return {};
      path.prepend(bytes_.mid(from, length));
      item = number(at + 4).value_or(kNoParent);
      if (item == kNoParent) return path;
    }
    return {};
  }

  // As the file keeps a variant: the value, a zero, its type.
  std::optional<bool> boolean(quint32 item) const {
    const quint32 at = items_ + item * kItem;
    const quint32 from = number(at + 16).value_or(size());
    const quint32 to = number(at + 20).value_or(0);
    if (from > to || to > size()) return std::nullopt;
    const QByteArray value = bytes_.mid(from, to - from);
    if (value.size() != 3 || value.at(1) != '\0' || value.at(2) != 'b') return std::nullopt;
    return value.at(0) != '\0';
  }

 private:
  quint32 size() const { return static_cast<quint32>(std::min<qsizetype>(bytes_.size(), 1 << 26)); }
  std::optional<quint32> number(quint32 at) const {
    if (at > size() || size() - at < 4) return std::nullopt;
    return qFromLittleEndian<quint32>(bytes_.constData() + at);
  }

  const QByteArray& bytes_;
  quint32 items_ = 0;
  quint32 count_ = 0;
};

}  // namespace

std::optional<bool> dconfBoolean(const QByteArray& database, const QByteArray& key) {
  const Table table(database);
  for (quint32 item = 0; item < table.count(); ++item)
    if (table.key(item) == key) return table.boolean(item);
  return std::nullopt;
}

}  // namespace lacuna::ui
