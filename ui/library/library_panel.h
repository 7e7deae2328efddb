// SPDX-License-Identifier: GPL-3.0-or-later
// The library beside the page: a line that filters titles, the tree of documents, and the headings of the open one. It
// asks by signals and is told by setters. UI thread only.
#pragma once

#include <QAbstractItemDelegate>
#include <QFrame>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QSplitter>
#include <QToolButton>

#include "ui/library/outline_view.h"
#include "ui/library/tree_acts.h"
#include "ui/library/tree_view.h"

namespace lacuna::ui {

class LibraryPanel : public QFrame {
  Q_OBJECT
 public:
  explicit LibraryPanel(QWidget* parent = nullptr);
  ~LibraryPanel() override;

  void setTheme(const Theme& theme);
  void setNodes(const TreeNodes& nodes);
  void setCurrent(const QString& id);
  void setHeadings(const QVector<Heading>& headings);
  // The open document's words change as the author types.
  void setWords(const QString& id, int words);
  void setCaret(int position) { outline_->setCaret(position); }
  void rename(const QString& id);

  TreeActs& acts() { return acts_; }
  TreeView* tree() const { return tree_; }
  TreeModel& model() { return model_; }
  OutlineView* outline() const { return outline_; }
  QLineEdit* filter() const { return filter_; }
  // All acts on what is chosen, for the menu bar and the menu at a row.
  void fillMenu(QMenu* menu);

 Q_SIGNALS:
  void documentChosen(const QString& id);
  void headingChosen(int position);
  void newRequested();
  void splitRequested();

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  struct Act {
    QAction* action = nullptr;
    std::function<bool()> possible;
  };
  QLayout* buildHead();
  void buildActs();
  QAction* addAct(const QString& text, const QKeySequence& keys, const std::function<void()>& act,
                  const std::function<bool()>& possible = {});
  void enableActs();
  void refresh();
  void setFilter(const QString& text);
  void fillProjects();
  void showWhich();  // which documents are shown, as far as there is room to say so
  void askRemove();
  void askEmptyBin();
  QStringList chosen() const { return tree_->chosen(); }
  bool anyChosen(bool inBin) const;

  TreeActs acts_;
  TreeModel model_;
  QToolButton* which_ = nullptr;
  QToolButton* add_ = nullptr;
  QLineEdit* filter_ = nullptr;
  QSplitter* splitter_ = nullptr;
  TreeView* tree_ = nullptr;
  QLabel* nothing_ = nullptr;  // that the filter finds
  QWidget* outlineBox_ = nullptr;
  OutlineView* outline_ = nullptr;
  QVector<Act> actions_;
  QMenu* newMenu_ = nullptr;
  QMenu* kindMenu_ = nullptr;
  QAction* archive_ = nullptr;
  QAction* archivedShown_ = nullptr;
  void nameGiven(QAbstractItemDelegate::EndEditHint how);

  QString renaming_;  // once it is there
  QString named_;     // a new one, whose name is being given
};

}  // namespace lacuna::ui
