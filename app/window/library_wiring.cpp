// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/library_wiring.h"

#include <memory>

#include "app/library/tree_calls.h"
#include "ui/editor/undo_step.h"
#include "ui/library/library_panel.h"

namespace lacuna::app {
namespace {

// In the storage thread: what was added can be undone on the page.
QByteArray mergeStep(const storage::Edit& edit, const QVector<storage::Mark>& before,
                     const QVector<storage::Mark>& after) {
  ui::UndoStep step;
  step.changes = {{edit.position, {}, edit.inserted}};
  step.marksBefore = before;
  step.marksAfter = after;
  step.cursorBefore = step.cursorAfter = edit.position;
  step.origin = storage::EditOrigin::Uncounted;
  return ui::encodeStep(step);
}

}  // namespace

void joinLibrary(ui::MainWindow& window, StorageThread& storage) {
  using ui::TreeActs;
  TreeCalls* tree = &storage.tree();
  TreeActs* acts = &window.library()->acts();
  // The window is ahead of the library by what was asked and is not done: a list from before would take it back.
  struct Ahead {
    int asked = 0;
    int done = 0;
  };
  const auto ahead = std::make_shared<Ahead>();
  QObject::connect(acts, &TreeActs::changesWanted, tree, [tree, ahead](const QVector<storage::TreeChange>& changes) {
    ++ahead->asked;
    tree->apply(changes);
  });
  QObject::connect(tree, &TreeCalls::applied, &window, [ahead] { ++ahead->done; });
  QObject::connect(tree, &TreeCalls::treeChanged, &window, [&window, ahead](const QVector<storage::TreeNode>& nodes) {
    if (ahead->asked == ahead->done) window.setLibrary(nodes);
  });
  QObject::connect(acts, &TreeActs::creationWanted, tree, &TreeCalls::create);
  QObject::connect(acts, &TreeActs::duplicationWanted, tree, &TreeCalls::duplicate);
  QObject::connect(acts, &TreeActs::mergeWanted, tree, [tree, &storage](const QStringList& ids) {
    tree->merge(ids, mergeStep);
    storage.openDocument(ids.first());
  });
  QObject::connect(acts, &TreeActs::binEmptyingWanted, tree, &TreeCalls::emptyBin);
  QObject::connect(&window, &ui::MainWindow::splitRequested, tree, &TreeCalls::split);
  QObject::connect(tree, &TreeCalls::made, acts, &TreeActs::noteMade);
  QObject::connect(tree, &TreeCalls::binEmptied, acts, [acts](int documents) {
    Q_EMIT acts->said(TreeActs::tr("%n documents were deleted for good.", nullptr, documents), false);
  });
}

}  // namespace lacuna::app
