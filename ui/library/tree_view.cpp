// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/library/tree_view.h"

#include <QContextMenuEvent>
#include <QMouseEvent>
#include <QSettings>

#include "ui/hold.h"

namespace lacuna::ui {
namespace {

const QString kUnfolded = QStringLiteral("library/unfolded");
const QString kFolded = QStringLiteral("library/folded");

}  // namespace

TreeView::TreeView(TreeModel& model, QWidget* parent) : QTreeView(parent), model_(model), row_(new TreeRow(this)) {
  setObjectName(QStringLiteral("libraryTree"));
  setAccessibleName(tr("Documents"));
  setHeaderHidden(true);
  setIndentation(TreeRow::kIndent);
  setUniformRowHeights(true);
  setMouseTracking(true);
  setSelectionMode(ExtendedSelection);
  setEditTriggers(EditKeyPressed);
  setExpandsOnDoubleClick(false);
  setDragEnabled(true);
  setAcceptDrops(true);
  setDropIndicatorShown(true);
  setDragDropMode(DragDrop);
  setDefaultDropAction(Qt::MoveAction);
  setAutoExpandDelay(700);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setItemDelegate(row_);
  setModel(&model);
  const QSettings settings;
  for (const QString& id : settings.value(kUnfolded).toStringList()) unfolded_.insert(id);
  for (const QString& id : settings.value(kFolded).toStringList()) folded_.insert(id);
  connect(this, &QTreeView::expanded, this, [this](const QModelIndex& index) { noteFolding(index, true); });
  connect(this, &QTreeView::collapsed, this, [this](const QModelIndex& index) { noteFolding(index, false); });
}

void TreeView::setTheme(const Theme& theme) {
  row_->theme = theme;
  viewport()->update();
}

// Books and folders are unfolded unless the author folds them, all else the other way round.
bool TreeView::wanted(const QModelIndex& index) const {
  const QString id = TreeModel::idOf(index);
  if (filtered_ || unfolded_.contains(id)) return true;
  if (folded_.contains(id) || id == kBinId || index.data(TreeModel::InBinRole).toBool()) return false;
  const auto kind = static_cast<DocumentKind>(index.data(TreeModel::KindRole).toInt());
  return kind == DocumentKind::Project || kind == DocumentKind::Folder;
}

void TreeView::noteFolding(const QModelIndex& index, bool open) {
  if (unfoldings_ > 0 || filtered_) return;
  const QString id = TreeModel::idOf(index);
  (open ? folded_ : unfolded_).remove(id);
  (open ? unfolded_ : folded_).insert(id);
}

void TreeView::unfold() {
  const Hold hold(unfoldings_);
  QVector<QModelIndex> open{QModelIndex()};
  while (!open.isEmpty()) {
    const QModelIndex above = open.takeLast();
    for (int i = 0; i < model_.rowCount(above); ++i) {
      const QModelIndex index = model_.index(i, 0, above);
      if (model_.rowCount(index) == 0) continue;
      if (isExpanded(index) != wanted(index)) setExpanded(index, wanted(index));
      open.push_back(index);
    }
  }
}

void TreeView::setFiltered(bool filtered) {
  if (filtered_ == filtered) return;
  filtered_ = filtered;
  model_.setOrderable(!filtered);
}

void TreeView::keep() const {
  QSettings settings;
  const auto known = [this](const QSet<QString>& ids) {
    QStringList kept;
    for (const QString& id : ids)
      if (model_.indexOf(id).isValid()) kept << id;
    return kept;
  };
  if (model_.rowCount() == 0) return;  // of a library that was not there
  settings.setValue(kUnfolded, known(unfolded_));
  settings.setValue(kFolded, known(folded_));
}

void TreeView::setOpen(const QString& id) {
  row_->open = id;
  viewport()->update();
}

QStringList TreeView::chosen() const {
  QStringList ids;
  for (const QModelIndex& index : selectionModel()->selectedRows())
    if (TreeModel::idOf(index) != kBinId) ids << TreeModel::idOf(index);
  return ids;
}

void TreeView::choose(const QString& id) { chooseAll({id}); }

void TreeView::chooseAll(const QStringList& ids) {
  QItemSelection selection;
  for (const QString& id : ids) {
    const QModelIndex index = model_.indexOf(id);
    if (!index.isValid()) continue;
    for (QModelIndex above = index.parent(); above.isValid(); above = above.parent()) expand(above);
    selection.select(index, index);
  }
  const QModelIndex first = model_.indexOf(ids.value(0));
  if (!first.isValid()) return;
  selectionModel()->setCurrentIndex(first, QItemSelectionModel::NoUpdate);
  selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
  scrollTo(first);
}

void TreeView::rename(const QString& id) {
  const QModelIndex index = model_.indexOf(id);
  if (!index.isValid()) return;
  choose(id);
  setFocus();
  edit(index);
}

void TreeView::mousePressEvent(QMouseEvent* event) {
  pressed_ = event->button() == Qt::LeftButton ? indexAt(event->pos()) : QModelIndex();
  // On the arrow of a branch a click only folds.
  if (pressed_.isValid() && event->pos().x() < visualRect(pressed_).x()) pressed_ = QModelIndex();
  QTreeView::mousePressEvent(event);
}

// A row is opened by a click, which begins and ends on it.
void TreeView::mouseReleaseEvent(QMouseEvent* event) {
  const QModelIndex index = indexAt(event->pos());
  const bool plain = event->button() == Qt::LeftButton && event->modifiers() == Qt::NoModifier;
  const bool click = plain && index.isValid() && pressed_ == index;
  pressed_ = QModelIndex();
  QTreeView::mouseReleaseEvent(event);
  if (!click) return;
  if (TreeModel::idOf(index) == kBinId) {
    setExpanded(index, !isExpanded(index));
  } else {
    Q_EMIT opened(TreeModel::idOf(index));
  }
}

void TreeView::keyPressEvent(QKeyEvent* event) {
  const QModelIndex index = currentIndex();
  if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && state() != EditingState && index.isValid()) {
    if (TreeModel::idOf(index) == kBinId) {
      setExpanded(index, !isExpanded(index));
    } else {
      Q_EMIT opened(TreeModel::idOf(index));
    }
    event->accept();
    return;
  }
  QTreeView::keyPressEvent(event);
  event->accept();  // a key of the list is never the page's
}

void TreeView::contextMenuEvent(QContextMenuEvent* event) {
  QModelIndex index = currentIndex();
  QPoint at = event->globalPos();
  if (event->reason() == QContextMenuEvent::Mouse) {
    index = indexAt(viewport()->mapFromGlobal(event->globalPos()));
    if (index.isValid() && !selectionModel()->isSelected(index)) setCurrentIndex(index);
    if (!index.isValid()) clearSelection();
  } else if (index.isValid()) {
    at = viewport()->mapToGlobal(visualRect(index).bottomLeft() + QPoint(TreeRow::kIndent, 0));
  }
  Q_EMIT menuWanted(at);
}

// The rows come from whoever keeps the tree; Qt is not to take the dragged ones away.
void TreeView::dropEvent(QDropEvent* event) {
  QTreeView::dropEvent(event);
  if (event->isAccepted()) event->setDropAction(Qt::CopyAction);
}

}  // namespace lacuna::ui
