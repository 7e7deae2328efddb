// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/preferences/preferences_dialog.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QScrollArea>
#include <QVBoxLayout>
#include <utility>

namespace lacuna::ui {
namespace {

constexpr QSize kUsualSize(620, 460);
constexpr int kListWidth = 130;  // pixels

}  // namespace

PreferencesDialog::PreferencesDialog(QWidget* parent)
    : QDialog(parent), search_(new QLineEdit(this)), list_(new QListWidget(this)), stack_(new QStackedWidget(this)) {
  setWindowTitle(tr("Preferences"));
  search_->setPlaceholderText(tr("Find a setting"));
  search_->setAccessibleName(tr("Find a setting"));
  search_->setClearButtonEnabled(true);
  list_->setAccessibleName(tr("Pages"));
  list_->setFixedWidth(kListWidth);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, this);
  defaults_ = buttons->addButton(QDialogButtonBox::RestoreDefaults);
  defaults_->setText(tr("Restore &defaults"));
  auto* middle = new QHBoxLayout;
  middle->addWidget(list_);
  middle->addWidget(stack_, 1);
  auto* all = new QVBoxLayout(this);
  all->addWidget(search_);
  all->addLayout(middle, 1);
  all->addWidget(buttons);
  stack_->addWidget(new QLabel(tr("No setting has these words."), stack_));
  connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
  connect(buttons, &QDialogButtonBox::rejected, this, &PreferencesDialog::reject);
  connect(defaults_, &QPushButton::clicked, this, [this] { pages_.at(list_->currentRow())->restoreDefaults(); });
  search_->installEventFilter(this);
  connect(search_, &QLineEdit::textChanged, this, &PreferencesDialog::search);
  connect(list_, &QListWidget::currentRowChanged, this, &PreferencesDialog::showPage);
  resize(parent == nullptr ? kUsualSize : kUsualSize.boundedTo(parent->window()->size()));
}

void PreferencesDialog::addPage(PreferencesPage* page) {
  auto* scroll = new QScrollArea(stack_);
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setWidget(page);
  scroll->setFocusPolicy(Qt::NoFocus);  // the rows take the keys, and come in sight with them
  stack_->addWidget(scroll);
  // Tab goes from the list through the page that is shown to the buttons.
  if (lastStop_ == nullptr) lastStop_ = list_;
  const QList<QWidget*> controls = page->findChildren<QWidget*>();
  for (QWidget* each : controls) {
    if ((each->focusPolicy() & Qt::TabFocus) == 0 || each->focusProxy() != nullptr || each->window() != window())
      continue;
    setTabOrder(lastStop_, each);
    lastStop_ = each;
  }
  pages_ << page;
  list_->addItem(page->title());
  if (pages_.size() == 1) list_->setCurrentRow(0);
}

void PreferencesDialog::reject() {
  for (PreferencesPage* page : std::as_const(pages_)) page->cancel();
  QDialog::reject();
}

// Who looks for a setting has not chosen yet: Enter goes on to the pages found, and is no OK.
bool PreferencesDialog::eventFilter(QObject* watched, QEvent* event) {
  const auto* key = event->type() == QEvent::KeyPress ? static_cast<QKeyEvent*>(event) : nullptr;
  if (watched != search_ || key == nullptr || (key->key() != Qt::Key_Return && key->key() != Qt::Key_Enter))
    return QDialog::eventFilter(watched, event);
  list_->setFocus(Qt::TabFocusReason);
  return true;
}

void PreferencesDialog::search(const QString& query) {
  int first = -1;
  bool currentHas = false;
  for (int i = 0; i < pages_.size(); ++i) {
    const bool found = pages_.at(i)->filter(query) > 0;
    list_->item(i)->setHidden(!found);
    if (found && first < 0) first = i;
    if (found && i == list_->currentRow()) currentHas = true;
  }
  if (first >= 0 && !currentHas) list_->setCurrentRow(first);
  showPage(first < 0 ? -1 : list_->currentRow());
}

void PreferencesDialog::showPage(int index) {
  stack_->setCurrentIndex(index + 1);
  defaults_->setEnabled(index >= 0 && pages_.at(index)->hasDefaults());
}

}  // namespace lacuna::ui
