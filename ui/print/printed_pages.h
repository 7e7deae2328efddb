// SPDX-License-Identifier: GPL-3.0-or-later
// Pages that are ready to be looked at. Values to the window: whoever lays the text out makes them.
#pragma once

#include <QSizeF>

class QPainter;

namespace lacuna::ui {

class PrintedPages {
 public:
  PrintedPages() = default;
  virtual ~PrintedPages() = default;
  PrintedPages(const PrintedPages&) = delete;
  PrintedPages& operator=(const PrintedPages&) = delete;

  virtual int count() const = 0;
  virtual QSizeF size() const = 0;  // of each, in points
  // number: from 0. In points from the upper left corner; the paper is there already. UI thread only.
  virtual void paint(QPainter& painter, int number) = 0;
};

}  // namespace lacuna::ui
