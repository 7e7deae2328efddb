// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/recent/recent_list.h"

#include <QCryptographicHash>

namespace lacuna::ui {

void RecentList::setLibrary(const QString& path) {
  // A path is no name of a group: it has slashes.
  const QByteArray name = QCryptographicHash::hash(path.toUtf8(), QCryptographicHash::Sha1).toHex().left(16);
  group_ = QStringLiteral("recent/") + QLatin1String(name);
  documents_.clear();
  for (const QString& line : settings_.value(group_ + QStringLiteral("/documents")).toStringList()) {
    const QString id = line.section(u' ', 0, 0);
    if (!id.isEmpty() && documents_.size() < kDocuments) documents_.push_back({id, line.section(u' ', 1)});
  }
  files_ = settings_.value(group_ + QStringLiteral("/files")).toStringList().mid(0, kFiles);
}

void RecentList::noteDocument(const QString& id, const QString& title) {
  if (id.isEmpty()) return;
  const RecentDocument now{id, title.simplified()};
  if (!documents_.isEmpty() && documents_.first() == now) return;
  documents_.removeIf([&id](const RecentDocument& each) { return each.id == id; });
  documents_.prepend(now);
  if (documents_.size() > kDocuments) documents_.resize(kDocuments);
  save();
}

void RecentList::noteFile(const QString& path) {
  if (path.isEmpty() || files_.value(0) == path) return;
  files_.removeAll(path);
  files_.prepend(path);
  files_ = files_.mid(0, kFiles);
  save();
}

void RecentList::clear() {
  documents_.clear();
  files_.clear();
  save();
}

QStringList RecentList::ids() const {
  QStringList ids;
  for (const RecentDocument& each : documents_) ids << each.id;
  return ids;
}

void RecentList::save() {
  QStringList lines;
  for (const RecentDocument& each : documents_) lines << each.id + u' ' + each.title;
  settings_.setValue(group_ + QStringLiteral("/documents"), lines);
  settings_.setValue(group_ + QStringLiteral("/files"), files_);
}

}  // namespace lacuna::ui
