// SPDX-License-Identifier: GPL-3.0-or-later
// The history in place of the page: while it is there the page, its panels and all acts on the text are away. What is
// brought back becomes one step of undo. UI thread only.
#pragma once

#include <QAction>
#include <QMenuBar>
#include <QObject>
#include <QPointer>

#include "ui/history/history_view.h"
#include "ui/page/page_view.h"

namespace lacuna::ui {

class HistoryOnPage : public QObject {
  Q_OBJECT
 public:
  struct Parts {
    PageView& page;
    HistoryView& view;
    QMenuBar& menus;
  };
  explicit HistoryOnPage(const Parts& parts);
  // Of an action with this property set to true: it does not act on the page.
  static constexpr const char* kWithoutPage = "withoutPage";

  // Shows and closes it. Checkable.
  QAction* action() const { return action_; }
  // Another document is on the page, or the same one under another name. Closes the history of the one before.
  void openedDocument(const QString& id, const QString& title);
  bool isOpen() const { return open_; }
  HistoryView& view() { return parts_.view; }

 public Q_SLOTS:
  void open();
  void close();
  // Edits of the text as it stands, ascending and not overlapping: one step of undo, and nobody's new words. whole: the
  // author is back on the page.
  void restore(const QVector<lacuna::storage::Edit>& edits, bool whole);

 Q_SIGNALS:
  void sentence(const QString& text);
  void turned();  // it was opened or closed

 private:
  void setAside(bool aside);

  Parts parts_;
  QAction* action_;
  QString id_;
  QString title_;
  QVector<QPointer<QAction>> resting_;  // that would act on the page
  bool open_ = false;
};

}  // namespace lacuna::ui
