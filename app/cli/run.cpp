// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/run.h"

#include <QStandardPaths>
#include <cstdio>

#include "app/cli/exit_codes.h"

namespace lacuna::app {

std::string tokenCacheFolder() {
  return (QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation) + QStringLiteral("/lacuna/tokens"))
      .toStdString();
}

void complain(const std::string& sentence) {
  std::fflush(stdout);
  std::fprintf(stderr, "lacuna: %s\n", sentence.c_str());
}

int exitCodeFor(engine::ErrorCode code) {
  switch (code) {
    case engine::ErrorCode::kInvalidInput:
      return kExitBadInput;
    case engine::ErrorCode::kInvalidConfig:
      return kExitUsage;
    case engine::ErrorCode::kBadModel:
      return kExitBadModel;
    case engine::ErrorCode::kCancelled:
      return kExitStopped;
    case engine::ErrorCode::kIo:
    case engine::ErrorCode::kOutOfMemory:
    case engine::ErrorCode::kInternal:
      break;
  }
  return kExitFailed;
}

}  // namespace lacuna::app
