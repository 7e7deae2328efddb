// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/search/page_find.h"

#include <algorithm>
#include <utility>

namespace lacuna::ui {
namespace {

constexpr int kPause = 150;  // milliseconds without an edit, before a long text is searched again

// The places after the edit, without those that it reaches into.
void follow(QVector<QPair<int, int>>& places, const Edit& edit) {
  const int end = edit.position + edit.removed;
  const int by = static_cast<int>(edit.inserted.size()) - edit.removed;
  const auto first = std::partition_point(
      places.begin(), places.end(), [&edit](const QPair<int, int>& place) { return place.second <= edit.position; });
  auto behind = first;
  while (behind != places.end() && behind->first < end) ++behind;
  // Typed into a place, or before the one that it stands at.
  if (behind != places.end() && edit.removed == 0 && behind->first < edit.position) ++behind;
  for (auto place = behind; place != places.end(); ++place) *place = {place->first + by, place->second + by};
  places.erase(first, behind);
}

}  // namespace

PageFind::PageFind(PageHost& page) : page_(page) {
  const PageDocument* document = &page.pageDocument();
  connect(document, &PageDocument::edited, this, &PageFind::edited);
  // Where the text has changed as well, edited() comes in a moment.
  const auto stay = [this] {
    if (seeking() && state() == searched_) show();
  };
  connect(document, &PageDocument::viewChanged, this, stay);
  connect(document, &PageDocument::holesMoved, this, stay);
  connect(&search_, &FindSearch::found, this, &PageFind::take);
  wanted_.setSingleShot(true);
  wanted_.setInterval(kPause);
  connect(&wanted_, &QTimer::timeout, this, &PageFind::search);
}

void PageFind::caretMoved() {
  if (seeking()) Q_EMIT changed();
}

void PageFind::openedDocument() {
  passage_.reset();
  pending_.reset();
  if (!seeking()) return;
  all_.clear();
  search();
}

void PageFind::setPassage(const std::optional<QPair<int, int>>& passage) {
  if (passage_ == passage) return;
  passage_ = passage;
  if (seeking()) search();
}

void PageFind::search() {
  wanted_.stop();
  search_.stop();
  const int size = static_cast<int>(text().size());
  const QPair<int, int> within = passage_.value_or(QPair<int, int>{0, size});
  if (!pattern_.valid()) {
    take({{}, false, false, pattern_.error()});
  } else if (!query_.regex && within.second - within.first <= kAtOnce) {
    take(pattern_.find(text(), within.first, within.second, kMost));
  } else {
    search_.start({text(), pattern_, within.first, within.second, kMost});
    searched_ = state();
    show();
  }
}

void PageFind::take(const FindResult& result) {
  searched_ = state();
  all_ = result.places;
  more_ = result.more;
  trouble_ = result.trouble;
  show();
  if (const auto wanted = std::exchange(pending_, std::nullopt)) step(*wanted);
}

// The places move along at once; what else has become one is found soon.
void PageFind::edited(const QVector<Edit>& edits) {
  if (passage_) {
    for (const Edit& e : edits) {
      const int end = e.position + e.removed;
      const int by = static_cast<int>(e.inserted.size()) - e.removed;
      if (end <= passage_->first && e.position < passage_->first)
        passage_->first += by;
      else if (e.position < passage_->first)
        passage_->first = e.position;
      if (e.position <= passage_->second)
        passage_->second = std::max(e.position, passage_->second - e.removed) + static_cast<int>(e.inserted.size());
      passage_->second = std::max(passage_->first, passage_->second);
    }
  }
  if (!seeking()) return;
  if (!query_.regex && text().size() <= kAtOnce) {
    search();
    return;
  }
  for (const Edit& e : edits) follow(all_, e);
  searched_ = state();
  search_.stop();
  wanted_.start();
  show(false);  // the paragraphs that changed are painted anyway
}

void PageFind::show(bool repaint) {
  const PageDocument& document = page_.pageDocument();
  if (document.changing()) return;
  QVector<QPair<int, int>> shown;
  if (document.holes().isEmpty()) {
    shown = places_ = all_;
  } else {
    places_.clear();
    for (const QPair<int, int>& place : std::as_const(all_)) {
      const QPair<int, int> range{document.toView(place.first, true), document.toView(place.second)};
      const bool hidden = range.second - range.first != place.second - place.first ||
                          std::any_of(document.holes().cbegin(), document.holes().cend(), [&place](const auto& hole) {
                            return hole.length > 0 && place.first < hole.end() && place.second > hole.begin;
                          });
      if (hidden) continue;
      places_.push_back(place);
      shown.push_back(range);
    }
  }
  page_.pageLayout().setFound(shown);
  if (repaint) page_.paper()->update();
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

void PageFind::leave() {
  seek(FindQuery(), Here);
  passage_.reset();
}

void PageFind::seek(const FindQuery& query, Step wanted) {
  const bool same = query == query_ && state() == searched_;
  if (!(query == query_)) {
    query_ = query;
    pattern_ = FindPattern(query);
    all_.clear();
  }
  pending_ = wanted;
  if (!seeking()) {
    pending_.reset();
    take({});
    searched_ = 0;
  } else if (!same) {
    search();
  } else if (!working()) {
    step(*std::exchange(pending_, std::nullopt));
  }
}

void PageFind::step(Step wanted) {
  if (places_.isEmpty()) return;
  const auto from = std::lower_bound(places_.cbegin(), places_.cend(), QPair<int, int>{selection().first, 0});
  int index = static_cast<int>(from - places_.cbegin());
  if (wanted == Previous) --index;
  if (wanted == Next && place() > 0) ++index;
  const int count = places();
  const QPair<int, int> chosen = places_.at((index + count) % count);
  page_.showRange(chosen.first, chosen.second);
  Q_EMIT stepped();
}

QVector<Edit> PageFind::editsFor(const QVector<QPair<int, int>>& places, const Replacement& with) const {
  QVector<Edit> edits;
  const QStringList made = pattern_.replacements(text(), places, with);
  for (qsizetype i = 0; i < places.size(); ++i)
    edits.push_back({places.at(i).first, places.at(i).second - places.at(i).first, made.at(i)});
  return edits;
}

bool PageFind::replace(const Replacement& with) {
  if (place() == 0) {
    seek(query_, Next);
    return false;
  }
  const QPair<int, int> here = places_.at(place() - 1);
  const QVector<Edit> edits = editsFor({here}, with);
  page_.modes().write();
  PageDocument& document = page_.pageDocument();
  document.noteCursor(here.second);
  const PageDocument::From from(document, EditOrigin::Pasted);
  page_.act([&] { document.replacePlaces(edits); });
  const int after = here.first + static_cast<int>(edits.first().inserted.size());
  page_.showRange(after, after);
  seek(query_, Here);
  return true;
}

int PageFind::replaceAll(const Replacement& with) {
  if (places_.isEmpty() || working()) return 0;
  const QVector<Edit> edits = editsFor(places_, with);
  const int caret = selection().first;
  int after = caret;
  for (const Edit& e : edits) {
    if (e.position >= caret) break;
    after += static_cast<int>(e.inserted.size()) - e.removed;
  }
  page_.modes().write();
  PageDocument& document = page_.pageDocument();
  document.noteCursor(caret);
  const PageDocument::From from(document, EditOrigin::Pasted);
  page_.act([&] { document.replacePlaces(edits); });
  const int here = qBound(0, after, static_cast<int>(text().size()));
  page_.showRange(here, here);
  return static_cast<int>(edits.size());
}

}  // namespace lacuna::ui
