// SPDX-License-Identifier: GPL-3.0-or-later
// Keeps what can be undone and the marks that belong to it as the library does, from the window's events alone.
#pragma once

#include <QByteArray>
#include <QVector>

#include "ui/values.h"

namespace lacuna::ui {

struct KeptHistory {
  void apply(const HistoryEvent& event) {
    if (event.kind != HistoryEvent::None) marks = event.marks;
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
        move(done, undone);
        break;
      case HistoryEvent::Redo:
        move(undone, done);
        break;
    }
  }
  QVector<QByteArray> done, undone;
  QVector<Mark> marks;
  bool told = true;  // false: what was never told was undone or redone

 private:
  void move(QVector<QByteArray>& from, QVector<QByteArray>& to) {
    told = told && !from.isEmpty();
    if (!from.isEmpty()) to.push_back(from.takeLast());
  }
};

}  // namespace lacuna::ui
