// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/preferences/word_list.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <algorithm>

namespace lacuna::ui {
namespace {

constexpr int kRows = 5;  // that are seen
constexpr int kWordRole = Qt::UserRole;

}  // namespace

WordList::WordList(const QString& title, QWidget* parent)
    : QWidget(parent),
      list_(new QListWidget(this)),
      line_(new QLineEdit(this)),
      add_(new QPushButton(tr("&Add"), this)),
      remove_(new QPushButton(tr("&Remove"), this)) {
  list_->setAccessibleName(title);
  list_->setSelectionMode(QAbstractItemView::ExtendedSelection);
  list_->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed);
  list_->setFixedHeight(kRows * (fontMetrics().height() + 6));
  line_->setPlaceholderText(tr("Another word"));
  line_->setAccessibleName(tr("%1: another word").arg(title));
  add_->setAccessibleName(tr("%1: add the word").arg(title));
  remove_->setAccessibleName(tr("%1: remove the chosen words").arg(title));
  add_->setAutoDefault(false);
  remove_->setAutoDefault(false);
  add_->setEnabled(false);
  remove_->setEnabled(false);
  auto* row = new QHBoxLayout;
  row->addWidget(line_, 1);
  row->addWidget(add_);
  row->addWidget(remove_);
  auto* all = new QVBoxLayout(this);
  all->setContentsMargins(0, 0, 0, 0);
  all->addWidget(list_);
  all->addLayout(row);
  setFocusProxy(list_);
  connect(line_, &QLineEdit::textChanged, this,
          [this](const QString& text) { add_->setEnabled(!text.trimmed().isEmpty()); });
  connect(add_, &QPushButton::clicked, this, &WordList::add);
  connect(remove_, &QPushButton::clicked, this, &WordList::remove);
  connect(list_, &QListWidget::itemSelectionChanged, this,
          [this] { remove_->setEnabled(!list_->selectedItems().isEmpty()); });
  connect(list_, &QListWidget::itemChanged, this, &WordList::rename);
  list_->installEventFilter(this);
  line_->installEventFilter(this);
}

void WordList::setWords(const QStringList& words) {
  const QSignalBlocker quiet(list_);
  list_->clear();
  for (const QString& word : words) put(word);
  remove_->setEnabled(false);
}

QStringList WordList::words() const {
  QStringList words;
  for (int i = 0; i < list_->count(); ++i) words << list_->item(i)->data(kWordRole).toString();
  return words;
}

void WordList::put(const QString& word) {
  int at = 0;
  while (at < list_->count() && list_->item(at)->text().localeAwareCompare(word) < 0) ++at;
  auto* item = new QListWidgetItem(word);
  item->setData(kWordRole, word);
  item->setFlags(item->flags() | Qt::ItemIsEditable);
  list_->insertItem(at, item);
  list_->setCurrentItem(item);
}

void WordList::add() {
  const QString word = line_->text().simplified();
  if (word.isEmpty()) return;
  line_->clear();
  if (words().contains(word)) return;
  const QSignalBlocker quiet(list_);
  put(word);
  remove_->setEnabled(true);
  Q_EMIT changed({word}, {});
}

void WordList::remove() {
  QStringList gone;
  const QList<QListWidgetItem*> chosen = list_->selectedItems();
  for (QListWidgetItem* item : chosen) {
    gone << item->data(kWordRole).toString();
    delete item;
  }
  if (!gone.isEmpty()) Q_EMIT changed({}, gone);
}

void WordList::rename(QListWidgetItem* item) {
  const QString before = item->data(kWordRole).toString();
  const QString after = item->text().simplified();
  if (after == before) return;
  const QSignalBlocker quiet(list_);
  if (after.isEmpty() || words().contains(after)) {
    item->setText(before);
    return;
  }
  item->setText(after);
  item->setData(kWordRole, after);
  Q_EMIT changed({after}, {before});
}

// Enter in the line adds, and is no OK of the dialog.
bool WordList::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::KeyPress) {
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (watched == line_ && (key == Qt::Key_Return || key == Qt::Key_Enter) && !line_->text().isEmpty()) {
      add();
      return true;
    }
    if (watched == list_ && key == Qt::Key_Delete) {
      remove();
      return true;
    }
  }
  return QWidget::eventFilter(watched, event);
}

}  // namespace lacuna::ui
