// SPDX-License-Identifier: GPL-3.0-or-later
// The question before words are lost. Dialogs: each returns when the author has answered. UI thread only.
#pragma once

#include <QStringList>
#include <QWidget>

namespace lacuna::ui {

enum class UnsavedAnswer { SaveCopy, Stay, Discard };

// titles: the documents whose last changes are nowhere but in the window; why: a sentence. Esc stays.
UnsavedAnswer askUnsaved(QWidget* parent, const QStringList& titles, const QString& why);

// Where to; empty when the author thought better of it.
QString askCopyPath(QWidget* parent, const QString& title);

}  // namespace lacuna::ui
