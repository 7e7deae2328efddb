// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/run_window.h"

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QSettings>
#include <memory>

#include "app/cli/exit_codes.h"
#include "app/cli/run.h"
#include "app/engine/engine_loader.h"
#include "app/window/display.h"
#include "app/window/library_path.h"
#include "app/window/portal_settings.h"
#include "app/window/program_desk.h"
#include "app/window/running_instance.h"
#include "ui/language.h"

namespace lacuna::app {

int runWindow(const WindowOptions& options) {
  return guarded([&] {
    if (!hasDisplay()) {
      complain("There is no display for the window: start Lacuna on a desktop, or work here with lacuna infill FILE.");
      return kExitFailed;
    }
    explainMissingDisplay();
    nameProgram();
    const QString library = libraryPath(QString::fromStdString(options.library));
    const QString file =
        options.file.empty() ? QString() : QDir().absoluteFilePath(QString::fromStdString(options.file));
    switch (RunningInstance::handOver(library, file)) {
      case RunningInstance::Answer::Taken:
        return 0;
      case RunningInstance::Answer::Silent:
        complain("Lacuna is running with the library " + library.toStdString() +
                 " and does not answer: use its window, or end it first.");
        return kExitFailed;
      case RunningInstance::Answer::Nobody:
        break;
    }
    int count = 1;
    char name[] = "lacuna";
    char* arguments[] = {name, nullptr};
    QApplication application(count, arguments);
    ProgramPlaces places;
    places.library = library;
    places.model = QString::fromStdString(modelFolder(options.model));
    // What was chosen in the menu stays chosen, where nothing else is asked for and it is still there.
    const QString chosen = QSettings().value(kChosenModel).toString();
    const bool asked = !options.model.empty() || qEnvironmentVariableIsSet("LACUNA_MODEL");
    if (!asked && QFile::exists(chosen + QStringLiteral("/config.json"))) places.model = chosen;
    places.file = file;
    ui::speak(ui::wantedLanguage());
    ProgramDesk desk(places);
    std::unique_ptr<PortalSettings> settings;
    const auto follow = [&] { settings = std::make_unique<PortalSettings>(desk.program().window(), desktopBus()); };
    follow();
    QObject::connect(&desk, &ProgramDesk::remade, &desk, follow);
    desk.show();
    int code = QApplication::exec();
    if (!desk.program().close()) code = QApplication::exec();
    return code;
  });
}

}  // namespace lacuna::app
