// SPDX-License-Identifier: GPL-3.0-or-later
// Keeps what can be undone as the library does, from the window's events alone.
#pragma once

#include <QByteArray>
#include <QVector>

#include "ui/values.h"

namespace lacuna::ui {

struct KeptHistory {
  void apply(const HistoryEvent& event) {
    switch (event.kind) {
      case HistoryEvent::None:
        break;
      case HistoryEvent::Replace:
        if (!done.isEmpty()) done.removeLast();
        [[fallthrough]];
      case HistoryEvent::Push:
        undone.clear();
        done.push_back(event.step);
        break;
      case HistoryEvent::Undo:
        undone.push_back(done.takeLast());
        break;
      case HistoryEvent::Redo:
        done.push_back(undone.takeLast());
        break;
    }
  }
  QVector<QByteArray> done, undone;
};

}  // namespace lacuna::ui
