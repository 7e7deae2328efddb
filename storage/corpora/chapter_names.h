// SPDX-License-Identifier: GPL-3.0-or-later
// What makes a chapter the same one when its source is read again: source, title, and which of that title in the source
// it is. Pure; any thread.
#pragma once

#include <QHash>
#include <QPair>
#include <QString>
#include <tuple>

namespace lacuna::storage {

using ChapterName = std::tuple<QString, QString, int>;

// For chapters that come in their order.
class ChapterNames {
 public:
  ChapterName next(const QString& source, const QString& title) {
    return {source, title, seen_[QPair<QString, QString>(source, title)]++};
  }

 private:
  QHash<QPair<QString, QString>, int> seen_;
};

}  // namespace lacuna::storage
