// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/library/library_panel.h"

#include <QActionGroup>
#include <QHBoxLayout>
#include <QSettings>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/fonts.h"

namespace lacuna::ui {
namespace {

const QString kArchived = QStringLiteral("library/archived");
const QString kProject = QStringLiteral("library/project");
const QString kSplit = QStringLiteral("library/split");
constexpr int kTreeShare = 620;  // of a thousand pixels
constexpr int kOutlineShare = 380;
constexpr int kMostName = 120;   // pixels of a project's name
constexpr int kAroundHead = 38;  // margins, and what stands between

QFont captionFont() {
  QFont font = chromeFont(11, QFont::DemiBold);
  font.setLetterSpacing(QFont::AbsoluteSpacing, 0.9);
  return font;
}

}  // namespace

LibraryPanel::LibraryPanel(QWidget* parent) : QFrame(parent) {
  setObjectName(QStringLiteral("library"));
  const QSettings settings;
  TreeShown shown;
  shown.archived = settings.value(kArchived, false).toBool();
  shown.project = settings.value(kProject).toString();
  acts_.setShown(shown);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(12, 8, 12, 10);
  column->setSpacing(6);
  tree_ = new TreeView(model_, this);
  column->addLayout(buildHead());
  column->addWidget(filter_);
  nothing_ = new QLabel(tr("No title has these letters."), this);
  nothing_->setProperty("role", QStringLiteral("soft"));
  nothing_->setWordWrap(true);
  nothing_->hide();
  column->addWidget(nothing_);
  splitter_ = new QSplitter(Qt::Vertical, this);
  splitter_->setChildrenCollapsible(false);
  splitter_->addWidget(tree_);
  outlineBox_ = new QWidget(splitter_);
  auto* below = new QVBoxLayout(outlineBox_);
  below->setContentsMargins(0, 6, 0, 0);
  below->setSpacing(4);
  auto* caption = new QLabel(tr("HEADINGS"), outlineBox_);
  caption->setProperty("role", QStringLiteral("caption"));
  caption->setFont(captionFont());
  caption->setContentsMargins(6, 0, 0, 0);
  outline_ = new OutlineView(outlineBox_);
  below->addWidget(caption);
  below->addWidget(outline_, 1);
  outlineBox_->hide();
  splitter_->setStretchFactor(0, 3);
  splitter_->setStretchFactor(1, 2);
  if (!splitter_->restoreState(settings.value(kSplit).toByteArray())) splitter_->setSizes({kTreeShare, kOutlineShare});
  column->addWidget(splitter_, 1);
  buildActs();

  connect(&acts_, &TreeActs::changed, this, &LibraryPanel::refresh);
  connect(&acts_, &TreeActs::openWanted, this, &LibraryPanel::documentChosen);
  connect(&acts_, &TreeActs::draftWanted, this, &LibraryPanel::newRequested);
  connect(&acts_, &TreeActs::naming, this, [this](const QString& id) { renaming_ = id; });
  // Queued: the tree takes the keys when its line goes.
  connect(
      tree_->itemDelegate(), &QAbstractItemDelegate::closeEditor, this,
      [this](QWidget*, QAbstractItemDelegate::EndEditHint how) { nameGiven(how); }, Qt::QueuedConnection);
  connect(&model_, &TreeModel::renamed, &acts_, &TreeActs::rename);
  connect(&model_, &TreeModel::moved, &acts_, &TreeActs::move);
  connect(&model_, &TreeModel::thrown, &acts_, &TreeActs::bin);
  connect(tree_, &TreeView::opened, this, &LibraryPanel::documentChosen);
  connect(tree_, &TreeView::menuWanted, this, [this](const QPoint& at) {
    QMenu menu(this);
    if (const QStringList ids = chosen(); ids.size() == 1)
      menu.addAction(tr("Open\tEnter"), this, [this, id = ids.first()] { Q_EMIT documentChosen(id); });
    fillMenu(&menu);
    menu.exec(at);
  });
  connect(tree_->selectionModel(), &QItemSelectionModel::selectionChanged, this, &LibraryPanel::enableActs);
  connect(outline_, &OutlineView::chosen, this, &LibraryPanel::headingChosen);
  enableActs();
}

LibraryPanel::~LibraryPanel() {
  tree_->keep();
  QSettings settings;
  settings.setValue(kArchived, acts_.shown().archived);
  settings.setValue(kProject, acts_.shown().project);
  settings.setValue(kSplit, splitter_->saveState());
  disconnect(tree_->selectionModel(), nullptr, this, nullptr);
}

QLayout* LibraryPanel::buildHead() {
  auto* top = new QHBoxLayout;
  which_ = new QToolButton(this);
  which_->setText(tr("ALL DOCUMENTS"));
  which_->setFont(captionFont());
  which_->setPopupMode(QToolButton::InstantPopup);
  which_->setMenu(new QMenu(which_));
  which_->setToolTip(tr("Show everything, or one project alone"));
  which_->setAccessibleName(tr("Which documents are shown"));
  connect(which_->menu(), &QMenu::aboutToShow, this, &LibraryPanel::fillProjects);
  add_ = new QToolButton(this);
  add_->setText(QStringLiteral("+"));
  add_->setPopupMode(QToolButton::InstantPopup);
  add_->setToolTip(tr("New project, folder, chapter, scene or note"));
  add_->setAccessibleName(tr("New document"));
  top->addWidget(which_);
  top->addStretch();
  top->addWidget(add_);
  filter_ = new QLineEdit(this);
  filter_->setPlaceholderText(tr("Filter titles"));
  filter_->setAccessibleName(tr("Filter titles"));
  filter_->setClearButtonEnabled(true);
  connect(filter_, &QLineEdit::textChanged, this, &LibraryPanel::setFilter);
  auto* clear = new QAction(this);
  clear->setShortcut(Qt::Key_Escape);
  clear->setShortcutContext(Qt::WidgetShortcut);
  filter_->addAction(clear);
  connect(clear, &QAction::triggered, this, [this] {
    filter_->clear();
    tree_->setFocus();
  });
  connect(filter_, &QLineEdit::returnPressed, this, [this] {
    const QVector<ShownRow> rows = acts_.rows();
    const auto first = std::find_if(rows.begin(), rows.end(), [](const ShownRow& row) { return row.found; });
    if (first == rows.end()) return;
    tree_->choose(first->id);
    tree_->setFocus();
  });
  return top;
}

void LibraryPanel::setFilter(const QString& text) {
  tree_->setFiltered(!text.trimmed().isEmpty());
  TreeShown shown = acts_.shown();
  shown.filter = text;
  acts_.setShown(shown);
  tree_->unfold();
  if (text.isEmpty()) tree_->choose(acts_.shown().open);
}

void LibraryPanel::fillProjects() {
  QMenu* menu = which_->menu();
  menu->clear();
  auto* group = new QActionGroup(menu);
  const auto add = [&](const QString& id, const QString& title) {
    QAction* action = menu->addAction(QString(title).replace(u'&', QLatin1String("&&")), this, [this, id] {
      TreeShown shown = acts_.shown();
      shown.project = id;
      acts_.setShown(shown);
      tree_->unfold();
    });
    action->setCheckable(true);
    action->setChecked(acts_.shown().project == id);
    group->addAction(action);
  };
  add({}, tr("All documents"));
  menu->addSeparator();
  for (const TreeNode& node : acts_.nodes())
    if (node.kind == DocumentKind::Project && !node.inBin) add(node.id, node.title);
}

void LibraryPanel::refresh() {
  const QVector<ShownRow> rows = acts_.rows();
  model_.setRows(rows);
  tree_->unfold();
  nothing_->setVisible(rows.isEmpty() && !acts_.shown().filter.isEmpty());
  showWhich();
  enableActs();
}

void LibraryPanel::showWhich() {
  const TreeNode* project = acts_.node(acts_.shown().project);
  const QFontMetrics metrics(which_->font());
  const int around = which_->sizeHint().width() - metrics.horizontalAdvance(which_->text());
  const int room = std::min(kMostName, width() - kAroundHead - around - add_->sizeHint().width());
  which_->setText(metrics.elidedText(project == nullptr ? tr("ALL DOCUMENTS") : project->title.toUpper(),
                                     Qt::ElideRight, std::max(0, room)));
}

void LibraryPanel::resizeEvent(QResizeEvent* event) {
  showWhich();
  QFrame::resizeEvent(event);
}

void LibraryPanel::setTheme(const Theme& theme) {
  tree_->setTheme(theme);
  outline_->setTheme(theme);
}

void LibraryPanel::setNodes(const TreeNodes& nodes) {
  const bool chosen = tree_->currentIndex().isValid();
  acts_.setNodes(nodes);
  if (!chosen) tree_->choose(acts_.shown().open);
}

void LibraryPanel::setCurrent(const QString& id) {
  if (id == acts_.shown().open && tree_->currentIndex().isValid()) return;
  acts_.setOpen(id);
  tree_->setOpen(id);
  tree_->choose(id);
  if (!renaming_.isEmpty() && renaming_ == id) {
    renaming_.clear();
    // When whoever opened it has given the keys to the page.
    QMetaObject::invokeMethod(
        this,
        [this, id] {
          rename(id);
          named_ = id;
        },
        Qt::QueuedConnection);
  }
}

// A new document has its name, and its author wants to write in it.
void LibraryPanel::nameGiven(QAbstractItemDelegate::EndEditHint how) {
  const QString id = std::exchange(named_, QString());
  if (!id.isEmpty() && how == QAbstractItemDelegate::SubmitModelCache) Q_EMIT documentChosen(id);
}

void LibraryPanel::setHeadings(const QVector<Heading>& headings) {
  outline_->setHeadings(headings);
  outlineBox_->setVisible(!headings.isEmpty());
}

void LibraryPanel::setWords(const QString& id, int words) { acts_.setWords(id, words); }

void LibraryPanel::rename(const QString& id) { tree_->rename(id); }

bool LibraryPanel::anyChosen(bool inBin) const {
  const QStringList ids = chosen();
  return std::any_of(ids.begin(), ids.end(), [&](const QString& id) {
    const TreeNode* node = acts_.node(id);
    return node != nullptr && node->inBin == inBin;
  });
}

}  // namespace lacuna::ui
