// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/print/page_sheets.h"

#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QWheelEvent>
#include <algorithm>

namespace lacuna::ui {
namespace {

constexpr int kGap = 18;        // pixels between two sheets, and around them
constexpr qreal kWidest = 900;  // pixels of a sheet at the usual size
constexpr qreal kLeastZoom = 0.25;
constexpr qreal kMostZoom = 4;
constexpr qreal kZoomStep = 1.15;
constexpr int kKeptBytes = 96 << 20;  // of pictures of pages

}  // namespace

PageSheets::PageSheets(QWidget* parent) : QAbstractScrollArea(parent), pictures_(kKeptBytes) {
  setAccessibleName(tr("Pages"));
  setFocusPolicy(Qt::StrongFocus);
  setFrameShape(QFrame::NoFrame);
  verticalScrollBar()->setSingleStep(48);
}

QSizeF PageSheets::sheet() const {
  if (pages_ == nullptr) return {};
  const QSizeF points = pages_->size();
  const qreal width = std::min<qreal>(kWidest, std::max(80, viewport()->width() - 2 * kGap)) * zoom_;
  return {width, width * points.height() / points.width()};
}

QRectF PageSheets::placeOf(int page) const {
  const QSizeF size = sheet();
  const qreal left = std::max<qreal>(kGap, (viewport()->width() - size.width()) / 2);
  return {QPointF(left - horizontalScrollBar()->value(),
                  kGap + page * (size.height() + kGap) - verticalScrollBar()->value()),
          size};
}

void PageSheets::setPages(std::shared_ptr<PrintedPages> pages, bool more) {
  pages_ = std::move(pages);
  if (!more) pictures_.clear();
  fit();
  viewport()->update();
  Q_EMIT currentChanged();
}

void PageSheets::setZoom(qreal zoom) {
  const qreal wanted = std::clamp(zoom, kLeastZoom, kMostZoom);
  if (qFuzzyCompare(wanted, zoom_)) return;
  const QScrollBar* bar = verticalScrollBar();
  const qreal share = (bar->value() + viewport()->height() / 2.0) / std::max(1, bar->maximum() + viewport()->height());
  zoom_ = wanted;
  pictures_.clear();
  fit();
  verticalScrollBar()->setValue(qRound(share * (bar->maximum() + viewport()->height()) - viewport()->height() / 2.0));
  viewport()->update();
}

void PageSheets::fit() {
  const QSizeF size = sheet();
  const int all = qRound(kGap + count() * (size.height() + kGap));
  verticalScrollBar()->setPageStep(viewport()->height());
  verticalScrollBar()->setRange(0, std::max(0, all - viewport()->height()));
  horizontalScrollBar()->setPageStep(viewport()->width());
  horizontalScrollBar()->setRange(0, std::max(0, qRound(size.width()) + 2 * kGap - viewport()->width()));
}

int PageSheets::current() const {
  if (count() == 0) return 0;
  const qreal middle = verticalScrollBar()->value() + viewport()->height() / 2.0 - kGap / 2.0;
  return std::clamp(static_cast<int>(middle / (sheet().height() + kGap)), 0, count() - 1);
}

const QPixmap* PageSheets::pictureOf(int page) {
  if (const QPixmap* known = pictures_.object(page)) return known;
  const QSizeF size = sheet();
  const qreal ratio = devicePixelRatioF();
  auto* picture = new QPixmap((size * ratio).toSize());
  picture->setDevicePixelRatio(ratio);
  picture->fill(Qt::white);
  QPainter painter(picture);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.scale(size.width() / pages_->size().width(), size.height() / pages_->size().height());
  pages_->paint(painter, page);
  painter.end();
  const int bytes = std::min(kKeptBytes, picture->width() * picture->height() * 4);
  pictures_.insert(page, picture, bytes);
  return pictures_.object(page);
}

void PageSheets::paintEvent(QPaintEvent*) {
  QPainter painter(viewport());
  painter.fillRect(viewport()->rect(), palette().color(QPalette::Mid));
  if (count() == 0) return;
  const qreal step = sheet().height() + kGap;
  const int first = std::clamp(static_cast<int>((verticalScrollBar()->value() - kGap) / step), 0, count() - 1);
  for (int page = first; page < count(); ++page) {
    const QRectF place = placeOf(page);
    if (place.top() > viewport()->height()) break;
    if (const QPixmap* picture = pictureOf(page)) painter.drawPixmap(place.topLeft().toPoint(), *picture);
    painter.setPen(palette().color(QPalette::Dark));
    painter.drawRect(place.toAlignedRect().adjusted(-1, -1, 0, 0));
  }
}

void PageSheets::resizeEvent(QResizeEvent* event) {
  QAbstractScrollArea::resizeEvent(event);
  pictures_.clear();
  fit();
  Q_EMIT currentChanged();
}

void PageSheets::wheelEvent(QWheelEvent* event) {
  if (!event->modifiers().testFlag(Qt::ControlModifier)) {
    QAbstractScrollArea::wheelEvent(event);
    return;
  }
  if (event->angleDelta().y() != 0) setZoom(event->angleDelta().y() > 0 ? zoom_ * kZoomStep : zoom_ / kZoomStep);
}

void PageSheets::keyPressEvent(QKeyEvent* event) {
  QScrollBar* bar = verticalScrollBar();
  const auto go = [this, bar](int page) {
    bar->setValue(qRound(std::clamp(page, 0, std::max(0, count() - 1)) * (sheet().height() + kGap)));
  };
  switch (event->key()) {
    case Qt::Key_Home:
      go(0);
      return;
    case Qt::Key_End:
      bar->setValue(bar->maximum());
      return;
    case Qt::Key_PageDown:
    case Qt::Key_Space:
      go(current() + 1);
      return;
    case Qt::Key_PageUp:
    case Qt::Key_Backspace:
      go(current() - 1);
      return;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
      setZoom(zoom_ * kZoomStep);
      return;
    case Qt::Key_Minus:
      setZoom(zoom_ / kZoomStep);
      return;
    case Qt::Key_0:
      setZoom(1);
      return;
    default:
      QAbstractScrollArea::keyPressEvent(event);
  }
}

void PageSheets::scrollContentsBy(int, int) {
  viewport()->update();
  Q_EMIT currentChanged();
}

}  // namespace lacuna::ui
