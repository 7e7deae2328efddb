// SPDX-License-Identifier: GPL-3.0-or-later
// The documents of the library as a palette offers them: the title, and softer the way to it in the tree.
#pragma once

#include <QStringList>

#include "storage/values.h"
#include "ui/palette/palette_entry.h"

namespace lacuna::ui {

// All outside the bin: those of `recent` in its order, the open one left out of that, then the others in the order of
// the tree. choose: takes the id of the one that was chosen.
QVector<PaletteEntry> documentEntries(const QVector<storage::TreeNode>& nodes, const QStringList& recent,
                                      const QString& open, const std::function<void(const QString&)>& choose);
// Those of `recent` alone, the open one among them.
QVector<PaletteEntry> recentEntries(const QVector<storage::TreeNode>& nodes, const QStringList& recent,
                                    const std::function<void(const QString&)>& choose);

// "Low Water › Part One" for a scene in it; empty for a document at the top. Over the depth.
QString wayTo(const QVector<storage::TreeNode>& nodes, const QString& id);

}  // namespace lacuna::ui
