// SPDX-License-Identifier: GPL-3.0-or-later
// What the engine has read of drafts over a base, kept in files for the next start: where, whether, and how much.
// The engine takes the folder from LACUNA_CONTEXT_CACHE, which a person may set as well: to another folder, or to
// nothing to go without for once.
//
// Any thread, save where it says otherwise. Nothing here throws.
#pragma once

#include <cstdint>
#include <string>

namespace lacuna::app {

// $LACUNA_CONTEXT_CACHE where it is set, else lacuna/context in the user's folder of caches. Empty: none.
std::string contextCacheFolder();

// As $LACUNA_CONTEXT_CACHE says where it is set, else as the author chose; at first true.
bool keepsContext();
// Remembered in the settings. Off: what is there is deleted, with the folder, so that programs that run write no more.
void keepContext(bool on);

// At the start of the program, while it has one thread: tells the engine that is to come.
void offerContextCache();

struct ContextCacheSize {
  int files = 0;
  std::int64_t bytes = 0;
};
ContextCacheSize contextCacheSize();
// Deletes every page, and says how much that was. Open programs keep in memory what they have read.
ContextCacheSize emptyContextCache();

}  // namespace lacuna::app
