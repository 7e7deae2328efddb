// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/floating_card.h"

#include <QApplication>
#include <QKeyEvent>

namespace lacuna::ui {

void FloatingCard::keyPressEvent(QKeyEvent* event) {
  event->accept();
  if (event->key() == Qt::Key_Escape) Q_EMIT closed();
}

void FloatingCard::keyReleaseEvent(QKeyEvent* event) { event->accept(); }

bool FloatingCard::focusNextPrevChild(bool next) {
  QWidget* const now = QApplication::focusWidget();
  if (now == nullptr || !isAncestorOf(now)) return QFrame::focusNextPrevChild(next);
  for (QWidget* w = now; true;) {
    w = next ? w->nextInFocusChain() : w->previousInFocusChain();
    if (w == now) return true;
    if (w->focusProxy() != nullptr) continue;  // a spin box's own line: it would hand the focus back
    if (!isAncestorOf(w) || !w->isVisible() || !w->isEnabled() || (w->focusPolicy() & Qt::TabFocus) == 0) continue;
    w->setFocus(next ? Qt::TabFocusReason : Qt::BacktabFocusReason);
    return true;
  }
}

}  // namespace lacuna::ui
