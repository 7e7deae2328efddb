// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/program_window.h"

#include <QCoreApplication>
#include <QGuiApplication>
#include <QStandardPaths>
#include <QTimer>

namespace lacuna::app {

ProgramWindow::ProgramWindow(ProgramPlaces places)
    : places_(std::move(places)), wiring_(window_, engine_, storage_) {
  wiring_.setFileToOpen(places_.file);
}

ProgramWindow::~ProgramWindow() {
  engine_.close();
  storage_.close();
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

QString libraryPath(const QString& wanted) {
  if (!wanted.isEmpty()) return wanted;
  const QString named = qEnvironmentVariable("LACUNA_LIBRARY");
  if (!named.isEmpty()) return named;
  return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) +
         QStringLiteral("/lacuna/library.lacuna");
}

void nameProgram() {
  QCoreApplication::setOrganizationName(QStringLiteral("lacuna"));
  QCoreApplication::setApplicationName(QStringLiteral("lacuna"));
  QCoreApplication::setApplicationVersion(QStringLiteral(LACUNA_VERSION));
  QGuiApplication::setApplicationDisplayName(QStringLiteral("Lacuna"));
  QGuiApplication::setDesktopFileName(QStringLiteral("org.lacuna.Lacuna"));
}

}  // namespace lacuna::app
