// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/palette/command_palette.h"

#include <QAbstractTextDocumentLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QSettings>
#include <QStyledItemDelegate>
#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "ui/fonts.h"
#include "ui/palette/fuzzy.h"

namespace lacuna::ui {
namespace {

constexpr int kMost = 200;   // rows
constexpr int kRecent = 12;  // that are remembered
constexpr int kWidth = 560;  // pixels
constexpr int kHeight = 420;
constexpr int kRow = 30;
constexpr int kBesideRole = Qt::UserRole + 1;
constexpr int kPlacesRole = Qt::UserRole + 2;
constexpr int kEntryRole = Qt::UserRole;

QString plain(QString text) {
  text.remove(QStringLiteral("\u2026"));
  QString out;
  for (qsizetype i = 0; i < text.size(); ++i)
    if (text.at(i) != u'&' || (i + 1 < text.size() && text.at(i + 1) == u'&')) out += text.at(i);
  return out.section(u'\t', 0, 0);
}

void collect(QMenu* menu, const QString& path, QVector<PaletteEntry>* entries) {
  Q_EMIT menu->aboutToShow();
  const QList<QAction*> actions = menu->actions();
  for (QAction* action : actions) {
    if (action->isSeparator() || !action->isVisible() || action->text().isEmpty()) continue;
    const QString title = path + plain(action->text());
    if (action->menu() != nullptr) {
      collect(action->menu(), title + QStringLiteral(" › "), entries);
      continue;
    }
    const QString keys = action->text().contains(u'\t') ? action->text().section(u'\t', 1)
                                                        : action->shortcut().toString(QKeySequence::NativeText);
    const QPointer<QAction> held = action;
    entries->push_back({title, title, keys, action->isEnabled(), action->isCheckable() && action->isChecked(), [held] {
                          if (!held.isNull()) held->trigger();
                        }});
  }
}

class EntryDelegate : public QStyledItemDelegate {
 public:
  EntryDelegate(const Theme& theme, QObject* parent) : QStyledItemDelegate(parent), theme_(theme) {}

  QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override { return {100, kRow}; }

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRectF row = QRectF(option.rect).adjusted(2, 1, -2, -1);
    if ((option.state & QStyle::State_Selected) != 0) {
      painter->setPen(QPen(theme_.accent, 1));
      painter->setBrush(withAlpha(theme_.accent, 0.12));
      painter->drawRoundedRect(row, 6, 6);
    }
    const bool enabled = (index.flags() & Qt::ItemIsEnabled) != 0;
    painter->setFont(chromeFont(11));
    painter->setPen(theme_.soft);
    const QString beside = index.data(kBesideRole).toString();
    const qreal wide = QFontMetricsF(painter->font()).horizontalAdvance(beside);
    painter->drawText(row.adjusted(0, 0, -10, 0), Qt::AlignVCenter | Qt::AlignRight, beside);
    // The letters that were typed stand out, by weight as well as by colour.
    const auto places = index.data(kPlacesRole).value<QVector<int>>();
    const QString title = index.data().toString();
    qreal x = row.x() + 10;
    const qreal right = row.right() - wide - 24;
    for (int i = 0; i < title.size() && x < right; ++i) {
      const bool typed = std::binary_search(places.begin(), places.end(), i);
      painter->setFont(chromeFont(13, typed ? QFont::DemiBold : QFont::Normal));
      painter->setPen(!enabled ? theme_.soft : typed ? theme_.accent : theme_.ink);
      const QString letter = title.mid(i, title.at(i).isHighSurrogate() ? 2 : 1);
      const qreal step = QFontMetricsF(painter->font()).horizontalAdvance(letter);
      painter->drawText(QRectF(x, row.y(), step + 2, row.height()), Qt::AlignVCenter | Qt::AlignLeft, letter);
      x += step;
      if (letter.size() == 2) ++i;
    }
    painter->restore();
  }

 private:
  Theme theme_;
};

}  // namespace

QVector<PaletteEntry> entriesOf(QMenuBar* bar) {
  QVector<PaletteEntry> entries;
  const QList<QAction*> menus = bar->actions();
  for (QAction* action : menus)
    if (action->menu() != nullptr) collect(action->menu(), plain(action->text()) + QStringLiteral(" › "), &entries);
  return entries;
}

