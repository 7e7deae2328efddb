// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/files/output_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <cstring>
#include <filesystem>

namespace lacuna::files {
namespace {

constexpr int kMostLinks = 40;  // followed, as the kernel does

std::string folderOf(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

[[noreturn]] void refuse(const std::string& path, FileFault fault, const std::string& why) {
  if (fault == FileFault::kNoName) {
    throw FileError(fault, "The name of the file to write is empty: name a file.", why);
  }
  throw FileError(
      fault, "The output could not be written to " + path + " (" + why + "): choose another place, or free this one.",
      why);
}

std::string reasonFor(int error, const std::string& path) {
  switch (error) {
    case ENOENT:
      if (std::error_code unknown; std::filesystem::is_directory(folderOf(path), unknown))
        return "no file can be made in " + folderOf(path);
      return "there is no folder " + folderOf(path);
    case ENOTDIR:
      return folderOf(path) + " is not a folder";
    case EISDIR:
      return "it is a folder, a directory that files are in";
    case ENAMETOOLONG:
      return "its name is longer than the file system allows";
    default:
      return std::strerror(error);
  }
}

// The file that a chain of links leads to; it need not be there.
std::string followLinks(const std::string& path) {
  std::string at = path;
  for (int i = 0; i < kMostLinks; ++i) {
    std::array<char, PATH_MAX> buffer{};
    const ssize_t length = ::readlink(at.c_str(), buffer.data(), buffer.size());
    if (length <= 0) return at;
    const std::string link(buffer.data(), static_cast<std::size_t>(length));
    at = link.front() == '/' ? link : folderOf(at) + "/" + link;
  }
  return at;
}

// The descriptor of standard output or standard error where that is this very file: a rename would take it from under
// what else is printed.
int standardStreamAt(const struct stat& about) {
  for (const int stream : {STDOUT_FILENO, STDERR_FILENO}) {
    struct stat own {};
    if (::fstat(stream, &own) == 0 && own.st_dev == about.st_dev && own.st_ino == about.st_ino) return stream;
  }
  return -1;
}

struct Place {
  std::string file;      // what is replaced; empty: written to as it is
  struct stat old {};    // of the file
  bool isThere = false;  // something to replace
  int standardStream = -1;
};

Place lookAt(const std::string& path, Target target) {
  if (path.empty()) refuse(path, FileFault::kNoName, "it has no name");
  if (path.find('\0') != std::string::npos) refuse(path.c_str(), FileFault::kOther, "its name holds a zero byte");
  Place place;
  if (::stat(path.c_str(), &place.old) != 0) {
    if (errno != ENOENT) refuse(path, faultOf(errno), reasonFor(errno, path));
    place.file = followLinks(path);
    if (place.file.back() == '/') refuse(path, FileFault::kNotFound, "there is no folder " + path);
    return place;
  }
  if (S_ISDIR(place.old.st_mode)) refuse(path, FileFault::kIsFolder, reasonFor(EISDIR, path));
  const bool written = S_ISFIFO(place.old.st_mode) || S_ISCHR(place.old.st_mode);
  if (!S_ISREG(place.old.st_mode) && (!written || target == Target::kFilesOnly)) {
    refuse(path, FileFault::kNotAFile, "it is a device or a pipe, not a file");
  }
  if (target == Target::kAnything) place.standardStream = standardStreamAt(place.old);
  if (place.standardStream < 0 && ::access(path.c_str(), W_OK) != 0) refuse(path, faultOf(errno), std::strerror(errno));
  if (written || place.standardStream >= 0) return place;
  place.file = followLinks(path);
  place.isThere = true;
  return place;
}

// Written beside the file, so that a rename does not cross file systems. Its rights are the old file's from the start.
int makeTemporary(const Place& place, std::string* name) {
  static std::atomic<unsigned> number{0};
  const mode_t mode = place.isThere ? place.old.st_mode & 0777U : 0666U;
  for (int tries = 0; tries < 1000; ++tries) {
    *name = folderOf(place.file) + "/.lacuna-" + std::to_string(::getpid()) + "-" + std::to_string(number++) + ".part";
    const int file = ::open(name->c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (file >= 0 || errno != EEXIST) return file;
  }
  return -1;
}

// -1 where all was written, else the errno.
int writeAll(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return -1;
}

// A folder's entry outlives the machine only when the folder is synchronised; file systems that cannot do that say so.
void synchroniseFolder(const std::string& folder) {
  const int file = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file < 0) return;
  ::fsync(file);
  ::close(file);
}

int openToAppend(const std::string& path) {
  if (path.empty()) refuse(path, FileFault::kNoName, "it has no name");
  const int file = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
  if (file < 0) refuse(path, faultOf(errno), reasonFor(errno, path));
  return file;
}

}  // namespace

FileFault faultOf(int error) {
  switch (error) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      return FileFault::kFull;
    case EACCES:
    case EPERM:
    case EROFS:
      return FileFault::kNoRights;
    case ENOENT:
    case ENOTDIR:
      return FileFault::kNotFound;
    case EISDIR:
      return FileFault::kIsFolder;
    case ENAMETOOLONG:
      return FileFault::kNameTooLong;
    default:
      return FileFault::kOther;
  }
}

OutputFile::OutputFile(const std::string& path, Target target, Synchronise synchronise) : path_(path) {
  const Place place = lookAt(path, target);
  if (place.file.empty()) {
    file_ = place.standardStream >= 0 ? ::fcntl(place.standardStream, F_DUPFD_CLOEXEC, 3)
                                      : ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
    if (file_ < 0) fail(errno);
    return;
  }
  std::string temporary;
  file_ = makeTemporary(place, &temporary);
  if (file_ < 0) fail(errno);
  target_ = place.file;
  temporary_ = temporary;
  later_ = synchronise == Synchronise::kLater && !place.isThere;
  if (place.isThere) {
    // Only root may give a file to somebody else; where that fails it is ours, with the same rights.
    [[maybe_unused]] const int ignored = ::fchown(file_, place.old.st_uid, place.old.st_gid);
    ::fchmod(file_, place.old.st_mode & 07777U);
  }
}

OutputFile::~OutputFile() { discard(); }

void OutputFile::discard() {
  if (file_ >= 0) ::close(file_);
  file_ = -1;
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
  temporary_.clear();
}

void OutputFile::fail(int error) const { refuse(path_, faultOf(error), reasonFor(error, path_)); }

void OutputFile::write(std::string_view bytes) {
  if (const int error = writeAll(file_, bytes); error >= 0) fail(error);
}

void OutputFile::commit(const std::string& keeping) {
  const bool replaces = !temporary_.empty();
  // A pipe or a terminal has nothing to synchronise.
  if (!later_ && ::fsync(file_) != 0 && (replaces || (errno != EINVAL && errno != ENOTSUP && errno != EROFS)))
    fail(errno);
  const int closed = ::close(file_);
  file_ = -1;
  if (closed != 0) fail(errno);
  if (!replaces) return;
  if (!keeping.empty() && ::access(target_.c_str(), F_OK) == 0) {
    // A second name for the old file, so that it is never without one. File systems without links rename it.
    const std::string second = temporary_ + ".old";
    ::unlink(second.c_str());
    const bool named = ::link(target_.c_str(), second.c_str()) == 0;
    const int renamed = ::rename(named ? second.c_str() : target_.c_str(), keeping.c_str());
    const int error = errno;
    if (named) ::unlink(second.c_str());  // still there where it failed, or where both names are one file already
    if (renamed != 0) fail(error);
  }
  if (::rename(temporary_.c_str(), target_.c_str()) != 0) fail(errno);
  temporary_.clear();
  if (!later_) synchroniseFolder(folderOf(target_));
}

void synchroniseDisk(const std::string& folder) {
  const int file = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file < 0) return;
  ::syncfs(file);
  ::close(file);
}

