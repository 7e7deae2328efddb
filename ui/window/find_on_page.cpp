// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/find_on_page.h"

#include <QScrollBar>
#include <algorithm>

namespace lacuna::ui {
namespace {

constexpr int kFindMargin = 13;  // pixels to the page's edges
constexpr int kNarrow = 540;     // in less room the line would be too short to read

}  // namespace

FindOnPage::FindOnPage(PageView& page) : page_(page), bar_(new FindBar(&page)) {
  connect(bar_, &FindBar::searched, this, &FindOnPage::seek);
  connect(bar_, &FindBar::replaceWanted, this, &FindOnPage::replace);
  connect(bar_, &FindBar::replaceAllWanted, this, &FindOnPage::replaceAll);
  connect(bar_, &FindBar::passageWanted, this, &FindOnPage::setPassage);
  connect(bar_, &FindBar::resized, this, &FindOnPage::place);
  connect(bar_, &FindBar::everywhereWanted, this,
          [this] { Q_EMIT everywhereWanted(bar_->query(), bar_->replacement()); });
  connect(&page_.finder(), &PageFind::changed, bar_, [this] {
    bar_->showPlaces(page_.finder());
    bar_->showPassage(page_.finder().inPassage());
  });
  connect(&page_.finder(), &PageFind::stepped, this, &FindOnPage::uncover);
  connect(bar_, &FindBar::closed, this, [this] {
    bar_->remember();
    bar_->hide();
    page_.finder().leave();
    page_.setFocus();
  });
}

void FindOnPage::seek(const FindQuery& query, PageFind::Step step) { page_.finder().seek(query, step); }

// The bar lies on the page: a place below it is scrolled out from there.
void FindOnPage::uncover() {
  if (!bar_->isVisible()) return;
  QTextCursor begin = page_.textCursor();
  begin.setPosition(begin.selectionStart());
  const QRect place =
      page_.cursorRect(begin).united(page_.cursorRect()).translated(page_.viewport()->geometry().topLeft());
  const QRect bar = bar_->geometry();
  if (!place.intersects(bar)) return;
  QScrollBar* const scroll = page_.verticalScrollBar();
  scroll->setValue(scroll->value() - (bar.bottom() + kFindMargin - place.top()));
}

// A few chosen words are looked for; several paragraphs are where to look.
void FindOnPage::open(bool replacing) {
  const QString chosen = page_.textCursor().selectedText();
  const bool passage = chosen.contains(QChar::ParagraphSeparator);
  if (passage && replacing) setPassage(true);
  bar_->open(passage ? QString() : chosen, replacing);
  bar_->showPassage(page_.finder().inPassage());
  place();
}

void FindOnPage::setWord(const QString& word) {
  FindQuery query = bar_->query();
  query.text = word;
  query.regex = false;
  bar_->setQuery(query);
  if (bar_->isVisible()) seek(query, PageFind::Here);
}

void FindOnPage::next(PageFind::Step step) {
  if (bar_->text().isEmpty()) {
    open();
    return;
  }
  seek(bar_->query(), step);
  if (!bar_->isVisible() && !page_.finder().working()) page_.finder().leave();
}

void FindOnPage::setPassage(bool on) {
  const QTextCursor cursor = page_.textCursor();
  const PageDocument& document = page_.pageDocument();
  if (on && !cursor.hasSelection()) {
    bar_->showPassage(false);
    Q_EMIT sentence(tr("Nothing is selected: select the passage to search in, then switch this on."));
    return;
  }
  PageFind& find = page_.finder();
  if (!on) {
    find.setPassage({});
    return;
  }
  find.setPassage(
      QPair<int, int>{document.toManuscript(cursor.selectionStart()), document.toManuscript(cursor.selectionEnd())});
}

void FindOnPage::replace() {
  PageFind& find = page_.finder();
  if (!(find.query() == bar_->query())) {
    find.seek(bar_->query(), PageFind::Here);
  } else if (!find.working()) {
    find.replace(bar_->replacement());
  }
}

void FindOnPage::replaceAll() {
  PageFind& find = page_.finder();
  if (bar_->text().isEmpty()) return;
  if (find.working()) {
    Q_EMIT sentence(tr("Not all places are known yet; try again in a moment."));
    return;
  }
  if (!find.trouble().isEmpty()) {
    Q_EMIT sentence(tr("Nothing was replaced. %1").arg(find.trouble()));
    return;
  }
  if (find.places() == 0) {
    Q_EMIT sentence(tr("\u201c%1\u201d is not found here, so nothing was replaced.").arg(bar_->text()));
    return;
  }
  Q_EMIT aboutToReplaceAll();
  const bool more = find.more();
  const int count = find.replaceAll(bar_->replacement());
  Q_EMIT sentence(
      more ? tr("The first %Ln places were replaced, and there are more; Ctrl+Z brings them back.", nullptr, count)
      : count == 1 ? tr("1 place was replaced; Ctrl+Z brings it back.")
                   : tr("%Ln places were replaced; Ctrl+Z brings them back.", nullptr, count));
}

void FindOnPage::place() {
  if (!bar_->isVisible()) return;
  const int room = page_.viewport()->width() - 2 * kFindMargin;
  bar_->setNarrow(room < kNarrow);
  bar_->layout()->activate();
  const int width = std::min(bar_->sizeHint().width(), room);
  const int height = bar_->hasHeightForWidth() ? bar_->heightForWidth(width) : bar_->sizeHint().height();
  bar_->resize(width, height);
  bar_->move(page_.viewport()->width() - bar_->width() - kFindMargin, kFindMargin);
}

}  // namespace lacuna::ui
