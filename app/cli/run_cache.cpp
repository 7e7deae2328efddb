// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <nlohmann/json.hpp>

#include "app/cli/exit_codes.h"
#include "app/cli/report_table.h"
#include "app/cli/run.h"
#include "app/cli/styled_text.h"
#include "app/engine/context_cache.h"

namespace lacuna::app {
namespace {

std::string amount(const ContextCacheSize& size) {
  char text[64];
  std::snprintf(text, sizeof text, "%d file%s, %.1f MB", size.files, size.files == 1 ? "" : "s",
                static_cast<double>(size.bytes) / 1e6);
  return text;
}

void show(bool json) {
  const ContextCacheSize size = contextCacheSize();
  if (json) {
    printJson(
        {{"kept", keepsContext()}, {"folder", contextCacheFolder()}, {"files", size.files}, {"bytes", size.bytes}});
    return;
  }
  std::printf("%s: %s%s%s.\n", keepsContext() ? "on" : "off", amount(size).c_str(),
              contextCacheFolder().empty() ? "" : " in ", printable(contextCacheFolder()).c_str());
}

}  // namespace

int runCache(const CacheOptions& options) {
  return guarded([&] {
    if (options.action == "show") {
      show(options.json);
    } else if (options.action == "on") {
      keepContext(true);
      std::printf("What is read of a draft is kept on disk, in %s.\n", printable(contextCacheFolder()).c_str());
    } else {
      const ContextCacheSize size = emptyContextCache();
      std::printf("Deleted %s.\n", amount(size).c_str());
      if (options.action == "off") {
        keepContext(false);
        std::printf("What is read of a draft is kept on disk no longer.\n");
      }
    }
    return kExitDone;
  });
}

}  // namespace lacuna::app
