// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/library/spelling_calls.h"

#include "app/storage_thread.h"
#include "storage/library.h"
#include "storage/spelling_notes.h"
#include "storage/word_list.h"

namespace lacuna::app {

void SpellingCalls::read() {
  storage_.postIfOpen([this](storage::Library& library) { Q_EMIT told(storage::spellingNotes(library)); });
}

void SpellingCalls::changeWords(const QString& id, const QStringList& added, const QStringList& removed) {
  storage_.post(
      [id, added, removed](storage::Library& library) { storage::changeSpellingWords(library, id, added, removed); });
  read();
}

void SpellingCalls::setLanguages(const QString& id, const QStringList& languages) {
  storage_.post([id, languages](storage::Library& library) { storage::setSpellingLanguages(library, id, languages); });
  read();
}

void SpellingCalls::changeList(const QString& path, const QStringList& added, const QStringList& removed) {
  storage_.postWithPath(
      [path, added, removed](storage::Library*, const QString&) { storage::changeWordList(path, added, removed); });
}

}  // namespace lacuna::app
