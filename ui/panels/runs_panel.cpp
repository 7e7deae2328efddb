// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/runs_panel.h"

#include <QCoreApplication>
#include <QKeyEvent>
#include <QLocale>
#include <QPainter>
#include <QStyledItemDelegate>
#include <algorithm>

#include "ui/fonts.h"
#include "ui/row_menu.h"

namespace lacuna::ui {
namespace {

constexpr qint64 kMega = 1024 * 1024;
constexpr int kRowHeight = 54;
constexpr int kFactsRole = Qt::UserRole + 1;
constexpr int kApplyMs = 900;

struct Said {
  Q_DECLARE_TR_FUNCTIONS(RunFacts)
};

QString endOf(const RunItem& run) {
  switch (run.end) {
    case RunOutcome::Taken:
      return Said::tr("taken");
    case RunOutcome::Left:
      return Said::tr("left");
    case RunOutcome::Stopped:
      return Said::tr("stopped");
    case RunOutcome::Failed:
      return Said::tr("failed");
    case RunOutcome::Open:
      return run.parent.isEmpty() ? Said::tr("open") : Said::tr("branch");
  }
  return {};
}

QString timeOf(const QDateTime& created) {
  const QDateTime local = created.toLocalTime();
  const bool today = local.date() == QDate::currentDate();
  return today ? QLocale().toString(local.time(), QLocale::ShortFormat)
               : QLocale().toString(local, QLocale::ShortFormat);
}

class RunDelegate : public QStyledItemDelegate {
 public:
  using QStyledItemDelegate::QStyledItemDelegate;
  void setTheme(const Theme& theme) { theme_ = theme; }
  void setShown(const QString& id) { shown_ = id; }
  QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override { return {200, kRowHeight}; }

  void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRectF row = QRectF(option.rect).adjusted(0, 1, -1, -1);
    const bool shown = index.data(Qt::UserRole).toString() == shown_;
    const bool current = option.state.testFlag(QStyle::State_Selected);
    painter->setPen(Qt::NoPen);
    painter->setBrush(withAlpha(theme_.accent, shown ? 0.11 : current ? 0.05 : 0.0));
    painter->drawRoundedRect(row, 7, 7);
    if (shown) {
      painter->setBrush(theme_.accent);
      painter->drawRoundedRect(QRectF(row.left(), row.top() + 8, 2.5, row.height() - 16), 1.2, 1.2);
    }
    if (option.state.testFlag(QStyle::State_HasFocus)) {
      painter->setPen(QPen(theme_.accent, 1));
      painter->setBrush(Qt::NoBrush);
      painter->drawRoundedRect(row.adjusted(.5, .5, -.5, -.5), 7, 7);
    }
    painter->setFont(pageFont(15));
    painter->setPen(theme_.ink);
    const QRectF words = row.adjusted(9, 4, -8, -row.height() / 2 + 3);
    painter->drawText(
        words, Qt::AlignVCenter | Qt::AlignLeft,
        painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, qRound(words.width())));
    painter->setFont(chromeFont(11));
    painter->setPen(theme_.soft);
    const QRectF facts = row.adjusted(9, row.height() / 2 + 1, -8, -4);
    painter->drawText(
        facts, Qt::AlignVCenter | Qt::AlignLeft,
        painter->fontMetrics().elidedText(index.data(kFactsRole).toString(), Qt::ElideRight, qRound(facts.width())));
    painter->restore();
  }

 private:
  Theme theme_;
  QString shown_;
};

RunDelegate* delegateOf(QListView* list) { return static_cast<RunDelegate*>(list->itemDelegate()); }

}  // namespace

QString factsOf(const RunItem& run) {
  // In a narrow panel the end is cut off: what became of it comes first.
  QStringList facts{timeOf(run.created), endOf(run), run.model,
                    run.steps == 1 ? Said::tr("1 step") : Said::tr("%Ln steps", nullptr, run.steps),
                    Said::tr("seed %1").arg(run.ask.seed)};
  if (run.stored == 0) facts << Said::tr("steps not kept");
  facts.removeAll(QString());
  return facts.join(QStringLiteral(" \u00b7 "));
}

void RunListModel::setRuns(const QVector<RunItem>& runs) {
  beginResetModel();
  runs_ = runs;
  endResetModel();
}

const RunItem* RunListModel::at(int row) const { return row >= 0 && row < runs_.size() ? &runs_.at(row) : nullptr; }

int RunListModel::rowOf(const QString& id) const {
  for (int i = 0; i < runs_.size(); ++i)
    if (runs_.at(i).id == id) return i;
  return -1;
}

int RunListModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(runs_.size());
}

QVariant RunListModel::data(const QModelIndex& index, int role) const {
  const RunItem* run = index.isValid() ? at(index.row()) : nullptr;
  if (run == nullptr) return {};
  const QString words = run->words.isEmpty() ? tr("(no words)") : run->words;
  switch (role) {
    case Qt::DisplayRole:
      return words;
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole:
      return words + QStringLiteral("\n") + factsOf(*run);
    case Qt::UserRole:
      return run->id;
    case kFactsRole:
      return factsOf(*run);
    default:
      return {};
  }
}

