// SPDX-License-Identifier: GPL-3.0-or-later
// What the page adds to what is typed: typographic signs, lists and quotes that go on, the keys for Markdown's marks.
// None of it reaches into a gap. UI thread only.
#pragma once

#include "ui/editor/markdown_acts.h"
#include "ui/editor/page_host.h"
#include "ui/editor/smart_typing.h"

namespace lacuna::ui {

class PageTyping {
 public:
  explicit PageTyping(PageHost& page) : page_(page) {}

  void setSmart(const SmartTyping& smart) { smart_ = smart; }
  const SmartTyping& smart() const { return smart_; }
  // Of the text, "de_CH"; empty: the locale's. Where the author has not chosen one for quotes.
  void setLanguage(const QString& language) { language_ = language; }

  // A character has come before the caret by hand: it may become another, as a step of undo of its own.
  void typed();
  // The newest step is what typed() did, and the caret has not gone anywhere since: it can be taken back at once.
  bool justChanged() const;
  // Enter: what the next paragraph begins with. True: the item was empty and its mark is gone, which is all.
  bool endsItem();
  QString nextMark() const;
  // Tab on list items. False: there are none.
  bool indent(bool in);
  void emphasize(InlineSpan::Kind kind);
  void markLines(LineMark::Kind kind, int level = 0);

 private:
  bool mayWrite() const { return page_.modes().current().writes(); }
  Continuation continuation() const;
  void apply(const TextChange& change);
  template <typename Act>
  TextChange onSelection(Act act) const;

  PageHost& page_;
  SmartTyping smart_;
  QString language_;
  int changedAt_ = -1;  // in the view, behind what typed() put there
  int revision_ = -1;
};

}  // namespace lacuna::ui
