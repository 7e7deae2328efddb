// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/backups/backup_reader.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLocale>
#include <QSplitter>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/fonts.h"

namespace lacuna::ui {
namespace {

constexpr QSize kUsualSize(860, 620);
constexpr int kIdRole = Qt::UserRole + 1;

}  // namespace

BackupReader::BackupReader(const QString& name, bool canBring, QWidget* parent)
    : QDialog(parent),
      name_(name),
      canBring_(canBring),
      list_(new QTreeWidget(this)),
      text_(new QPlainTextEdit(this)),
      said_(new QLabel(this)),
      bring_(new QPushButton(tr("&Bring into the library"), this)),
      save_(new QPushButton(tr("&Save as a file\u2026"), this)),
      copy_(new QPushButton(tr("&Copy text"), this)) {
  setWindowTitle(tr("Inside the %1").arg(name));
  setFont(chromeFont(13));
  list_->setAccessibleName(tr("Documents of the backup"));
  list_->setHeaderLabels({tr("Document"), tr("Words")});
  list_->header()->setStretchLastSection(false);
  list_->header()->setSectionResizeMode(0, QHeaderView::Stretch);
  list_->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
  text_->setAccessibleName(tr("Text"));
  text_->setReadOnly(true);
  text_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  text_->setFont(pageFont(17));
  text_->document()->setDocumentMargin(14);
  text_->setPlaceholderText(tr("Choose a document to read it."));
  said_->setWordWrap(true);
  said_->setTextFormat(Qt::PlainText);
  said_->setAccessibleName(tr("Message"));
  said_->hide();
  bring_->setToolTip(tr("A new document beside yours; nothing is replaced"));
  auto* splitter = new QSplitter(Qt::Horizontal, this);
  splitter->setChildrenCollapsible(false);
  splitter->addWidget(list_);
  splitter->addWidget(text_);
  splitter->setStretchFactor(1, 1);
  splitter->setSizes({280, 560});
  auto* column = new QVBoxLayout(this);
  column->addWidget(splitter, 1);
  column->addWidget(said_);
  auto* row = new QHBoxLayout;
  for (QPushButton* button : {bring_, save_, copy_}) {
    button->setAutoDefault(false);
    button->setEnabled(false);
    row->addWidget(button);
  }
  row->addStretch(1);
  auto* close = new QPushButton(tr("Close"), this);
  close->setAutoDefault(false);
  row->addWidget(close);
  column->addLayout(row);
  connect(close, &QPushButton::clicked, this, &QDialog::reject);
  connect(list_, &QTreeWidget::currentItemChanged, this, [this](const QTreeWidgetItem* item) {
    if (item != nullptr) Q_EMIT textWanted(item->data(0, kIdRole).toString());
  });
  connect(bring_, &QPushButton::clicked, this,
          [this] { Q_EMIT bringWanted(tr("%1 (%2)").arg(title(), name_), whole_); });
  connect(save_, &QPushButton::clicked, this, [this] { Q_EMIT saveWanted(title(), whole_); });
  connect(copy_, &QPushButton::clicked, this, [this] {
    const bool part = text_->textCursor().hasSelection();
    if (part) {
      text_->copy();
    } else {
      QGuiApplication::clipboard()->setText(whole_);
    }
    say(part ? tr("Copied what is selected.") : tr("Copied the whole text."));
  });
  resize(kUsualSize.boundedTo(parent != nullptr ? parent->window()->size() : kUsualSize));
}

QString BackupReader::title() const {
  return list_->currentItem() == nullptr ? QString() : list_->currentItem()->text(0);
}

void BackupReader::setDocuments(const QVector<storage::TreeNode>& nodes, const QString& current) {
  list_->clear();
  QTreeWidgetItem* first = nullptr;
  QVector<QTreeWidgetItem*> path;  // the last one at each depth
  for (const storage::TreeNode& node : nodes) {
    const int depth = std::min(node.depth, static_cast<int>(path.size()));
    auto* item = depth == 0 ? new QTreeWidgetItem(list_) : new QTreeWidgetItem(path.at(depth - 1));
    path.resize(depth);
    path << item;
    item->setText(0, node.title);
    item->setText(1, QLocale().toString(node.words));
    item->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
    item->setData(0, kIdRole, node.id);
    if (first == nullptr || node.id == current) first = item;
    item->setToolTip(0, node.inBin ? tr("%1, in the bin").arg(node.title) : node.title);
  }
  list_->expandAll();
  list_->setRootIsDecorated(std::any_of(nodes.begin(), nodes.end(), [](const auto& node) { return node.depth > 0; }));
  if (nodes.isEmpty()) {
    say(tr("This backup holds no document."));
  } else {
    list_->setCurrentItem(first);
  }
}

void BackupReader::showText(const QString& id, const QString& text) {
  if (list_->currentItem() == nullptr || list_->currentItem()->data(0, kIdRole).toString() != id) return;
  whole_ = text;
  text_->setPlainText(text);
  say({});
  bring_->setEnabled(canBring_);
  save_->setEnabled(true);
  copy_->setEnabled(true);
}

void BackupReader::say(const QString& sentence) {
  said_->setText(sentence);
  said_->setVisible(!sentence.isEmpty());
}

}  // namespace lacuna::ui
