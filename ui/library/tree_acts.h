// SPDX-License-Identifier: GPL-3.0-or-later
// What the author does to the library's tree: each act is made on the nodes at once, told to whoever keeps them, and
// can be taken back. Knows no widget. UI thread only.
//
// What comes from storage is true; whoever joins the two leaves out lists that are older than what was asked since.
#pragma once

#include <QObject>
#include <QStringList>

#include "ui/library/shown_rows.h"

namespace lacuna::ui {

class TreeActs : public QObject {
  Q_OBJECT
 public:
  explicit TreeActs(QObject* parent = nullptr) : QObject(parent) {}

  const TreeNodes& nodes() const { return nodes_; }
  const TreeShown& shown() const { return shown_; }
  QVector<ShownRow> rows() const { return shownRows(nodes_, shown_); }
  const TreeNode* node(const QString& id) const { return nodeOf(nodes_, id); }

  void setNodes(const TreeNodes& nodes);
  void setShown(const TreeShown& shown);
  void setOpen(const QString& id);
  void setWords(const QString& id, int words);

  void create(DocumentKind kind, const QString& chosen);
  void rename(const QString& id, const QString& title);
  void setKind(const QStringList& ids, DocumentKind kind);
  void move(const QStringList& ids, const TreePlace& place);
  enum Way { Up, Down, In, Out };
  // By one place among those that are shown; into the one above, or out of the one that they lie in.
  void shift(const QStringList& ids, Way way);
  void archive(const QStringList& ids, bool archived);
  void bin(const QStringList& ids);
  void restore(const QStringList& ids);
  // For good, out of the bin. The author was asked.
  void remove(const QStringList& ids);
  void emptyBin();
  void duplicate(const QStringList& ids);
  // In the order of the tree; one alone with the next beside it.
  void merge(const QStringList& ids);
  // The part behind the caret of the open document is about to become one of its own.
  void noteSplit(const QString& id);

  bool canUndo() const { return !done_.isEmpty(); }
  void undo();
  void redo();
  // Made by create(), duplicate() or a split.
  void noteMade(const QStringList& ids);
  // The page's text was changed by the author: what an act did to it can be taken back there alone.
  void noteEdited(const QString& id);

 Q_SIGNALS:
  void changed();  // nodes, or what of them is shown
  void changesWanted(const QVector<lacuna::storage::TreeChange>& changes);
  void creationWanted(const QVector<lacuna::storage::NewDocument>& documents);
  void duplicationWanted(const QString& id);
  void mergeWanted(const QStringList& ids);
  void binEmptyingWanted();
  void openWanted(const QString& id);
  void draftWanted();                      // the last document goes; the page needs one
  void textUndoWanted(const QString& id);  // the newest step of the page
  void naming(const QString& id);          // a new one, whose title the author types next
  // One sentence about what was done; undoable: undo() takes it back.
  void said(const QString& sentence, bool undoable);

 private:
  struct Done {
    QString sentence;
    QVector<TreeChange> forth;
    QVector<TreeChange> back;
    QString open{};     // the document that was open before
    QString text{};     // whose newest step of undo belongs to it
    bool again = true;  // can be done again
  };
  void act(const QVector<TreeChange>& changes, const QString& sentence, bool tell);
  void send(const QVector<TreeChange>& changes);
  void leaveOpen(const QStringList& going);
  QString titleOf(const QString& id) const;
  QString titlesOf(const QStringList& ids) const;
  QStringList besideShown(const QString& id) const;
  void push(const Done& done);

  TreeNodes nodes_;
  TreeShown shown_;
  QVector<Done> done_;
  QVector<Done> undone_;
  enum class Making { Nothing, New, Copy, Part } making_ = Making::Nothing;
  QString splitFrom_;
};

}  // namespace lacuna::ui
