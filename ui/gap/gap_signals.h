// SPDX-License-Identifier: GPL-3.0-or-later
// What is told of the gaps, whichever part of GapController tells it. UI thread only.
#pragma once

#include <QObject>

#include "ui/values.h"

namespace lacuna::ui {

class GapSignals : public QObject {
  Q_OBJECT
 public:
  using QObject::QObject;

 Q_SIGNALS:
  void infillRequested(const lacuna::ui::InfillAsk& ask);
  void stopRequested(quint64 ask);
  void runFinished(quint64 ask, int takenCandidate);  // -1: left
  void sentence(const QString& text);
  // What a screen reader says: the start, a candidate, what was taken.
  void spoken(const QString& text);
  void inkChanged();
  void changed();  // bar and panel
  void stepped();  // a run that goes on shows its next step
  void activeChanged(int hole);
  void gapModeChanged(bool on);
  void optionsChanged();
};

}  // namespace lacuna::ui
