// SPDX-License-Identifier: GPL-3.0-or-later
// Pages one below the other, as they will be on paper. Wheel, arrows, Page Up and Down, Home and End go through them;
// Ctrl with the wheel, + and -, make them larger. UI thread only.
#pragma once

#include <QAbstractScrollArea>
#include <QCache>
#include <QPixmap>
#include <memory>

#include "ui/print/printed_pages.h"

namespace lacuna::ui {

class PageSheets : public QAbstractScrollArea {
  Q_OBJECT
 public:
  explicit PageSheets(QWidget* parent = nullptr);
  // more: they go on those that are shown, which stay in sight; else they are others.
  void setPages(std::shared_ptr<PrintedPages> pages, bool more);
  int count() const { return pages_ == nullptr ? 0 : pages_->count(); }
  int current() const;  // the page in the middle of the view, from 0
  // 1: as wide as the view.
  void setZoom(qreal zoom);
  qreal zoom() const { return zoom_; }

 Q_SIGNALS:
  void currentChanged();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void scrollContentsBy(int dx, int dy) override;
  QSize sizeHint() const override { return {640, 720}; }

 private:
  QSizeF sheet() const;  // in pixels of the screen
  QRectF placeOf(int page) const;
  void fit();
  const QPixmap* pictureOf(int page);

  std::shared_ptr<PrintedPages> pages_;
  QCache<int, QPixmap> pictures_;
  qreal zoom_ = 1;
};

}  // namespace lacuna::ui
