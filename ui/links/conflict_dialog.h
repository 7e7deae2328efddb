// SPDX-License-Identifier: GPL-3.0-or-later
// A document and its file have both changed: what stands where. UI thread only.
#pragma once

#include <QWidget>

#include "storage/values/history.h"
#include "ui/theme.h"

namespace lacuna::ui {

enum class ConflictAnswer { Later, KeepMine, TakeFile };

// A dialog. The comparison goes from the file's text to the document's.
ConflictAnswer askConflict(QWidget* parent, const Theme& theme, const QString& file,
                           const storage::Comparison& comparison);

}  // namespace lacuna::ui
