// SPDX-License-Identifier: GPL-3.0-or-later
// Whether now is a time to train: by the mains and by the hours that the author gave.
#pragma once

#include <QString>
#include <QTime>

#include "storage/values/voices.h"

namespace lacuna::app {

inline const QString kPowerSupplies = QStringLiteral("/sys/class/power_supply");

// Whether the machine runs from its battery: none of its chargers is plugged in, and a battery empties. A machine that
// says nothing of power is plugged in.
bool isOnBattery(const QString& folder = kPowerSupplies);

// from..until, full hours of the day, over midnight too; from = until, or one below 0: always.
bool isWithinHours(int from, int until, const QTime& now);

// A sentence, what a job waits for; empty: it may work.
QString whatItWaitsFor(const storage::VoiceSettings& settings, const QString& powerFolder, const QTime& now);

}  // namespace lacuna::app
