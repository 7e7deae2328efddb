// SPDX-License-Identifier: GPL-3.0-or-later
// What a text, or a part of one, amounts to. Pure functions, any thread.
#pragma once

#include <QStringView>
#include <QVector>

#include "storage/values.h"
#include "storage/values/text_counts.h"

namespace lacuna::storage {

// The marks are those of the whole text; `begin` is where `part` begins in it, in UTF-16 units.
TextCounts countText(QStringView part, const QVector<Mark>& marks = {}, int begin = 0);

}  // namespace lacuna::storage
