// SPDX-License-Identifier: GPL-3.0-or-later
// Corpora, jobs and voices, in a database of their own beside the library: `voices.sqlite` in the library's folder,
// with a folder `voices/` for weights (`voices/jobs/ID` while a job works, `voices/ID` when a voice has come of it).
// A terminal, the window and the process that trains may hold it at once: every call is one short transaction.
//
//   VoiceStore store(VoiceStore::pathFor(library));
//   const QString corpus = store.addCorpus(u"My novel"_s);
//
// Threads: belongs to the thread that made it. Errors: StorageError.
#pragma once

#include <QHash>
#include <functional>
#include <optional>

#include "storage/database.h"
#include "storage/values/voices.h"

namespace lacuna::storage {

// What a reader of sources has made of one chapter: what is learnt of it, and what is not.
struct ReadChapter {
  CorpusChapter chapter;
  QString text;  // without what is left out of it
};

class VoiceStore {
 public:
  static QString pathFor(const QString& library);  // the library's path
  explicit VoiceStore(const QString& path);

  const QString& path() const { return database_.path(); }
  QString folder() const;                         // of weights; made where it is missing
  QString jobFolder(const QString& job) const;    // likewise
  QString voiceFolder(const QString& voice) const;
  // Grows with every change, by whomever.
  qint64 version();
  VoicesView view();

  // Corpora.
  QString addCorpus(const QString& name);
  void renameCorpus(const QString& id, const QString& name);
  // With its text; the file's pages are overwritten. Refused while a job that has not ended needs it.
  void removeCorpus(const QString& id);
  void setTakesGenerated(const QString& id, bool takes);
  QString addSource(const QString& corpus, SourceKind kind, const QString& reference, const QString& title);
  void removeSource(const QString& id);
  void setSourceNotice(const QString& id, const QString& notice);
  // All chapters of a corpus, as they were read just now; what the author chose by hand is kept by (source, title).
  void setChapters(const QString& corpus, const QVector<ReadChapter>& chapters, const QString& language);
  void setChapterUse(const QString& chapter, ChapterUse use);  // by hand
  QString chapterText(const QString& chapter);
  std::optional<Corpus> corpus(const QString& id);

  // Jobs.
  QString addJob(const QString& name, const QString& corpus, const VoiceSettings& settings);  // a draft
  void setSettings(const QString& job, const VoiceSettings& settings);  // drafts alone
  void setPlan(const QString& job, const VoicePlan& plan);
  void enqueue(const QString& job, const QString& model, const QString& modelName, const QString& modelSha256);
  void moveJob(const QString& job, int position);
  void removeJob(const QString& job);  // not one that runs; its folder goes too
  // What the author wants of a job that runs; whoever runs it looks at every step.
  void pause(const QString& job);   // running -> pausing, queued -> paused
  void resume(const QString& job);  // paused, failed, stopped -> queued
  void stop(const QString& job);    // keeps the best so far; whoever runs it ends it as Stopped with a voice

  enum class Wish { GoOn, Pause, Stop };
  // For whoever trains. claim: the first of the queue, or that job, becomes Running; jobs that are called Running and
  // whose folder nobody has locked any more (a process was killed) come first. None: there is nothing to do.
  std::optional<VoiceJob> claim(const QString& only = {});
  Wish wish(const QString& job);
  void setNote(const QString& job, const QString& note);
  // What follows a step that is there already is replaced: the run went back.
  void addPoint(const QString& job, const VoicePoint& point, const VoiceJob& figures);  // step, steps, seconds .. heldOutBest
  void addSamples(const QString& job, const QVector<VoiceSample>& samples);
  void setExperts(const QString& job, const QVector<ExpertUse>& experts);
  void endSitting(const QString& job, JobState state, const QString& note);  // Paused, Done, Stopped or Failed
  std::optional<VoiceJobView> job(const QString& id);
  std::optional<VoiceJob> jobNamed(const QString& name);  // the newest of that name

  // Voices.
  QString addVoice(const Voice& voice);  // its folder is there already, at voiceFolder(voice.id) if it has an id
  void renameVoice(const QString& id, const QString& name);
  void deleteVoice(const QString& id);   // until purge() it can be taken back
  void restoreVoice(const QString& id);
  void purge();  // deleted voices go for good, with their files
  // What speaks in a project by itself; project: id of its node in the library's tree, empty: wherever nothing else is
  // said.
  void setDefault(const QString& project, const QVector<VoiceShare>& voices);
  QVector<VoiceShare> defaultFor(const QString& project);

 private:
  Database database_;
};

}  // namespace lacuna::storage
