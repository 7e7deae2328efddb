// SPDX-License-Identifier: GPL-3.0-or-later
// A line to search the page with. Enter next, Shift+Enter previous, Esc closes. UI thread only.
#pragma once

#include <QLabel>
#include <QLineEdit>

#include "ui/floating_card.h"
#include "ui/search/page_find.h"

namespace lacuna::ui {

class FindBar : public FloatingCard {
  Q_OBJECT
 public:
  explicit FindBar(QWidget* parent);
  void open(const QString& text);
  QString text() const { return line_->text(); }
  // Number `place` (from 1; 0: none of them) of so many is selected. No text: nothing is said.
  void showPlace(int place, int places);

 Q_SIGNALS:
  void searched(const QString& text, lacuna::ui::PageFind::Step step);

 protected:
  void keyPressEvent(QKeyEvent* event) override;

 private:
  QLineEdit* line_ = nullptr;
  QLabel* count_ = nullptr;
};

}  // namespace lacuna::ui
