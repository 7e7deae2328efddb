// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPair>
#include <QString>

namespace lacuna::ui {

// The sentence of a paragraph in which `at` stands, without the white space behind it. Pure; any thread.
QPair<int, int> sentenceAt(const QString& paragraph, int at);

}  // namespace lacuna::ui
