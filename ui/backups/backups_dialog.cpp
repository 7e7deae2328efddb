// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backups/backups_dialog.h"

#include <QDialogButtonBox>
#include <QDir>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLocale>
#include <QMessageBox>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "ui/fonts.h"
#include "ui/row_menu.h"

namespace lacuna::ui {
namespace {

constexpr QSize kUsualSize(680, 560);
constexpr int kPathRole = Qt::UserRole + 1;
enum Column { When, Size, Holds };

QString when(const QDateTime& time) {
  const QLocale locale;
  return BackupsDialog::tr("%1, %2").arg(locale.toString(time.date(), QLocale::LongFormat),
                                         locale.language() == QLocale::C
                                             ? time.time().toString(QStringLiteral("HH:mm"))
                                             : locale.toString(time.time(), QLocale::ShortFormat));
}

QString holdsOf(const storage::LibraryCheck& check) {
  const QString words = check.words == 1 ? BackupsDialog::tr("1 word")
                                         : BackupsDialog::tr("%Ln words", nullptr, static_cast<int>(check.words));
  return check.documents == 1 ? BackupsDialog::tr("one document, %1").arg(words)
                              : BackupsDialog::tr("%Ln documents, %1", nullptr, check.documents).arg(words);
}

QLabel* sentenceLabel(QWidget* parent, const QString& name) {
  auto* label = new QLabel(parent);
  label->setWordWrap(true);
  label->setTextFormat(Qt::PlainText);
  label->setAccessibleName(name);
  label->setTextInteractionFlags(Qt::TextSelectableByMouse);
  label->hide();
  return label;
}

}  // namespace

BackupsDialog::BackupsDialog(QWidget* parent)
    : QDialog(parent),
      trouble_(sentenceLabel(this, tr("The library"))),
      said_(sentenceLabel(this, tr("Message"))),
      list_(new QTreeWidget(this)),
      make_(new QPushButton(tr("Back up &now"), this)),
      check_(new QPushButton(tr("&Check"), this)),
      look_(new QPushButton(tr("&Look inside\u2026"), this)),
      goBack_(new QPushButton(tr("&Go back to it\u2026"), this)) {
  setWindowTitle(tr("Backups"));
  setFont(chromeFont(13));
  trouble_->setProperty("role", "note");
  list_->setAccessibleName(tr("Backups"));
  list_->setRootIsDecorated(false);
  list_->setUniformRowHeights(true);
  list_->setHeaderLabels({tr("Made"), tr("Size"), tr("What it holds")});
  list_->header()->setStretchLastSection(true);
  list_->header()->setSectionResizeMode(When, QHeaderView::ResizeToContents);
  list_->header()->setSectionResizeMode(Size, QHeaderView::ResizeToContents);
  make_->setToolTip(tr("A copy of the whole library, checked before it counts"));
  check_->setToolTip(tr("Reads all of the chosen backup, and says what it holds"));
  look_->setToolTip(tr("Its texts, to read, to copy and to bring back one by one"));
  goBack_->setToolTip(tr("The whole library becomes what it was then"));

  auto* column = new QVBoxLayout(this);
  column->addWidget(trouble_);
  column->addWidget(buildPlan());
  column->addWidget(list_, 1);
  column->addWidget(said_);
  auto* row = new QHBoxLayout;
  for (QPushButton* button : {make_, check_, look_, goBack_}) {
    button->setAutoDefault(false);
    row->addWidget(button);
  }
  row->addStretch(1);
  auto* close = new QPushButton(tr("Close"), this);
  close->setAutoDefault(false);
  row->addWidget(close);
  column->addLayout(row);

  connect(close, &QPushButton::clicked, this, &QDialog::reject);
  connect(list_, &QTreeWidget::itemSelectionChanged, this, &BackupsDialog::showButtons);
  connect(list_, &QTreeWidget::itemActivated, this, [this] {
    if (look_->isEnabled()) look_->click();
  });
  new RowMenu(list_, [this](QMenu& menu, const QModelIndex&) { addButtons(menu, {check_, look_, goBack_}); });
  connect(make_, &QPushButton::clicked, this, [this] {
    setBusy(tr("Making a backup\u2026"));
    Q_EMIT makeWanted();
  });
  connect(check_, &QPushButton::clicked, this, [this] {
    setBusy(tr("Reading the backup to its end\u2026"));
    Q_EMIT checkWanted(chosen());
  });
  connect(look_, &QPushButton::clicked, this, [this] {
    setBusy(tr("Opening a copy of the backup\u2026"));
    Q_EMIT lookWanted(chosen());
  });
  connect(goBack_, &QPushButton::clicked, this, &BackupsDialog::askGoBack);
  showButtons();
  resize(kUsualSize.boundedTo(parent != nullptr ? parent->window()->size() : kUsualSize));
}

QWidget* BackupsDialog::buildPlan() {
  auto* plan = new QWidget(this);
  auto* form = new QFormLayout(plan);
  form->setContentsMargins(0, 0, 0, 0);
  form->setRowWrapPolicy(QFormLayout::WrapLongRows);
  on_ = new QCheckBox(tr("&Make backups by themselves"), plan);
  form->addRow(on_);
  folder_ = new QLabel(plan);
  folder_->setTextFormat(Qt::PlainText);
  folder_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  folder_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  chooseFolder_ = new QPushButton(tr("C&hoose\u2026"), plan);
  chooseFolder_->setAutoDefault(false);
  chooseFolder_->setToolTip(tr("Another disk is the better place"));
  auto* place = new QHBoxLayout;
  place->addWidget(folder_, 1);
  place->addWidget(chooseFolder_);
  form->addRow(tr("Folder"), place);
  const auto number = [plan, form](const QString& label, int least, int most, const QString& suffix) {
    auto* box = new QSpinBox(plan);
    box->setRange(least, most);
    box->setSuffix(suffix);
    box->setAccessibleName(label);
    box->setKeyboardTracking(false);
    form->addRow(label, box);
    return box;
  };
  hours_ = number(tr("At most one every"), 1, 24 * 31, tr(" h"));
  most_ = number(tr("Keep the newest"), 1, 1000, {});
  days_ = number(tr("None that is older than"), 0, 3650, tr(" days"));
  days_->setSpecialValueText(tr("any age"));
  days_->setToolTip(tr("The three newest stay in any case"));
  connect(on_, &QCheckBox::toggled, this, &BackupsDialog::choosePlan);
  for (QSpinBox* box : {hours_, most_, days_}) connect(box, &QSpinBox::valueChanged, this, &BackupsDialog::choosePlan);
  connect(chooseFolder_, &QPushButton::clicked, this, &BackupsDialog::folderWanted);
  return plan;
}

void BackupsDialog::choosePlan() {
  if (filling_) return;
  if (!plan_.folder.isEmpty()) usualFolder_ = plan_.folder;
  plan_.folder = on_->isChecked() ? usualFolder_ : QString();
  plan_.hours = hours_->value();
  plan_.rule.most = most_->value();
  plan_.rule.mostDays = days_->value();
  if (on_->isChecked() && plan_.folder.isEmpty()) {
    Q_EMIT folderWanted();
    showPlan();
    return;
  }
  Q_EMIT planChosen(plan_);
}

void BackupsDialog::setFolder(const QString& folder) {
  if (folder.isEmpty()) return;
  usualFolder_ = plan_.folder = folder;
  showPlan();
  Q_EMIT planChosen(plan_);
}

void BackupsDialog::showPlan() {
  filling_ = true;
  on_->setChecked(!plan_.folder.isEmpty());
  hours_->setValue(plan_.hours);
  most_->setValue(plan_.rule.most);
  days_->setValue(plan_.rule.mostDays);
  filling_ = false;
  const QString path = QDir::toNativeSeparators(plan_.folder.isEmpty() ? usualFolder_ : plan_.folder);
  folder_->setText(path);
  folder_->setToolTip(path);
  for (QWidget* each : {static_cast<QWidget*>(hours_), static_cast<QWidget*>(most_), static_cast<QWidget*>(days_)})
    each->setEnabled(open_ && on_->isChecked());
  on_->setEnabled(open_);
}

void BackupsDialog::setBackups(const storage::BackupPlan& plan, const QVector<storage::BackupInfo>& backups) {
  const QString before = chosen();
  QHash<QString, QString> known;
  for (int i = 0; i < list_->topLevelItemCount(); ++i)
    known.insert(list_->topLevelItem(i)->data(When, kPathRole).toString(), list_->topLevelItem(i)->text(Holds));
  plan_ = plan;
  if (!plan.folder.isEmpty()) usualFolder_ = plan.folder;
  showPlan();
  backups_ = backups;
  list_->clear();
  for (const storage::BackupInfo& backup : backups) {
    auto* item = new QTreeWidgetItem(list_);
    item->setText(When, when(backup.made));
    item->setText(Size, QLocale().formattedDataSize(backup.bytes));
    item->setText(Holds, known.value(backup.path, backup.before ? tr("the library before it went back") : QString()));
    item->setData(When, kPathRole, backup.path);
    item->setToolTip(When, QDir::toNativeSeparators(backup.path));
    if (backup.path == before) list_->setCurrentItem(item);
  }
  if (list_->currentItem() == nullptr && list_->topLevelItemCount() > 0) list_->setCurrentItem(list_->topLevelItem(0));
  if (backups.isEmpty()) say(tr("There is no backup in this folder yet."));
  showButtons();
}

QString BackupsDialog::chosen() const {
  return list_->currentItem() == nullptr ? QString() : list_->currentItem()->data(When, kPathRole).toString();
}

QString BackupsDialog::nameOf(const QString& path) const {
  const auto found =
      std::find_if(backups_.begin(), backups_.end(), [&](const storage::BackupInfo& b) { return b.path == path; });
  return found == backups_.end() ? QFileInfo(path).completeBaseName() : tr("backup of %1").arg(when(found->made));
}

void BackupsDialog::showButtons() {
  const bool any = !chosen().isEmpty() && !busy_;
  for (QPushButton* button : {check_, look_, goBack_}) button->setEnabled(any);
  make_->setEnabled(open_ && !busy_);
  chooseFolder_->setEnabled(!busy_);
}

void BackupsDialog::setLibraryTrouble(const QString& sentence) {
  open_ = sentence.isEmpty();
  trouble_->setText(sentence.isEmpty() ? QString()
                                       : tr("%1\n\nThe backups below are whole copies of it. Look inside one first: "
                                            "nothing is changed by that.")
                                             .arg(sentence));
  trouble_->setVisible(!open_);
  showPlan();
  showButtons();
}

void BackupsDialog::setBusy(const QString& sentence) {
  busy_ = !sentence.isEmpty();
  say(sentence);
  showButtons();
}

void BackupsDialog::say(const QString& sentence) {
  said_->setText(sentence);
  said_->setVisible(!sentence.isEmpty());
}

void BackupsDialog::showMade(const storage::BackupMade& made) {
  setBusy({});
  const QString size = QLocale().formattedDataSize(made.info.bytes);
  if (made.check.damaged.isEmpty()) {
    say(tr("Backed up and checked: %1, %2.").arg(holdsOf(made.check), size));
  } else {
    say(tr("Backed up, but these documents of the library are damaged: %1. Older backups were kept, since they may "
           "hold them whole.")
            .arg(made.check.damaged.join(QStringLiteral(", "))));
  }
}

void BackupsDialog::showCheck(const QString& path, const storage::LibraryCheck& check) {
  setBusy({});
  QString holds = holdsOf(check);
  if (!check.damaged.isEmpty()) holds = tr("%1; damaged: %2").arg(holds, check.damaged.join(QStringLiteral(", ")));
  for (int i = 0; i < list_->topLevelItemCount(); ++i) {
    if (list_->topLevelItem(i)->data(When, kPathRole).toString() != path) continue;
    list_->topLevelItem(i)->setText(Holds, holds);
    list_->topLevelItem(i)->setToolTip(Holds, holds);
  }
  say(check.damaged.isEmpty() ? tr("Sound, to its end: %1.").arg(holds) : holds);
}

void BackupsDialog::askGoBack() {
  const QString path = chosen();
  QMessageBox box(this);
  box.setIcon(QMessageBox::NoIcon);
  box.setWindowTitle(tr("Go back"));
  box.setText(tr("Go back to the %1?").arg(nameOf(path)));
  box.setInformativeText(open_ ? tr("The library as it is now, with all that was written since, is kept as a file "
                                    "beside it and stays in this list, so that this can be taken back.")
                               : tr("The file that cannot be opened is kept beside it, as it is."));
  QPushButton* go = box.addButton(tr("Go back"), QMessageBox::AcceptRole);
  QPushButton* stay = box.addButton(QMessageBox::Cancel);
  box.setDefaultButton(stay);
  box.exec();
  if (box.clickedButton() != go) return;
  setBusy(tr("Copying and checking the backup\u2026"));
  Q_EMIT goBackWanted(path);
}

}  // namespace lacuna::ui
