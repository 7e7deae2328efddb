// SPDX-License-Identifier: GPL-3.0-or-later
// Asks in which encoding a text file is, with how it reads in each. UI thread only.
#pragma once

#include <QString>
#include <QVector>

#include "storage/values/reading.h"

class QWidget;

namespace lacuna::ui {

// For a person: "Western European (Windows-1252)".
QString encodingName(const QString& encoding);

// readings: the likeliest first. yes: what the button says. Empty: the author thought better of it.
QString askEncoding(QWidget* parent, const QString& file, const QVector<storage::Reading>& readings,
                    const QString& yes);

}  // namespace lacuna::ui
