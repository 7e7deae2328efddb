// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/writing/writing_dialog.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <algorithm>

#include "storage/values/ways_up.h"
#include "ui/fonts.h"

namespace lacuna::ui {
namespace {

constexpr QSize kUsualSize(680, 500);
constexpr int kBesideMargin = 24;  // pixels

storage::TreeNode nodeOf(const QVector<storage::TreeNode>& nodes, const QString& id) {
  const auto found = std::find_if(nodes.begin(), nodes.end(), [&id](const auto& node) { return node.id == id; });
  return found == nodes.end() ? storage::TreeNode() : *found;
}

}  // namespace

WritingDialog::WritingDialog(QWidget* parent) : QDialog(parent), tabs_(new QTabWidget(this)) {
  setObjectName(QStringLiteral("writingDialog"));
  setWindowTitle(tr("Writing"));
  setFont(chromeFont(13));
  auto* column = new QVBoxLayout(this);
  scopeBox_ = new QWidget(tabs_);
  auto* scopeRow = new QHBoxLayout(scopeBox_);
  scopeRow->setContentsMargins(0, 0, 0, 0);
  auto* scopeName = new QLabel(tr("&Of"), scopeBox_);
  scope_ = new QComboBox(scopeBox_);
  scope_->setAccessibleName(tr("Of which texts"));
  scope_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  scope_->setMinimumContentsLength(20);
  scopeName->setBuddy(scope_);
  scopeRow->addWidget(scopeName);
  scopeRow->addWidget(scope_);
  days_ = new DaysPage(tabs_);
  texts_ = new TextsPage(tally_, tabs_);
  sessions_ = new SessionsPage(tabs_);
  goals_ = new GoalsPage(tally_, tabs_);
  tabs_->addTab(days_, tr("&Days"));
  tabs_->addTab(texts_, tr("&Texts"));
  tabs_->addTab(sessions_, tr("&Sessions"));
  tabs_->addTab(goals_, tr("&Goals"));
  tabs_->setCornerWidget(scopeBox_);
  column->addWidget(tabs_, 1);
  auto* row = new QHBoxLayout;
  copy_ = new QPushButton(tr("&Copy as CSV"), this);
  copy_->setObjectName(QStringLiteral("copyTable"));
  copy_->setToolTip(tr("What this tab shows, as a table for other programs"));
  said_ = new QLabel(this);
  said_->setWordWrap(true);
  said_->setTextFormat(Qt::PlainText);
  said_->setProperty("role", "soft");
  said_->setAccessibleName(tr("Message"));
  auto* close = new QPushButton(tr("Close"), this);
  for (QPushButton* button : {copy_, close}) button->setAutoDefault(false);
  row->addWidget(copy_);
  row->addWidget(said_, 1);
  row->addWidget(close);
  column->addLayout(row);

  connect(close, &QPushButton::clicked, this, &QDialog::reject);
  connect(copy_, &QPushButton::clicked, this, &WritingDialog::copy);
  connect(scope_, &QComboBox::currentIndexChanged, this, &WritingDialog::showReports);
  connect(tabs_, &QTabWidget::currentChanged, this, [this](int tab) {
    scopeBox_->setVisible(tab == Days || tab == Sessions);
    copy_->setVisible(tab != Goals);
    say({});
  });
  connect(&tally_, &TextTally::wanted, this, &WritingDialog::countWanted);
  connect(goals_, &GoalsPage::chosen, this, &WritingDialog::goalChosen);
  connect(texts_, &TextsPage::documentChosen, this, &WritingDialog::documentChosen);
  fillScope();
  resize(kUsualSize.boundedTo(parent != nullptr ? parent->window()->size() : kUsualSize));
}

void WritingDialog::open() {
  QDialog::show();
  const QRect window = parentWidget()->frameGeometry();
  if (window.width() > 2 * width())
    move(window.right() - width() - kBesideMargin, window.top() + (window.height() - height()) / 2);
  raise();
  activateWindow();
  tabs_->tabBar()->setFocus();
  askReports();
}

void WritingDialog::setNodes(const QVector<storage::TreeNode>& nodes, const QString& open) {
  nodes_ = nodes;
  open_ = nodeOf(nodes, open).id;  // a page that is in no library yet has none
  project_ = storage::WaysUp(nodes).top(open_);
  fillScope();
  tally_.setNodes(nodes, project_);
  goals_->setDocuments(nodeOf(nodes, project_), nodeOf(nodes, open_));
  askReports();
}

// The author's choice stays: everything, the project, or the text, whichever these are now.
void WritingDialog::fillScope() {
  const QSignalBlocker quiet(scope_);
  const int chosen = std::max(0, scope_->currentIndex());
  scope_->clear();
  scope_->addItem(tr("Everything"), QString());
  if (!project_.isEmpty()) scope_->addItem(nodeOf(nodes_, project_).title, project_);
  if (open_ != project_) scope_->addItem(nodeOf(nodes_, open_).title, open_);
  scope_->setCurrentIndex(std::min(chosen, scope_->count() - 1));
}

void WritingDialog::askReports() {
  if (!isVisible()) return;
  Q_EMIT reportWanted({});
  if (!project_.isEmpty()) Q_EMIT reportWanted(project_);
  if (open_ != project_) Q_EMIT reportWanted(open_);
}

void WritingDialog::showReport(const storage::WritingReport& report) {
  reports_.insert(report.id, report);
  goals_->show(report, QDate::currentDate());
  showReports();
}

void WritingDialog::showReports() {
  const auto report = reports_.constFind(scope_->currentData().toString());
  if (report == reports_.constEnd()) return;
  days_->show(*report, goals_->dayGoal(), QDate::currentDate());
  sessions_->show(*report);
}

void WritingDialog::showCounts(const QString& id, const storage::TextCounts& counts, const QString& trouble) {
  tally_.take(id, counts, trouble);
}

void WritingDialog::follow(const QString& id) {
  tally_.touch(id);
  askReports();
}

void WritingDialog::startOver() {
  reports_.clear();
  goals_->forgetChosen();
  tally_.startOver();
  askReports();
}

void WritingDialog::say(const QString& sentence) { said_->setText(sentence); }

void WritingDialog::fail(const QString& sentence) {
  say(sentence);
  goals_->forgetChosen();
  for (const storage::WritingReport& report : std::as_const(reports_)) goals_->show(report, QDate::currentDate());
}

void WritingDialog::copy() {
  const int tab = tabs_->currentIndex();
  const QVector<QStringList> rows = tab == Days ? days_->table() : tab == Texts ? texts_->table() : sessions_->table();
  QGuiApplication::clipboard()->setText(csvOf(rows));
  const auto lines = static_cast<int>(rows.size()) - 1;
  say(lines == 1 ? tr("Copied: a head and one row.") : tr("Copied: a head and %Ln rows.", nullptr, lines));
}

}  // namespace lacuna::ui
