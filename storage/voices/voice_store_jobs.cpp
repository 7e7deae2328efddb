// SPDX-License-Identifier: GPL-3.0-or-later
// Jobs as the author sees them: made, queued, moved, paused, stopped. Who trains: voice_store_work.cpp.
#include <QDir>

#include "storage/error.h"
#include "storage/said.h"
#include "storage/voices/voice_json.h"
#include "storage/voices/voice_rows.h"
#include "storage/voices/voice_schema.h"
#include "storage/voices/voice_store.h"

namespace lacuna::storage {
namespace {

constexpr int kLast = std::numeric_limits<int>::max();

StorageError refusal(const QString& sentence) { return {StorageCode::kInvalid, sentence}; }

bool runs(const VoiceJob& job) { return job.state == JobState::Running || job.state == JobState::Pausing; }

// Settings that no run can have; what it costs is the plan's.
void checkSettings(const VoiceSettings& settings) {
  static const QStringList kLinears = {"queries", "keys", "values", "output", "gate", "up", "down"};
  const auto within = [](double value, double low, double high) { return value >= low && value <= high; };
  const auto refuse = [](const QString& what) { throw refusal(what); };
  if (!within(settings.rank, 1, 256))
    refuse(Said::tr("A voice's rank is between 1 and 256, not %1.").arg(settings.rank));
  for (const QString& name : settings.linears)
    if (!kLinears.contains(name))
      refuse(
          Said::tr("There is no map \"%1\" to adapt; name some of %2.").arg(name, kLinears.join(QStringLiteral(", "))));
  if (!within(settings.rate, 1e-7, 1)) refuse(Said::tr("The rate of learning is above 0 and at most 1."));
  if (!within(settings.minutes, 0, 1e6) || settings.steps < 0 || (settings.minutes == 0 && settings.steps == 0))
    refuse(Said::tr("Say how many minutes it may take, or how many steps."));
  if (!within(settings.rehearsal, 0, 0.9)) refuse(Said::tr("The share of rehearsed text is between 0 and 0.9."));
  if (settings.patience < 0 || settings.sampleEvery < 0 || !within(settings.fromHour, -1, 23) ||
      !within(settings.untilHour, -1, 23))
    refuse(Said::tr("Hours are between 0 and 23, and numbers of steps not below 0."));
}

}  // namespace

QString VoiceStore::addJob(const QString& name, const QString& corpus, const VoiceSettings& settings) {
  const QString sound = name.simplified();
  if (sound.isEmpty()) throw refusal(Said::tr("Give it a name first."));
  checkSettings(settings);
  const QString id = newId();
  VoiceChange change(database_);
  Statement(database_,
            "INSERT INTO jobs(id, name, corpus, corpus_name, state, settings, created) VALUES(?, ?, ?, ?, ?, ?, ?)")
      .bind(id, sound, corpus, corpusRow(corpus).name, static_cast<int>(JobState::Draft), compact(toJson(settings)),
            nowMilliseconds())
      .run();
  change.commit();
  return id;
}

void VoiceStore::renameJob(const QString& job, const QString& name) {
  const QString sound = name.simplified();
  if (sound.isEmpty()) throw refusal(Said::tr("Give it a name first."));
  VoiceChange change(database_);
  const VoiceJob row = jobRow(job);
  if (row.state != JobState::Draft)
    throw refusal(Said::tr("“%1” has been started, and its voice will be called so; rename the voice.").arg(row.name));
  Statement(database_, "UPDATE jobs SET name = ? WHERE id = ?").bind(sound, job).run();
  change.commit();
}

void VoiceStore::setSettings(const QString& job, const VoiceSettings& settings) {
  checkSettings(settings);
  VoiceChange change(database_);
  const VoiceJob row = jobRow(job);
  if (row.state != JobState::Draft)
    throw refusal(Said::tr("“%1” has been started, and what it was told is fixed; make a new one for other settings.")
                      .arg(row.name));
  // What was measured holds for what was asked.
  Statement(database_, "UPDATE jobs SET settings = ?, plan = '' WHERE id = ?")
      .bind(compact(toJson(settings)), job)
      .run();
  change.commit();
}

void VoiceStore::setPlan(const QString& job, const VoicePlan& plan) {
  VoiceChange change(database_);
  const VoiceJob row = jobRow(job);
  if (row.state == JobState::Done || row.state == JobState::Stopped)
    throw refusal(Said::tr("“%1” has ended; make a new one.").arg(row.name));
  Statement(database_, "UPDATE jobs SET plan = ? WHERE id = ?").bind(compact(toJson(plan)), job).run();
  change.commit();
}

void VoiceStore::enqueue(const QString& job, const QString& model, const QString& modelName,
                         const QString& modelSha256) {
  VoiceChange change(database_);
  const VoiceJob row = jobRow(job);
  if (row.state != JobState::Draft)
    throw refusal(Said::tr("“%1” has been started already; resume it, or make a new one.").arg(row.name));
  const Corpus corpus = corpusRow(row.corpusId);
  if (corpus.words + corpus.heldOutWords < kFewestWords)
    throw refusal(Said::tr("“%1” has %2 words to learn from, and a voice needs %3 at least; add more texts.")
                      .arg(corpus.name)
                      .arg(corpus.words)
                      .arg(kFewestWords));
  if (corpus.heldOutWords == 0)
    throw refusal(Said::tr("No chapter of “%1” is held out, and without one nobody can tell whether the voice learns; "
                           "hold one out.")
                      .arg(corpus.name));
  Statement(database_,
            "UPDATE jobs SET model = ?, model_name = ?, model_sha256 = ?, corpus_name = ?, wish = 0, again = 0, "
            "note = '' WHERE id = ?")
      .bind(model, modelName, modelSha256, corpus.name, job)
      .run();
  setState(job, JobState::Queued);
  putInQueue(job, kLast);
  change.commit();
}

void VoiceStore::moveJob(const QString& job, int position) {
  VoiceChange change(database_);
  const VoiceJob row = jobRow(job);
  if (row.state != JobState::Queued)
    throw refusal(Said::tr("“%1” does not wait in the queue, so it has no place there.").arg(row.name));
  putInQueue(job, position);
  change.commit();
}

void VoiceStore::removeJob(const QString& job) {
  const VoiceJob seen = jobRow(job);
  // Of one that is called running and whose process is gone, nobody else takes it meanwhile.
  const auto lock = runs(seen) && !claimed_.contains(job) ? lockOf(job) : nullptr;
  {
    VoiceChange change(database_);
    const VoiceJob row = jobRow(job);
    if (runs(row) && lock == nullptr)
      throw refusal(Said::tr("“%1” is at work; stop or pause it before you remove it.").arg(row.name));
    Statement(database_, "DELETE FROM jobs WHERE id = ?").bind(job).run();
    if (row.state == JobState::Queued) putInQueue({}, kLast);
    change.commit();
  }
  QDir(jobFolder(job)).removeRecursively();
  wipeLog();
}

void VoiceStore::pause(const QString& job) {
  VoiceChange change(database_);
  const VoiceJob row = jobRow(job);
  if (row.state == JobState::Running) {
    setState(job, JobState::Pausing);
  } else if (row.state == JobState::Queued) {
    setState(job, JobState::Paused);
    putInQueue({}, kLast);
  } else if (row.state != JobState::Pausing && row.state != JobState::Paused) {
    throw refusal(Said::tr("“%1” is not at work, so there is nothing to pause.").arg(row.name));
  }
  Statement(database_, "UPDATE jobs SET again = 0 WHERE id = ?").bind(job).run();
  change.commit();
}

void VoiceStore::resume(const QString& job) {
  const bool worked = isWorkedOn(job);
  VoiceChange change(database_);
  const VoiceJob row = jobRow(job);
  if (row.state == JobState::Pausing && worked) {
    Statement(database_, "UPDATE jobs SET again = 1 WHERE id = ?").bind(job).run();
    change.commit();
    return;
  }
  if (row.state == JobState::Queued || row.state == JobState::Running) return;  // it goes on, or will
  if (row.state == JobState::Draft || row.state == JobState::Done)
    throw refusal(row.state == JobState::Draft ? Said::tr("“%1” has not been started; start it.").arg(row.name)
                                               : Said::tr("“%1” is done; make a new one to learn more.").arg(row.name));
  (void)corpusRow(row.corpusId);
  Statement(database_, "UPDATE jobs SET wish = 0, again = 0, note = '', ended = 0 WHERE id = ?").bind(job).run();
  setState(job, JobState::Queued);
  putInQueue(job, kLast);
  change.commit();
}

void VoiceStore::stop(const QString& job) {
  VoiceChange change(database_);
  const VoiceJob row = jobRow(job);
  const bool waits = row.state == JobState::Queued || row.state == JobState::Paused;
  if (!waits && !runs(row)) throw refusal(Said::tr("“%1” is not at work, so there is nothing to stop.").arg(row.name));
  if (waits && row.step == 0) {
    setState(job, JobState::Stopped);
    Statement(database_, "UPDATE jobs SET note = ?, ended = ? WHERE id = ?")
        .bind(Said::tr("It was stopped before it had learnt anything."), nowMilliseconds(), job)
        .run();
    putInQueue({}, kLast);
  } else {
    Statement(database_, "UPDATE jobs SET wish = 1, again = 0 WHERE id = ?").bind(job).run();
    if (waits) {
      setState(job, JobState::Queued);
      putInQueue(job, 1);
    }
  }
  change.commit();
}

std::optional<VoiceJobView> VoiceStore::job(const QString& id) {
  const ReadMoment moment(database_);
  VoiceRows rows(database_, {});
  const QVector<VoiceJob> found = id.isEmpty() ? QVector<VoiceJob>() : rows.jobs(id);
  if (found.isEmpty()) return std::nullopt;
  return VoiceJobView{found.first(), rows.points(id), rows.samples(id), rows.experts(id)};
}

std::optional<VoiceJob> VoiceStore::jobNamed(const QString& name) {
  QString id;
  {
    Statement row(database_, "SELECT id FROM jobs WHERE name = ? ORDER BY key DESC LIMIT 1");
    if (!row.bind(name.simplified()).step()) return std::nullopt;
    id = row.text(0);
  }
  const QVector<VoiceJob> found = VoiceRows(database_, {}).jobs(id);
  return found.isEmpty() ? std::nullopt : std::optional(found.first());
}

VoiceJob VoiceStore::jobRow(const QString& id) {
  const QVector<VoiceJob> found = id.isEmpty() ? QVector<VoiceJob>() : VoiceRows(database_, {}).jobs(id);
  if (found.isEmpty())
    throw StorageError(StorageCode::kNotFound, Said::tr("This job has been removed; make a new one."));
  return found.first();
}

void VoiceStore::setState(const QString& job, JobState state) {
  Statement(database_, "UPDATE jobs SET state = ?, position = 0 WHERE id = ?").bind(static_cast<int>(state), job).run();
}

// At this place of the queue, from 1; without a job: those that are there close up.
void VoiceStore::putInQueue(const QString& job, int position) {
  QStringList queue;
  {
    Statement row(database_, "SELECT id FROM jobs WHERE state = ? AND id <> ? ORDER BY position, key");
    row.bind(static_cast<int>(JobState::Queued), job);
    while (row.step()) queue << row.text(0);
  }
  if (!job.isEmpty()) queue.insert(qBound(0, position - 1, static_cast<int>(queue.size())), job);
  Statement update(database_, "UPDATE jobs SET position = ? WHERE id = ?");
  for (int i = 0; i < queue.size(); ++i) update.bind(i + 1, queue[i]).run();
}

}  // namespace lacuna::storage
