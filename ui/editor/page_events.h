// SPDX-License-Identifier: GPL-3.0-or-later
// Tells a screen reader what the author's acts did to the text: the words that went and came, once each. What denoises
// in a gap meanwhile is not told, thirty times a second: the gap has sayings of its own (Announcer). UI thread only.
#pragma once

#include <QAccessible>
#include <QObject>
#include <QString>
#include <functional>
#include <utility>

#include "ui/values.h"

namespace lacuna::ui {

class PageEditor;

class PageEvents : public QObject {
 public:
  using Send = std::function<void(QAccessibleEvent*)>;

  // Once the page has its document. The page must live on.
  explicit PageEvents(PageEditor& page);
  // Instead of to the screen reader; for tests, whose platform has none.
  void setSend(Send send) { send_ = std::move(send); }

 private:
  void remember();
  void tell(const QVector<Edit>& edits);

  PageEditor& page_;
  Send send_ = &QAccessible::updateAccessibility;
  // What stands around the caret, before the next edit: what a key deletes is told by its letters.
  QString near_;
  int begin_ = 0;  // manuscript
};

}  // namespace lacuna::ui
