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
#include <memory>
#include <optional>

#include "storage/database.h"
#include "storage/values/voices.h"

namespace lacuna::files {
class FolderLock;
}

namespace lacuna::storage {

// A corpus of fewer words teaches nothing; the readers say so, and enqueue() refuses it.
constexpr qint64 kFewestWords = 2000;

// What a reader of sources has made of one chapter: what is learnt of it, and what is not.
struct ReadChapter {
  CorpusChapter chapter;
  QString text;  // without what is left out of it
};

class VoiceStore {
 public:
  static QString pathFor(const QString& library);  // the library's path
  // Makes the file, and its folder, where they are missing.
  explicit VoiceStore(const QString& path);
  // Lets go of the jobs that were claimed; what was not ended can be claimed by others.
  ~VoiceStore();
  VoiceStore(const VoiceStore&) = delete;
  VoiceStore& operator=(const VoiceStore&) = delete;

  const QString& path() const { return database_.path(); }
  QString folder() const;                           // of weights; made where it is missing
  QString jobFolder(const QString& job) const;      // likewise
  QString voiceFolder(const QString& voice) const;  // a path; whoever writes a voice makes it
  // Grows with every change, by whomever.
  qint64 version();
  VoicesView view();

  // Corpora.
  QString addCorpus(const QString& name);
  void renameCorpus(const QString& id, const QString& name);
  // With all that holds words of it: its text, samples and passages of what came of it, the folders of its jobs; the
  // file's pages are overwritten. Drafts of jobs over it go too. Refused while a job that has not ended needs it.
  void removeCorpus(const QString& id);
  void setTakesGenerated(const QString& id, bool takes);
  QString addSource(const QString& corpus, SourceKind kind, const QString& reference, const QString& title);
  void removeSource(const QString& id);
  void setSourceNotice(const QString& id, const QString& notice);
  // How the source stood when it was read, in the reader's own words, so that a change is noticed.
  void setSourceStamp(const QString& id, const QString& stamp);
  QString sourceStamp(const QString& id);
  // All chapters of a corpus, as they were read just now; what the author chose by hand is kept by (source, title).
  // The sources' notices stay: whoever read them says those.
  void setChapters(const QString& corpus, const QVector<ReadChapter>& chapters, const QString& language);
  // By hand. Refused for one of which nothing is left.
  void setChapterUse(const QString& chapter, ChapterUse use);
  QString chapterText(const QString& chapter);
  std::optional<Corpus> corpus(const QString& id);

  // Jobs. What a job's state does not allow throws kInvalid with a sentence.
  QString addJob(const QString& name, const QString& corpus, const VoiceSettings& settings);  // a draft
  void renameJob(const QString& job, const QString& name);                                    // drafts alone
  void setSettings(const QString& job, const VoiceSettings& settings);                        // drafts alone
  void setPlan(const QString& job, const VoicePlan& plan);                                    // until it has ended
  // Freezes it. Refused where its corpus has too little to learn, or nothing to ask.
  void enqueue(const QString& job, const QString& model, const QString& modelName, const QString& modelSha256);
  void moveJob(const QString& job, int position);  // of one in the queue, from 1; beyond its end: last
  void removeJob(const QString& job);              // not one that runs; its folder goes too
  // What the author wants of a job; whoever runs it looks at every step.
  void pause(const QString& job);   // running -> pausing, queued -> paused
  void resume(const QString& job);  // paused, failed, stopped -> queued; pausing: it is queued again once it is paused
  // Keeps the best so far: whoever runs it ends it as Stopped with a voice. A paused one that has learnt goes to the
  // head of the queue for that; one that has not begun is Stopped at once.
  void stop(const QString& job);

  enum class Wish { GoOn, Pause, Stop };
  // For whoever trains. claim: the first of the queue, or that job, becomes Running; jobs that are called Running and
  // whose folder nobody has locked any more (a process was killed) come first, and such that are called Pausing are
  // Paused. None: there is nothing to do. The job is this object's until endSitting() or its end; one that another
  // process works on throws kLocked where it was asked for by its id.
  std::optional<VoiceJob> claim(const QString& only = {});
  // Whether any process has claimed it at this moment.
  bool isWorkedOn(const QString& job) const;
  Wish wish(const QString& job);  // of one that is gone: Stop
  void setNote(const QString& job, const QString& note);
  // Points of later steps, and their samples, go: the run went back. Of a step that is there, what is NaN stays as it
  // is. figures: step, steps, seconds .. heldOutBest.
  void addPoint(const QString& job, const VoicePoint& point, const VoiceJob& figures);
  void addSamples(const QString& job, const QVector<VoiceSample>& samples);
  void setExperts(const QString& job, const QVector<ExpertUse>& experts);
  // Paused, Done, Stopped, Failed; or Queued, at its head: to go on at the next claim. Only by the object that claimed
  // it.
  void endSitting(const QString& job, JobState state, const QString& note);
  std::optional<VoiceJobView> job(const QString& id);
  std::optional<VoiceJob> jobNamed(const QString& name);  // the newest of that name

  // Voices.
  QString addVoice(const Voice& voice);  // its folder is there already, at voiceFolder(voice.id) if it has an id
  void renameVoice(const QString& id, const QString& name);
  // Until purge() it can be taken back, and speaks where it did.
  void deleteVoice(const QString& id);
  void restoreVoice(const QString& id);
  void purge();  // deleted voices go for good, with their files
  // What speaks in a project by itself; project: id of its node in the library's tree, empty: wherever nothing else is
  // said.
  void setDefault(const QString& project, const QVector<VoiceShare>& voices);
  QVector<VoiceShare> defaultFor(const QString& project);

 private:
  Corpus corpusRow(const QString& id);
  VoiceJob jobRow(const QString& id);
  std::shared_ptr<files::FolderLock> lockOf(const QString& job) const;
  void setState(const QString& job, JobState state);
  void putInQueue(const QString& job, int position);
  void wipeLog();

  Database database_;
  QHash<QString, std::shared_ptr<files::FolderLock>> claimed_;
  bool logHoldsText_ = true;  // the write-ahead log may hold what was deleted, also by one who had no time to empty it
};

}  // namespace lacuna::storage
