// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/palette/command_palette.h"

#include <QKeyEvent>
#include <QSettings>
#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>
#include <numeric>
#include <utility>

#include "ui/palette/entry_rows.h"
#include "ui/palette/fuzzy.h"

namespace lacuna::ui {
namespace {

constexpr int kMost = 200;   // rows
constexpr int kRecent = 12;  // that are remembered
constexpr int kWidth = 560;  // pixels
constexpr int kHeight = 420;
constexpr int kTitle = 24;  // more for letters that are all in the title of a thing than for those in where it is

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

FuzzyMatch matchOf(const PaletteEntry& entry, QStringView pattern) {
  if (entry.soft > 0) {
    FuzzyMatch title = fuzzyMatch(QStringView(entry.title).left(entry.soft), pattern);
    if (title.score >= 0) {
      title.score += kTitle;
      return title;
    }
  }
  return fuzzyMatch(entry.title, pattern);
}

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
      sections_({{QString(), std::move(entries)}}),
      recentKey_(recent),
      recent_(recent.isEmpty() ? QStringList() : QSettings().value(recent).toStringList()) {
  setObjectName(QStringLiteral("palette"));
  setAttribute(Qt::WA_DeleteOnClose);
  setWindowTitle(hint);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(10, 10, 10, 10);
  line_->setPlaceholderText(hint);
  line_->setAccessibleName(hint);
  line_->installEventFilter(this);
  list_->setAccessibleName(tr("What was found"));
  list_->setItemDelegate(new EntryRows(theme, list_));
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

void CommandPalette::add(const QString& signs, QVector<PaletteEntry> entries) {
  sections_.push_back({signs, std::move(entries)});
}

int CommandPalette::sectionOf(const QString& text) const {
  for (int i = 1; i < sections_.size(); ++i)
    if (!text.isEmpty() && sections_.at(i).signs.contains(text.at(0))) return i;
  return 0;
}

void CommandPalette::fill(const QString& text) {
  const int section = sectionOf(text);
  const QVector<PaletteEntry>& entries = sections_.at(section).entries;
  // What did not answer to fewer letters does not answer to more.
  if (section != section_ || text_.isEmpty() || !text.startsWith(text_)) {
    answering_.resize(entries.size());
    std::iota(answering_.begin(), answering_.end(), 0);
  }
  section_ = section;
  text_ = text;
  struct Found {
    int entry;
    FuzzyMatch match;
    int rank;  // lower: chosen sooner ago
  };
  const QStringView pattern = QStringView(text).mid(section == 0 ? 0 : 1);
  QVector<Found> found;
  found.reserve(answering_.size());
  for (const int i : std::as_const(answering_)) {
    FuzzyMatch match = matchOf(entries.at(i), pattern);
    if (match.score < 0) continue;
    const auto at = recent_.indexOf(entries.at(i).id);
    found.push_back({i, std::move(match), at < 0 ? kRecent : static_cast<int>(at)});
  }
  answering_.clear();
  for (const Found& one : std::as_const(found)) answering_.push_back(one.entry);
  std::stable_sort(found.begin(), found.end(), [&entries](const Found& a, const Found& b) {
    if (a.match.score != b.match.score) return a.match.score > b.match.score;
    if (a.rank != b.rank) return a.rank < b.rank;
    return entries.at(a.entry).enabled && !entries.at(b.entry).enabled;
  });
  list_->clear();
  for (const Found& one : found.mid(0, kMost)) EntryRows::add(list_, entries.at(one.entry), one.entry, one.match);
  if (found.isEmpty()) EntryRows::add(list_, {{}, tr("Nothing has these letters."), {}, false}, -1, {});
  for (int row = 0; row < list_->count(); ++row) {
    if ((list_->item(row)->flags() & Qt::ItemIsEnabled) == 0) continue;
    list_->setCurrentRow(row);
    break;
  }
}

void CommandPalette::choose(QListWidgetItem* item) {
  if (item == nullptr || (item->flags() & Qt::ItemIsEnabled) == 0) return;
  const PaletteEntry entry = sections_.at(section_).entries.at(item->data(EntryRows::EntryRole).toInt());
  if (!recentKey_.isEmpty()) {
    recent_.removeAll(entry.id);
    recent_.push_front(entry.id);
    QSettings().setValue(recentKey_, QStringList(recent_.mid(0, kRecent)));
  }
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
