// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/library/outline_view.h"

#include <QDropEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <algorithm>

#include "ui/row_menu.h"

namespace lacuna::ui {
namespace {

constexpr int kNumber = Qt::UserRole + 100;
constexpr int kDeepest = 6;  // level that Markdown knows

}  // namespace

OutlineView::OutlineView(QWidget* parent) : QTreeView(parent), row_(new TreeRow(this)) {
  setObjectName(QStringLiteral("outline"));
  setAccessibleName(tr("Headings of this document"));
  setHeaderHidden(true);
  setIndentation(TreeRow::kIndent);
  setUniformRowHeights(true);
  setMouseTracking(true);
  setEditTriggers(NoEditTriggers);
  setExpandsOnDoubleClick(false);
  setDragDropMode(InternalMove);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setItemDelegate(row_);
  setModel(&model_);
  new RowMenu(this, [this](QMenu& menu, const QModelIndex& row) { fillMenu(menu, indexOf(row)); });
}

// What the keys do, by name.
void OutlineView::fillMenu(QMenu& menu, int at) {
  menu.addAction(tr("&Go there"), this, [this, at] { Q_EMIT chosen(headings_.at(at).position); });
  menu.addSeparator();
  const int before = sectionBefore(headings_, at);
  const int after = sectionAfter(headings_, at);
  menu.addAction(tr("Move the section &up\tAlt+Up"), this, [this, at, before] { Q_EMIT moved(at, before); })
      ->setEnabled(before >= 0);
  menu.addAction(tr("Move the section &down\tAlt+Down"), this,
                 [this, at, after] { Q_EMIT moved(at, sectionEnd(headings_, after)); })
      ->setEnabled(after >= 0);
  menu.addAction(tr("A level &higher\tAlt+Left"), this, [this, at] { Q_EMIT levelChanged(at, -1); })
      ->setEnabled(headings_.at(at).level > 1);
  menu.addAction(tr("A level &lower\tAlt+Right"), this, [this, at] { Q_EMIT levelChanged(at, 1); })
      ->setEnabled(headings_.at(at).level < kDeepest);
}

void OutlineView::setTheme(const Theme& theme) {
  row_->theme = theme;
  viewport()->update();
}

int OutlineView::indexOf(const QModelIndex& index) { return index.isValid() ? index.data(kNumber).toInt() : -1; }

void OutlineView::setHeadings(const QVector<Heading>& headings) {
  const bool same =
      std::equal(headings.begin(), headings.end(), headings_.begin(), headings_.end(),
                 [](const Heading& a, const Heading& b) { return a.title == b.title && a.level == b.level; });
  headings_ = headings;
  if (!same) show();
  setCaret(caret_);
}

void OutlineView::show() {
  model_.clear();
  items_.clear();
  for (int i = 0; i < headings_.size(); ++i) {
    auto* item = new QStandardItem(headings_.at(i).title.isEmpty() ? tr("Untitled") : headings_.at(i).title);
    item->setData(i, kNumber);
    item->setToolTip(headings_.at(i).title);
    const int above = headingAbove(headings_, i);
    if (above < 0) {
      model_.appendRow(item);
    } else {
      items_.at(above)->appendRow(item);
    }
    items_.push_back(item);
  }
  expandAll();
}

void OutlineView::setCaret(int position) {
  caret_ = position;
  const int at = headingAt(headings_, position);
  if (hasFocus()) return;  // whoever walks through it is not led away
  if (at < 0) {
    clearSelection();
    setCurrentIndex({});
    return;
  }
  const QModelIndex index = items_.at(at)->index();
  if (currentIndex() == index) return;
  setCurrentIndex(index);
  scrollTo(index);
}

void OutlineView::mousePressEvent(QMouseEvent* event) {
  pressed_ = event->button() == Qt::LeftButton ? indexAt(event->pos()) : QModelIndex();
  if (pressed_.isValid() && event->pos().x() < visualRect(pressed_).x()) pressed_ = QModelIndex();
  QTreeView::mousePressEvent(event);
}

void OutlineView::mouseReleaseEvent(QMouseEvent* event) {
  const QModelIndex index = indexAt(event->pos());
  const bool click = event->button() == Qt::LeftButton && index.isValid() && pressed_ == index;
  pressed_ = QModelIndex();
  QTreeView::mouseReleaseEvent(event);
  if (click) Q_EMIT chosen(headings_.at(indexOf(index)).position);
}

void OutlineView::keyPressEvent(QKeyEvent* event) {
  const int at = indexOf(currentIndex());
  const bool alt = (event->modifiers() & Qt::AltModifier) != 0;
  event->accept();
  if (at < 0) return QTreeView::keyPressEvent(event);
  if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
    Q_EMIT chosen(headings_.at(at).position);
  } else if (alt && event->key() == Qt::Key_Up) {
    if (const int before = sectionBefore(headings_, at); before >= 0) Q_EMIT moved(at, before);
  } else if (alt && event->key() == Qt::Key_Down) {
    if (const int after = sectionAfter(headings_, at); after >= 0) Q_EMIT moved(at, sectionEnd(headings_, after));
  } else if (alt && (event->key() == Qt::Key_Left || event->key() == Qt::Key_Right)) {
    Q_EMIT levelChanged(at, event->key() == Qt::Key_Left ? -1 : 1);
  } else {
    QTreeView::keyPressEvent(event);
  }
  event->accept();
}

// The text is moved, and the headings come anew from it.
void OutlineView::dropEvent(QDropEvent* event) {
  const int from = indexOf(currentIndex());
  const QModelIndex target = indexAt(event->position().toPoint());
  event->setDropAction(Qt::CopyAction);
  event->accept();
  setState(NoState);
  viewport()->update();
  if (from < 0) return;
  const int at = indexOf(target);
  int before = at;
  if (at < 0) {
    before = static_cast<int>(headings_.size());
  } else if (dropIndicatorPosition() == BelowItem) {
    before = sectionEnd(headings_, at);
  } else if (dropIndicatorPosition() == OnItem) {
    before = sectionEnd(headings_, at);
  }
  Q_EMIT moved(from, before);
}

}  // namespace lacuna::ui
