// SPDX-License-Identifier: GPL-3.0-or-later
// What was asked of the engine as JSON, without the text: kept with a run, so that it can be repeated and branched
// from.
#pragma once

#include <QJsonObject>

#include "ui/values.h"

namespace lacuna::app {

// Without id, text, gaps, seed and steps, which a run has in fields of its own.
QJsonObject askToJson(const ui::InfillAsk& ask);
// What is missing or wrong stays as it is by itself.
ui::InfillAsk askFromJson(const QJsonObject& json);

}  // namespace lacuna::app
