// SPDX-License-Identifier: GPL-3.0-or-later
// Takes pictures of the real window while it works, for `lacuna screenshots`. UI thread only.
#pragma once

#include <QRect>
#include <QString>
#include <functional>
#include <stdexcept>

#include "app/window/program_window.h"

namespace lacuna::app {

class CannotDraw : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class Camera {
 public:
  // Pictures go into this folder, which is there.
  Camera(ProgramWindow& program, QString folder) : program_(program), folder_(std::move(folder)) {}

  ProgramWindow& program() { return program_; }
  ui::MainWindow& window() { return program_.window(); }
  ui::PageView& page() { return *program_.window().page(); }
  // Lets the program work until the condition holds. Throws CannotDraw after three minutes, naming what did not come.
  void waitUntil(const std::function<bool()>& holds, const char* what);
  void letPass(int milliseconds);
  // The window, with the dialogs and menus that stand over it. part: of the window; empty: all of it. Throws CannotDraw.
  void save(const QString& name, const QRect& part = {});

 private:
  ProgramWindow& program_;
  QString folder_;
};

}  // namespace lacuna::app
