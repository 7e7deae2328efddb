// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/model_places.h"

#include <QStandardPaths>
#include <algorithm>
#include <filesystem>
#include <set>

#include "app/engine/engine_loader.h"

namespace fs = std::filesystem;

namespace lacuna::app {
namespace {

constexpr const char* kBaseSuffix = ".gguf";

bool isModel(const fs::path& path) {
  std::error_code failed;
  return fs::is_regular_file(path / "config.json", failed);
}

bool isBase(const fs::path& path) {
  std::error_code failed;
  return path.extension() == kBaseSuffix && fs::is_regular_file(path, failed);
}

fs::path standardFolder(QStandardPaths::StandardLocation location) {
  return fs::path(QStandardPaths::writableLocation(location).toStdString()) / "lacuna" / "models";
}

class Search {
 public:
  void add(const fs::path& path, ModelPlace place) {
    std::error_code failed;
    const fs::path real = fs::weakly_canonical(path, failed);
    if (!seen_.insert(failed ? path : real).second) return;
    const bool base = isBase(path);
    found.push_back({(base ? path.stem() : path.filename()).string(), path.string(), place, base});
  }

  void addFolder(const fs::path& folder, ModelPlace place) {
    std::vector<fs::path> paths;
    std::error_code failed;
    for (fs::directory_iterator each(folder, failed); !failed && each != fs::directory_iterator();
         each.increment(failed)) {
      if (isBase(each->path()) || isModel(each->path())) paths.push_back(each->path());
    }
    std::sort(paths.begin(), paths.end());
    for (const fs::path& path : paths) add(path, place);
  }

  std::vector<FoundModel> found;

 private:
  std::set<fs::path> seen_;
};

std::string named(const char* variable) {
  std::string path = qEnvironmentVariable(variable).toStdString();
  while (path.size() > 1 && path.back() == '/') path.pop_back();
  return path;
}

}  // namespace

std::string ownModelFolder() { return standardFolder(QStandardPaths::GenericDataLocation).string(); }

std::vector<FoundModel> findModels() {
  Search search;
  for (const char* const variable : {"LACUNA_MODEL", "LACUNA_BASE"}) {
    if (const std::string path = named(variable); !path.empty()) search.add(path, ModelPlace::kNamed);
  }
  search.addFolder(ownModelFolder(), ModelPlace::kOwn);
  const fs::path share = (fs::path(programFolder()) / ".." / "share" / "lacuna").lexically_normal();
  if (isModel(share / "model")) search.add(share / "model", ModelPlace::kInstalled);
  search.addFolder(share / "models", ModelPlace::kInstalled);
  search.addFolder(standardFolder(QStandardPaths::GenericCacheLocation), ModelPlace::kCache);
  return search.found;
}


const char* placeName(ModelPlace place) {
  switch (place) {
    case ModelPlace::kNamed:
      return "named";
    case ModelPlace::kOwn:
      return "yours";
    case ModelPlace::kInstalled:
      return "installed";
    case ModelPlace::kCache:
      return "fetched";
  }
  return "";
}

}  // namespace lacuna::app
