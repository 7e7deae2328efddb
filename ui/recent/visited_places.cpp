// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/recent/visited_places.h"

#include <algorithm>
#include <cstdlib>

namespace lacuna::ui {
namespace {

bool isSame(const VisitedPlace& a, const VisitedPlace& b) {
  return a.document == b.document && std::abs(a.position - b.position) <= VisitedPlaces::kNear;
}

void add(QVector<VisitedPlace>* places, const VisitedPlace& place) {
  if (place.document.isEmpty()) return;
  if (!places->isEmpty() && isSame(places->last(), place)) places->removeLast();
  places->push_back(place);
  if (places->size() > VisitedPlaces::kMost) places->removeFirst();
}

}  // namespace

void VisitedPlaces::leave(const VisitedPlace& here) {
  add(&behind_, here);
  ahead_.clear();
}

std::optional<VisitedPlace> VisitedPlaces::back(const VisitedPlace& here,
                                                const std::function<bool(const QString&)>& there) {
  return go(&behind_, &ahead_, here, there);
}

std::optional<VisitedPlace> VisitedPlaces::forward(const VisitedPlace& here,
                                                   const std::function<bool(const QString&)>& there) {
  return go(&ahead_, &behind_, here, there);
}

std::optional<VisitedPlace> VisitedPlaces::go(QVector<VisitedPlace>* from, QVector<VisitedPlace>* to,
                                              const VisitedPlace& here,
                                              const std::function<bool(const QString&)>& there) {
  while (!from->isEmpty()) {
    const VisitedPlace place = from->takeLast();
    if (isSame(place, here) || !there(place.document)) continue;
    add(to, here);
    return place;
  }
  return std::nullopt;
}

void VisitedPlaces::edited(const QString& document, const QVector<storage::Edit>& edits) {
  for (QVector<VisitedPlace>* places : {&behind_, &ahead_}) {
    for (VisitedPlace& place : *places) {
      if (place.document != document) continue;
      for (const storage::Edit& edit : edits) {
        if (place.position <= edit.position) continue;
        const int end = edit.position + edit.removed;
        const auto inserted = static_cast<int>(edit.inserted.size());
        place.position = place.position >= end ? place.position - edit.removed + inserted
                                               : std::min(place.position, edit.position + inserted);
      }
    }
  }
}

void VisitedPlaces::clear() {
  behind_.clear();
  ahead_.clear();
}

}  // namespace lacuna::ui
