// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/search/page_find.h"

#include <algorithm>
#include <utility>

namespace lacuna::ui {

PageFind::PageFind(PageHost& page) : page_(page) {
  const PageDocument* document = &page.pageDocument();
  connect(document, &PageDocument::edited, this, &PageFind::refresh);
  connect(document, &PageDocument::viewChanged, this, &PageFind::refresh);
  connect(document, &PageDocument::holesMoved, this, &PageFind::refresh);
}

void PageFind::caretMoved() {
  if (seeking()) Q_EMIT changed();
}

void PageFind::search() {
  searched_ = page_.pageDocument().manuscript().text();
  all_.clear();
  if (text_.isEmpty()) return;
  for (qsizetype at = searched_.indexOf(text_, 0, Qt::CaseInsensitive); at >= 0 && all_.size() < kMost;
       at = searched_.indexOf(text_, at + text_.size(), Qt::CaseInsensitive))
    all_.push_back({static_cast<int>(at), static_cast<int>(at + text_.size())});
}

void PageFind::refresh() {
  const PageDocument& document = page_.pageDocument();
  if ((!seeking() && places_.isEmpty()) || document.changing()) return;
  // A gap that denoises moves the places and leaves the text.
  if (document.manuscript().text().constData() != searched_.constData()) search();
  QVector<QPair<int, int>> shown;
  places_.clear();
  for (const QPair<int, int>& place : std::as_const(all_)) {
    const QPair<int, int> range{document.toView(place.first, true), document.toView(place.second)};
    if (range.second - range.first != place.second - place.first) continue;
    places_.push_back(place);
    shown.push_back(range);
  }
  page_.pageLayout().setFound(shown);
  page_.paper()->update();
  Q_EMIT changed();
}

QPair<int, int> PageFind::selection() const {
  const QTextCursor cursor = page_.caret();
  const PageDocument& document = page_.pageDocument();
  return {document.toManuscript(cursor.selectionStart()), document.toManuscript(cursor.selectionEnd())};
}

int PageFind::place() const {
  const auto found = std::lower_bound(places_.cbegin(), places_.cend(), selection());
  return found != places_.cend() && *found == selection() ? static_cast<int>(found - places_.cbegin()) + 1 : 0;
}

void PageFind::seek(const QString& text, Step step) {
  text_ = text;
  search();
  refresh();
  if (places_.isEmpty()) return;
  const auto from = std::lower_bound(places_.cbegin(), places_.cend(), QPair<int, int>{selection().first, 0});
  int index = static_cast<int>(from - places_.cbegin());
  if (step == Previous) --index;
  if (step == Next && place() > 0) ++index;
  const int count = places();
  const QPair<int, int> chosen = places_.at((index + count) % count);
  page_.showRange(chosen.first, chosen.second);
}

}  // namespace lacuna::ui
