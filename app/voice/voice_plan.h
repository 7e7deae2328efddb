// SPDX-License-Identifier: GPL-3.0-or-later
// What a job will take, from what some steps of it took.
#pragma once

#include "storage/values/voices.h"

namespace lacuna::app {

// Of a dry run. Seconds of the clock, bytes.
struct DryRun {
  double secondsAStep = 0;
  double secondsALook = 0;  // the held-out text, a checkpoint and the sample gaps, once
  double tokensAStep = 0;   // that were asked
  qint64 memory = 0;        // the most that the process held
  qint64 memoryFree = 0;    // what it could have held
  qint64 disk = 0;          // of the job's files, and what a checkpoint takes while it is written
  qint64 diskFree = 0;
  qint64 voice = 0;  // numbers in the voice
};

// The refusal is a sentence with a setting that would do, or with what to free where none would.
storage::VoicePlan planFrom(const DryRun& dry, const storage::VoiceSettings& settings, qint64 corpusTokens);

// "350 MB", "2.4 GB".
QString describeBytes(qint64 bytes);

}  // namespace lacuna::app
