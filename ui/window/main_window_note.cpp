// SPDX-License-Identifier: GPL-3.0-or-later
// Where a message lies: not where the author writes.
#include <QScrollBar>

#include "ui/window/main_window_parts.h"

namespace lacuna::ui {
namespace {

constexpr int kNoteMargin = 14;  // pixels to the page's edge

}  // namespace

// Where the author writes, and what they steer with, in the page's coordinates.
QVector<QRect> MainWindow::Parts::busyPlaces() const {
  const QRect view = page->viewport()->geometry();
  const QRect caret = page->cursorRect().translated(view.topLeft());
  QVector<QRect> busy{QRect(view.left(), caret.top() - caret.height(), view.width(), 4 * caret.height())};
  const PageDocument::Hole* hole = page->pageDocument().hole(page->gaps().activeHole());
  if (hole != nullptr && page->gapInSight()) {
    const QRectF lines = page->pageLayout().rangeRect(hole->viewBegin, hole->viewEnd());
    const int top = view.top() - page->verticalScrollBar()->value() + qRound(lines.top());
    busy.push_back(QRect(view.left(), top, view.width(), qRound(lines.height())));
  }
  for (const QWidget* child : page->findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly)) {
    const bool steers =
        qobject_cast<const FloatingCard*>(child) != nullptr || qobject_cast<const KeyBar*>(child) != nullptr;
    if (steers && child->isVisible()) busy.push_back(child->geometry());
  }
  return busy;
}

// At the foot of the page; at its head where it would cover more of these at the foot.
void MainWindow::Parts::placeNote() {
  if (!note->isVisible()) return;
  const QRect area = page->viewport()->geometry();
  QSize size(qMin(560, qMax(160, area.width() - 40)), 0);
  note->setFixedWidth(size.width());
  size.setHeight(note->heightForWidth(size.width()));
  const QVector<QRect> busy = busyPlaces();
  const auto place = [&](bool head) {
    const int top = head ? area.top() + kNoteMargin : area.bottom() - size.height() - kNoteMargin;
    return QRect(QPoint(area.center().x() - size.width() / 2, top), size);
  };
  const auto covered = [&](bool head) {
    int pixels = 0;
    for (const QRect& one : busy) {
      const QRect both = one & place(head);
      pixels += both.width() * both.height();
    }
    return pixels;
  };
  if (covered(noteAtHead) > covered(!noteAtHead)) noteAtHead = !noteAtHead;
  note->setGeometry(place(noteAtHead));
}

}  // namespace lacuna::ui
