// SPDX-License-Identifier: GPL-3.0-or-later
// The find bar and the page.
#include <QScrollBar>

#include "ui/window/main_window_parts.h"

namespace lacuna::ui {
namespace {

constexpr int kFindMargin = 13;  // pixels to the page's edges

}  // namespace

void MainWindow::Parts::connectFind() {
  QObject::connect(find, &FindBar::searched, page,
                   [this](const QString& text, PageFind::Step step) { seek(text, step); });
  QObject::connect(&page->finder(), &PageFind::changed, find,
                   [this] { find->showPlace(page->finder().place(), page->finder().places()); });
  QObject::connect(find, &FindBar::closed, page, [this] {
    find->hide();
    page->finder().leave();
    page->setFocus();
  });
}

// The bar lies on the page: a place below it is scrolled out from there.
void MainWindow::Parts::seek(const QString& text, PageFind::Step step) {
  page->finder().seek(text, step);
  if (page->finder().place() == 0 || !find->isVisible()) return;
  QTextCursor begin = page->textCursor();
  begin.setPosition(begin.selectionStart());
  const QRect place =
      page->cursorRect(begin).united(page->cursorRect()).translated(page->viewport()->geometry().topLeft());
  const QRect bar = find->geometry();
  if (!place.intersects(bar)) return;
  QScrollBar* const scroll = page->verticalScrollBar();
  scroll->setValue(scroll->value() - (bar.bottom() + kFindMargin - place.top()));
}

void MainWindow::Parts::openFind() {
  const QString chosen = page->textCursor().selectedText();
  find->open(chosen.contains(QChar::ParagraphSeparator) ? QString() : chosen);
  placeFind();
}

// Without the bar the places are not marked; without anything to look for it opens.
void MainWindow::Parts::findNext(PageFind::Step step) {
  if (find->text().isEmpty()) {
    openFind();
    return;
  }
  seek(find->text(), step);
  if (!find->isVisible()) page->finder().leave();
}

void MainWindow::Parts::placeFind() {
  if (!find->isVisible()) return;
  find->adjustSize();
  find->move(page->viewport()->width() - find->width() - kFindMargin, kFindMargin);
}

}  // namespace lacuna::ui
