// SPDX-License-Identifier: GPL-3.0-or-later
// Jobs as those see them who train: claimed, and told of.
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QThread>

#include "storage/error.h"
#include "storage/files/folder_lock.h"
#include "storage/said.h"
#include "storage/voices/voice_json.h"
#include "storage/voices/voice_rows.h"
#include "storage/voices/voice_schema.h"
#include "storage/voices/voice_store.h"

namespace lacuna::storage {
namespace {

constexpr const char* kLockName = ".lock";
// Whoever only asks whether a job is claimed has its lock for a moment.
constexpr int kTries = 4;
constexpr unsigned long kBetween = 3;  // milliseconds

StorageError refusal(const QString& sentence) { return {StorageCode::kInvalid, sentence}; }

}  // namespace

// Null: another process has it.
std::shared_ptr<files::FolderLock> VoiceStore::lockOf(const QString& job) const {
  const std::string folder = QFile::encodeName(jobFolder(job)).toStdString();
  for (int i = 0;; ++i) {
    try {
      return std::make_shared<files::FolderLock>(folder, kLockName, "");
    } catch (const files::FileError& error) {
      if (error.fault() != files::FileFault::kInUse)
        throw StorageError(error.fault() == files::FileFault::kFull ? StorageCode::kFull : StorageCode::kIo,
                           QString::fromUtf8(error.what()));
      if (i + 1 >= kTries) return nullptr;
    }
    QThread::msleep(kBetween);
  }
}

bool VoiceStore::isWorkedOn(const QString& job) const {
  if (claimed_.contains(job)) return true;
  const QString folder = QFileInfo(path()).absoluteDir().filePath(QStringLiteral("voices/jobs/") + job);
  if (!QFileInfo::exists(folder + u'/' + QLatin1String(kLockName))) return false;
  return lockOf(job) == nullptr;
}

std::optional<VoiceJob> VoiceStore::claim(const QString& only) {
  VoiceChange change(database_);
  QVector<VoiceJob> candidates;
  if (only.isEmpty()) {
    candidates = VoiceRows(database_, {}).jobs();
  } else {
    candidates = {jobRow(only)};
  }
  bool changed = false;
  std::optional<VoiceJob> taken;
  for (const VoiceJob& job : candidates) {
    const bool broken = job.state == JobState::Running || job.state == JobState::Pausing;
    if (!broken && job.state != JobState::Queued) continue;
    if (claimed_.contains(job.id)) continue;
    const auto lock = lockOf(job.id);
    if (lock == nullptr) {
      if (only.isEmpty()) continue;
      throw StorageError(
          StorageCode::kLocked,
          Said::tr("Another Lacuna is at work on “%1”; pause it there, or wait until it has ended.").arg(job.name));
    }
    if (job.state == JobState::Pausing && wish(job.id) != Wish::Stop) {  // what was to be paused has been killed
      bool again = false;
      {
        Statement row(database_, "SELECT again FROM jobs WHERE id = ?");
        again = row.bind(job.id).step() && row.number(0) != 0;
      }
      if (!again) {
        setState(job.id, JobState::Paused);
        changed = true;
        continue;
      }
    }
    setState(job.id, JobState::Running);
    if (job.state == JobState::Queued) putInQueue({}, 1);
    Statement(database_,
              "UPDATE jobs SET again = 0, note = '', ended = 0, started = CASE WHEN started = 0 THEN ? ELSE started "
              "END WHERE id = ?")
        .bind(nowMilliseconds(), job.id)
        .run();
    claimed_.insert(job.id, lock);
    taken = jobRow(job.id);
    break;
  }
  try {
    if (taken || changed) change.commit();
  } catch (...) {
    if (taken) claimed_.remove(taken->id);
    throw;
  }
  return taken;
}

VoiceStore::Wish VoiceStore::wish(const QString& job) {
  Statement row(database_, "SELECT state, wish FROM jobs WHERE id = ?");
  if (!row.bind(job).step() || row.number(1) != 0) return Wish::Stop;
  return row.number(0) == static_cast<int>(JobState::Pausing) ? Wish::Pause : Wish::GoOn;
}

void VoiceStore::setNote(const QString& job, const QString& note) {
  {
    Statement same(database_, "SELECT 1 FROM jobs WHERE id = ? AND note = ?");
    if (same.bind(job, note).step()) return;  // nobody is woken for nothing
  }
  VoiceChange change(database_);
  Statement(database_, "UPDATE jobs SET note = ? WHERE id = ?").bind(note, job).run();
  change.commit();
}

void VoiceStore::addPoint(const QString& job, const VoicePoint& point, const VoiceJob& figures) {
  VoiceChange change(database_);
  Statement(database_, "DELETE FROM points WHERE job = ? AND step > ?").bind(job, point.step).run();
  Statement(database_, "DELETE FROM samples WHERE job = ? AND step > ?").bind(job, point.step).run();
  Statement(database_,
            "INSERT INTO points VALUES(?, ?, ?, ?, ?) ON CONFLICT(job, step) DO UPDATE SET "
            "seconds = excluded.seconds, loss = coalesce(excluded.loss, loss), "
            "held_out = coalesce(excluded.held_out, held_out)")
      .bind(job, point.step, point.seconds, point.loss, point.heldOut)
      .run();
  Statement(database_,
            "UPDATE jobs SET step = ?, steps = ?, seconds = ?, seconds_left = ?, tokens_per_second = ?, "
            "held_out_before = ?, held_out = ?, held_out_best = ? WHERE id = ?")
      .bind(figures.step, figures.steps, figures.seconds, figures.secondsLeft, figures.tokensPerSecond,
            figures.heldOutBefore, figures.heldOut, figures.heldOutBest, job)
      .run();
  change.commit();
}

void VoiceStore::addSamples(const QString& job, const QVector<VoiceSample>& samples) {
  VoiceChange change(database_);
  Statement insert(database_, "INSERT OR REPLACE INTO samples VALUES(?, ?, ?, ?, ?, ?, ?)");
  for (const VoiceSample& sample : samples)
    insert.bind(job, sample.step, sample.place, sample.before, sample.after, sample.own, sample.fill).run();
  change.commit();
}

void VoiceStore::setExperts(const QString& job, const QVector<ExpertUse>& experts) {
  VoiceChange change(database_);
  Statement(database_, "DELETE FROM experts WHERE job = ?").bind(job).run();
  for (const ExpertUse& use : experts)
    Statement(database_, "INSERT INTO experts VALUES(?, ?, ?, ?)")
        .bind(job, use.layer, sharesText(use.before), sharesText(use.now))
        .run();
  change.commit();
}

void VoiceStore::endSitting(const QString& job, JobState state, const QString& note) {
  const bool ended = state == JobState::Done || state == JobState::Stopped || state == JobState::Failed;
  VoiceChange change(database_);
  const VoiceJob row = jobRow(job);
  if (!claimed_.contains(job) || (row.state != JobState::Running && row.state != JobState::Pausing))
    throw refusal(Said::tr("“%1” is not at work here, so it cannot end here.").arg(row.name));
  if (!ended && state != JobState::Paused && state != JobState::Queued)
    throw refusal(Said::tr("A job that has begun does not become a draft again."));
  bool again = false;
  {
    Statement wanted(database_, "SELECT again FROM jobs WHERE id = ?");
    again = wanted.bind(job).step() && wanted.number(0) != 0;
  }
  const JobState next = state == JobState::Paused && again ? JobState::Queued : state;
  setState(job, next);
  if (next == JobState::Queued) putInQueue(job, 1);
  Statement(database_, "UPDATE jobs SET note = ?, again = 0, ended = ?, seconds_left = ? WHERE id = ?")
      .bind(note, ended ? nowMilliseconds() : qint64(0), ended ? 0.0 : row.secondsLeft, job)
      .run();
  if (ended) Statement(database_, "UPDATE jobs SET wish = 0 WHERE id = ?").bind(job).run();
  change.commit();
  claimed_.remove(job);
}

}  // namespace lacuna::storage
