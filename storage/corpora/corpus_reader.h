// SPDX-License-Identifier: GPL-3.0-or-later
// Start here: reads the sources of a corpus into chapters, finds what stands in it twice, in another language or by a
// model, and holds some chapters out. docs/voice.md, "Corpora", says by which rules.
//
//   CorpusReader(store, &library).read(corpus, work);
//
// Thread: that of the store and the library; the library may be one that was opened to read only. Errors: StorageError.
#pragma once

#include <QString>

#include "storage/values/work.h"
#include "storage/voices/voice_store.h"

namespace lacuna::storage {

class Library;

class CorpusReader {
 public:
  // library: for documents; null: such sources say that they cannot be read.
  explicit CorpusReader(VoiceStore& store, Library* library = nullptr) : store_(store), library_(library) {}

  // All of it anew; what the author chose by hand stays, and so does the text of a file or folder that is not there at
  // the moment. What a source has to say stands in its notice. Returns a
  // sentence where there is too little to learn from, or nothing to hold out; else nothing. Throws Stopped, and then
  // nothing has changed. A hundred thousand words take about a quarter of a second.
  QString read(const QString& corpus, const Work& work = {});
  // Which sources have changed since, into their notices; nothing else is read.
  void look(const QString& corpus);

 private:
  VoiceStore& store_;
  Library* library_;
};

// The corpus as text files for whoever trains: chapters that follow each other in one source are one text, so that they
// are read in their context. The folders are made, and hold nothing else afterwards. Throws StorageError.
void writeTraining(VoiceStore& store, const QString& corpus, const QString& learn, const QString& heldOut);

}  // namespace lacuna::storage
