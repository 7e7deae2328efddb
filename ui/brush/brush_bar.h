// SPDX-License-Identifier: GPL-3.0-or-later
// The bar of the brush. UI thread only.
#pragma once

#include "ui/key_bar.h"

namespace lacuna::ui {

class BrushBar : public KeyBar {
  Q_OBJECT
 public:
  enum Action { None = kNone, Send, Leave };
  explicit BrushBar(QWidget* parent);
  // pressure: 1..5.
  void showBrush(int pressure, int strokes);
};

}  // namespace lacuna::ui
