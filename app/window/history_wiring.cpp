// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/history_wiring.h"

#include <utility>

#include "app/library/history_calls.h"
#include "ui/window/history_on_page.h"

namespace lacuna::app {

using ui::HistoryView;

QVector<storage::Edit> editsBack(const storage::Comparison& comparison, const QVector<storage::Change>& changes) {
  QVector<storage::Edit> edits;
  for (const storage::Change& change : changes.isEmpty() ? comparison.changes : changes) {
    edits.push_back({change.beginAfter, change.endAfter - change.beginAfter,
                     comparison.textBefore.mid(change.beginBefore, change.endBefore - change.beginBefore)});
  }
  return edits;
}

HistoryWiring::HistoryWiring(ui::MainWindow& window, StorageThread& storage) : window_(window), storage_(storage) {
  HistoryCalls* calls = &storage.history();
  HistoryView* view = &window.history()->view();
  connect(view, &HistoryView::listWanted, calls, &HistoryCalls::list, Qt::DirectConnection);
  connect(view, &HistoryView::compareWanted, calls, &HistoryCalls::compare, Qt::DirectConnection);
  connect(view, &HistoryView::nameWanted, calls, &HistoryCalls::name, Qt::DirectConnection);
  connect(view, &HistoryView::keepWanted, this, [this](const QString& id, const QString& name) {
    storage_.history().keep(id, {storage::RevisionReason::Named, name});
  });
  connect(view, &HistoryView::thinningWanted, this, [this](const QString& id) { storage_.history().planThinning(id); });
  connect(view, &HistoryView::thinWanted, this, [this](const QString& id) { storage_.history().thin(id); });
  connect(view, &HistoryView::restoreWanted, this, &HistoryWiring::restore);
  connect(calls, &HistoryCalls::listed, view, &HistoryView::setStates, Qt::QueuedConnection);
  connect(calls, &HistoryCalls::thinningPlanned, view, &HistoryView::askThinning, Qt::QueuedConnection);
  connect(calls, &HistoryCalls::thinned, view, [view](const QString& id, int removed, const QString& sentence) {
    if (id == view->document())
      view->say((removed == 1 ? tr("One state was removed. %1") : tr("%Ln states were removed. %1", nullptr, removed))
                    .arg(sentence));
  });
  connect(calls, &HistoryCalls::compared, this, &HistoryWiring::compared);
  connect(&storage, &StorageThread::failed, view, [this, view](const QString& sentence) {
    wanted_ = {};
    view->say(sentence);
  });
}

// Storage does both in this order, and after all that was typed.
void HistoryWiring::restore(const QString& id, qint64 state, const QVector<storage::Change>& changes) {
  if (state <= 0) return;
  wanted_ = {id, state, changes, window_.history()->view().difference()->comparison()};
  storage_.history().keep(id, {storage::RevisionReason::BeforeRestore});
  storage_.history().compare(id, state, 0);
}

void HistoryWiring::compared(const storage::Comparison& comparison) {
  HistoryView& view = window_.history()->view();
  const bool awaited = comparison.id == wanted_.id && comparison.before == wanted_.state && comparison.after == 0;
  if (!awaited) {
    view.showComparison(comparison);
    return;
  }
  const Wanted wanted = std::exchange(wanted_, {});
  if (window_.documentId() != wanted.id) return;  // the author has gone on
  const bool same = window_.manuscriptText() == comparison.textAfter &&
                    (wanted.changes.isEmpty() || (wanted.shown.textAfter == comparison.textAfter &&
                                                  wanted.shown.textBefore == comparison.textBefore));
  if (!same) {
    view.showComparison(comparison);
    view.say(tr("The text has changed in the meantime, so nothing was brought back: choose again."));
    return;
  }
  window_.history()->restore(editsBack(comparison, wanted.changes), wanted.changes.isEmpty());
}

}  // namespace lacuna::app
