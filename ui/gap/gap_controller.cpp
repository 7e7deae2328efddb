// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/gap/gap_controller.h"

#include <algorithm>

namespace lacuna::ui {

GapController::GapController(PageDocument& document, QObject* parent)
    : GapSignals(parent),
      document_(document),
      queue_(document, *this),
      showing_(queue_),
      asking_(queue_, showing_),
      length_(queue_, showing_, asking_),
      wording_(queue_, showing_, asking_),
      taking_(queue_, length_) {
  // An edit or an undo reached the gap: its text is back already.
  connect(&document_, &PageDocument::holeClosed, this, [this](int hole) {
    GapRun* run = queue_.runOf(hole);
    if (run == nullptr) return;
    queue_.close(*run, hole, false);
    queue_.finishIfOver(run->id());
  });
}

void GapController::setGapMode(bool on) {
  if (gapMode() == on || activeHole() == 0) return;
  queue_.setChosen({});
  queue_.setKeys(activeHole(), on);
  if (!on) showing_.dropDraft();
  Q_EMIT inkChanged();
  Q_EMIT changed();
}

void GapController::activate(int hole) {
  if (queue_.runOf(hole) == nullptr) return;
  if (activeHole() != hole) {
    showing_.dropDraft();
    queue_.setChosen({});
  }
  queue_.setKeys(hole, true);
  Q_EMIT inkChanged();
  Q_EMIT activeChanged(hole);
  Q_EMIT changed();
}

void GapController::activateNext(int step) {
  const QVector<PageDocument::Hole>& holes = document_.holes();
  if (holes.isEmpty()) return;
  const auto it =
      std::find_if(holes.begin(), holes.end(), [this](const auto& h) { return h.id == queue_.activeHole(); });
  const int count = static_cast<int>(holes.size());
  const int index = it == holes.end() ? (step > 0 ? -1 : 0) : static_cast<int>(it - holes.begin());
  activate(holes.at(((index + step) % count + count) % count).id);
}

}  // namespace lacuna::ui
