// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/files/input_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace lacuna::files {
namespace {

constexpr std::size_t kBlock = std::size_t{1} << 20;

[[noreturn]] void refuse(const std::string& path, FileFault fault, const std::string& why, const std::string& advice) {
  throw FileError(fault, path + " cannot be read (" + why + "): " + advice + ".", why);
}

[[noreturn]] void refuse(const std::string& path, int error) {
  if (error == ENOENT || error == ENOTDIR) {
    throw FileError(FileFault::kNotFound, "There is no file " + path + ": check the name.", "there is no such file");
  }
  if (error == EISDIR) {
    throw FileError(FileFault::kIsFolder, path + " is a folder: name one file in it.", "it is a folder");
  }
  refuse(path, faultOf(error), std::strerror(error), "check its name and its permissions");
}

// Closes on every way out.
class Descriptor {
 public:
  explicit Descriptor(int file) : file_(file) {}
  ~Descriptor() {
    if (file_ >= 0) ::close(file_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return file_; }

 private:
  int file_;
};

}  // namespace

std::string readFile(const std::string& path, std::size_t most) {
  if (path.empty()) throw FileError(FileFault::kNoName, "The name of the file to read is empty: name one.", "no name");
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) refuse(path, errno);
  struct stat about {};
  if (::fstat(file.get(), &about) != 0) refuse(path, errno);
  if (S_ISDIR(about.st_mode)) refuse(path, EISDIR);
  const auto tooLarge = [&] {
    const std::size_t mebibytes = most >> 20U;
    refuse(
        path, FileFault::kTooLarge,
        "it is larger than " + (mebibytes > 0 ? std::to_string(mebibytes) + " MiB" : std::to_string(most) + " bytes"),
        "name another file, or split it");
  };
  if (S_ISREG(about.st_mode) && static_cast<std::size_t>(about.st_size) > most) tooLarge();
  std::string bytes;
  if (S_ISREG(about.st_mode)) bytes.reserve(static_cast<std::size_t>(about.st_size) + 1);
  for (;;) {
    const std::size_t done = bytes.size();
    const std::size_t room = std::min(kBlock, most + 1 - done);
    bytes.resize(done + room);
    const ssize_t got = ::read(file.get(), bytes.data() + done, room);
    bytes.resize(done + static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) refuse(path, errno);
    if (got == 0) return bytes;
    if (bytes.size() > most) tooLarge();
  }
}

}  // namespace lacuna::files
