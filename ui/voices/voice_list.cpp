// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/voices/voice_list.h"

#include <QDropEvent>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QPainter>
#include <QSignalBlocker>
#include <QStyledItemDelegate>
#include <algorithm>

#include "ui/fonts.h"
#include "ui/voices/voice_words.h"

namespace lacuna::ui {
namespace {

constexpr int kPad = 5;   // pixels
constexpr int kLine = 2;  // height of the line that grows
constexpr int kLineRole = Qt::UserRole;
constexpr int kShareRole = Qt::UserRole + 1;
constexpr int kIdRole = Qt::UserRole + 2;
constexpr int kKindRole = Qt::UserRole + 3;

// A name, below it small how it stands, and how far it is.
class RowDelegate : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;
  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    const int name = QFontMetrics(chromeFont(13)).height();
    const int line = index.parent().isValid() ? QFontMetrics(chromeFont(11)).height() + kLine : 0;
    return {option.rect.width(), name + line + 2 * kPad};
  }
  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    painter->save();
    const QPalette colors = QGuiApplication::palette();
    const bool head = !index.parent().isValid();
    const bool chosen = (option.state & QStyle::State_Selected) != 0;
    if (!head && (chosen || (option.state & QStyle::State_MouseOver) != 0))
      painter->fillRect(option.rect, colors.color(chosen ? QPalette::Highlight : QPalette::AlternateBase));
    const QRect room = option.rect.adjusted(kPad, kPad, -kPad, -kPad);
    painter->setFont(head ? chromeFont(11, QFont::DemiBold) : chromeFont(13));
    painter->setPen(colors.color(head     ? QPalette::PlaceholderText
                                 : chosen ? QPalette::HighlightedText
                                          : QPalette::Text));
    const int name = painter->fontMetrics().height();
    const auto put = [painter](const QRect& where, const QString& text) {
      painter->drawText(where, Qt::AlignVCenter | Qt::AlignLeft,
                        painter->fontMetrics().elidedText(text, Qt::ElideRight, where.width()));
    };
    put({room.left(), room.top(), room.width(), name}, index.data(Qt::DisplayRole).toString());
    if (!head) {
      painter->setFont(chromeFont(11));
      painter->setPen(colors.color(chosen ? QPalette::HighlightedText : QPalette::PlaceholderText));
      put({room.left(), room.top() + name, room.width(), painter->fontMetrics().height()},
          index.data(kLineRole).toString());
      const double share = index.data(kShareRole).toDouble();
      const QRectF line(room.left(), option.rect.bottom() - kLine, room.width(), kLine);
      if (share >= 0) {
        painter->fillRect(line, colors.color(QPalette::Mid));
        painter->fillRect(QRectF(line.left(), line.top(), line.width() * share, line.height()),
                          colors.color(QPalette::BrightText));
      }
    }
    painter->restore();
  }
};

}  // namespace

VoiceList::VoiceList(QWidget* parent) : QTreeWidget(parent), heads_{} {
  setAccessibleName(tr("Voices, jobs and corpora"));
  setHeaderHidden(true);
  setRootIsDecorated(false);
  setItemsExpandable(false);
  setIndentation(0);
  setMouseTracking(true);
  setItemDelegate(new RowDelegate(this));
  setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setDragDropMode(QAbstractItemView::InternalMove);
  setDefaultDropAction(Qt::MoveAction);
  const QStringList names{tr("Voices"), tr("Learning"), tr("Corpora")};
  for (int kind = Voice; kind < None; ++kind) {
    heads_[kind] = new QTreeWidgetItem(this, {names.at(kind)});
    heads_[kind]->setFlags(Qt::ItemIsEnabled | Qt::ItemIsDropEnabled);
    heads_[kind]->setExpanded(true);
  }
  connect(this, &QTreeWidget::currentItemChanged, this, &VoiceList::placeChosen);
}

QVector<VoiceList::Row> VoiceList::rowsOf(const storage::VoicesView& view, const VoiceSpeaking& speaking) {
  QVector<Row> rows;
  for (const storage::Voice& voice : view.voices)
    rows.push_back({{Voice, voice.id}, voice.name, voiceLine(voice, speaking)});
  for (const storage::VoiceJob& job : view.jobs) {
    const bool begun = job.step > 0 && !isOver(job.state);
    rows.push_back(
        {{Job, job.id}, job.name, jobLine(job), begun ? shareDone(job) : -1, job.state == storage::JobState::Queued});
  }
  for (const storage::Corpus& corpus : view.corpora)
    rows.push_back({{Corpus, corpus.id}, corpus.name, corpusLine(corpus)});
  return rows;
}

