// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/arrange.h"

#include <QHash>
#include <QSet>
#include <algorithm>

#include "storage/edits.h"
#include "storage/library.h"
#include "storage/said.h"
#include "storage/spelling_notes.h"

namespace lacuna::storage {
namespace {

[[noreturn]] void refuse(const QString& sentence) { throw StorageError(StorageCode::kInvalid, sentence); }

QVector<Mark> shifted(QVector<Mark> marks, int by) {
  for (Mark& mark : marks) {
    mark.begin += by;
    mark.end += by;
  }
  return marks;
}

// The sibling that stands behind the document, of whatever state; empty when it is the last.
QString behind(Library& library, const TreeNode& node) {
  bool found = false;
  for (const TreeNode& each : library.tree().nodes()) {
    if (found && each.parent == node.parent) return each.id;
    found = found || each.id == node.id;
  }
  return {};
}

QString firstLine(const QString& text) {
  constexpr int kLongest = 60;
  QString line = text.trimmed().section(QLatin1Char('\n'), 0, 0);
  while (line.startsWith(QLatin1Char('#'))) line.remove(0, 1);
  line = line.trimmed();
  return line.size() <= kLongest ? line : line.left(line.lastIndexOf(QLatin1Char(' '), kLongest)) + QChar(0x2026);
}

}  // namespace

QString duplicate(Library& library, const QString& id) {
  const QVector<TreeNode> originals = library.tree().subtree(id);
  QVector<NewDocument> copies;
  QStringList copied;
  QHash<QString, int> places;
  for (const TreeNode& node : originals) {
    if (node.inBin && !originals.first().inBin) continue;  // thrown away is thrown away
    const Document document = library.read(node.id);
    NewDocument copy{document.title, document.text, document.marks, node.kind};
    copy.under = places.value(node.parent, -1);
    places.insert(node.id, static_cast<int>(copies.size()));
    copies.append(copy);
    copied.append(node.id);
  }
  const TreeNode& first = originals.first();
  copies.first().title = QStringLiteral("%1 (copy)").arg(first.title);
  if (!first.inBin) copies.first().place = {first.parent, behind(library, first)};
  const QStringList made = library.create(copies);
  for (qsizetype i = 0; i < made.size(); ++i) copySpelling(library, copied[i], made[i]);
  return made.first();
}

void merge(Library& library, const QStringList& ids, const QString& between, const StepOf& stepOf) {
  if (ids.size() < 2) refuse(Said::tr("Merging takes two documents at least; choose another one as well."));
  if (QSet<QString>(ids.begin(), ids.end()).size() != ids.size())
    refuse(Said::tr("A document cannot be merged with itself; choose each one once."));
  QHash<QString, QVector<TreeNode>> trees;
  for (const QString& id : ids) {
    const QVector<TreeNode> tree = library.tree().subtree(id);
    if (tree.first().inBin)
      refuse(Said::tr("“%1” is in the bin; restore it before you merge it.").arg(tree.first().title));
    for (const TreeNode& node : tree) {
      if (node.id != id && ids.contains(node.id))
        refuse(
            Said::tr("“%1” lies in “%2”; move it out before you merge the two.").arg(node.title, tree.first().title));
    }
    trees.insert(id, tree);
  }
  const QString& target = ids.first();
  library.keepRevision(target, {RevisionReason::BeforeMerge});
  const Document first = library.read(target);
  QString appended;
  QVector<Mark> marks = first.marks;
  for (qsizetype i = 1; i < ids.size(); ++i) {
    const Document other = library.read(ids[i]);
    if (other.text.isEmpty()) continue;
    if (!first.text.isEmpty() || !appended.isEmpty()) appended += between;
    marks += shifted(other.marks, static_cast<int>(first.text.size() + appended.size()));
    appended += other.text;
  }
  HistoryEvent event;
  event.origin = EditOrigin::Uncounted;
  const Edit addition{static_cast<int>(first.text.size()), 0, appended};
  if (stepOf) {
    event.kind = HistoryEvent::Push;
    event.step = stepOf(addition, first.marks, marks);
    event.marks = marks;
  }
  library.apply(target, {addition}, event);
  library.setMarks(target, marks);
  library.commit();  // before anything leaves its place
  for (qsizetype i = 1; i < ids.size(); ++i) {
    for (const TreeNode& node : trees.value(ids[i])) {
      if (node.parent == ids[i] && !node.inBin) library.tree().move(node.id, {target, {}});
    }
    copySpelling(library, ids[i], target);
    library.tree().bin(ids[i]);
  }
}

QString split(Library& library, const SplitRequest& request) {
  const TreeNode node = library.tree().subtree(request.id).first();
  if (node.inBin) refuse(Said::tr("“%1” is in the bin; restore it before you split it.").arg(node.title));
  const Document whole = library.read(request.id);
  const auto size = static_cast<int>(whole.text.size());
  int begin = std::clamp(request.position, 0, size);
  while (begin < size && whole.text[begin].isSpace()) ++begin;
  const bool cutsPair =
      begin > 0 && begin < size && whole.text[begin].isLowSurrogate() && whole.text[begin - 1].isHighSurrogate();
  if (QStringView(whole.text).left(begin).trimmed().isEmpty() || begin == size || cutsPair)
    refuse(Said::tr("“%1” cannot be split there; put the cursor where the second part is to begin.").arg(node.title));
  NewDocument second;
  second.text = whole.text.mid(begin);
  second.title = request.title.trimmed().isEmpty() ? firstLine(second.text) : request.title;
  const Edit removal{begin, size - begin, {}};
  second.marks = soundMarks(shifted(whole.marks, -begin), second.text.size());
  second.kind = node.kind == DocumentKind::Project ? DocumentKind::Folder : node.kind;
  second.place =
      node.kind == DocumentKind::Project ? TreePlace{node.id, {}} : TreePlace{node.parent, behind(library, node)};
  library.keepRevision(request.id, {RevisionReason::BeforeSplit});
  const QString id = library.create(QVector<NewDocument>{second}).first();  // on the disk before it goes from here
  if (node.kind != DocumentKind::Project) copySpelling(library, request.id, id);
  HistoryEvent event = request.event;
  event.origin = EditOrigin::Uncounted;
  if (event.kind != HistoryEvent::None) event.marks = mapMarks(whole.marks, removal);
  library.apply(request.id, {removal}, event);
  library.commit();
  return id;
}

}  // namespace lacuna::storage
