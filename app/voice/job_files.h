// SPDX-License-Identifier: GPL-3.0-or-later
// What lies in a job's folder while it works:
//   learn/ held-out/   the corpus's texts as they were when the job began; texts.ready stands when they are all there
//   voice.json         what the trainer is told
//   run/               its checkpoints; run/model the voice as it is, run/best the best so far
//   dry/               all of this again, while a dry run goes on
//   sitting            stands while somebody works on the job, and is left behind by a sitting that was killed
#pragma once

#include <QString>
#include <QStringList>
#include <string>

#include "storage/voices/voice_store.h"

namespace lacuna::app {

class JobFiles {
 public:
  explicit JobFiles(const QString& folder) : folder_(folder) {}

  QString folder() const { return folder_; }
  QString learn() const { return folder_ + QStringLiteral("/learn"); }
  QString heldOut() const { return folder_ + QStringLiteral("/held-out"); }
  QString config() const { return folder_ + QStringLiteral("/voice.json"); }
  QString run() const { return folder_ + QStringLiteral("/run"); }
  QString model() const { return run() + QStringLiteral("/model"); }
  QString best() const { return run() + QStringLiteral("/best"); }

  // Once: later changes of the corpus do not reach a job that has begun. Throws StorageError, FileError.
  void writeTexts(storage::VoiceStore& store, const QString& corpus) const;
  QStringList learntTexts() const;
  QStringList heldOutTexts() const;

  // A sitting begins or ends. begin() says how many sittings before this one, one after the other, were killed without
  // getting further than `step`.
  int begin(qint64 step) const;
  void end() const;

  // The author's words, as texts and as tokens: they are written again when the job goes on.
  void removeTexts() const;
  void removeAll() const;  // but the folder, which its lock holds

 private:
  QString folder_;
};

// Whether a folder holds a voice.
bool holdsVoice(const QString& folder);
qint64 bytesIn(const QString& folder);
// The files of a voice, each synchronised. Throws FileError.
void copyVoice(const QString& from, const QString& to);

}  // namespace lacuna::app
