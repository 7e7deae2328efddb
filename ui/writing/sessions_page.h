// SPDX-License-Identifier: GPL-3.0-or-later
// The last sessions of writing, newest first. UI thread only.
#pragma once

#include <QTreeWidget>
#include <QWidget>

#include "storage/values/writing.h"

namespace lacuna::ui {

class SessionsPage : public QWidget {
  Q_OBJECT
 public:
  explicit SessionsPage(QWidget* parent);

  void show(const storage::WritingReport& report);
  QTreeWidget* list() const { return list_; }
  QVector<QStringList> table() const;

 private:
  QVector<storage::WritingSession> sessions_;
  QTreeWidget* list_;
};

}  // namespace lacuna::ui
