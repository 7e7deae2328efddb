// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/program_desk.h"

#include <QGuiApplication>

#include "ui/language.h"

namespace lacuna::app {

ProgramDesk::ProgramDesk(const ProgramPlaces& places) { make(places); }

void ProgramDesk::make(const ProgramPlaces& places) {
  program_ = std::make_unique<ProgramWindow>(places);
  // Queued: the window that asks is the one that goes.
  connect(&program_->window(), &ui::MainWindow::languageChosen, this, &ProgramDesk::remake, Qt::QueuedConnection);
}

void ProgramDesk::remake() {
  const ProgramPlaces places = program_->placesNow();
  const QByteArray geometry = program_->window().saveGeometry();
  const bool quits = QGuiApplication::quitOnLastWindowClosed();
  QGuiApplication::setQuitOnLastWindowClosed(false);
  if (program_->window().close() && program_->close()) {
    program_.reset();
    ui::speak(ui::wantedLanguage());
    make(places);
    program_->window().restoreGeometry(geometry);  // to the pixel, where a start makes sure of the screen
    program_->show();
    Q_EMIT remade();
  }
  QGuiApplication::setQuitOnLastWindowClosed(quits);
}

}  // namespace lacuna::app
