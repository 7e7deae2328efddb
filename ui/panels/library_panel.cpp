// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/library_panel.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/fonts.h"
#include "ui/hold.h"

namespace lacuna::ui {
namespace {

constexpr int kIdRole = Qt::UserRole;
constexpr int kWordsRole = Qt::UserRole + 1;
constexpr int kPositionRole = Qt::UserRole + 2;
constexpr int kRow = 27;

// A row as the design draws it: a card when chosen, words at the right.
class RowDelegate : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;
  Theme theme;

  QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override { return {120, kRow}; }

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const bool heading = index.parent().isValid();
    const bool chosen = (option.state & QStyle::State_Selected) != 0;
    const bool focused = chosen && option.widget != nullptr && option.widget->hasFocus();
    const QRectF row = QRectF(option.widget != nullptr ? 1 : option.rect.x(), option.rect.y(), option.rect.right() - 1,
                              option.rect.height())
                           .adjusted(.5, .5, -.5, -.5);
    if (chosen) {
      painter->setPen(QPen(focused ? theme.accent : theme.line, 1));
      painter->setBrush(theme.card);
      painter->drawRoundedRect(row, 6, 6);
    } else if ((option.state & QStyle::State_MouseOver) != 0) {
      painter->setPen(Qt::NoPen);
      painter->setBrush(withAlpha(theme.accent, 0.06));
      painter->drawRoundedRect(row, 6, 6);
    }
    const int words = index.data(kWordsRole).toInt();
    const QString count = heading ? QString() : QLocale().toString(words);
    qreal right = row.right() - 8;
    if (!heading) {
      painter->setFont(chromeFont(11));
      painter->setPen(theme.soft);
      const qreal w = QFontMetricsF(painter->font()).horizontalAdvance(count);
      painter->drawText(QRectF(right - w, row.y(), w, row.height()), Qt::AlignVCenter | Qt::AlignRight, count);
      right -= w + 8;
    }
    painter->setFont(chromeFont(13));
    painter->setPen(heading ? mixed(theme.ink, theme.chrome, 0.82) : theme.ink);
    const qreal x = row.x() + (heading ? 22 : 8);
    const QString text = QFontMetricsF(painter->font()).elidedText(index.data().toString(), Qt::ElideRight, right - x);
    painter->drawText(QRectF(x, row.y(), right - x, row.height()), Qt::AlignVCenter | Qt::AlignLeft, text);
    painter->restore();
  }
};

}  // namespace

QVector<Heading> headingsOf(const QString& text) {
  QVector<Heading> found;
  for (qsizetype at = 0; at >= 0 && at < text.size();) {
    if (text.at(at) == u'#') {
      qsizetype end = text.indexOf(u'\n', at);
      if (end < 0) end = text.size();
      int level = 0;
      while (at + level < end && text.at(at + level) == u'#') ++level;
      if (level <= 6 && at + level < end && text.at(at + level) == u' ')
        found.push_back({text.mid(at + level + 1, end - at - level - 1).trimmed(), level, static_cast<int>(at)});
    }
    const qsizetype next = text.indexOf(QLatin1String("\n#"), at);
    at = next < 0 ? -1 : next + 1;
  }
  return found;
}

LibraryPanel::LibraryPanel(QWidget* parent) : QFrame(parent) {
  setObjectName(QStringLiteral("library"));
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(12, 18, 12, 10);
  column->setSpacing(6);
  auto* top = new QHBoxLayout;
  auto* caption = new QLabel(tr("LIBRARY"), this);
  caption->setProperty("role", QStringLiteral("caption"));
  QFont font = chromeFont(11, QFont::DemiBold);
  font.setLetterSpacing(QFont::AbsoluteSpacing, 0.9);
  caption->setFont(font);
  caption->setContentsMargins(6, 0, 0, 0);
  auto* add = new QToolButton(this);
  add->setText(QStringLiteral("+"));
  add->setToolTip(tr("New draft (Ctrl+N)"));
  add->setAccessibleName(tr("New draft"));
  connect(add, &QToolButton::clicked, this, &LibraryPanel::newRequested);
  top->addWidget(caption);
  top->addStretch();
  top->addWidget(add);
  column->addLayout(top);
  tree_ = new QTreeWidget(this);
  tree_->setAccessibleName(tr("Documents and headings"));
  tree_->setHeaderHidden(true);
  tree_->setRootIsDecorated(false);
  tree_->setIndentation(0);
  tree_->setUniformRowHeights(true);
  tree_->setMouseTracking(true);
  tree_->setEditTriggers(QAbstractItemView::EditKeyPressed);
  tree_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  tree_->setItemDelegate(new RowDelegate(tree_));
  tree_->viewport()->installEventFilter(this);
  column->addWidget(tree_, 1);
  const auto open = [this](QTreeWidgetItem* item) {
    if (item == nullptr || fillings_ > 0) return;
    if (item->parent() != nullptr) {
      Q_EMIT headingChosen(item->data(0, kPositionRole).toInt());
    } else if (item->data(0, kIdRole).toString() != current_) {
      Q_EMIT documentChosen(item->data(0, kIdRole).toString());
    }
  };
  connect(tree_, &QTreeWidget::itemClicked, this, [open](QTreeWidgetItem* item, int) { open(item); });
  connect(tree_, &QTreeWidget::itemActivated, this, [open](QTreeWidgetItem* item, int) { open(item); });
  connect(tree_, &QTreeWidget::itemChanged, this, [this](QTreeWidgetItem* item, int) {
    if (fillings_ > 0 || item->parent() != nullptr) return;
    Q_EMIT renamed(item->data(0, kIdRole).toString(), item->text(0).trimmed());
  });
}

