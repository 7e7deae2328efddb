// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/edits.h"

#include <algorithm>

namespace lacuna::storage {

bool fits(const Edit& edit, qsizetype length) {
  return edit.position >= 0 && edit.removed >= 0 && edit.position <= length && edit.removed <= length - edit.position &&
         edit.inserted.size() <= qsizetype(INT_MAX) - length;
}

void applyEdit(QString& text, const Edit& edit) { text.replace(edit.position, edit.removed, edit.inserted); }

QVector<Mark> mapMarks(const QVector<Mark>& marks, const Edit& edit) {
  const int from = edit.position;
  const int to = edit.position + edit.removed;
  const int shift = static_cast<int>(edit.inserted.size()) - edit.removed;
  QVector<Mark> moved;
  moved.reserve(marks.size());
  for (Mark mark : marks) {
    if (mark.begin < from && to < mark.end) {  // inside, touching neither end
      mark.end += shift;
    } else if (to <= mark.begin) {  // before
      mark.begin += shift;
      mark.end += shift;
    } else if (from < mark.end) {  // over one end at least
      if (mark.begin < from) {
        mark.end = from;
      } else {
        mark.begin = to + shift;
        mark.end = std::max(mark.end, to) + shift;
      }
    }
    if (mark.begin < mark.end) {
      moved.append(mark);
    }
  }
  return moved;
}

QVector<Mark> soundMarks(const QVector<Mark>& marks, qsizetype length) {
  QVector<Mark> sound;
  for (Mark mark : marks) {
    mark.begin = std::clamp(mark.begin, 0, static_cast<int>(length));
    mark.end = std::clamp(mark.end, 0, static_cast<int>(length));
    if (mark.begin < mark.end) {
      sound.append(mark);
    }
  }
  std::stable_sort(sound.begin(), sound.end(), [](const Mark& a, const Mark& b) { return a.begin < b.begin; });
  return sound;
}

std::optional<Edit> joined(const Edit& first, const Edit& second) {
  const auto end = first.position + first.inserted.size();
  if (second.removed == 0 && second.position == end) {  // typing on
    return Edit{first.position, first.removed, first.inserted + second.inserted};
  }
  if (first.inserted.isEmpty() && second.inserted.isEmpty()) {
    if (second.position + second.removed == first.position) {  // backspace
      return Edit{second.position, first.removed + second.removed, {}};
    }
    if (second.position == first.position) {  // delete
      return Edit{first.position, first.removed + second.removed, {}};
    }
  }
  return std::nullopt;
}

}  // namespace lacuna::storage
