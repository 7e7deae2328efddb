// SPDX-License-Identifier: GPL-3.0-or-later
// Where a generated text came from, as its mark's note says it. Pure functions; any thread.
#pragma once

#include <QDateTime>

#include "ui/values.h"

namespace lacuna::ui {

struct Provenance {
  QString model;  // the whole note, where it says nothing that is known
  quint64 seed = 0;
  int steps = 0;     // 0: the note says nothing else
  QDateTime time{};  // UTC, when it was taken
  quint64 run = 0;   // the ask that made it; 0: not known
  bool operator==(const Provenance&) const = default;
};

// One line for the mark.
QString noteOf(const Provenance& from);
Provenance provenanceOf(const QString& note);

// "Estuary 135M · seed 7 · 32 steps · 30 Nov 2026, 21:14", in the author's own time.
QString factsOf(const Provenance& from);

}  // namespace lacuna::ui
