// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/voices/source_choice.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QScopedValueRollback>
#include <QVBoxLayout>

#include "ui/fonts.h"

namespace lacuna::ui {
namespace {

constexpr QSize kUsualSize(460, 480);
constexpr int kIdRole = Qt::UserRole;
constexpr int kTakenRole = Qt::UserRole + 1;

}  // namespace

SourceChoice::SourceChoice(const QVector<storage::TreeNode>& nodes, const QStringList& taken, QWidget* parent)
    : QDialog(parent), tree_(new QTreeWidget(this)) {
  setObjectName(QStringLiteral("sourceChoice"));
  setWindowTitle(tr("Documents to learn from"));
  setFont(chromeFont(13));
  auto* column = new QVBoxLayout(this);
  auto* hint = new QLabel(tr("What lies under a document comes with it, also what is written there later."), this);
  hint->setWordWrap(true);
  hint->setProperty("role", "soft");
  tree_->setAccessibleName(tr("Documents of the library"));
  tree_->setHeaderLabels({tr("Document"), tr("Words")});
  tree_->header()->setStretchLastSection(false);
  tree_->header()->setSectionResizeMode(0, QHeaderView::Stretch);
  tree_->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
  QHash<QString, QTreeWidgetItem*> items;
  for (const storage::TreeNode& node : nodes) {
    if (node.inBin) continue;
    QTreeWidgetItem* above = items.value(node.parent);
    auto* item = above == nullptr ? new QTreeWidgetItem(tree_) : new QTreeWidgetItem(above);
    item->setText(0, node.title);
    item->setToolTip(0, node.title);
    item->setText(1, node.words > 0 ? QLocale().toString(node.words) : QString());
    item->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
    item->setData(0, kIdRole, node.id);
    const bool had = taken.contains(node.id) || (above != nullptr && above->data(0, kTakenRole).toBool());
    item->setData(0, kTakenRole, had);
    item->setCheckState(0, had ? Qt::Checked : Qt::Unchecked);
    if (had) item->setFlags(item->flags() & ~Qt::ItemIsUserCheckable & ~Qt::ItemIsEnabled);
    items.insert(node.id, item);
  }
  tree_->expandAll();
  tree_->setCurrentItem(tree_->topLevelItem(0));
  auto* buttons = new QDialogButtonBox(this);
  add_ = buttons->addButton(tr("&Add"), QDialogButtonBox::AcceptRole);
  buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole);
  add_->setEnabled(false);
  column->addWidget(hint);
  column->addWidget(tree_, 1);
  column->addWidget(buttons);
  connect(tree_, &QTreeWidget::itemChanged, this, &SourceChoice::follow);
  connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  resize(kUsualSize.boundedTo(parent != nullptr ? parent->window()->size() : kUsualSize));
}

// A mark goes down, and those above say whether all, some or none under them have one.
void SourceChoice::follow(QTreeWidgetItem* item) {
  if (following_) return;
  const QScopedValueRollback<bool> once(following_, true);
  const Qt::CheckState state = item->checkState(0) == Qt::Unchecked ? Qt::Unchecked : Qt::Checked;
  for (int i = 0; i < item->childCount(); ++i) mark(item->child(i), state);
  for (QTreeWidgetItem* above = item->parent(); above != nullptr; above = above->parent()) {
    bool any = false;
    for (int i = 0; i < above->childCount(); ++i) any = any || above->child(i)->checkState(0) != Qt::Unchecked;
    // What it says itself is taken only by its own mark.
    if (above->checkState(0) != Qt::Unchecked || any)
      above->setCheckState(0, any ? Qt::PartiallyChecked : Qt::Unchecked);
  }
  add_->setEnabled(!chosen().isEmpty());
}

void SourceChoice::mark(QTreeWidgetItem* item, Qt::CheckState state) {
  if (item->data(0, kTakenRole).toBool()) return;
  item->setCheckState(0, state);
  for (int i = 0; i < item->childCount(); ++i) mark(item->child(i), state);
}

void SourceChoice::collect(const QTreeWidgetItem* item, QVector<storage::CorpusSource>* found) const {
  if (item->data(0, kTakenRole).toBool()) return;
  if (item->checkState(0) == Qt::Checked) {
    storage::CorpusSource source;
    source.kind = storage::SourceKind::Document;
    source.reference = item->data(0, kIdRole).toString();
    source.title = item->text(0);
    found->push_back(source);
    return;
  }
  for (int i = 0; i < item->childCount(); ++i) collect(item->child(i), found);
}

QVector<storage::CorpusSource> SourceChoice::chosen() const {
  QVector<storage::CorpusSource> found;
  for (int i = 0; i < tree_->topLevelItemCount(); ++i) collect(tree_->topLevelItem(i), &found);
  return found;
}

}  // namespace lacuna::ui
