// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/program_window.h"

#include <QCoreApplication>
#include <QGuiApplication>
#include <QTimer>

namespace lacuna::app {

ProgramWindow::ProgramWindow(ProgramPlaces places) : places_(std::move(places)), wiring_(window_, engine_, storage_) {
  wiring_.setFileToOpen(places_.file);
}

// Both threads end before the wiring goes: what storage still reads is handed over from its own thread.
ProgramWindow::~ProgramWindow() {
  engine_.close();
  (void)storage_.close();
}

bool ProgramWindow::close() {
  engine_.close();
  if (storage_.close()) return true;
  window_.show();
  window_.showSentence(
      QObject::tr("The library could not be written, so the last changes are only here: make room on "
                  "the disk, or save a copy (Ctrl+Shift+S), and close again."));
  return false;
}

void ProgramWindow::show() {
  window_.setEngine({ui::EngineView::Loading, {}, {}, {}});
  window_.show();
  // After the first paint, so that nothing competes with it.
  QTimer::singleShot(0, &window_, [this] {
    storage_.open(places_.library);
    engine_.open(places_.model);
  });
}

void nameProgram() {
  QCoreApplication::setOrganizationName(QStringLiteral("lacuna"));
  QCoreApplication::setApplicationName(QStringLiteral("lacuna"));
  QCoreApplication::setApplicationVersion(QStringLiteral(LACUNA_VERSION));
  QGuiApplication::setApplicationDisplayName(QStringLiteral("Lacuna"));
  QGuiApplication::setDesktopFileName(QStringLiteral("org.lacuna.Lacuna"));
}

}  // namespace lacuna::app
