// SPDX-License-Identifier: GPL-3.0-or-later
// The kept states of a document as a list by day, newest first, with the text as it stands at the head. UI thread only.
#pragma once

#include <QListView>
#include <QStandardItemModel>

#include "ui/theme.h"
#include "ui/values.h"

namespace lacuna::ui {

using storage::RevisionInfo;

// "Before a fill": why it was kept.
QString reasonOf(storage::RevisionReason reason);
// "21:14", as people there write it.
QString timeOf(const QTime& time);
// "1,204 words".
QString wordsOf(int words);
// "Today", "Yesterday", or the date.
QString dayOf(const QDate& day, const QDate& today);

class StateList : public QListView {
  Q_OBJECT
 public:
  explicit StateList(QWidget* parent = nullptr);
  void setTheme(const Theme& theme);

  // Newest first. words: of the text as it stands. What was chosen stays so where it is still there.
  void setStates(const QVector<RevisionInfo>& states, int words);
  const QVector<RevisionInfo>& states() const { return states_; }
  // Number of the chosen state; 0: the text as it stands; -1: none.
  qint64 chosen() const;
  void choose(qint64 state);
  const RevisionInfo* state(qint64 id) const;
  // The one before it in time; null: there is none. Of 0, the newest.
  const RevisionInfo* before(qint64 id) const;
  void wishRename();  // the chosen one

 Q_SIGNALS:
  void chose(qint64 state);
  void renameWanted(qint64 state);

 protected:
  void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
  void keyPressEvent(QKeyEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;

 private:
  void addDay(const QString& day);
  void addState(qint64 id, const QString& title, const QString& facts, const QString& whole);

  QStandardItemModel model_;
  QVector<RevisionInfo> states_;
  int filling_ = 0;
};

}  // namespace lacuna::ui