CommandPalette::CommandPalette(const QString& hint, const QString& recent, QVector<PaletteEntry> entries,
                               const Theme& theme, QWidget* parent)
    : QDialog(parent, Qt::Dialog | Qt::FramelessWindowHint),
      line_(new QLineEdit(this)),
      list_(new QListWidget(this)),
      entries_(std::move(entries)),
      recentKey_(recent),
      recent_(QSettings().value(recent).toStringList()) {
  setObjectName(QStringLiteral("palette"));
  setAttribute(Qt::WA_DeleteOnClose);
  setWindowTitle(hint);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(10, 10, 10, 10);
  line_->setPlaceholderText(hint);
  line_->setAccessibleName(hint);
  line_->installEventFilter(this);
  list_->setAccessibleName(tr("What was found"));
  list_->setItemDelegate(new EntryDelegate(theme, list_));
  list_->setUniformItemSizes(true);
  list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  list_->setFocusPolicy(Qt::NoFocus);  // the line has the keys, and arrows of it go through the list
  column->addWidget(line_);
  column->addWidget(list_, 1);
  const QSize room = parent == nullptr ? QSize(kWidth, kHeight) : parent->size();
  resize(std::min(kWidth, room.width() - 40), std::min(kHeight, room.height() - 60));
  connect(line_, &QLineEdit::textChanged, this, &CommandPalette::fill);
  connect(list_, &QListWidget::itemClicked, this, &CommandPalette::choose);
  fill({});
}

void CommandPalette::showEvent(QShowEvent* event) {
  QDialog::showEvent(event);
  if (parentWidget() != nullptr) move(parentWidget()->mapToGlobal(QPoint((parentWidget()->width() - width()) / 2, 48)));
  line_->setFocus(Qt::PopupFocusReason);
}

void CommandPalette::fill(const QString& text) {
  struct Found {
    int entry;
    FuzzyMatch match;
    int rank;  // lower: chosen sooner ago
  };
  QVector<Found> found;
  for (int i = 0; i < entries_.size(); ++i) {
    FuzzyMatch match = fuzzyMatch(entries_.at(i).title, text);
    if (match.score < 0) continue;
    const auto at = recent_.indexOf(entries_.at(i).id);
    found.push_back({i, std::move(match), at < 0 ? kRecent : static_cast<int>(at)});
  }
  std::stable_sort(found.begin(), found.end(), [this](const Found& a, const Found& b) {
    if (a.match.score != b.match.score) return a.match.score > b.match.score;
    if (a.rank != b.rank) return a.rank < b.rank;
    return entries_.at(a.entry).enabled && !entries_.at(b.entry).enabled;
  });
  list_->clear();
  for (const Found& one : found.mid(0, kMost)) {
    const PaletteEntry& entry = entries_.at(one.entry);
    auto* item = new QListWidgetItem(entry.title, list_);
    item->setData(kEntryRole, one.entry);
    item->setData(kBesideRole, entry.checked ? QStringLiteral("✓  ") + entry.beside : entry.beside);
    item->setData(kPlacesRole, QVariant::fromValue(one.match.places));
    item->setData(Qt::AccessibleDescriptionRole, entry.enabled ? entry.beside : tr("Not possible now"));
    if (!entry.enabled) item->setFlags(item->flags() & ~Qt::ItemIsEnabled);
  }
  for (int row = 0; row < list_->count(); ++row) {
    if ((list_->item(row)->flags() & Qt::ItemIsEnabled) == 0) continue;
    list_->setCurrentRow(row);
    break;
  }
}

void CommandPalette::choose(QListWidgetItem* item) {
  if (item == nullptr || (item->flags() & Qt::ItemIsEnabled) == 0) return;
  const PaletteEntry entry = entries_.at(item->data(kEntryRole).toInt());
  recent_.removeAll(entry.id);
  recent_.push_front(entry.id);
  QSettings().setValue(recentKey_, QStringList(recent_.mid(0, kRecent)));
  close();
  // When this window has gone and the one below has its focus again.
  if (entry.act) QTimer::singleShot(0, parentWidget(), entry.act);
}

bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
  if (watched != line_ || event->type() != QEvent::KeyPress) return QDialog::eventFilter(watched, event);
  const auto* key = static_cast<QKeyEvent*>(event);
  const auto step = [this](int by) {
    for (int row = list_->currentRow() + by; row >= 0 && row < list_->count(); row += by) {
      if ((list_->item(row)->flags() & Qt::ItemIsEnabled) == 0) continue;
      list_->setCurrentRow(row);
      return true;
    }
    return true;
  };
  switch (key->key()) {
    case Qt::Key_Down:
      return step(1);
    case Qt::Key_Up:
      return step(-1);
    case Qt::Key_PageDown:
    case Qt::Key_PageUp: {
      const int by = key->key() == Qt::Key_PageDown ? 1 : -1;
      for (int i = 0; i < 8; ++i) step(by);
      return true;
    }
    case Qt::Key_Return:
    case Qt::Key_Enter:
      choose(list_->currentItem());
      return true;
    default:
      return QDialog::eventFilter(watched, event);
  }
}

}  // namespace lacuna::ui