RunsPanel::RunsPanel(QWidget* parent) : QWidget(parent), model_(new RunListModel(this)) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(12);
  card_ = new Card(tr("Runs of this draft"), this);
  list_ = new QListView(this);
  list_->setModel(model_);
  list_->setItemDelegate(new RunDelegate(list_));
  list_->setAccessibleName(tr("Runs of this draft"));
  list_->setUniformItemSizes(true);
  list_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  list_->installEventFilter(this);
  empty_ = softLabel(tr("No run yet. Each gap that you fill is kept here with all its steps."), this);
  card_->body()->addWidget(empty_);
  card_->body()->addWidget(list_, 1);
  auto* acts = new QHBoxLayout;
  open_ = quietButton(tr("Open"), tr("Show its steps (Enter)"), this);
  remove_ = quietButton(tr("Delete"), tr("Delete the run and its steps (Delete); the words in the draft stay"), this);
  acts->addWidget(open_);
  acts->addWidget(remove_);
  acts->addStretch();
  gone_ = softLabel(tr("Deleted."), this);
  gone_->setWordWrap(false);
  undo_ = quietButton(tr("Undo"), tr("Have the deleted run back"), this);
  acts->addWidget(gone_);
  acts->addWidget(undo_);
  gone_->hide();
  undo_->hide();
  card_->body()->addLayout(acts);
  column->addWidget(card_, 1);

  auto* keep = new Card(tr("How much is kept"), this);
  auto* line = new QHBoxLayout;
  most_ = new QSpinBox(this);
  most_->setRange(1, 1024 * 1024);
  most_->setSuffix(tr(" MB"));
  most_->setButtonSymbols(QAbstractSpinBox::NoButtons);
  most_->setAlignment(Qt::AlignRight);
  most_->setFixedWidth(96);
  most_->setAccessibleName(tr("Keep at most so many megabytes of runs"));
  auto* label = new QLabel(tr("Keep at most"), this);
  label->setBuddy(most_);
  line->addWidget(label);
  line->addStretch();
  line->addWidget(most_);
  used_ = softLabel(QString(), this);
  keep->body()->addLayout(line);
  keep->body()->addWidget(used_);
  column->addWidget(keep);

  connect(list_, &QListView::activated, this,
          [this](const QModelIndex& index) { Q_EMIT opened(index.data(Qt::UserRole).toString()); });
  connect(open_, &QToolButton::clicked, this, [this] {
    if (const RunItem* run = model_->at(list_->currentIndex().row())) Q_EMIT opened(run->id);
  });
  connect(remove_, &QToolButton::clicked, this, &RunsPanel::removeCurrent);
  new RowMenu(list_, [this](QMenu& menu, const QModelIndex&) { addButtons(menu, {open_, remove_, undo_}); });
  connect(undo_, &QToolButton::clicked, this, [this] {
    gone_->hide();
    undo_->hide();
    Q_EMIT restored(lastRemoved_);
  });
  apply_.setSingleShot(true);
  apply_.setInterval(kApplyMs);
  connect(most_, &QSpinBox::valueChanged, &apply_, qOverload<>(&QTimer::start));
  connect(&apply_, &QTimer::timeout, this, [this] { Q_EMIT bytesChosen(most_->value() * kMega); });
  setRuns({});
}

void RunsPanel::setTheme(const Theme& theme) {
  delegateOf(list_)->setTheme(theme);
  list_->viewport()->update();
}

void RunsPanel::setRuns(const QVector<RunItem>& runs) {
  const QString current = list_->currentIndex().data(Qt::UserRole).toString();
  const int row = list_->currentIndex().row();
  model_->setRuns(runs);
  // Where the current one went, the one that took its place.
  const int kept = model_->rowOf(current);
  const int now = kept >= 0 ? kept : std::min(row, model_->rowCount() - 1);
  if (now >= 0) list_->setCurrentIndex(model_->index(now));
  empty_->setVisible(runs.isEmpty());
  list_->setVisible(!runs.isEmpty());
  open_->setEnabled(!runs.isEmpty());
  remove_->setEnabled(!runs.isEmpty());
  card_->setNote(runs.isEmpty() ? QString() : QLocale().toString(runs.size()));
}

void RunsPanel::setShown(const QString& id) {
  delegateOf(list_)->setShown(id);
  list_->viewport()->update();
}

void RunsPanel::setBytes(qint64 used, qint64 most) {
  if (!most_->hasFocus() && !apply_.isActive()) {
    const QSignalBlocker block(most_);
    most_->setValue(static_cast<int>(most / kMega));
  }
  used_->setText(tr("The steps of all drafts' runs take %1. When they would take more than this, the oldest steps go; "
                    "the list stays.")
                     .arg(QLocale().formattedDataSize(used, 1, QLocale::DataSizeTraditionalFormat)));
}

void RunsPanel::removeCurrent() {
  const RunItem* run = model_->at(list_->currentIndex().row());
  if (run == nullptr) return;
  lastRemoved_ = run->id;
  gone_->show();
  undo_->show();
  Q_EMIT removed(lastRemoved_);
}

bool RunsPanel::eventFilter(QObject* watched, QEvent* event) {
  if (watched != list_ || event->type() != QEvent::KeyPress) return false;
  const int key = static_cast<QKeyEvent*>(event)->key();
  if (key == Qt::Key_Delete || key == Qt::Key_Backspace) {
    removeCurrent();
    return true;
  }
  return false;
}

}  // namespace lacuna::ui
