// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/full_screen.h"

#include <QApplication>
#include <QKeyEvent>
#include <QMenuBar>
#include <QMouseEvent>
#include <QStatusBar>

namespace lacuna::ui {
namespace {

constexpr int kEdge = 3;   // pixels from the upper edge at which the menus come
constexpr int kAway = 90;  // and below it, where they go

}  // namespace

FullScreen::FullScreen(QMainWindow& window, QWidget& page, QWidget& paper, std::function<void()> fold)
    : window_(window), page_(page), paper_(paper), fold_(std::move(fold)) {
  window_.installEventFilter(this);
  page_.installEventFilter(this);
  paper_.installEventFilter(this);
  paper_.setMouseTracking(true);
}

void FullScreen::set(bool on) {
  if (on == window_.isFullScreen()) {
    show(on);
    return;
  }
  if (on) before_ = window_.windowState() & Qt::WindowMaximized;
  window_.setWindowState(on ? window_.windowState() | Qt::WindowFullScreen : before_);
}

void FullScreen::show(bool on) {
  if (on == on_) return;
  on_ = on;
  window_.menuBar()->setVisible(!on);
  window_.statusBar()->setVisible(!on);
  fold_();
  if (!on) showPointer(true);
  page_.setFocus();
  Q_EMIT changed(on);
}

void FullScreen::showPointer(bool on) {
  if (pointerHidden_ != on) return;
  pointerHidden_ = !on;
  if (on) {
    paper_.setCursor(Qt::IBeamCursor);
  } else {
    paper_.setCursor(Qt::BlankCursor);
  }
}

bool FullScreen::eventFilter(QObject* watched, QEvent* event) {
  QMenuBar* menus = window_.menuBar();
  switch (event->type()) {
    case QEvent::WindowStateChange:
      // Also when the desktop does it.
      if (watched == &window_) show(window_.isFullScreen());
      break;
    case QEvent::KeyPress: {
      const auto* key = static_cast<QKeyEvent*>(event);
      if (watched == &page_ && !key->text().isEmpty() && key->text().at(0).isPrint()) showPointer(false);
      if (!on_) break;
      if (watched == &window_ && key->key() == Qt::Key_Escape && key->modifiers() == Qt::NoModifier) {
        set(false);
        return true;
      }
      if (key->key() == Qt::Key_F10 || key->key() == Qt::Key_Alt) menus->show();
      if (key->key() == Qt::Key_F10) {
        if (!menus->actions().isEmpty()) menus->setActiveAction(menus->actions().first());
        return true;
      }
      if (watched == &page_ && (key->modifiers() & Qt::AltModifier) == 0 && key->key() != Qt::Key_Alt) menus->hide();
      break;
    }
    case QEvent::MouseMove: {
      if (watched != &paper_) break;
      showPointer(true);
      if (!on_) break;
      const int y = window_.mapFromGlobal(static_cast<QMouseEvent*>(event)->globalPosition().toPoint()).y();
      if (y <= kEdge) menus->show();
      if (y > kAway + menus->height() && menus->isVisible() && QApplication::activePopupWidget() == nullptr)
        menus->hide();
      break;
    }
    case QEvent::MouseButtonPress:
      if (on_ && watched == &paper_) menus->hide();
      break;
    default:
      break;
  }
  return QObject::eventFilter(watched, event);
}

}  // namespace lacuna::ui
