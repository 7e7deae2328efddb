// SPDX-License-Identifier: GPL-3.0-or-later
// What is selected on the page, counted for the status bar. UI thread only.
#pragma once

#include <QObject>

#include "ui/page/page_view.h"
#include "ui/window/status_line.h"
#include "ui/writing/selection_counter.h"

namespace lacuna::ui {

class SelectionCount : public QObject {
 public:
  // Both outlive this.
  SelectionCount(PageView& page, StatusLine& status);

 private:
  void follow();

  PageView& page_;
  StatusLine& status_;
  SelectionCounter counter_;
};

}  // namespace lacuna::ui
