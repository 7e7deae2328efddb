// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/find_on_page.h"

#include <QScrollBar>

namespace lacuna::ui {
namespace {

constexpr int kFindMargin = 13;  // pixels to the page's edges

}  // namespace

FindOnPage::FindOnPage(PageView& page) : page_(page), bar_(new FindBar(&page)) {
  connect(bar_, &FindBar::searched, this, &FindOnPage::seek);
  connect(&page_.finder(), &PageFind::changed, bar_,
          [this] { bar_->showPlace(page_.finder().place(), page_.finder().places()); });
  connect(bar_, &FindBar::closed, this, [this] {
    bar_->hide();
    page_.finder().leave();
    page_.setFocus();
  });
}

// The bar lies on the page: a place below it is scrolled out from there.
void FindOnPage::seek(const QString& text, PageFind::Step step) {
  page_.finder().seek(text, step);
  if (page_.finder().place() == 0 || !bar_->isVisible()) return;
  QTextCursor begin = page_.textCursor();
  begin.setPosition(begin.selectionStart());
  const QRect place =
      page_.cursorRect(begin).united(page_.cursorRect()).translated(page_.viewport()->geometry().topLeft());
  const QRect bar = bar_->geometry();
  if (!place.intersects(bar)) return;
  QScrollBar* const scroll = page_.verticalScrollBar();
  scroll->setValue(scroll->value() - (bar.bottom() + kFindMargin - place.top()));
}

void FindOnPage::open() {
  const QString chosen = page_.textCursor().selectedText();
  bar_->open(chosen.contains(QChar::ParagraphSeparator) ? QString() : chosen);
  place();
}

void FindOnPage::next(PageFind::Step step) {
  if (bar_->text().isEmpty()) {
    open();
    return;
  }
  seek(bar_->text(), step);
  if (!bar_->isVisible()) page_.finder().leave();
}

void FindOnPage::place() {
  if (!bar_->isVisible()) return;
  bar_->adjustSize();
  bar_->move(page_.viewport()->width() - bar_->width() - kFindMargin, kFindMargin);
}

}  // namespace lacuna::ui
