// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <nlohmann/json.hpp>

#include "app/cli/exit_codes.h"
#include "app/cli/report_table.h"
#include "app/cli/run.h"
#include "app/cli/styled_text.h"
#include "app/engine/engine_loader.h"
#include "app/window/library_path.h"

namespace lacuna::app {

int runDoctor(const DoctorOptions& options) {
  return guarded([&] {
    const std::string folder = modelFolder(options.model);
    std::vector<engine::DoctorLine> lines = loadEngine().doctor(folder);
    const LibraryState library = lookAtLibrary(libraryPath(QString::fromStdString(options.library)));
    lines.push_back({"library", library.sentence.toStdString(), library.ok});
    bool well = true;
    nlohmann::ordered_json checks = nlohmann::ordered_json::array();
    for (const engine::DoctorLine& line : lines) {
      well = well && line.ok;
      nlohmann::ordered_json check;
      check["name"] = line.name;
      check["value"] = line.value;
      check["ok"] = line.ok;
      checks.push_back(std::move(check));
    }
    if (options.json) {
      nlohmann::ordered_json object;
      object["version"] = LACUNA_VERSION;
      object["model_folder"] = folder;
      object["checks"] = std::move(checks);
      object["ok"] = well;
      printJson(object);
    } else {
      std::printf("Lacuna %s\n", LACUNA_VERSION);
      for (const engine::DoctorLine& line : lines) {
        std::printf("  %s %-12s %s\n", line.ok ? "ok  " : "FAIL", line.name.c_str(), printable(line.value).c_str());
      }
      std::printf("%s\n", well ? "All is well." : "Something is wrong: see the lines marked FAIL.");
    }
    return well ? kExitDone : kExitFailed;
  });
}

}  // namespace lacuna::app
