// SPDX-License-Identifier: GPL-3.0-or-later
// The documents and files that were open last, newest first, for each library by itself; kept in the settings. It
// touches no disk but theirs. UI thread only.
#pragma once

#include <QSettings>
#include <QString>
#include <QStringList>
#include <QVector>

namespace lacuna::ui {

struct RecentDocument {
  QString id;
  QString title;  // that it had when it was open
  bool operator==(const RecentDocument&) const = default;
};

class RecentList {
 public:
  static constexpr int kDocuments = 60;  // that are remembered
  static constexpr int kFiles = 10;

  RecentList() { setLibrary({}); }
  // Its path; what was noted of the one before stays with that one.
  void setLibrary(const QString& path);
  void noteDocument(const QString& id, const QString& title);
  void noteFile(const QString& path);
  void clear();

  const QVector<RecentDocument>& documents() const { return documents_; }
  QStringList ids() const;
  const QStringList& files() const { return files_; }

 private:
  void save();

  QSettings settings_;  // for good, so that it writes when there is time
  QString group_;
  QVector<RecentDocument> documents_;
  QStringList files_;
};

}  // namespace lacuna::ui
