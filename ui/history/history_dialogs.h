// SPDX-License-Identifier: GPL-3.0-or-later
// What the history asks the author. UI thread only; each returns when it is closed.
#pragma once

#include <QString>
#include <QWidget>

#include "storage/values/history.h"

namespace lacuna::ui {

// A name for a state, without white space around it; empty when the author thought better of it, or gave none. `given`
// tells the two apart.
QString askStateName(QWidget* parent, const QString& title, const QString& before, bool* given = nullptr);

// Says what is kept and what goes. bytes: that the removed states take.
bool confirmThinning(QWidget* parent, const storage::ThinningPlan& plan, qint64 bytes);

}  // namespace lacuna::ui
