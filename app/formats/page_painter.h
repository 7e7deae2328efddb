// SPDX-License-Identifier: GPL-3.0-or-later
// Draws the pages of a set text, in points from the upper left corner of the sheet. Lines are laid anew where they are
// drawn: fonts belong to threads. One object belongs to one thread.
#pragma once

#include <QPainter>
#include <memory>

#include "app/formats/typesetter.h"

namespace lacuna::app {

class PagePainter {
 public:
  explicit PagePainter(std::shared_ptr<const SetText> text) : text_(std::move(text)) {}
  // number: from 0.
  void paint(QPainter& painter, const SetPage& page, int number);

 private:
  void draw(QPainter& painter, const PlacedLines& lines);
  void drawEdges(QPainter& painter, int number) const;
  void write(QPainter& painter, const QFont& font, const QRectF& line, Qt::Alignment where, const QString& words) const;

  std::shared_ptr<const SetText> text_;
  // The paragraph that was drawn last: one may go over many pages.
  std::unique_ptr<QTextLayout> layout_;
  int laid_ = -1;
};

// The sheet in points.
QSizeF sheetSize(const storage::ManuscriptLook& look);

}  // namespace lacuna::app
