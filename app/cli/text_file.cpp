// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/text_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "storage/importers/plain_text.h"

namespace lacuna::app {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void cannotWrite(const std::string& path, int reason) {
  throw std::runtime_error("The text could not be written to " + path + " (" + std::strerror(reason) +
                           "): choose another place with --output, or free this one.");
}

// Writes everything and makes it durable; the reason in errno when not.
bool writeAll(int file, const std::string& text) {
  std::size_t done = 0;
  while (done < text.size()) {
    const ssize_t written = ::write(file, text.data() + done, text.size() - done);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    done += static_cast<std::size_t>(written);
  }
  return ::fsync(file) == 0;
}

}  // namespace

std::string readText(const std::string& path) {
  std::error_code failed;
  const fs::file_status status = fs::status(path, failed);
  if (status.type() == fs::file_type::not_found) {
    throw BadInput("There is no file " + path + ": check the name.");
  }
  if (status.type() == fs::file_type::directory) {
    throw BadInput(path + " is a folder: name one text file in it.");
  }
  std::ifstream file(path, std::ios::binary);
  if (!file) throw BadInput(path + " cannot be read (" + std::strerror(errno) + "): check its permissions.");
  std::string text;
  char block[1 << 16];
  while (file.read(block, sizeof block) || file.gcount() > 0) {
    text.append(block, static_cast<std::size_t>(file.gcount()));
    if (text.size() > kMostInputBytes) {
      throw BadInput(path + " is larger than 256 MiB: split it into several texts.");
    }
  }
  if (file.bad()) throw BadInput(path + " could not be read to its end: check the disk.");
  if (text.empty()) throw BadInput(path + " is empty: write something around a gap first.");
  const QByteArray bytes = QByteArray::fromRawData(text.data(), static_cast<qsizetype>(text.size()));
  if (const qint64 bad = storage::findInvalidUtf8(bytes); bad >= 0) {
    char value[8];
    std::snprintf(value, sizeof value, "0x%02X", static_cast<unsigned>(static_cast<unsigned char>(bytes[bad])));
    throw BadInput(path + " is not UTF-8 text: the byte at offset " + std::to_string(bad) + " is " + value +
                   "; save it as UTF-8 and try again.");
  }
  return text;
}

void writeTextAtomically(const std::string& path, const std::string& text) {
  std::error_code ignored;
  const fs::path target = fs::is_symlink(path, ignored) ? fs::weakly_canonical(path, ignored) : fs::path(path);
  struct stat old {};
  const bool replaces = ::stat(target.c_str(), &old) == 0;
  if (replaces && S_ISDIR(old.st_mode)) cannotWrite(path, EISDIR);
  if (replaces && ::access(target.c_str(), W_OK) != 0) cannotWrite(path, errno);
  const std::string temporary = target.string() + ".lacuna-" + std::to_string(::getpid());
  const int file = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (file < 0) cannotWrite(path, errno);
  bool good = writeAll(file, text);
  if (good && replaces) good = ::fchmod(file, old.st_mode & 07777) == 0;
  int reason = errno;
  if (::close(file) != 0 && good) {
    good = false;
    reason = errno;
  }
  if (good && ::rename(temporary.c_str(), target.c_str()) != 0) {
    good = false;
    reason = errno;
  }
  if (!good) {
    ::unlink(temporary.c_str());
    cannotWrite(path, reason);
  }
}

}  // namespace lacuna::app
