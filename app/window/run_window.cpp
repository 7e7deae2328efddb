// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/run_window.h"

#include <QApplication>
#include <QDir>

#include "app/cli/exit_codes.h"
#include "app/cli/run.h"
#include "app/engine/engine_loader.h"
#include "app/window/display.h"
#include "app/window/library_path.h"
#include "app/window/program_window.h"

namespace lacuna::app {

int runWindow(const WindowOptions& options) {
  return guarded([&] {
    if (!hasDisplay()) {
      complain("There is no display for the window: start Lacuna on a desktop, or work here with lacuna infill FILE.");
      return kExitFailed;
    }
    explainMissingDisplay();
    nameProgram();
    int count = 1;
    char name[] = "lacuna";
    char* arguments[] = {name, nullptr};
    QApplication application(count, arguments);
    ProgramPlaces places;
    places.library = libraryPath(QString::fromStdString(options.library));
    places.model = QString::fromStdString(modelFolder(options.model));
    if (!options.file.empty()) places.file = QDir().absoluteFilePath(QString::fromStdString(options.file));
    ProgramWindow program(places);
    program.show();
    // Who closes a second time has read that the last changes cannot be written.
    int code = QApplication::exec();
    if (!program.close()) code = QApplication::exec();
    return code;
  });
}

}  // namespace lacuna::app
