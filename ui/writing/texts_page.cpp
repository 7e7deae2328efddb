// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/writing/texts_page.h"

#include <QHeaderView>
#include <QLocale>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/writing/writing_figures.h"

namespace lacuna::ui {
namespace {

constexpr int kFollowMs = 60;
enum Column { Title, Words, Generated, Characters, Sentences, Average, Reading, Columns };

bool sameRows(const QVector<storage::TreeNode>& a, const QVector<storage::TreeNode>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& one, const auto& other) {
    return one.id == other.id && one.title == other.title && one.depth == other.depth;
  });
}

QString averageOf(const storage::TextCounts& counts) {
  if (counts.sentences == 0) return {};
  return QLocale().toString(static_cast<double>(counts.words) / counts.sentences, 'f', 1);
}

}  // namespace

TextsPage::TextsPage(TextTally& tally, QWidget* parent) : QWidget(parent), tally_(tally), list_(new QTreeWidget(this)) {
  auto* column = new QVBoxLayout(this);
  column->addWidget(list_);
  list_->setAccessibleName(tr("Texts of the project"));
  list_->setUniformRowHeights(true);
  list_->setHeaderLabels(
      {tr("Text"), tr("Words"), tr("Generated"), tr("Characters"), tr("Sentences"), tr("Words each"), tr("Reading")});
  list_->headerItem()->setToolTip(Words, tr("With all that lies under it, but for notes and what is archived"));
  list_->headerItem()->setToolTip(Generated, tr("Share of the words that came out of a gap and are neither edited nor "
                                                "confirmed"));
  list_->headerItem()->setToolTip(Characters, tr("With spaces"));
  list_->headerItem()->setToolTip(Average, tr("Words of a sentence, on average"));
  list_->headerItem()->setToolTip(Reading, tr("At 240 words a minute"));
  list_->header()->setStretchLastSection(false);
  for (int i = 0; i < Columns; ++i) {
    list_->header()->setSectionResizeMode(i, i == Title ? QHeaderView::Stretch : QHeaderView::ResizeToContents);
    if (i != Title) list_->headerItem()->setTextAlignment(i, Qt::AlignRight);
  }
  // Many texts are counted one soon after the other.
  later_.setSingleShot(true);
  later_.setInterval(kFollowMs);
  connect(&later_, &QTimer::timeout, this, &TextsPage::fill);
  connect(&tally_, &TextTally::changed, this, [this] {
    if (!later_.isActive()) later_.start();
  });
  connect(list_, &QTreeWidget::itemActivated, this,
          [this](const QTreeWidgetItem* item) { Q_EMIT documentChosen(item->data(Title, Qt::UserRole).toString()); });
}

// Rows stay, with what the author has folded and chosen, as long as the tree is the same.
void TextsPage::build() {
  const QString chosen =
      list_->currentItem() == nullptr ? QString() : list_->currentItem()->data(Title, Qt::UserRole).toString();
  shown_ = tally_.nodes();
  list_->clear();
  items_.clear();
  for (const storage::TreeNode& node : std::as_const(shown_)) {
    QTreeWidgetItem* above = items_.value(node.parent);
    auto* item = above == nullptr ? new QTreeWidgetItem(list_) : new QTreeWidgetItem(above);
    item->setText(Title, node.title);
    item->setToolTip(Title, node.title);
    item->setData(Title, Qt::UserRole, node.id);
    for (int column = Words; column < Columns; ++column)
      item->setTextAlignment(column, Qt::AlignRight | Qt::AlignVCenter);
    items_.insert(node.id, item);
  }
  list_->expandAll();
  list_->setCurrentItem(items_.contains(chosen) ? items_.value(chosen) : list_->topLevelItem(0));
}

void TextsPage::fill() {
  if (!sameRows(shown_, tally_.nodes())) build();
  const QLocale locale;
  const QHash<QString, TextTally::Sum> sums = tally_.sums();
  for (const storage::TreeNode& node : std::as_const(shown_)) {
    const TextTally::Sum sum = sums.value(node.id);
    const storage::TextCounts& counts = sum.counts;
    QTreeWidgetItem* item = items_.value(node.id);
    if (!sum.whole) {
      for (int column = Words; column < Columns; ++column) item->setText(column, QString());
      item->setText(Words, QStringLiteral("\u2026"));
      continue;
    }
    const QString mark = sum.trouble.isEmpty() ? QString() : QStringLiteral(" !");
    item->setText(Words, locale.toString(counts.words) + mark);
    item->setToolTip(Words, sum.trouble);
    item->setText(Generated, shareText(counts.generated, counts.words));
    item->setText(Characters, locale.toString(counts.characters));
    item->setText(Sentences, locale.toString(counts.sentences));
    item->setText(Average, averageOf(counts));
    item->setText(Reading, readingTime(counts.words));
  }
}

QVector<QStringList> TextsPage::table() const {
  QVector<QStringList> rows{{tr("Text"), tr("Depth"), tr("Words"), tr("Generated words"), tr("Characters"),
                             tr("Characters without spaces"), tr("Sentences"), tr("Paragraphs")}};
  const QHash<QString, TextTally::Sum> sums = tally_.sums();
  for (const storage::TreeNode& node : shown_) {
    const TextTally::Sum sum = sums.value(node.id);
    const storage::TextCounts& c = sum.counts;
    QStringList row{node.title, QString::number(node.depth)};
    for (const int count : {c.words, c.generated, c.characters, c.letters, c.sentences, c.paragraphs})
      row << (sum.whole ? QString::number(count) : QString());
    rows << row;
  }
  return rows;
}

}  // namespace lacuna::ui
