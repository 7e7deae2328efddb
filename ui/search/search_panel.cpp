// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/search/search_panel.h"

#include <QClipboard>
#include <QCoreApplication>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QLocale>
#include <QScrollBar>
#include <QVBoxLayout>

#include "ui/fonts.h"
#include "ui/row_menu.h"

namespace lacuna::ui {
namespace {

enum Scope { Everything, Project, Bin };
constexpr int kAgain = 1200;  // milliseconds after a change of the text

}  // namespace

SearchPanel::SearchPanel(QWidget* parent) : QFrame(parent) {
  setObjectName(QStringLiteral("searchPanel"));
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(12, 8, 12, 10);
  column->setSpacing(6);
  line_ = new RecentLine(QStringLiteral("library"), this);
  line_->setPlaceholderText(tr("Search all documents"));
  line_->setAccessibleName(tr("Search all documents"));
  line_->setToolTip(
      tr("Words of one paragraph, in any order. \u201cIn quotation marks\u201d: as written; low*: a "
         "beginning; -low: not this word."));
  line_->setClearButtonEnabled(true);
  line_->setFont(chromeFont(13));
  line_->installEventFilter(this);
  column->addWidget(line_);
  scope_ = new QComboBox(this);
  scope_->setAccessibleName(tr("Where to search"));
  scope_->setFont(chromeFont(12));
  scope_->addItems({tr("Everywhere"), tr("In this project"), tr("In the bin")});
  scope_->setMinimumWidth(60);
  scope_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
  column->addWidget(scope_);
  said_ = new QLabel(this);
  said_->setProperty("role", QStringLiteral("soft"));
  said_->setFont(chromeFont(12));
  said_->setWordWrap(true);
  said_->setTextFormat(Qt::PlainText);
  said_->setAccessibleName(tr("What was found"));
  said_->setContentsMargins(2, 0, 2, 0);
  column->addWidget(said_);
  model_ = new SearchModel(this);
  list_ = new QTreeView(this);
  list_->setAccessibleName(tr("Places that were found"));
  list_->setModel(model_);
  list_->setItemDelegate(rows_ = new SearchRows(list_));
  list_->setHeaderHidden(true);
  list_->setRootIsDecorated(false);
  list_->setIndentation(0);
  list_->setMouseTracking(true);
  list_->setExpandsOnDoubleClick(false);
  list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  list_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  list_->setEditTriggers(QAbstractItemView::NoEditTriggers);
  column->addWidget(list_, 1);
  again_.setSingleShot(true);
  again_.setInterval(kAgain);
  connect(&again_, &QTimer::timeout, this, [this] {
    if (isVisible()) ask();
  });
  connect(line_, &QLineEdit::textEdited, this, &SearchPanel::ask);
  connect(line_, &QLineEdit::textChanged, this, [this](const QString& text) {
    if (text.isEmpty()) ask();  // by the button in it
  });
  connect(scope_, &QComboBox::activated, this, &SearchPanel::ask);
  connect(list_, &QTreeView::clicked, this, &SearchPanel::choose);
  connect(list_, &QTreeView::activated, this, &SearchPanel::choose);
  new RowMenu(list_, [this](QMenu& menu, const QModelIndex& row) {
    menu.addAction(SearchModel::isHit(row) ? tr("&Go to this place") : tr("&Open this document"), this,
                   [this, place = QPersistentModelIndex(row)] { choose(place); });
    if (SearchModel::isHit(row))
      menu.addAction(tr("&Copy this passage"), this,
                     [words = row.data().toString()] { QGuiApplication::clipboard()->setText(words); });
    menu.addSeparator();
    menu.addAction(tr("&Fold all documents"), list_, &QTreeView::collapseAll);
    menu.addAction(tr("&Unfold all documents"), list_, &QTreeView::expandAll);
  });
  say({});
}

void SearchPanel::setTheme(const Theme& theme) {
  rows_->theme = theme;
  list_->viewport()->update();
}

void SearchPanel::setNodes(const QVector<storage::TreeNode>& nodes) {
  ways_ = storage::WaysUp(nodes);
  model_->setNodes(nodes);
}

void SearchPanel::setOpen(const QString& id) { open_ = id; }

QString SearchPanel::project() const { return ways_.top(open_); }

void SearchPanel::begin(const QString& text) {
  if (!text.isEmpty()) line_->setText(text);
  line_->setFocus(Qt::ShortcutFocusReason);
  line_->selectAll();
  ask();
}

void SearchPanel::refreshSoon() {
  if (!line_->text().isEmpty()) again_.start();
}

void SearchPanel::ask() {
  again_.stop();
  storage::SearchRequest request;
  request.text = line_->text();
  request.typing = true;
  if (scope_->currentIndex() == Project) request.within = project();
  request.inBin = scope_->currentIndex() == Bin;
  if (request.text.trimmed().isEmpty()) {
    showResult(request, {});
  } else {
    Q_EMIT searched(request);
  }
}

void SearchPanel::showResult(const storage::SearchRequest& request, const storage::SearchResult& result) {
  if (request.text != line_->text()) return;  // the author has typed on
  const bool again = shown_ == request.text;
  const QModelIndex old = list_->currentIndex();
  const int parentRow = SearchModel::isHit(old) ? old.parent().row() : -1;
  const int row = old.row();
  const int scrolled = list_->verticalScrollBar()->value();
  shown_ = request.text;
  model_->setResult(result);
  list_->expandAll();
  QModelIndex current = parentRow < 0 ? model_->index(row, 0) : model_->index(row, 0, model_->index(parentRow, 0));
  if (!again || !current.isValid()) current = model_->step({}, 1);
  if (!current.isValid()) current = model_->index(0, 0);
  list_->setCurrentIndex(current);
  list_->verticalScrollBar()->setValue(again ? scrolled : 0);
  say(result);
}

void SearchPanel::say(const storage::SearchResult& result) {
  QStringList said;
  if (line_->text().trimmed().isEmpty()) {
    said << tr("Words of one paragraph, in any order. \u201cIn quotation marks\u201d: as written; -word: without it.");
  } else if (result.documents.isEmpty() && result.titles.isEmpty()) {
    said << tr("Nothing found.");
  } else {
    const auto documents = static_cast<int>(result.documents.size());
    const QString places = result.passages == 1 ? tr("1 paragraph") : tr("%Ln paragraphs", nullptr, result.passages);
    said << (result.more ? tr("More than %1; add a word to see fewer.").arg(places)
                         : tr("%1 in %2")
                               .arg(places, documents == 1 ? tr("1 document", "in it")
                                                           : tr("%Ln documents", "in them", documents)));
  }
  if (result.pending > 0)
    said << (result.pending == 1 ? tr("1 document is not searched yet.")
                                 : tr("%Ln documents are not searched yet.", nullptr, result.pending));
  said_->setText(said.join(u' '));
  if (result.pending > 0) again_.start();
}

void SearchPanel::choose(const QModelIndex& index) {
  if (!index.isValid()) return;
  line_->remember();
  Q_EMIT chosen(model_->place(index));
}

void SearchPanel::step(int by) {
  const QModelIndex to = model_->step(list_->currentIndex(), by);
  if (!to.isValid()) return;
  list_->setCurrentIndex(to);
  choose(to);
}

// The line keeps the focus while the author goes through what was found.
bool SearchPanel::eventFilter(QObject* watched, QEvent* event) {
  if (watched == line_ && event->type() == QEvent::KeyPress) {
    auto* key = static_cast<QKeyEvent*>(event);
    const bool plain = (key->modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier;
    switch (key->key()) {
      case Qt::Key_Up:
      case Qt::Key_Down:
        if (line_->text().isEmpty() || !plain) break;  // what was searched before
        [[fallthrough]];
      case Qt::Key_PageUp:
      case Qt::Key_PageDown:
        QCoreApplication::sendEvent(list_, event);
        return true;
      case Qt::Key_Return:
      case Qt::Key_Enter:
        choose(list_->currentIndex());
        return true;
      default:
        break;
    }
  }
  return QFrame::eventFilter(watched, event);
}

void SearchPanel::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Escape) {
    event->accept();
    Q_EMIT closed();
  } else {
    QFrame::keyPressEvent(event);
  }
}

}  // namespace lacuna::ui
