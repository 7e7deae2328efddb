// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/base/page_store.h"

#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <ctime>
#include <span>
#include <string_view>
#include <system_error>

#include "engine/weights/sha256.h"

namespace lacuna::engine {
namespace {

constexpr std::size_t kFamilyTokens = 64;
constexpr std::size_t kFamilyDigits = 16;
constexpr std::size_t kFamilyPages = 3;
constexpr std::size_t kMostWaiting = 8;  // pages of some 17 MB; beyond, the oldest does not rest any longer
constexpr std::string_view kPageEnd = ".page";
constexpr std::string_view kPartEnd = ".part";
constexpr std::time_t kPartSeconds = 3600;  // then its writer is gone

class OpenFile {
 public:
  explicit OpenFile(int file) : file_(file) {}
  ~OpenFile() {
    if (file_ >= 0) ::close(file_);
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  explicit operator bool() const { return file_ >= 0; }
  int operator*() const { return file_; }

 private:
  int file_;
};

// A folder of this user that nobody else can write to; else -1.
int openPageFolder(const std::string& path) {
  const int folder = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return -1;
  struct stat about {};
  if (::fstat(folder, &about) == 0 && about.st_uid == ::geteuid() && (about.st_mode & 022U) == 0) return folder;
  ::close(folder);
  return -1;
}

bool makePageFolder(const std::string& path) {
  if (path.empty() || path.front() != '/') return false;
  for (std::size_t end = path.find('/', 1); end != std::string::npos; end = path.find('/', end + 1))
    ::mkdir(path.substr(0, end).c_str(), 0700);
  ::mkdir(path.c_str(), 0700);
  return static_cast<bool>(OpenFile(openPageFolder(path)));
}

bool isPageName(std::string_view name) {
  constexpr std::size_t digits = kFamilyDigits + 1 + 64;
  return name.size() == digits + kPageEnd.size() && name.ends_with(kPageEnd) && name[kFamilyDigits] == '-' &&
         name.substr(0, digits).find_first_not_of("0123456789abcdef-") == std::string_view::npos;
}

// ".PID-N.part"
bool isPartName(std::string_view name) {
  if (name.size() <= kPartEnd.size() || name.front() != '.' || !name.ends_with(kPartEnd)) return false;
  const std::string_view between = name.substr(1, name.size() - 1 - kPartEnd.size());
  return between.find_first_not_of("0123456789-") == std::string_view::npos;
}

void removePage(int folder, const std::string& name) {
  if (::unlinkat(folder, name.c_str(), 0) != 0) ::unlinkat(folder, name.c_str(), AT_REMOVEDIR);
}

struct KnownPage {
  std::string name;
  std::uint64_t bytes = 0;
  std::timespec used{};
};

// Those of a family, or all where it is empty; the last used first. What a writer left that is gone is deleted.
std::vector<KnownPage> pagesIn(int folder, std::string_view family) {
  std::vector<KnownPage> pages;
  const int again = ::openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (again < 0) return pages;
  DIR* const list = ::fdopendir(again);
  if (list == nullptr) {
    ::close(again);
    return pages;
  }
  while (const dirent* const entry = ::readdir(list)) {
    const std::string name = entry->d_name;
    const bool part = isPartName(name);
    struct stat about {};
    if (!part && !(isPageName(name) && name.starts_with(family))) continue;
    if (::fstatat(folder, name.c_str(), &about, AT_SYMLINK_NOFOLLOW) != 0) continue;
    if (!part) pages.push_back({name, static_cast<std::uint64_t>(about.st_size), about.st_mtim});
    if (part && std::time(nullptr) - about.st_mtim.tv_sec > kPartSeconds) ::unlinkat(folder, name.c_str(), 0);
  }
  ::closedir(list);
  const auto later = [](const KnownPage& a, const KnownPage& b) {
    return a.used.tv_sec != b.used.tv_sec ? a.used.tv_sec > b.used.tv_sec : a.used.tv_nsec > b.used.tv_nsec;
  };
  std::sort(pages.begin(), pages.end(), later);
  return pages;
}

void makeRoom(int folder, const std::string& name, std::uint64_t bytes, std::uint64_t limit) {
  const std::string family = name.substr(0, kFamilyDigits + 1);
  std::size_t siblings = 1;
  std::uint64_t total = bytes;
  for (const KnownPage& page : pagesIn(folder, {})) {
    if (page.name == name) continue;  // will be replaced
    const bool tooMany = page.name.starts_with(family) && ++siblings > kFamilyPages;
    if (tooMany || total + page.bytes > limit) {
      removePage(folder, page.name);
    } else {
      total += page.bytes;
    }
  }
}

// A page that is there is now the last used. What cannot be one is deleted.
template <class Read>
auto openPage(int folder, const std::string& name, const Read& read) -> decltype(read(0)) {
  const OpenFile file(::openat(folder, name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  if (!file) {
    if (errno == ELOOP || errno == ENXIO) removePage(folder, name);
    return {};
  }
  auto found = read(*file);
  if (!found) removePage(folder, name);
  return found;
}

// -1: there is no more room, or no right to write.
int makePart(int folder, std::string* name) {
  static std::atomic<unsigned> number{0};
  for (int tries = 0; tries < 100; ++tries) {
    *name = "." + std::to_string(::getpid()) + "-" + std::to_string(number++) + std::string(kPartEnd);
    const int file = ::openat(folder, name->c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (file >= 0 || errno != EEXIST) return file;
  }
  return -1;
}

bool writePart(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

std::size_t sharedStart(const std::vector<TokenId>& a, const std::vector<TokenId>& b) {
  const std::size_t most = std::min(a.size(), b.size());
  std::size_t count = 0;
  while (count < most && a[count] == b[count]) ++count;
  return count;
}

PageStore::PageStore(std::string folder, PageOrigin origin, PageStoreOptions options)
    : folder_(std::move(folder)), origin_(std::move(origin)), options_(options) {
  writes_ = makePageFolder(folder_);
}

PageStore::~PageStore() {
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
  }
  wake_.notify_all();
  if (writer_.joinable()) writer_.join();
}

std::string PageStore::nameOf(const std::vector<TokenId>& ids) const {
  const std::string origin = "lacuna page " + std::to_string(kPageVersion) + " " + origin_.baseSha256 + " " +
                             std::to_string(static_cast<int>(origin_.precision)) + " ";
  const auto sumOf = [&](std::size_t tokens) {
    std::string bytes = origin;
    bytes.append(reinterpret_cast<const char*>(ids.data()), tokens * sizeof(TokenId));
    return sha256(std::as_bytes(std::span(bytes)));
  };
  return sumOf(std::min(ids.size(), kFamilyTokens)).substr(0, kFamilyDigits) + "-" + sumOf(ids.size()) +
         std::string(kPageEnd);
}

std::optional<PageReading> PageStore::findWaiting(const std::string& name) {
  const std::lock_guard lock(mutex_);
  if (writing_ != nullptr && writing_->name == name) return writing_->reading;
  for (const Waiting& page : waiting_)
    if (page.name == name) return page.reading;
  return std::nullopt;
}

std::optional<PageReading> PageStore::nearestWaiting(const std::vector<TokenId>& ids, const std::string& family,
                                                     std::size_t* least) {
  const std::lock_guard lock(mutex_);
  const PageReading* best = nullptr;
  const auto look = [&](const Waiting& page) {
    if (!page.name.starts_with(family)) return;
    const std::size_t shared = sharedStart(page.reading.ids, ids);
    if (shared <= *least) return;
    *least = shared;
    best = &page.reading;
  };
  if (writing_ != nullptr) look(*writing_);
  for (const Waiting& page : waiting_) look(page);
  return best == nullptr ? std::nullopt : std::optional<PageReading>(*best);
}

std::optional<PageReading> PageStore::find(const std::vector<TokenId>& ids) {
  const std::string name = nameOf(ids);
  if (auto waiting = findWaiting(name)) return waiting;
  const OpenFile folder(openPageFolder(folder_));
  if (!folder) return std::nullopt;
  return openPage(*folder, name, [&](int file) {
    std::optional<PageReading> page = readPage(file, origin_);
    if (page && page->ids != ids) page.reset();
    if (page) ::futimens(file, nullptr);
    return page;
  });
}

std::optional<PageReading> PageStore::nearest(const std::vector<TokenId>& ids, std::size_t least) {
  const std::string family = nameOf(ids).substr(0, kFamilyDigits + 1);
  std::optional<PageReading> waiting = nearestWaiting(ids, family, &least);
  const OpenFile folder(openPageFolder(folder_));
  if (!folder) return waiting;
  std::string best;
  for (const KnownPage& page : pagesIn(*folder, family)) {
    const auto tokens = openPage(*folder, page.name, [&](int file) { return readPageTokens(file, origin_); });
    const std::size_t shared = tokens ? sharedStart(*tokens, ids) : 0;
    if (shared <= least) continue;
    least = shared;
    best = page.name;
  }
  std::optional<PageReading> found;
  if (!best.empty()) found = openPage(*folder, best, [&](int file) { return readPage(file, origin_); });
  return found ? found : waiting;
}

void PageStore::keep(PageReading reading) {
  if (!writes_.load() || reading.ids.empty()) return;
  std::string name = nameOf(reading.ids);
  const std::string family = name.substr(0, kFamilyDigits + 1);
  {
    const std::lock_guard lock(mutex_);
    std::erase_if(waiting_, [&](const Waiting& page) { return page.name.starts_with(family); });
    if (waiting_.size() >= 2 * kMostWaiting) waiting_.pop_front();  // a disk that cannot follow
    waiting_.push_back({std::move(reading), std::move(name), Clock::now() + options_.rest});
    if (!writer_.joinable()) {
      // Signals are for the program's other threads; a limit on the size of files is an error of the write.
      sigset_t all;
      sigset_t before;
      sigfillset(&all);
      ::pthread_sigmask(SIG_SETMASK, &all, &before);
      try {
        writer_ = std::thread([this] { run(); });
      } catch (const std::system_error&) {
        writes_ = false;
        waiting_.clear();
      }
      ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    }
  }
  wake_.notify_all();
}

void PageStore::flush() {
  std::unique_lock lock(mutex_);
  hurry_ = true;
  wake_.notify_all();
  written_.wait(lock, [&] { return waiting_.empty() && writing_ == nullptr; });
  hurry_ = false;
}

void PageStore::run() {
  std::unique_lock lock(mutex_);
  while (true) {
    if (waiting_.empty()) {
      written_.notify_all();
      if (closing_) return;
      wake_.wait(lock);
      continue;
    }
    const Clock::time_point due = waiting_.front().due;
    if (!closing_ && !hurry_ && waiting_.size() <= kMostWaiting && Clock::now() < due) {
      wake_.wait_until(lock, due);
      continue;
    }
    const Waiting page = std::move(waiting_.front());
    waiting_.pop_front();
    writing_ = &page;
    lock.unlock();
    bool going = false;
    try {
      going = write(page);
    } catch (const std::exception&) {  // no memory
    }
    lock.lock();
    writing_ = nullptr;
    if (going) continue;
    writes_ = false;
    waiting_.clear();
  }
}

bool PageStore::write(const Waiting& page) const {
  const OpenFile folder(openPageFolder(folder_));
  if (!folder) return false;  // also where somebody has taken it away
  const std::string bytes = encodePage(origin_, page.reading);
  if (bytes.size() > options_.limitBytes) return true;
  makeRoom(*folder, page.name, bytes.size(), options_.limitBytes);
  std::string part;
  bool whole = false;
  {
    const OpenFile file(makePart(*folder, &part));
    if (!file) return false;
    whole = writePart(*file, bytes);
  }
  // What stands in its place and is no file stays there.
  if (!whole || ::renameat(*folder, part.c_str(), *folder, page.name.c_str()) != 0)
    ::unlinkat(*folder, part.c_str(), 0);
  return whole;
}

}  // namespace lacuna::engine
