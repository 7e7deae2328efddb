// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/voice/voice_plan.h"

#include <algorithm>
#include <cmath>

namespace lacuna::app {
namespace {

// Of each number that is learnt: itself, its gradient, two moments and its average, in float32.
constexpr double kBytesANumber = 20;
// On disk: a checkpoint with the moments and the average, the one before it, the one that is written.
constexpr double kDiskBytesANumber = 3 * 16;

constexpr int kLooksWithoutSamples = 25;  // steps between two checkpoints then

// The largest rank that needs `excess` bytes less; 0: none does.
int rankThatFits(const DryRun& dry, int rank, qint64 excess, double bytesANumber) {
  const double aRank = static_cast<double>(dry.voice) / std::max(1, rank) * bytesANumber;
  if (aRank <= 0) return 0;
  const int fits = rank - static_cast<int>(std::ceil(static_cast<double>(excess) / aRank));
  return std::clamp(fits, 0, rank - 1);
}

QString refuse(const DryRun& dry, const storage::VoiceSettings& settings) {
  if (dry.memory > dry.memoryFree) {
    const int rank = rankThatFits(dry, settings.rank, dry.memory - dry.memoryFree, kBytesANumber);
    const QString needs = describeBytes(dry.memory);
    const QString free = describeBytes(dry.memoryFree);
    if (rank == 0)
      return QStringLiteral("The job needs %1 of memory and %2 are free: close other programs, and measure it again.")
          .arg(needs, free);
    return QStringLiteral("The job needs %1 of memory and %2 are free: rank %3 would do.").arg(needs, free).arg(rank);
  }
  if (dry.disk > dry.diskFree) {
    const int rank = rankThatFits(dry, settings.rank, dry.disk - dry.diskFree, kDiskBytesANumber);
    const QString needs = describeBytes(dry.disk);
    const QString free = describeBytes(dry.diskFree);
    if (rank == 0)
      return QStringLiteral("The job needs %1 on the disk and %2 are free: make room for %3 more.")
          .arg(needs, free, describeBytes(dry.disk - dry.diskFree));
    return QStringLiteral("The job needs %1 on the disk and %2 are free: rank %3 would do.").arg(needs, free).arg(rank);
  }
  if (settings.minutes > 0 && settings.minutes * 60 < 2 * (dry.secondsAStep + dry.secondsALook)) {
    return QStringLiteral("A step takes %1 s here, so that nothing is learnt in %2 minutes: %3 minutes would do.")
        .arg(dry.secondsAStep, 0, 'f', 1)
        .arg(settings.minutes)
        .arg(std::ceil(100 * dry.secondsAStep / 60));
  }
  return {};
}

}  // namespace

QString describeBytes(qint64 bytes) {
  constexpr double kMillion = 1e6;
  const double millions = static_cast<double>(bytes) / kMillion;
  if (millions < 1000) return QStringLiteral("%1 MB").arg(std::max(bytes > 0 ? 1.0 : 0.0, std::round(millions)));
  return QStringLiteral("%1 GB").arg(millions / 1000, 0, 'f', 1);
}

storage::VoicePlan planFrom(const DryRun& dry, const storage::VoiceSettings& settings, qint64 corpusTokens) {
  storage::VoicePlan plan;
  plan.measured = true;
  plan.secondsAStep = dry.secondsAStep;
  const int every = settings.sampleEvery > 0 ? settings.sampleEvery : kLooksWithoutSamples;
  // Of a look the run's clock counts no more than a second; the author's counts all of it.
  const double counted = std::max(1e-6, dry.secondsAStep + std::min(1.0, dry.secondsALook) / every);
  plan.steps = settings.minutes > 0 ? static_cast<qint64>(settings.minutes * 60 / counted) : settings.steps;
  plan.minutes = static_cast<double>(plan.steps) * (dry.secondsAStep + dry.secondsALook / every) / 60;
  if (corpusTokens > 0)
    plan.passes = static_cast<double>(plan.steps) * dry.tokensAStep / static_cast<double>(corpusTokens);
  plan.memory = dry.memory;
  plan.memoryFree = dry.memoryFree;
  plan.disk = dry.disk;
  plan.diskFree = dry.diskFree;
  plan.refusal = refuse(dry, settings);
  return plan;
}

}  // namespace lacuna::app
