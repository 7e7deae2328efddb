// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/page_events.h"

#include <algorithm>

#include "ui/editor/page_editor.h"

namespace lacuna::ui {
namespace {

constexpr int kMost = 20;     // edits of one act that are told by themselves
constexpr int kAround = 500;  // units before and behind the caret

}  // namespace

PageEvents::PageEvents(PageEditor& page) : page_(page) {
  // Qt's text control tells every change of the view, the noise included, and knows no letter that went.
  const QObjectList children = page.children();
  for (QObject* child : children)
    if (child->inherits("QWidgetTextControl"))
      disconnect(page.document(), &QTextDocument::contentsChange, child, nullptr);
  connect(&page.pageDocument(), &PageDocument::edited, this, &PageEvents::tell);
  // A key that deletes moves the caret before the edit is told: what went is gone from the manuscript by then.
  connect(&page, &PageEditor::moved, this, [this] {
    if (!page_.pageDocument().changing()) remember();
  });
}

void PageEvents::remember() {
  const int caret = page_.cursorPosition();
  begin_ = std::max(0, caret - kAround);
  near_ = page_.pageDocument().manuscript().text().mid(begin_, 2 * kAround);
}

void PageEvents::tell(const QVector<Edit>& edits) {
  if (edits.size() <= kMost) {
    for (const Edit& edit : edits) {
      const int at = page_.pageDocument().toView(edit.position);
      const int from = edit.position - begin_;
      const bool known = from >= 0 && from + edit.removed <= near_.size();
      const QString gone = known ? near_.mid(from, edit.removed) : QString(edit.removed, u' ');
      if (edit.removed > 0 && !edit.inserted.isEmpty()) {
        QAccessibleTextUpdateEvent event(&page_, at, gone, edit.inserted);
        send_(&event);
      } else if (edit.removed > 0) {
        QAccessibleTextRemoveEvent event(&page_, at, gone);
        send_(&event);
      } else {
        QAccessibleTextInsertEvent event(&page_, at, edit.inserted);
        send_(&event);
      }
      near_.clear();  // of the text before
    }
  }
  remember();
}

}  // namespace lacuna::ui
