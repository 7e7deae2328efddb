// SPDX-License-Identifier: GPL-3.0-or-later
// Says to a screen reader what a gap does, in words. Qt 6.4 has no announcements, so a small status object changes its
// name and raises an alert, which readers speak at once. UI thread only.
#pragma once

#include <QWidget>

#include "ui/editor/gap_run.h"

namespace lacuna::ui {

// Takes no room and no focus.
class GapAnnouncer : public QWidget {
  Q_OBJECT
 public:
  explicit GapAnnouncer(QWidget* parent);
  void say(const QString& text);
};

QString sayAsked(const GapRun& run, bool ready);
// gap: index within the run.
QString sayCandidate(const GapRun& run, int gap);
QString sayTaken(const QString& text);

}  // namespace lacuna::ui
