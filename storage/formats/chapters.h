// SPDX-License-Identifier: GPL-3.0-or-later
// A book in one text as a project of chapters. Any thread.
#pragma once

#include <QVector>

#include "storage/values.h"

namespace lacuna::storage {

// Cut at its highest headings of which there are two or more; the words are those of the text, and footnotes go with
// their signs. First the project, then what lies in it, in order. Empty where there are no two chapters.
QVector<NewDocument> asProject(const QString& title, const QString& text);

}  // namespace lacuna::storage
