// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/gap/gap_sayings.h"

#include <QCoreApplication>

namespace lacuna::ui {
namespace {

QString say(const char* text) { return QCoreApplication::translate("Gap", text); }

}  // namespace

QString sayAsked(const GapRun& run, bool ready) {
  if (!ready) return say("Gap waits for the model");
  const qsizetype gaps = run.gaps().size();
  return gaps > 1 ? say("Denoising %1 gaps").arg(gaps) : say("Denoising");
}

QString sayCandidate(const GapRun& run, int gap) {
  if (run.candidate() >= run.result().candidates.size()) return {};
  const QStringList& fills = run.result().candidates.at(run.candidate()).fills;
  return say("Candidate %1 of %2: %3")
      .arg(run.candidate() + 1)
      .arg(run.result().candidates.size())
      .arg(gap < fills.size() ? fills.at(gap).trimmed() : QString());
}

QString sayTaken(const QString& text) { return say("Taken: %1").arg(text.trimmed()); }

}  // namespace lacuna::ui
