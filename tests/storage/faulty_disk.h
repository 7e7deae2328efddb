// SPDX-License-Identifier: GPL-3.0-or-later
// A disk that fails on demand: SQLite's own file system with a gate before everything that writes. While one lives,
// every database of this process is opened through it.
#pragma once

#include <sqlite3.h>

#include <cstdlib>

namespace lacuna::storage::test {

class FaultyDisk {
 public:
  FaultyDisk() {
    inner() = sqlite3_vfs_find(nullptr);
    self() = *inner();
    self().zName = "faulty";
    self().szOsFile = static_cast<int>(sizeof(File)) + inner()->szOsFile;
    self().xOpen = open;
    self().xDelete = [](sqlite3_vfs*, const char* name, int sync) {
      return gate() ? SQLITE_IOERR_DELETE : inner()->xDelete(inner(), name, sync);
    };
    sqlite3_vfs_register(&self(), 1);
    heal();
  }
  ~FaultyDisk() {
    sqlite3_vfs_register(inner(), 1);
    sqlite3_vfs_unregister(&self());
  }
  FaultyDisk(const FaultyDisk&) = delete;
  FaultyDisk& operator=(const FaultyDisk&) = delete;

  // The write with this number from now on, from 1, fails with a code of SQLite's, and with `forGood` all that follow.
  void failAt(int number, int code, bool forGood) { state() = {0, number, code, forGood, false}; }
  void heal() { state() = {0, 0, SQLITE_OK, false, false}; }
  // Writes since then, and whether one failed.
  int writes() const { return state().writes; }
  bool failed() const { return state().failed; }

 private:
  struct State {
    int writes = 0;
    int failAt = 0;
    int code = SQLITE_OK;
    bool forGood = false;
    bool failed = false;
  };
  struct File {
    sqlite3_file base;
    sqlite3_file* inner() { return reinterpret_cast<sqlite3_file*>(this + 1); }
  };
  static State& state() {
    static State now;
    return now;
  }
  static sqlite3_vfs*& inner() {
    static sqlite3_vfs* vfs = nullptr;
    return vfs;
  }
  static sqlite3_vfs& self() {
    static sqlite3_vfs vfs;
    return vfs;
  }
  static bool gate() {
    State& s = state();
    ++s.writes;
    const bool fails = s.failAt > 0 && (s.forGood ? s.writes >= s.failAt : s.writes == s.failAt);
    s.failed = s.failed || fails;
    return fails;
  }
  static sqlite3_file* of(sqlite3_file* file) { return reinterpret_cast<File*>(file)->inner(); }

  static int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* outFlags) {
    static const sqlite3_io_methods kMethods = methods();
    file->pMethods = nullptr;
    const bool makes = (flags & SQLITE_OPEN_CREATE) != 0 && (flags & SQLITE_OPEN_MAIN_DB) == 0;
    if (makes && gate()) return SQLITE_CANTOPEN;
    const int code = inner()->xOpen(inner(), name, of(file), flags, outFlags);
    if (of(file)->pMethods != nullptr) file->pMethods = &kMethods;
    return code;
  }

  static sqlite3_io_methods methods() {
    sqlite3_io_methods m{};
    m.iVersion = 2;
    m.xClose = [](sqlite3_file* f) { return of(f)->pMethods->xClose(of(f)); };
    m.xRead = [](sqlite3_file* f, void* to, int size, sqlite3_int64 at) {
      return of(f)->pMethods->xRead(of(f), to, size, at);
    };
    m.xWrite = [](sqlite3_file* f, const void* from, int size, sqlite3_int64 at) {
      if (!gate()) return of(f)->pMethods->xWrite(of(f), from, size, at);
      // What a full disk leaves behind: a part.
      if (size > 1) (void)of(f)->pMethods->xWrite(of(f), from, size / 2, at);
      return state().code;
    };
    m.xTruncate = [](sqlite3_file* f, sqlite3_int64 size) {
      return gate() ? SQLITE_IOERR_TRUNCATE : of(f)->pMethods->xTruncate(of(f), size);
    };
    // Nothing is cut off from power here: what the real one waits for would only cost time.
    m.xSync = [](sqlite3_file*, int) { return gate() ? SQLITE_IOERR_FSYNC : SQLITE_OK; };
    m.xFileSize = [](sqlite3_file* f, sqlite3_int64* size) { return of(f)->pMethods->xFileSize(of(f), size); };
    m.xLock = [](sqlite3_file* f, int kind) { return of(f)->pMethods->xLock(of(f), kind); };
    m.xUnlock = [](sqlite3_file* f, int kind) { return of(f)->pMethods->xUnlock(of(f), kind); };
    m.xCheckReservedLock = [](sqlite3_file* f, int* held) { return of(f)->pMethods->xCheckReservedLock(of(f), held); };
    m.xFileControl = [](sqlite3_file* f, int what, void* with) {
      return of(f)->pMethods->xFileControl(of(f), what, with);
    };
    m.xSectorSize = [](sqlite3_file* f) { return of(f)->pMethods->xSectorSize(of(f)); };
    m.xDeviceCharacteristics = [](sqlite3_file* f) { return of(f)->pMethods->xDeviceCharacteristics(of(f)); };
    m.xShmMap = [](sqlite3_file* f, int page, int size, int extend, void volatile** to) {
      if (extend != 0 && gate()) return SQLITE_IOERR_SHMSIZE;
      return of(f)->pMethods->xShmMap(of(f), page, size, extend, to);
    };
    m.xShmLock = [](sqlite3_file* f, int at, int count, int flags) {
      return of(f)->pMethods->xShmLock(of(f), at, count, flags);
    };
    m.xShmBarrier = [](sqlite3_file* f) { of(f)->pMethods->xShmBarrier(of(f)); };
    m.xShmUnmap = [](sqlite3_file* f, int remove) { return of(f)->pMethods->xShmUnmap(of(f), remove); };
    return m;
  }
};

}  // namespace lacuna::storage::test
