// SPDX-License-Identifier: GPL-3.0-or-later
// The program's window, and another one in its place when the author chooses another language: everything is written,
// the old one goes as it does at the program's end, and the new one opens the same library where the author was.
// UI thread only; needs a QApplication.
#pragma once

#include <QObject>
#include <memory>

#include "app/window/program_window.h"

namespace lacuna::app {

class ProgramDesk : public QObject {
  Q_OBJECT
 public:
  explicit ProgramDesk(const ProgramPlaces& places);

  ProgramWindow& program() { return *program_; }
  void show() { program_->show(); }

 Q_SIGNALS:
  void remade();  // program() is another one

 private:
  void make(const ProgramPlaces& places);
  // Nothing changes where words cannot be written: the language is heard from the next start on.
  void remake();

  std::unique_ptr<ProgramWindow> program_;
};

}  // namespace lacuna::app
