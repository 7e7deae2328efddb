// SPDX-License-Identifier: GPL-3.0-or-later
// What the library's panel does to the text of the page: sections change their place and level, and a part becomes a
// document of its own. Each is one step of undo. UI thread only.
#pragma once

#include <QObject>
#include <optional>

#include "ui/editor/page_editor.h"
#include "ui/library/headings.h"
#include "ui/library/tree_changes.h"

namespace lacuna::ui {

class PageSections : public QObject {
  Q_OBJECT
 public:
  explicit PageSections(PageEditor& page) : page_(page) {}

  // As OutlineView::moved() and levelChanged() have it, for the text as it stands.
  void move(int index, int before);
  void changeLevel(int index, int by);

  // Takes what stands behind the caret off the page, for a document of its own. False where there is nothing to split,
  // which is said.
  bool split(const QString& id);
  // An edit of the page goes to storage: true where it is the split's, which storage makes itself.
  bool takes(const HistoryEvent& event);

 Q_SIGNALS:
  void splitWanted(const lacuna::storage::SplitRequest& request);
  void sentence(const QString& text);

 private:
  PageEditor& page_;
  std::optional<storage::SplitRequest> request_;
};

// Where the second part begins when the text is split at `position`: white space stays with the first. -1: one of the
// two would be empty.
int splitPlace(const QString& text, int position);

}  // namespace lacuna::ui