void writeFile(const std::string& path, std::string_view bytes, Target target, Synchronise synchronise) {
  OutputFile file(path, target, synchronise);
  file.write(bytes);
  file.commit();
}

void checkOutput(const std::string& path, Target target) {
  const Place place = lookAt(path, target);
  if (!place.file.empty()) OutputFile(path, target);  // made, and removed again
}

void appendToFile(const std::string& path, std::string_view bytes) {
  const int file = openToAppend(path);
  int error = writeAll(file, bytes);
  if (error < 0 && ::fsync(file) != 0 && errno != EINVAL) error = errno;
  if (::close(file) != 0 && error < 0) error = errno;
  if (error >= 0) refuse(path, faultOf(error), reasonFor(error, path));
}

void checkAppend(const std::string& path) { ::close(openToAppend(path)); }

void makeFolder(const std::string& path) {
  if (path.empty()) throw FileError(FileFault::kNoName, "The name of the folder to write in is empty: name one.", "");
  std::error_code failed;
  std::filesystem::create_directories(path, failed);
  if (!failed && std::filesystem::is_directory(path, failed)) return;
  const std::string why = failed ? failed.message() : "it is there, and no folder";
  throw FileError(failed ? faultOf(failed.value()) : FileFault::kNotAFile,
                  "The folder " + path + " cannot be made (" + why + "): choose another place, or free this one.", why);
}

}  // namespace lacuna::files
