// SPDX-License-Identifier: GPL-3.0-or-later
// The drafts that a first start puts into the library, so that there is something to read and to fill.
#pragma once

#include <QString>
#include <QVector>

namespace lacuna::app {

struct SampleDraft {
  QString title;
  QString text;
};

// The one to open comes last.
QVector<SampleDraft> sampleDrafts();

}  // namespace lacuna::app
