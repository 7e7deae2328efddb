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

namespace {

void make(storage::Library& library, const storage::TreeChange& change) {
  using Kind = storage::TreeChange::Kind;
  switch (change.kind) {
    case Kind::Move:
      return library.tree().move(change.id, change.place);
    case Kind::Rename:
      return library.rename(change.id, change.title);
    case Kind::SetKind:
      return library.tree().setKind(change.id, change.to);
    case Kind::Archive:
    case Kind::Unarchive:
      return library.tree().archive(change.id, change.kind == Kind::Archive);
    case Kind::Bin:
      library.commit();  // what was typed last goes along
      return library.tree().bin(change.id);
    case Kind::Restore:
      return library.tree().restore(change.id);
    case Kind::Remove:
      return library.remove(change.id);
  }
}

}  // namespace

void TreeCalls::apply(const QVector<storage::TreeChange>& changes) {
  storage_.post([changes](storage::Library& library) {
    for (const storage::TreeChange& each : changes) make(library, each);
  });
  storage_.postIfOpen([this](storage::Library& library) {
    Q_EMIT applied();
    Q_EMIT storage_.libraryChanged(library.documents());
    Q_EMIT treeChanged(library.tree().nodes());
  });
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

void TreeCalls::merge(const QStringList& ids, const storage::StepOf& stepOf) {
  change([this, ids, stepOf](storage::Library& library) {
    storage::merge(library, ids, QStringLiteral("\n\n"), stepOf);
    Q_EMIT textChanged(ids.first());
  });
}

void TreeCalls::split(const storage::SplitRequest& request) {
  change([this, request](storage::Library& library) {
    // Where it cannot be, whoever has split the text already has it back.
    struct Told {
      TreeCalls* calls;
      const QString& id;
      ~Told() { Q_EMIT calls->textChanged(id); }
    } const told{this, request.id};
    const QString second = storage::split(library, request);
    Q_EMIT made({second});
  });
}

}  // namespace lacuna::app
