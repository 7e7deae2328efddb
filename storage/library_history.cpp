// SPDX-License-Identifier: GPL-3.0-or-later
// Library's part about the states of a document.
#include <QDateTime>
#include <algorithm>

#include "storage/library.h"
#include "storage/said.h"

namespace lacuna::storage {

QVector<RevisionInfo> Library::revisions(const QString& id) { return Revisions(database_).list(keyOf(id)); }

Revisions::Head Library::headOf(const QString& id, qint64 revision) {
  const QVector<Revisions::Head> heads = Revisions(database_).heads(keyOf(id));
  const auto found = std::find_if(heads.begin(), heads.end(), [&](const auto& head) { return head.id == revision; });
  if (found == heads.end()) {
    throw StorageError(
        StorageCode::kNotFound,
        Said::tr("This document has no state with the number %1; choose one from its history.").arg(revision));
  }
  return *found;
}

QString Library::revision(const QString& id, qint64 revision) {
  const std::optional<QString> text = Revisions(database_).text(headOf(id, revision).id);
  if (!text) {
    throw StorageError(StorageCode::kDamaged,
                       Said::tr("The state with the number %1 of this document is damaged; choose another one "
                                "from its history.")
                           .arg(revision));
  }
  return *text;
}

qint64 Library::keepRevision(const QString& id, const RevisionNote& note) {
  commit();
  OpenDocument& document = held(id);
  if (document.compactable(true)) {
    document.compact(note);
    return Revisions(database_).heads(keyOf(id)).first().id;
  }
  Revisions revisions(database_);
  const RevisionInfo newest = revisions.list(keyOf(id)).first();  // a document has one from its beginning
  const bool tells = !note.name.isEmpty() || newest.reason == RevisionReason::Folded;
  if (!readOnly() && note.reason != RevisionReason::Folded && tells) {
    revisions.note(newest.id, {note.reason, note.name.isEmpty() ? newest.name : note.name});
  }
  return newest.id;
}

void Library::keepBeside(const QString& id, const QString& text, const RevisionNote& note) {
  commit();
  held(id).keepBeside(text, note);
}

void Library::nameRevision(const QString& id, qint64 revision, const QString& name) {
  const QVector<RevisionInfo> all = revisions(id);
  const qint64 known = headOf(id, revision).id;
  const auto info = std::find_if(all.begin(), all.end(), [known](const auto& each) { return each.id == known; });
  const QString given = name.trimmed();
  const bool plain = info->reason == RevisionReason::Folded || info->reason == RevisionReason::Named;
  Revisions(database_).note(known, {!plain            ? info->reason
                                    : given.isEmpty() ? RevisionReason::Folded
                                                      : RevisionReason::Named,
                                    given});
}

ThinningPlan Library::planThinning(const QString& id, const ThinningRule& rule) {
  return storage::planThinning(revisions(id), QDateTime::currentDateTimeUtc(), rule);
}

bool Library::removeRevision(const QString& id, qint64 revision) {
  const qint64 known = headOf(id, revision).id;
  if (Revisions(database_).heads(keyOf(id)).first().id == known) {
    throw StorageError(StorageCode::kInvalid,
                       Said::tr("The newest state of a document is the document itself and stays; choose an "
                                "older one."));
  }
  return Revisions(database_).remove(known);
}

void Library::beginRun(const QString& runId, const QString& documentId) {
  begun_.insert(runId, keepRevision(documentId, {RevisionReason::BeforeFill}));
}

}  // namespace lacuna::storage
