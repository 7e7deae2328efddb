// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/library/tree_acts.h"

#include <algorithm>
#include <utility>

#include "ui/library/tree_model.h"

namespace lacuna::ui {
namespace {

constexpr int kMostUndo = 200;

QString newTitle(DocumentKind kind) {
  switch (kind) {
    case DocumentKind::Project:
      return TreeActs::tr("New project");
    case DocumentKind::Folder:
      return TreeActs::tr("New folder");
    case DocumentKind::Chapter:
      return TreeActs::tr("New chapter");
    case DocumentKind::Scene:
      return TreeActs::tr("New scene");
    case DocumentKind::Note:
      return TreeActs::tr("New note");
  }
  return {};
}

}  // namespace

void TreeActs::setNodes(const TreeNodes& nodes) {
  nodes_ = nodes;
  if (!shown_.project.isEmpty()) {
    const TreeNode* project = node(shown_.project);
    if (project == nullptr || project->inBin) shown_.project.clear();
  }
  Q_EMIT changed();
}

void TreeActs::setShown(const TreeShown& shown) {
  shown_ = shown;
  Q_EMIT changed();
}

void TreeActs::setOpen(const QString& id) {
  if (shown_.open == id) return;
  shown_.open = id;
  // What is open is in sight.
  if (!shown_.project.isEmpty() && node(id) != nullptr && !liesIn(nodes_, id, shown_.project)) shown_.project.clear();
  Q_EMIT changed();
}

void TreeActs::setWords(const QString& id, int words) {
  const TreeNode* known = node(id);
  if (known == nullptr || known->words == words) return;
  nodes_[known - nodes_.constData()].words = words;
  Q_EMIT changed();
}

QString TreeActs::titleOf(const QString& id) const {
  const TreeNode* known = node(id);
  return known == nullptr || known->title.isEmpty() ? tr("Untitled") : known->title;
}

QString TreeActs::titlesOf(const QStringList& ids) const {
  return ids.size() == 1 ? tr("\u201c%1\u201d").arg(titleOf(ids.first()))
                         : tr("%n documents", nullptr, int(ids.size()));
}

void TreeActs::push(const Done& done) {
  done_.push_back(done);
  if (done_.size() > kMostUndo) done_.removeFirst();
  undone_.clear();
}

void TreeActs::send(const QVector<TreeChange>& changes) {
  for (const TreeChange& change : changes) apply(nodes_, change);
  Q_EMIT changed();
  Q_EMIT changesWanted(changes);
}

void TreeActs::act(const QVector<TreeChange>& changes, const QString& sentence, bool tell) {
  if (changes.isEmpty()) return;
  Done done{sentence, changes, {}, shown_.open};
  TreeNodes after = nodes_;
  for (const TreeChange& change : changes) {
    done.back = inverse(after, change) + done.back;
    apply(after, change);
  }
  push(done);
  send(changes);
  if (tell) Q_EMIT said(sentence, true);
}

void TreeActs::create(DocumentKind kind, const QString& chosen) {
  NewDocument made;
  made.title = newTitle(kind);
  made.kind = kind;
  made.place = placeFor(nodes_, kind, chosen);
  // In one project alone everything new belongs to it.
  if (!shown_.project.isEmpty() && made.place.parent.isEmpty() && kind != DocumentKind::Project)
    made.place = {shown_.project, {}};
  making_ = Making::New;
  Q_EMIT creationWanted({made});
}

void TreeActs::rename(const QString& id, const QString& title) {
  if (node(id) == nullptr || title.trimmed().isEmpty()) return;
  act({{TreeChange::Rename, id, {}, title.trimmed()}}, tr("Renamed %1.").arg(titlesOf({id})), false);
}

void TreeActs::setKind(const QStringList& ids, DocumentKind kind) {
  QVector<TreeChange> changes;
  for (const QString& id : ids) {
    const TreeNode* known = node(id);
    if (known == nullptr || known->kind == kind) continue;
    if (kind == DocumentKind::Project && !known->parent.isEmpty()) {
      Q_EMIT said(tr("A project lies at the top of the library; move %1 there first.").arg(titlesOf({id})), false);
      return;
    }
    changes.push_back({TreeChange::SetKind, id, {}, {}, kind});
  }
  act(changes, tr("Changed the kind of %1.").arg(titlesOf(ids)), false);
}

void TreeActs::move(const QStringList& wanted, const TreePlace& place) {
  QVector<TreeChange> changes;
  const QStringList ids = topMost(nodes_, wanted);
  for (const QString& id : ids) {
    if (!place.parent.isEmpty() && (liesIn(nodes_, place.parent, id) || node(id)->kind == DocumentKind::Project)) {
      Q_EMIT said(tr("A project lies at the top, and nothing lies in itself: %1 stays.").arg(titlesOf({id})), false);
      return;
    }
    if (node(id)->inBin) changes.push_back({TreeChange::Restore, id});
    changes.push_back({TreeChange::Move, id, place});
  }
  act(changes, tr("Moved %1.").arg(titlesOf(ids)), false);
}

QStringList TreeActs::besideShown(const QString& id) const {
  const QVector<ShownRow> all = rows();
  const auto found = std::find_if(all.begin(), all.end(), [&id](const ShownRow& row) { return row.id == id; });
  QStringList beside;
  if (found == all.end() || found->inBin) return beside;
  for (const ShownRow& row : all)
    if (row.above == found->above && row.id != kBinId) beside << row.id;
  return beside;
}

void TreeActs::shift(const QStringList& wanted, Way way) {
  const QStringList ids = topMost(nodes_, wanted);
  if (ids.isEmpty()) return;
  const TreeNode* first = node(ids.first());
  const QStringList beside = besideShown(first->id);
  for (const QString& id : ids)
    if (!beside.contains(id)) return;  // they do not lie beside each other
  const auto from = beside.indexOf(ids.first());
  const auto to = beside.indexOf(ids.last());
  switch (way) {
    case Up:
      if (from > 0) move(ids, {first->parent, beside.at(from - 1)});
      break;
    case Down:
      if (to + 1 < beside.size()) move(ids, {first->parent, behind(nodes_, beside.at(to + 1))});
      break;
    case In:
      if (from > 0) move(ids, {beside.at(from - 1), {}});
      break;
    case Out:
      if (!first->parent.isEmpty()) move(ids, {node(first->parent)->parent, behind(nodes_, first->parent)});
      break;
  }
}

void TreeActs::archive(const QStringList& wanted, bool archived) {
  QVector<TreeChange> changes;
  QStringList ids;
  for (const QString& id : topMost(nodes_, wanted)) {
    if (node(id)->inBin || node(id)->archived == archived) continue;
    ids << id;
    changes.push_back({archived ? TreeChange::Archive : TreeChange::Unarchive, id});
  }
  act(changes, archived ? tr("Archived %1.").arg(titlesOf(ids)) : tr("Out of the archive: %1.").arg(titlesOf(ids)),
      true);
}

// What is open and goes away: the next one takes its place on the page, else the one before.
void TreeActs::leaveOpen(const QStringList& going) {
  const auto goes = [&](const QString& id) {
    return std::any_of(going.begin(), going.end(), [&](const QString& top) { return liesIn(nodes_, id, top); });
  };
  if (shown_.open.isEmpty() || !goes(shown_.open)) return;
  const QVector<ShownRow> all = rows();
  const auto open = std::find_if(all.begin(), all.end(), [this](const ShownRow& row) { return row.id == shown_.open; });
  const auto stays = [&](const ShownRow& row) { return !row.inBin && !goes(row.id); };
  auto next = std::find_if(open, all.end(), stays);
  if (next == all.end()) {
    const auto before = std::find_if(std::make_reverse_iterator(open), all.rend(), stays);
    next = before == all.rend() ? all.end() : before.base() - 1;
  }
  if (next == all.end()) {
    Q_EMIT draftWanted();
  } else {
    Q_EMIT openWanted(next->id);
  }
}

void TreeActs::bin(const QStringList& wanted) {
  QVector<TreeChange> changes;
  QStringList ids;
  for (const QString& id : topMost(nodes_, wanted)) {
    if (node(id)->inBin) continue;
    ids << id;
    changes.push_back({TreeChange::Bin, id});
  }
  if (ids.isEmpty()) return;
  const bool more = std::any_of(ids.begin(), ids.end(), [this](const QString& id) {
    return subtreeSize(nodes_, static_cast<int>(node(id) - nodes_.constData())) > 1;
  });
  const int count = static_cast<int>(ids.size());
  const QString sentence =
      (more ? tr("In the bin, with what lies in it: %1.", nullptr, count) : tr("In the bin: %1.", nullptr, count))
          .arg(titlesOf(ids));
  const QString open = shown_.open;
  leaveOpen(ids);
  act(changes, sentence, true);
  done_.last().open = open;
}

void TreeActs::restore(const QStringList& wanted) {
  QVector<TreeChange> changes;
  QStringList ids;
  for (const QString& id : topMost(nodes_, wanted)) {
    if (!node(id)->inBin) continue;
    ids << id;
    // One that only lies under another: it comes back alone.
    if (node(id)->binned == 0) changes.push_back({TreeChange::Bin, id});
    changes.push_back({TreeChange::Restore, id});
  }
  act(changes, tr("Back from the bin: %1.").arg(titlesOf(ids)), true);
}

void TreeActs::remove(const QStringList& wanted) {
  QVector<TreeChange> changes;
  const QStringList ids = topMost(nodes_, wanted);
  for (const QString& id : ids)
    if (node(id)->inBin) changes.push_back({TreeChange::Remove, id});
  if (changes.isEmpty()) return;
  leaveOpen(ids);
  // What came before cannot be taken back over it.
  done_.clear();
  undone_.clear();
  send(changes);
}

void TreeActs::emptyBin() {
  QStringList ids;
  for (const TreeNode& each : std::as_const(nodes_))
    if (each.inBin) ids << each.id;
  if (ids.isEmpty()) return;
  leaveOpen(ids);
  done_.clear();
  undone_.clear();
  Q_EMIT binEmptyingWanted();
}

void TreeActs::duplicate(const QStringList& wanted) {
  for (const QString& id : topMost(nodes_, wanted)) {
    making_ = Making::Copy;
    Q_EMIT duplicationWanted(id);
  }
}

void TreeActs::merge(const QStringList& wanted) {
  QStringList ids;
  for (const TreeNode& each : std::as_const(nodes_))
    if (wanted.contains(each.id)) ids << each.id;
  if (ids.size() == 1) {
    const QStringList beside = besideShown(ids.first());
    const QString next = beside.value(beside.indexOf(ids.first()) + 1);
    if (!next.isEmpty()) ids << next;
  }
  if (ids.size() < 2) {
    Q_EMIT said(tr("Merging takes two documents: choose another one as well, with Ctrl and a click."), false);
    return;
  }
  for (const QString& id : std::as_const(ids)) {
    if (node(id)->inBin) {
      Q_EMIT said(tr("%1 is in the bin; restore it before you merge it.").arg(titlesOf({id})), false);
      return;
    }
    for (const QString& other : std::as_const(ids)) {
      if (other == id || !liesIn(nodes_, other, id)) continue;
      Q_EMIT said(tr("%1 lies in %2; move it out before you merge the two.").arg(titlesOf({other}), titlesOf({id})),
                  false);
      return;
    }
  }
  Done done{tr("Merged %1 into %2.").arg(titlesOf(ids.mid(1)), titlesOf({ids.first()})),
            {},
            {},
            shown_.open,
            ids.first(),
            false};
  for (const QString& id : ids.mid(1)) done.back.push_back({TreeChange::Restore, id});
  for (const TreeNode& each : std::as_const(nodes_))
    if (ids.mid(1).contains(each.parent) && !each.inBin)
      done.back.push_back({TreeChange::Move, each.id, {each.parent, behind(nodes_, each.id)}});
  push(done);
  Q_EMIT mergeWanted(ids);
  Q_EMIT said(done.sentence, true);
}

void TreeActs::noteSplit(const QString& id) {
  making_ = Making::Part;
  splitFrom_ = id;
}

void TreeActs::noteMade(const QStringList& ids) {
  const Making making = std::exchange(making_, Making::Nothing);
  if (making == Making::Nothing || ids.isEmpty()) return;
  const QString first = ids.first();
  Done done{{}, {{TreeChange::Restore, first}}, {{TreeChange::Bin, first}}, shown_.open};
  if (making == Making::Part) {
    done.sentence = tr("What stood behind the cursor is a document of its own now: %1.").arg(titlesOf({first}));
    done.text = splitFrom_;
    done.again = false;
  } else {
    done.sentence =
        making == Making::New ? tr("Made %1.").arg(titlesOf({first})) : tr("Made a copy: %1.").arg(titlesOf({first}));
  }
  push(done);
  if (making == Making::New) {
    Q_EMIT openWanted(first);
    Q_EMIT naming(first);
  } else {
    Q_EMIT said(done.sentence, true);
  }
}

void TreeActs::noteEdited(const QString& id) {
  for (Done& done : done_)
    if (done.text == id) done.text = QStringLiteral("-");
}

void TreeActs::undo() {
  if (done_.isEmpty()) {
    Q_EMIT said(tr("Nothing was done to the library that can be taken back."), false);
    return;
  }
  const Done done = done_.takeLast();
  if (done.text == QStringLiteral("-")) {
    Q_EMIT said(tr("The text was written in since. Ctrl+Z on the page goes back step by step; the other part is in the "
                   "library, or in its bin."),
                false);
    return;
  }
  if (!done.text.isEmpty()) Q_EMIT textUndoWanted(done.text);
  QStringList going;
  for (const TreeChange& change : done.back)
    if (change.kind == TreeChange::Bin) going << change.id;
  leaveOpen(going);
  send(done.back);
  if (done.again) undone_.push_back(done);
  if (!done.open.isEmpty() && done.open != shown_.open && node(done.open) != nullptr && !node(done.open)->inBin)
    Q_EMIT openWanted(done.open);
  Q_EMIT said(tr("Taken back: %1").arg(done.sentence), false);
}

void TreeActs::redo() {
  if (undone_.isEmpty()) return;
  const Done done = undone_.takeLast();
  QStringList going;
  for (const TreeChange& change : done.forth)
    if (change.kind == TreeChange::Bin) going << change.id;
  leaveOpen(going);
  done_.push_back(done);
  send(done.forth);
  Q_EMIT said(done.sentence, true);
}

}  // namespace lacuna::ui
