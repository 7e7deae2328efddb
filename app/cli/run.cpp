// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/run.h"

#include <fcntl.h>
#include <unistd.h>

#include <QStandardPaths>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <iostream>
#include <new>

#include "app/cli/exit_codes.h"
#include "app/cli/infill_request.h"
#include "app/cli/styled_text.h"
#include "app/cli/text_file.h"
#include "storage/error.h"
#include "storage/files/file_error.h"

namespace lacuna::app {

std::string tokenCacheFolder() {
  return (QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation) + QStringLiteral("/lacuna/tokens"))
      .toStdString();
}

void complain(const std::string& sentence) {
  std::fflush(stdout);
  std::fprintf(stderr, "lacuna: %s\n", printable(sentence).c_str());
}

int explainException() noexcept {
  try {
    throw;
  } catch (const engine::Error& error) {
    complain(error.what());
    return exitCodeFor(error.code());
  } catch (const BadInput& error) {
    complain(error.what());
    return kExitBadInput;
  } catch (const BadUsage& error) {
    complain(error.what());
    return kExitUsage;
  } catch (const storage::StorageError& error) {
    complain(error.what());
    using enum storage::StorageCode;
    return error.code() == kFull || error.code() == kIo ? kExitFailed : kExitBadInput;
  } catch (const files::FileError& error) {
    complain(error.what());
    return error.fault() == files::FileFault::kNoName ? kExitUsage : kExitFailed;
  } catch (const std::bad_alloc&) {
    complain("There is not enough memory for this: close other programs, or ask for fewer candidates or shorter gaps.");
  } catch (const std::exception& error) {
    complain(std::string("Something unforeseen went wrong: ") + error.what());
  } catch (...) {
    complain("Something unforeseen went wrong.");
  }
  return kExitFailed;
}

void holdStandardStreams() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    // The lowest free number is taken: this one, as those below are open. Opened so that using it fails.
    if (::fcntl(stream, F_GETFD) >= 0) continue;
    [[maybe_unused]] const int held = ::open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY);
  }
}

int closeStandardOutput(int code) noexcept {
  std::cout.flush();
  errno = 0;
  const bool flushed = std::fflush(stdout) == 0;
  const int reason = errno;
  if (flushed && std::ferror(stdout) == 0 && std::cout.good()) return code;
  complain(std::string("Standard output could not be written to its end") +
           (reason != 0 ? std::string(" (") + std::strerror(reason) + ")" : std::string()) +
           ": what was printed is not complete.");
  return code == kExitDone ? kExitFailed : code;
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
