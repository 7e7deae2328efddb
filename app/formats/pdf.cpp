// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/formats/pdf.h"

#include <QBuffer>
#include <QPdfWriter>
#include <algorithm>

#include "app/formats/page_painter.h"
#include "storage/formats/formats.h"

namespace lacuna::app {

void setSheet(QPagedPaintDevice& device, const storage::ManuscriptLook& look) {
  const QSizeF size(look.sheet.width, look.sheet.height);
  device.setPageLayout(QPageLayout(QPageSize(size, QPageSize::Millimeter, QString(), QPageSize::FuzzyOrientationMatch),
                                   QPageLayout::Portrait, QMarginsF(0, 0, 0, 0)));
}

LaidText layOut(const storage::Manuscript& manuscript, const storage::ManuscriptLook& look, const storage::Work& work) {
  LaidText laid;
  laid.text = std::make_shared<const SetText>(setText(manuscript, look, work.part(0, 0.1)));
  Typesetter(*laid.text, [&laid](const SetPage& page) { laid.pages.append(page); }).run(work.part(0.1, 1));
  return laid;
}

bool paintPages(QPagedPaintDevice& device, const LaidText& laid, const storage::Work& work, int first, int last) {
  const int end = static_cast<int>(last < 0 ? laid.pages.size() : std::min<qsizetype>(last + 1, laid.pages.size()));
  storage::Steps steps(work, end - first);
  PagePainter pages(laid.text);
  QPainter painter;
  if (!painter.begin(&device)) return false;
  painter.scale(device.logicalDpiX() / 72.0, device.logicalDpiY() / 72.0);
  for (int number = first; number < end; ++number) {
    steps.next();
    if (number > first && !device.newPage()) return false;
    pages.paint(painter, laid.pages[number], number);
  }
  return painter.end();
}

QByteArray writePdf(const storage::Manuscript& manuscript, const storage::ManuscriptLook& look,
                    const storage::Work& work) {
  QBuffer buffer;
  buffer.open(QIODevice::WriteOnly);
  {
    QPdfWriter writer(&buffer);
    setSheet(writer, look);
    writer.setTitle(manuscript.title);
    writer.setCreator(QStringLiteral("Lacuna"));
    (void)paintPages(writer, layOut(manuscript, look, work.part(0, 0.6)), work.part(0.6, 1));
  }
  return buffer.data();
}

QByteArray writeAnyFormat(const QString& suffix, const storage::Manuscript& manuscript,
                          const storage::ManuscriptLook& look, const storage::Work& work) {
  return suffix == QStringLiteral("pdf") ? writePdf(manuscript, look, work)
                                         : storage::writeManuscript(suffix, manuscript, look, work);
}

}  // namespace lacuna::app
