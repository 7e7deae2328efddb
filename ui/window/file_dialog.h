// SPDX-License-Identifier: GPL-3.0-or-later
// Asks for a file or a folder: with the desktop's own dialog where there is one, else with Qt's, large enough that
// names and dates can be read. UI thread only.
#pragma once

#include <QFileDialog>
#include <QString>
#include <QStringList>

namespace lacuna::ui {

// Each returns a path, or an empty one when the author thought better of it.
QString askOpenFile(QWidget* parent, const QString& title, const QStringList& filters);
// name: what is offered. chosen: the filter that was chosen, unless null.
QString askSaveFile(QWidget* parent, const QString& title, const QString& name, const QStringList& filters,
                    QString* chosen = nullptr);
QString askFolder(QWidget* parent, const QString& title);
// A title as the name of a file with that ending: it names no folder, and is no longer than names may be.
QString fileName(QString title, const QString& ending);

// Gives a dialog of Qt's its size, and its columns theirs when it is shown; one of the desktop's has its own.
void makeRoom(QFileDialog* dialog);

}  // namespace lacuna::ui
