// SPDX-License-Identifier: GPL-3.0-or-later
// One step of undo, and how it is kept over switching and restart. Pure; any thread.
#pragma once

#include <QByteArray>
#include <QString>
#include <QVector>
#include <optional>

#include "ui/values.h"

namespace lacuna::ui {

// How an edit may be merged with the one before into a single undo step.
enum class EditKind { Typing, Deleting, Other };

struct UndoStep {
  struct Change {
    int position = 0;
    QString removed;
    QString inserted;
  };
  QVector<Change> changes;  // applied one after another
  QVector<Mark> marksBefore, marksAfter;
  int cursorBefore = 0;
  int cursorAfter = 0;
  EditKind kind = EditKind::Other;
  quint64 run = 0;  // not 0: takes of this run, of this session
  EditOrigin origin = EditOrigin::Unknown;

  // By how much the text is longer after it.
  int growth() const;
};

// Of the marks only what the step changed, since all others are known on the other side of it.
QByteArray encodeStep(const UndoStep& step);

// What stands on the known side of a step: after one that was done, before one that was undone.
struct KnownSide {
  bool after = true;
  int length = 0;  // of the text
  QVector<Mark> marks;
};
// Nothing where the bytes are no step, or one that does not fit there.
std::optional<UndoStep> decodeStep(const QByteArray& bytes, const KnownSide& known);

}  // namespace lacuna::ui
