// SPDX-License-Identifier: GPL-3.0-or-later
// What Qt wants before it hands out fonts, for a command that paints without a display.
#pragma once

#include <QGuiApplication>
#include <optional>

#include "ui/fonts.h"

namespace lacuna::app {

class OffscreenApplication {
 public:
  OffscreenApplication() {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    application_.emplace(count_, arguments_);
    ui::loadResources();
  }

 private:
  int count_ = 1;
  char name_[7] = "lacuna";
  char* arguments_[2] = {name_, nullptr};
  std::optional<QGuiApplication> application_;
};

}  // namespace lacuna::app
