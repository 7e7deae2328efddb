// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/library/tree_calls.h"

#include <utility>

#include "app/storage_thread.h"

namespace lacuna::app {

void TreeCalls::list() {
  storage_.post([this](storage::Library& library) { Q_EMIT treeChanged(library.tree().nodes()); });
}

// The lists come in any case: an act of several steps may have done a part before it failed.
template <typename Work>
void TreeCalls::change(Work work) {
  storage_.post(std::move(work));
  storage_.postIfOpen([this](storage::Library& library) {
    Q_EMIT storage_.libraryChanged(library.documents());
    Q_EMIT treeChanged(library.tree().nodes());
  });
}

void TreeCalls::create(const QVector<storage::NewDocument>& documents) {
  change([this, documents](storage::Library& library) { Q_EMIT made(library.create(documents)); });
}

void TreeCalls::move(const QString& id, const storage::TreePlace& place) {
  change([id, place](storage::Library& library) { library.tree().move(id, place); });
}

void TreeCalls::setKind(const QString& id, storage::DocumentKind kind) {
  change([id, kind](storage::Library& library) { library.tree().setKind(id, kind); });
}

void TreeCalls::archive(const QString& id, bool archived) {
  change([id, archived](storage::Library& library) { library.tree().archive(id, archived); });
}

void TreeCalls::bin(const QString& id) {
  change([id](storage::Library& library) {
    library.commit();  // what was typed last goes along, and can come back with it
    library.tree().bin(id);
  });
}

void TreeCalls::restore(const QString& id) {
  change([id](storage::Library& library) { library.tree().restore(id); });
}

void TreeCalls::remove(const QString& id) {
  change([id](storage::Library& library) { library.remove(id); });
}

void TreeCalls::emptyBin() {
  change([this](storage::Library& library) { Q_EMIT binEmptied(library.emptyBin()); });
}

void TreeCalls::duplicate(const QString& id) {
  change([this, id](storage::Library& library) { Q_EMIT made({storage::duplicate(library, id)}); });
}

void TreeCalls::merge(const QStringList& ids) {
  change([this, ids](storage::Library& library) {
    storage::merge(library, ids);
    Q_EMIT textChanged(ids.first());
  });
}

void TreeCalls::split(const storage::SplitRequest& request) {
  change([this, request](storage::Library& library) {
    const QString second = storage::split(library, request);
    Q_EMIT textChanged(request.id);
    Q_EMIT made({second});
  });
}

}  // namespace lacuna::app
