// SPDX-License-Identifier: GPL-3.0-or-later
// Where the author was, as a browser remembers pages: leaving a place adds it, back and forward go along them. Pure;
// any thread.
#pragma once

#include <QString>
#include <QVector>
#include <functional>
#include <optional>

#include "storage/values.h"

namespace lacuna::ui {

struct VisitedPlace {
  QString document;  // its id
  int position = 0;  // of the caret, manuscript
};

class VisitedPlaces {
 public:
  static constexpr int kMost = 100;
  static constexpr int kNear = 200;  // letters: within them it is the same place

  // The author goes from here to somewhere that they chose: what lay ahead is forgotten.
  void leave(const VisitedPlace& here);
  // Where they were before they came here, or after they went back from there; nothing where there is no such place.
  // there: whether a document can still be opened; places in others are passed over.
  std::optional<VisitedPlace> back(const VisitedPlace& here, const std::function<bool(const QString&)>& there);
  std::optional<VisitedPlace> forward(const VisitedPlace& here, const std::function<bool(const QString&)>& there);
  // The text of a document is another one: its places move along.
  void edited(const QString& document, const QVector<storage::Edit>& edits);
  void clear();

 private:
  static std::optional<VisitedPlace> go(QVector<VisitedPlace>* from, QVector<VisitedPlace>* to,
                                        const VisitedPlace& here, const std::function<bool(const QString&)>& there);

  QVector<VisitedPlace> behind_;  // the newest last
  QVector<VisitedPlace> ahead_;   // the next one last
};

}  // namespace lacuna::ui
