// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/gap/gap_sayings.h"

#include <QCoreApplication>

namespace lacuna::ui {
namespace {

struct Said {
  Q_DECLARE_TR_FUNCTIONS(GapSayings)
};

}  // namespace

QString sayAsked(const GapRun& run, bool ready) {
  if (!ready) return Said::tr("Gap waits for the model");
  const qsizetype gaps = run.gaps().size();
  return gaps > 1 ? Said::tr("Denoising %1 gaps").arg(gaps) : Said::tr("Denoising");
}

QString sayCandidate(const GapRun& run, int gap) {
  if (run.candidate() >= run.result().candidates.size()) return {};
  const QStringList& fills = run.result().candidates.at(run.candidate()).fills;
  return Said::tr("Candidate %1 of %2: %3")
      .arg(run.candidate() + 1)
      .arg(run.result().candidates.size())
      .arg(gap < fills.size() ? fills.at(gap).trimmed() : QString());
}

QString sayTaken(const QString& text) { return Said::tr("Taken: %1").arg(text.trimmed()); }

}  // namespace lacuna::ui
