// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/history_on_page.h"

#include <QMenu>
#include <QTimer>
#include <utility>

namespace lacuna::ui {
namespace {

// All acts of a menu and of the menus in it.
void collect(const QMenu* menu, QVector<QAction*>& into) {
  for (QAction* action : menu->actions()) {
    if (action->menu() != nullptr) {
      collect(action->menu(), into);
    } else if (!action->isSeparator()) {
      into << action;
    }
  }
}

}  // namespace

HistoryOnPage::HistoryOnPage(const Parts& parts) : parts_(parts), action_(new QAction(tr("&History"), this)) {
  parts_.view.hide();
  action_->setCheckable(true);
  action_->setShortcut(QKeySequence(QStringLiteral("Ctrl+Shift+H")));
  action_->setToolTip(tr("The kept states of this draft, and what changed (Ctrl+Shift+H)"));
  connect(action_, &QAction::triggered, this, [this](bool on) { on ? open() : close(); });
  connect(&parts_.view, &HistoryView::closed, this, &HistoryOnPage::close);
  connect(&parts_.view, &HistoryView::undoWanted, this, [this] {
    parts_.page.undoEdit();
    parts_.view.textChanged(parts_.page.pageDocument().manuscript().words());
    parts_.view.say(tr("Undone: the text is as it was before."));
  });
}

void HistoryOnPage::openedDocument(const QString& id, const QString& title) {
  if (id != id_) close();
  id_ = id;
  title_ = title;
}

void HistoryOnPage::open() {
  if (id_.isEmpty()) {
    action_->setChecked(false);
    Q_EMIT sentence(tr("This page is in no library yet, so it has no history."));
    return;
  }
  if (!std::exchange(open_, true)) setAside(true);
  action_->setChecked(true);
  parts_.view.open(id_, title_, parts_.page.pageDocument().manuscript().words());
}

void HistoryOnPage::close() {
  action_->setChecked(false);
  if (!std::exchange(open_, false)) return;
  setAside(false);
  parts_.page.setFocus();
}

// What the author would not see happen does not happen.
void HistoryOnPage::setAside(bool aside) {
  parts_.page.setVisible(!aside);
  parts_.view.setVisible(aside);
  Q_EMIT turned();
  if (!aside) {
    for (const QPointer<QAction>& action : std::exchange(resting_, {}))
      if (action) action->setEnabled(true);
    return;
  }
  QVector<QAction*> all;
  for (const QAction* top : parts_.menus.actions())
    if (top->menu() != nullptr) collect(top->menu(), all);
  for (QAction* action : std::as_const(all)) {
    const bool harmless = action == action_ || action->property(kWithoutPage).toBool() || !action->isEnabled();
    if (harmless) continue;
    action->setEnabled(false);
    resting_ << action;
  }
}

void HistoryOnPage::restore(const QVector<Edit>& edits, bool whole) {
  if (edits.isEmpty()) {
    parts_.view.say(tr("The text is that of this state already."));
    return;
  }
  PageDocument& document = parts_.page.pageDocument();
  {
    const PageDocument::From state(document, EditOrigin::Uncounted);
    document.noteCursor(parts_.page.cursorPosition());
    document.replacePlaces(edits);
  }
  const int changes = static_cast<int>(edits.size());
  if (!whole) {
    parts_.view.restored(document.manuscript().words(),
                         changes == 1
                             ? tr("One change is brought back. Ctrl+Z undoes that; the text before is in the list.")
                             : tr("%Ln changes are brought back. Ctrl+Z undoes that; the text before is in "
                                  "the list.",
                                  nullptr, changes));
    return;
  }
  close();
  parts_.page.setCursorPosition(edits.first().position);
  // When the page has its place again, at which the sentence stands.
  QTimer::singleShot(0, this, [this] {
    Q_EMIT sentence(tr("The page is as it was then. Ctrl+Z undoes that; the text before is kept in the history."));
  });
}

}  // namespace lacuna::ui