void VoiceList::show(const storage::VoicesView& view, const VoiceSpeaking& speaking) {
  const QVector<Row> rows = rowsOf(view, speaking);
  if (rows == rows_) return;
  const bool same = std::equal(rows.begin(), rows.end(), rows_.begin(), rows_.end(),
                               [](const Row& a, const Row& b) { return a.place == b.place; });
  if (!same) build(rows);
  for (qsizetype i = 0; i < rows.size(); ++i)
    if (!same || rows.at(i) != rows_.at(i)) fill(itemOf(rows.at(i).place), rows.at(i));
  rows_ = rows;
}

void VoiceList::build(const QVector<Row>& rows) {
  const Place before = chosen();
  {
    const QSignalBlocker quiet(this);
    for (QTreeWidgetItem* head : heads_) qDeleteAll(head->takeChildren());
    for (const Row& row : rows) {
      auto* item = new QTreeWidgetItem(heads_[row.place.kind]);
      item->setData(0, kIdRole, row.place.id);
      item->setData(0, kKindRole, row.place.kind);
    }
    for (QTreeWidgetItem* head : heads_) head->setHidden(head->childCount() == 0);
    if (QTreeWidgetItem* item = itemOf(before)) setCurrentItem(item);
  }
  if (chosen() != before) {
    for (QTreeWidgetItem* head : heads_)
      if (chosen().kind == None && head->childCount() > 0) setCurrentItem(head->child(0));
    Q_EMIT placeChosen();
  }
}

void VoiceList::fill(QTreeWidgetItem* item, const Row& row) {
  if (item == nullptr) return;
  item->setText(0, row.title);
  item->setToolTip(0, QStringLiteral("%1: %2").arg(row.title, row.line));
  item->setData(0, kLineRole, row.line);
  item->setData(0, kShareRole, row.share);
  item->setData(0, Qt::AccessibleTextRole, QStringLiteral("%1, %2").arg(row.title, row.line));
  item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | (row.waits ? Qt::ItemIsDragEnabled : Qt::NoItemFlags));
}

QTreeWidgetItem* VoiceList::itemOf(const Place& place) const {
  if (place.kind == None) return nullptr;
  for (int i = 0; i < heads_[place.kind]->childCount(); ++i)
    if (heads_[place.kind]->child(i)->data(0, kIdRole).toString() == place.id) return heads_[place.kind]->child(i);
  return nullptr;
}

VoiceList::Place VoiceList::chosen() const {
  const QTreeWidgetItem* item = currentItem();
  if (item == nullptr || item->parent() == nullptr) return {};
  return {static_cast<Kind>(item->data(0, kKindRole).toInt()), item->data(0, kIdRole).toString()};
}

void VoiceList::choose(const Place& place) {
  if (QTreeWidgetItem* item = itemOf(place)) setCurrentItem(item);
}

QString VoiceList::said(const Place& place) const {
  const QTreeWidgetItem* item = itemOf(place);
  return item == nullptr ? QString() : item->data(0, Qt::AccessibleTextRole).toString();
}

// The store orders the queue; the rows follow when it has.
void VoiceList::dropEvent(QDropEvent* event) {
  const Place moved = chosen();
  QTreeWidgetItem* under = itemAt(event->position().toPoint());
  event->setDropAction(Qt::IgnoreAction);
  event->accept();
  if (moved.kind != Job || under == nullptr || under->parent() != heads_[Job]) return;
  int position = 0;
  const int until = heads_[Job]->indexOfChild(under);
  for (const Row& row : std::as_const(rows_)) {
    if (row.place.kind != Job) continue;
    if (heads_[Job]->indexOfChild(itemOf(row.place)) > until) break;
    if (row.waits) ++position;
  }
  Q_EMIT jobMoved(moved.id, std::max(1, position));
}

void VoiceList::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Delete && chosen().kind != None) {
    Q_EMIT removeWanted();
    return;
  }
  QTreeWidget::keyPressEvent(event);
}

}  // namespace lacuna::ui
