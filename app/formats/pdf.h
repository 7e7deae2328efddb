// SPDX-License-Identifier: GPL-3.0-or-later
// A manuscript as pages. Any thread; needs a QGuiApplication.
#pragma once

#include <QByteArray>
#include <QPagedPaintDevice>
#include <QString>

#include "storage/values/manuscript.h"

namespace lacuna::app {

// Paints all pages, with a running head in standard manuscript format and page numbers from the second page on.
void paintPages(QPagedPaintDevice& device, const storage::Manuscript& manuscript, const storage::ManuscriptLook& look);
QByteArray writePdf(const storage::Manuscript& manuscript, const storage::ManuscriptLook& look);

// Any format, PDF too, by its suffix in lower case. Throws what storage::writeManuscript throws.
QByteArray writeAnyFormat(const QString& suffix, const storage::Manuscript& manuscript,
                          const storage::ManuscriptLook& look);

}  // namespace lacuna::app
