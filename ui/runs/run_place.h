// SPDX-License-Identifier: GPL-3.0-or-later
// Where the fills of a past run belong in the text as it stands now. Pure functions; any thread.
#pragma once

#include <optional>

#include "ui/run_values.h"

namespace lacuna::ui {

struct PlacedFill {
  int begin = 0;  // of what it takes the place of, in the text as it stands
  int end = 0;
  QString text;
  bool operator==(const PlacedFill&) const = default;
};

// One a gap, ascending, apart. What stands there may be what the run read, or a candidate of it that was taken, also
// edited since: its marks tell. Nothing when a place is not to be found, or might be one of several.
std::optional<QVector<PlacedFill>> placesOf(const RunView& run, int candidate, const QString& now,
                                            const QVector<Mark>& marks);

}  // namespace lacuna::ui
