// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/selection_count.h"

namespace lacuna::ui {

SelectionCount::SelectionCount(PageView& page, StatusLine& status) : page_(page), status_(status) {
  connect(&page_, &QTextEdit::selectionChanged, this, &SelectionCount::follow);
  connect(&counter_, &SelectionCounter::counted, this, [this](const storage::TextCounts& counts) {
    if (page_.textCursor().hasSelection()) status_.showSelection(counts);
  });
}

void SelectionCount::follow() {
  const QTextCursor cursor = page_.textCursor();
  const PageDocument& document = page_.pageDocument();
  const int begin = document.toManuscript(cursor.selectionStart());
  const int end = document.toManuscript(cursor.selectionEnd());
  if (begin == end) {
    counter_.stop();
    status_.showSelection({});
    return;
  }
  const Manuscript& manuscript = document.manuscript();
  counter_.count({manuscript.text(), manuscript.marks(), begin, end});
}

}  // namespace lacuna::ui
