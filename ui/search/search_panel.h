// SPDX-License-Identifier: GPL-3.0-or-later
// Searches everything that the library holds, while the author types. It asks by a signal and is told the answer. Up
// and Down in the line go through what was found, Enter goes there, Esc leaves. UI thread only.
#pragma once

#include <QComboBox>
#include <QFrame>
#include <QLabel>
#include <QTimer>
#include <QTreeView>

#include "storage/values/ways_up.h"
#include "ui/search/recent_line.h"
#include "ui/search/search_model.h"
#include "ui/search/search_rows.h"

namespace lacuna::ui {

class SearchPanel : public QFrame {
  Q_OBJECT
 public:
  explicit SearchPanel(QWidget* parent = nullptr);

  void setTheme(const Theme& theme);
  // All documents, for titles, their order and the project of the open one.
  void setNodes(const QVector<storage::TreeNode>& nodes);
  void setOpen(const QString& id);
  // The line has the keys; `text`, where there is one, is looked for.
  void begin(const QString& text);
  // What was searched is another now; asked again in a moment, if somebody looks.
  void refreshSoon();
  void showResult(const storage::SearchRequest& request, const storage::SearchResult& result);
  // To the next place that was found, or the one before: chosen.
  void step(int by);
  QTreeView* list() const { return list_; }
  QLineEdit* line() const { return line_; }

 Q_SIGNALS:
  void searched(const lacuna::storage::SearchRequest& request);
  void chosen(const lacuna::ui::SearchPlace& place);
  void closed();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void ask();
  void choose(const QModelIndex& index);
  void say(const storage::SearchResult& result);
  QString project() const;  // the id of what the open document lies in, at the top

  RecentLine* line_ = nullptr;
  QComboBox* scope_ = nullptr;
  QTreeView* list_ = nullptr;
  QLabel* said_ = nullptr;
  SearchModel* model_ = nullptr;
  SearchRows* rows_ = nullptr;
  QTimer again_;
  QString open_;
  QString shown_;  // the text that the list answers
  storage::WaysUp ways_;
};

}  // namespace lacuna::ui
