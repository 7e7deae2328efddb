// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/library/history_calls.h"

#include "app/storage_thread.h"
#include "storage/library.h"

namespace lacuna::app {

void HistoryCalls::list(const QString& id) {
  storage_.post([this, id](storage::Library& library) { Q_EMIT listed(id, library.revisions(id)); });
}

void HistoryCalls::keep(const QString& id, const storage::RevisionNote& note) {
  storage_.post([this, id, note](storage::Library& library) {
    Q_EMIT kept(id, library.keepRevision(id, note));
    Q_EMIT listed(id, library.revisions(id));
  });
}

void HistoryCalls::name(const QString& id, qint64 revision, const QString& name) {
  storage_.post([this, id, revision, name](storage::Library& library) {
    library.nameRevision(id, revision, name);
    Q_EMIT listed(id, library.revisions(id));
  });
}

void HistoryCalls::load(const QString& id, qint64 revision) {
  storage_.post(
      [this, id, revision](storage::Library& library) { Q_EMIT loaded(id, revision, library.revision(id, revision)); });
}

void HistoryCalls::compare(const QString& id, qint64 before, qint64 after) {
  storage_.post([this, id, before, after](storage::Library& library) {
    const auto text = [&](qint64 revision) {
      return revision == 0 ? library.read(id).text : library.revision(id, revision);
    };
    storage::Comparison found{id, before, after, text(before), text(after), {}};
    pool_.start([this, found = std::move(found)]() mutable {
      found.changes = storage::difference(found.textBefore, found.textAfter);
      Q_EMIT compared(found);
    });
  });
}

void HistoryCalls::planThinning(const QString& id, const storage::ThinningRule& rule) {
  storage_.post(
      [this, id, rule](storage::Library& library) { Q_EMIT thinningPlanned(id, library.planThinning(id, rule)); });
}

void HistoryCalls::thin(const QString& id, const storage::ThinningRule& rule) {
  storage_.post([this, id, rule](storage::Library& library) { removeNext(id, library.planThinning(id, rule), 0); });
}

// Each by itself: what is typed meanwhile is written in between.
void HistoryCalls::removeNext(const QString& id, const storage::ThinningPlan& plan, int removed) {
  if (plan.removed.isEmpty()) {
    Q_EMIT thinned(id, removed, plan.sentence);
    list(id);
    return;
  }
  storage_.post([this, id, plan, removed](storage::Library& library) {
    storage::ThinningPlan rest = plan;
    const bool gone = library.removeRevision(id, rest.removed.takeFirst());
    removeNext(id, rest, removed + (gone ? 1 : 0));
  });
}

}  // namespace lacuna::app
