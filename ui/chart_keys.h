// SPDX-License-Identifier: GPL-3.0-or-later
// Where the keys lead on a chart whose points stand side by side. Pure; any thread.
#pragma once

#include <Qt>
#include <algorithm>
#include <optional>

namespace lacuna::ui {

// at: the point that is chosen now, -1: none; last: the index of the last one. page: how far Page Up and Page Down go;
// 0: they are not the chart's. Beyond the last one it is the caller's to stop. Nothing: the key is not the chart's.
inline std::optional<int> placeByKey(int key, int at, int last, int page = 0) {
  switch (key) {
    case Qt::Key_Left:
      return std::max(0, at - 1);
    case Qt::Key_Right:
      return at + 1;
    case Qt::Key_Home:
      return 0;
    case Qt::Key_End:
      return last;
    case Qt::Key_PageUp:
      return page > 0 ? std::optional(std::max(0, at - page)) : std::nullopt;
    case Qt::Key_PageDown:
      return page > 0 ? std::optional(at + page) : std::nullopt;
    default:
      return std::nullopt;
  }
}

}  // namespace lacuna::ui
