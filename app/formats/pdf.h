// SPDX-License-Identifier: GPL-3.0-or-later
// A manuscript as pages on paper, or as a PDF. Any thread; needs a QGuiApplication, and ui::loadResources() before.
#pragma once

#include <QByteArray>
#include <QPagedPaintDevice>
#include <QString>
#include <memory>

#include "app/formats/typesetter.h"
#include "storage/values/manuscript.h"
#include "storage/values/work.h"

namespace lacuna::app {

// All pages of a manuscript. Throws what the work throws.
struct LaidText {
  std::shared_ptr<const SetText> text;
  QVector<SetPage> pages;
};
LaidText layOut(const storage::Manuscript& manuscript, const storage::ManuscriptLook& look,
                const storage::Work& work = {});
// Paints the pages from `first` to `last`, counted from 0, onto a device whose page is the look's sheet, without
// margins of its own. last -1: all that follow. False: the device failed. Throws what the work throws.
bool paintPages(QPagedPaintDevice& device, const LaidText& laid, const storage::Work& work = {}, int first = 0,
                int last = -1);
// The device's page becomes the look's sheet.
void setSheet(QPagedPaintDevice& device, const storage::ManuscriptLook& look);
QByteArray writePdf(const storage::Manuscript& manuscript, const storage::ManuscriptLook& look,
                    const storage::Work& work = {});

// Any format, PDF too, by its suffix in lower case. Throws what storage::writeManuscript throws.
QByteArray writeAnyFormat(const QString& suffix, const storage::Manuscript& manuscript,
                          const storage::ManuscriptLook& look, const storage::Work& work = {});

}  // namespace lacuna::app
