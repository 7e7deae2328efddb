// SPDX-License-Identifier: GPL-3.0-or-later
// The find bar on the page, and what is looked for by it. UI thread only.
#pragma once

#include <QObject>

#include "ui/page/page_view.h"
#include "ui/search/find_bar.h"

namespace lacuna::ui {

class FindOnPage : public QObject {
  Q_OBJECT
 public:
  explicit FindOnPage(PageView& page);
  void open();
  // Without the bar the places are not marked; without anything to look for it opens.
  void next(PageFind::Step step);
  void place();

 private:
  void seek(const QString& text, PageFind::Step step);

  PageView& page_;
  FindBar* bar_;
};

}  // namespace lacuna::ui
