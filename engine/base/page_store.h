// SPDX-License-Identifier: GPL-3.0-or-later
// Readings of a base kept in files (page_file.h), so that a draft that is opened again is warm. A cache: what is wrong
// with a file or with the folder means that it is not there, never an error.
//
// A file's name is two SHA-256 sums over what the reading depends on: of its first 64 tokens (16 digits, "family") and
// of all of them. A family is mostly one chunk as it was at several times, of which the last three are kept.
//
// Written by a thread of its own, once a reading has rested for a while: while an author types, each pause makes
// another reading of the same chunk, and only the last is worth a file. Several programs may share the folder.
//
// One thread asks; what it asks for never waits for a write, and finds what is still to be written too.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "engine/base/page_file.h"

namespace lacuna::engine {

struct PageStoreOptions {
  std::uint64_t limitBytes = std::uint64_t{512} << 20U;  // of all pages in the folder; the least recently used go first
  std::chrono::milliseconds rest{30000};                 // before a reading is written
};

class PageStore {
 public:
  // folder: an absolute path; where it is missing it is made for this user alone, with those above it. Where that
  // fails, or others may write to it, nothing is kept.
  PageStore(std::string folder, PageOrigin origin, PageStoreOptions options = {});
  // Writes what is still to be written.
  ~PageStore();
  PageStore(const PageStore&) = delete;
  PageStore& operator=(const PageStore&) = delete;

  // The reading of exactly these tokens, bit for bit as it was kept. A damaged file is deleted.
  std::optional<PageReading> find(const std::vector<TokenId>& ids);
  // Of the same family, the reading that begins most like these tokens, where that is more than `least` of them.
  std::optional<PageReading> nearest(const std::vector<TokenId>& ids, std::size_t least);
  // To be written, in place of what waits of its family. Its tensors are not changed from here on.
  void keep(PageReading reading);
  // Returns once nothing waits to be written any more.
  void flush();

  // False once nothing is kept for the rest of the session: no folder, no rights, a full disk.
  bool writes() const { return writes_.load(); }

 private:
  using Clock = std::chrono::steady_clock;
  struct Waiting {
    PageReading reading;
    std::string name;
    Clock::time_point due;
  };

  std::string nameOf(const std::vector<TokenId>& ids) const;
  // Of what is not in its file yet.
  std::optional<PageReading> findWaiting(const std::string& name);
  std::optional<PageReading> nearestWaiting(const std::vector<TokenId>& ids, const std::string& family,
                                            std::size_t* least);
  void run();
  bool write(const Waiting& page) const;  // false: nothing more can be written

  std::string folder_;
  PageOrigin origin_;
  PageStoreOptions options_;
  std::atomic<bool> writes_{true};

  std::mutex mutex_;  // of all below
  std::condition_variable wake_;
  std::condition_variable written_;
  std::deque<Waiting> waiting_;  // by due
  const Waiting* writing_ = nullptr;
  bool hurry_ = false;
  bool closing_ = false;
  std::thread writer_;  // from the first page on
};

// Tokens in which both begin alike.
std::size_t sharedStart(const std::vector<TokenId>& a, const std::vector<TokenId>& b);

}  // namespace lacuna::engine