// A row is opened by a click, which begins and ends on it. Qt's tree would choose, without opening it, whatever row the
// button goes down on, and each that the mouse is drawn over.
bool LibraryPanel::eventFilter(QObject* watched, QEvent* event) {
  const auto* mouse = watched == tree_->viewport() ? dynamic_cast<QMouseEvent*>(event) : nullptr;
  if (mouse != nullptr && event->type() == QEvent::MouseButtonPress) pressed_ = mouse->pos();
  if (mouse != nullptr && event->type() == QEvent::MouseMove && (mouse->buttons() & Qt::LeftButton) != 0) return true;
  if (mouse != nullptr && event->type() == QEvent::MouseButtonRelease &&
      tree_->itemAt(pressed_) != tree_->itemAt(mouse->pos())) {
    QMetaObject::invokeMethod(this, &LibraryPanel::choose, Qt::QueuedConnection);
    // While the button is down Qt tells no view where the mouse hovers: the row that it left would keep its tint.
    const QPointF at = mouse->position();
    const QPointF global = mouse->globalPosition();
    const auto hover = [this, at, global] {
      QHoverEvent now(QEvent::HoverMove, at, global, at);
      QCoreApplication::sendEvent(tree_->viewport(), &now);
    };
    QMetaObject::invokeMethod(this, hover, Qt::QueuedConnection);
  }
  return QFrame::eventFilter(watched, event);
}

void LibraryPanel::choose() {
  const Hold hold(fillings_);
  if (QTreeWidgetItem* item = find(current_)) tree_->setCurrentItem(item);
}

void LibraryPanel::setTheme(const Theme& theme) {
  static_cast<RowDelegate*>(tree_->itemDelegate())->theme = theme;
  tree_->viewport()->update();
}

QTreeWidgetItem* LibraryPanel::find(const QString& id) const {
  for (int i = 0; i < tree_->topLevelItemCount(); ++i)
    if (tree_->topLevelItem(i)->data(0, kIdRole).toString() == id) return tree_->topLevelItem(i);
  return nullptr;
}

void LibraryPanel::setItems(const QVector<DocumentInfo>& items) {
  // The same documents with other counts: whoever renames one right now is not disturbed.
  bool same = items.size() == tree_->topLevelItemCount();
  for (int i = 0; same && i < items.size(); ++i) {
    const QTreeWidgetItem* row = tree_->topLevelItem(i);
    same = row->data(0, kIdRole).toString() == items.at(i).id && row->text(0) == items.at(i).title;
  }
  if (same) {
    for (const DocumentInfo& item : items) setWords(item.id, item.words);
    return;
  }
  const Hold hold(fillings_);
  tree_->clear();
  for (const DocumentInfo& item : items) {
    auto* row = new QTreeWidgetItem(tree_, {item.title.isEmpty() ? tr("Untitled") : item.title});
    row->setData(0, kIdRole, item.id);
    row->setData(0, kWordsRole, item.words);
    row->setData(0, Qt::AccessibleDescriptionRole, tr("%n words", nullptr, item.words));
    row->setFlags(row->flags() | Qt::ItemIsEditable);
  }
  rebuildHeadings();
}

void LibraryPanel::setCurrent(const QString& id) {
  if (id == current_ && find(id) != nullptr && tree_->currentItem() != nullptr) return;
  const Hold hold(fillings_);
  if (QTreeWidgetItem* old = find(current_)) qDeleteAll(old->takeChildren());
  current_ = id;
  headings_.clear();
  choose();
}

void LibraryPanel::setHeadings(const QVector<Heading>& headings) {
  const bool same =
      headings.size() == headings_.size() &&
      std::equal(headings.begin(), headings.end(), headings_.begin(),
                 [](const Heading& a, const Heading& b) { return a.title == b.title && a.level == b.level; });
  headings_ = headings;
  const Hold hold(fillings_);
  if (same) {
    if (QTreeWidgetItem* item = find(current_))
      for (int i = 0; i < item->childCount() && i < headings_.size(); ++i)
        item->child(i)->setData(0, kPositionRole, headings_.at(i).position);
  } else {
    rebuildHeadings();
  }
}

void LibraryPanel::rebuildHeadings() {
  QTreeWidgetItem* item = find(current_);
  if (item == nullptr) return;
  qDeleteAll(item->takeChildren());
  for (const Heading& h : std::as_const(headings_)) {
    auto* row = new QTreeWidgetItem(item, {QString(qMax(0, h.level - 2) * 2, QChar(0x2002)) + h.title});
    row->setData(0, kPositionRole, h.position);
  }
  item->setExpanded(true);
  if (tree_->currentItem() == nullptr) tree_->setCurrentItem(item);
}

void LibraryPanel::setWords(const QString& id, int words) {
  QTreeWidgetItem* item = find(id);
  if (item == nullptr || item->data(0, kWordsRole).toInt() == words) return;
  const Hold hold(fillings_);
  item->setData(0, kWordsRole, words);
}

void LibraryPanel::rename(const QString& id) {
  if (QTreeWidgetItem* item = find(id)) tree_->editItem(item);
}

}  // namespace lacuna::ui
