// SPDX-License-Identifier: GPL-3.0-or-later
// Words that another program drags onto a page, as Qt tells of it. A drag that begins on the page needs a desktop,
// which the tests' platform is not: there PageView::moveSelection() is what it comes to.
#pragma once

#include <QDragEnterEvent>
#include <QDropEvent>
#include <QMimeData>

#include "ui/page/page_view.h"

namespace lacuna::ui {

inline void dropOn(PageView& page, const QMimeData& mime, const QPoint& at) {
  QWidget* const port = page.viewport();
  QDragEnterEvent enter(at, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
  QCoreApplication::sendEvent(port, &enter);
  QDragMoveEvent move(at, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
  QCoreApplication::sendEvent(port, &move);
  QDropEvent drop(at, Qt::CopyAction, &mime, Qt::LeftButton, Qt::NoModifier);
  QCoreApplication::sendEvent(port, &drop);
}

inline void dropOn(PageView& page, const QString& words, const QPoint& at) {
  QMimeData mime;
  mime.setText(words);
  dropOn(page, mime, at);
}

}  // namespace lacuna::ui
