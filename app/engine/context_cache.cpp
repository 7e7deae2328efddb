// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/context_cache.h"

#include <QRegularExpression>
#include <QSettings>
#include <QStandardPaths>
#include <filesystem>
#include <vector>

namespace fs = std::filesystem;

namespace lacuna::app {
namespace {

constexpr const char* kVariable = "LACUNA_CONTEXT_CACHE";
constexpr const char* kKept = "context/kept";

// By name, as nameProgram() has it, for commands that make no application.
QSettings settings() { return QSettings(QStringLiteral("lacuna"), QStringLiteral("lacuna")); }

// Pages, and parts of pages that a program is writing or was when it ended, as engine/base/page_store names them: in a
// folder that a person named there may be files of others.
bool isOfCache(const std::string& name) {
  static const QRegularExpression known(QStringLiteral("^([0-9a-f]{16}-[0-9a-f]{64}\\.page|\\.[0-9]+-[0-9]+\\.part)$"));
  return known.match(QString::fromStdString(name)).hasMatch();
}

std::vector<fs::path> filesOfCache() {
  std::vector<fs::path> files;
  const std::string folder = contextCacheFolder();
  std::error_code failed;
  if (folder.empty()) return files;
  for (fs::directory_iterator each(folder, failed); !failed && each != fs::directory_iterator();
       each.increment(failed)) {
    std::error_code unknown;
    if (isOfCache(each->path().filename().string()) && !fs::is_directory(each->symlink_status(unknown)))
      files.push_back(each->path());
  }
  return files;
}

}  // namespace

std::string contextCacheFolder() {
  if (qEnvironmentVariableIsSet(kVariable)) return qEnvironmentVariable(kVariable).toStdString();
  return (QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation) + QStringLiteral("/lacuna/context"))
      .toStdString();
}

bool keepsContext() {
  if (qEnvironmentVariableIsSet(kVariable)) return !qEnvironmentVariableIsEmpty(kVariable);
  return settings().value(QLatin1String(kKept), true).toBool();
}

void keepContext(bool on) {
  settings().setValue(QLatin1String(kKept), on);
  if (on) return;
  emptyContextCache();
  std::error_code failed;
  fs::remove(contextCacheFolder(), failed);  // where nothing else is in it
}

void offerContextCache() {
  if (!qEnvironmentVariableIsSet(kVariable) && keepsContext())
    qputenv(kVariable, QByteArray::fromStdString(contextCacheFolder()));
}

ContextCacheSize contextCacheSize() {
  ContextCacheSize size;
  for (const fs::path& file : filesOfCache()) {
    std::error_code failed;
    const auto bytes = fs::file_size(file, failed);
    ++size.files;
    if (!failed) size.bytes += static_cast<std::int64_t>(bytes);
  }
  return size;
}

ContextCacheSize emptyContextCache() {
  const ContextCacheSize size = contextCacheSize();
  std::error_code failed;
  for (const fs::path& file : filesOfCache()) fs::remove(file, failed);
  return size;
}

}  // namespace lacuna::app
