// SPDX-License-Identifier: GPL-3.0-or-later
// The acts on the tree, as the menu bar, the menu at a row and the keys of the tree have them.
#include <QMessageBox>
#include <QPushButton>

#include "ui/library/library_panel.h"

namespace lacuna::ui {
namespace {

// True: the author says so. What it is about cannot come back.
bool askForGood(QWidget* parent, const QString& text, const QString& button) {
  QMessageBox box(parent);
  box.setObjectName(QStringLiteral("forGood"));
  box.setIcon(QMessageBox::NoIcon);
  box.setTextFormat(Qt::PlainText);
  box.setWindowTitle(LibraryPanel::tr("Delete for good"));
  box.setText(text);
  box.setInformativeText(LibraryPanel::tr("Their older states and runs go with them. This cannot be taken back."));
  QPushButton* go = box.addButton(button, QMessageBox::DestructiveRole);
  QPushButton* keep = box.addButton(LibraryPanel::tr("&Keep"), QMessageBox::RejectRole);
  box.setDefaultButton(keep);
  box.setEscapeButton(keep);
  box.exec();
  return box.clickedButton() == go;
}

}  // namespace

QAction* LibraryPanel::addAct(const QString& text, const QKeySequence& keys, const std::function<void()>& act,
                              const std::function<bool()>& possible) {
  auto* action = new QAction(text, this);
  action->setShortcut(keys);
  action->setShortcutContext(Qt::WidgetShortcut);  // of the tree alone: on the page they are about the text
  connect(action, &QAction::triggered, this, act);
  tree_->addAction(action);
  actions_.push_back({action, possible});
  return action;
}

void LibraryPanel::buildActs() {
  const auto outside = [this] { return anyChosen(false); };
  const auto inBin = [this] { return anyChosen(true); };
  newMenu_ = new QMenu(tr("&New"), this);
  const QVector<QPair<QString, DocumentKind>> kinds{{tr("&Project"), DocumentKind::Project},
                                                    {tr("&Folder"), DocumentKind::Folder},
                                                    {tr("&Chapter"), DocumentKind::Chapter},
                                                    {tr("&Scene"), DocumentKind::Scene},
                                                    {tr("&Note"), DocumentKind::Note}};
  kindMenu_ = new QMenu(tr("Make it &a"), this);
  for (const auto& [name, kind] : kinds) {
    newMenu_->addAction(name, this, [this, kind = kind] { acts_.create(kind, chosen().value(0, acts_.shown().open)); });
    kindMenu_->addAction(name, this, [this, kind = kind] { acts_.setKind(chosen(), kind); });
  }
  add_->setMenu(newMenu_);
  addAct(
      tr("&Rename"), QKeySequence(Qt::Key_F2), [this] { tree_->rename(TreeModel::idOf(tree_->currentIndex())); },
      [this] { return chosen().size() == 1 && anyChosen(false); });
  addAct(
      tr("&Duplicate"), QKeySequence(QStringLiteral("Ctrl+D")), [this] { acts_.duplicate(chosen()); }, outside);
  addAct(
      tr("&Merge"), QKeySequence(QStringLiteral("Ctrl+M")), [this] { acts_.merge(chosen()); }, outside);
  addAct(
      tr("&Split at the cursor"), QKeySequence(), [this] { Q_EMIT splitRequested(); },
      [this] { return !acts_.shown().open.isEmpty(); });
  const auto shift = [this](TreeActs::Way way) {
    const QStringList ids = chosen();
    acts_.shift(ids, way);
    tree_->chooseAll(ids);
  };
  addAct(
      tr("Move &up"), QKeySequence(QStringLiteral("Alt+Up")), [shift] { shift(TreeActs::Up); }, outside);
  addAct(
      tr("Move do&wn"), QKeySequence(QStringLiteral("Alt+Down")), [shift] { shift(TreeActs::Down); }, outside);
  addAct(
      tr("Move &into the one above"), QKeySequence(QStringLiteral("Alt+Right")), [shift] { shift(TreeActs::In); },
      outside);
  addAct(
      tr("Move &out"), QKeySequence(QStringLiteral("Alt+Left")), [shift] { shift(TreeActs::Out); }, outside);
  archive_ = addAct(
      tr("Arc&hive"), QKeySequence(),
      [this] {
        const QStringList ids = chosen();
        const TreeNode* first = acts_.node(ids.value(0));
        if (first != nullptr) acts_.archive(ids, !first->archived);
      },
      outside);
  addAct(
      tr("Move to the &bin"), QKeySequence(), [this] { acts_.bin(chosen()); }, outside);
  addAct(
      tr("Restore &from the bin"), QKeySequence(), [this] { acts_.restore(chosen()); }, inBin);
  addAct(
      tr("Delete for &good\u2026"), QKeySequence(), [this] { askRemove(); }, inBin);
  addAct(
      tr("&Empty the bin\u2026"), QKeySequence(), [this] { askEmptyBin(); },
      [this] { return model_.indexOf(kBinId).isValid(); });
  addAct(
      tr("&Take back the last act on the library"), QKeySequence(), [this] { acts_.undo(); },
      [this] { return acts_.canUndo(); });
  archivedShown_ = addAct(tr("Show archi&ved"), QKeySequence(), [] {});
  archivedShown_->setCheckable(true);
  archivedShown_->setChecked(acts_.shown().archived);
  connect(archivedShown_, &QAction::toggled, this, [this](bool on) {
    TreeShown shown = acts_.shown();
    shown.archived = on;
    acts_.setShown(shown);
  });
  // Keys alone: what Delete does depends on where the chosen ones lie.
  const auto key = [this](const QKeySequence& keys, const std::function<void()>& act) {
    auto* action = new QAction(this);
    action->setShortcut(keys);
    action->setShortcutContext(Qt::WidgetShortcut);
    connect(action, &QAction::triggered, this, act);
    tree_->addAction(action);
  };
  key(QKeySequence(Qt::Key_Delete), [this] { anyChosen(false) ? acts_.bin(chosen()) : askRemove(); });
  key(QKeySequence(QKeySequence::Undo), [this] { acts_.undo(); });
  key(QKeySequence(QStringLiteral("Ctrl+Shift+Z")), [this] { acts_.redo(); });
}

void LibraryPanel::enableActs() {
  for (const Act& act : std::as_const(actions_)) act.action->setEnabled(!act.possible || act.possible());
  kindMenu_->setEnabled(anyChosen(false));
  const TreeNode* first = acts_.node(chosen().value(0));
  archive_->setText(first != nullptr && first->archived ? tr("Out of the arc&hive") : tr("Arc&hive"));
}

void LibraryPanel::fillMenu(QMenu* menu) {
  menu->addMenu(newMenu_);
  menu->addMenu(kindMenu_);
  for (qsizetype i = 0; i < actions_.size(); ++i) {
    if (i == 0 || i == 2 || i == 4 || i == 8 || i == 10 || i == 13) menu->addSeparator();
    menu->addAction(actions_.at(i).action);
  }
}

void LibraryPanel::askRemove() {
  QStringList ids;
  for (const QString& id : chosen())
    if (acts_.node(id) != nullptr && acts_.node(id)->inBin) ids << id;
  if (ids.isEmpty()) return;
  const QString what =
      ids.size() == 1 ? tr("Delete \u201c%1\u201d and what lies in it for good?").arg(acts_.node(ids.first())->title)
                      : tr("Delete %n documents for good?", nullptr, int(ids.size()));
  if (askForGood(this, what, tr("&Delete for good"))) acts_.remove(ids);
}

void LibraryPanel::askEmptyBin() {
  const TreeNodes& nodes = acts_.nodes();
  const auto count = std::count_if(nodes.begin(), nodes.end(), [](const TreeNode& node) { return node.inBin; });
  if (count == 0) return;
  if (askForGood(this, tr("Delete the %n documents in the bin for good?", nullptr, int(count)), tr("&Empty the bin")))
    acts_.emptyBin();
}

}  // namespace lacuna::ui
