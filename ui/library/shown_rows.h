// SPDX-License-Identifier: GPL-3.0-or-later
// Which documents the library's tree shows, and under whom. Pure; any thread.
#pragma once

#include <QString>
#include <QVector>

#include "ui/library/tree_changes.h"

namespace lacuna::ui {

// The row that holds what was thrown away; no document has such an id.
inline const QString kBinId = QStringLiteral("bin");

struct TreeShown {
  QString filter;         // of titles; empty: all
  QString project;        // this one alone, and the bin; empty: all
  bool archived = false;  // archived documents are shown
  QString open;           // the document on the page, which is always shown
};

struct ShownRow {
  QString id;
  QString title;
  DocumentKind kind = DocumentKind::Scene;
  int above = -1;  // index of the row that it lies in
  int words = 0;   // of its own text
  int sum = 0;     // with what lies under it: no notes, nothing archived
  bool archived = false;
  bool inBin = false;
  bool found = false;  // the filter names it itself
  QString link{};      // the file or folder that it is linked to; empty: none
  bool operator==(const ShownRow&) const = default;
};

// A row before those that lie in it.
QVector<ShownRow> shownRows(const TreeNodes& nodes, const TreeShown& shown);

}  // namespace lacuna::ui
