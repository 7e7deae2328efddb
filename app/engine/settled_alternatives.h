// SPDX-License-Identifier: GPL-3.0-or-later
// What the model thought of each token when it settled, out of a run's trajectory. A pure function; any thread.
#pragma once

#include "app/window/translate.h"

namespace lacuna::app {

using Alternatives = QVector<QVector<QVector<QVector<ui::AlternativeView>>>>;

// [candidate][gap][token], likeliest first: from the step since which the token has been settled. Empty for a token
// that never settled. A likelihood of less than a thousandth is left out.
Alternatives settledAlternatives(const engine::Trajectory& trajectory, TokenTexts& texts);

}  // namespace lacuna::app
