// SPDX-License-Identifier: GPL-3.0-or-later
// From document to document: those that were open lately in the File menu, any of them by a few letters, the one before
// by Ctrl+Tab, and back and forward through the places where the author was. UI thread only.
#pragma once

#include <QHash>
#include <QMenu>
#include <QObject>
#include <QPointer>
#include <QSet>
#include <optional>

#include "ui/palette/document_switcher.h"
#include "ui/recent/recent_list.h"
#include "ui/recent/visited_places.h"
#include "ui/window/main_window.h"

namespace lacuna::ui {

class RecentOnPage : public QObject {
  Q_OBJECT
 public:
  RecentOnPage(MainWindow& window, const Theme& theme);

  // Their acts.
  void fillFileMenu(QMenu* menu);
  void fillViewMenu(QMenu* menu);

  // The page is about to show this document; and shows it.
  void leaving(const QString& next);
  void openedDocument(const QString& id, const QString& title);
  // What is remembered is that library's.
  void setLibrary(const QString& path);
  // A file was opened by other means than by this window's menu.
  void noteFile(const QString& path);
  // Of those of filesWanted(): they are not there any more.
  void setMissing(const QStringList& paths);
  const RecentList& list() const { return list_; }

 Q_SIGNALS:
  // Are these files still there? Looking may take its time.
  void filesWanted(const QStringList& paths);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  QAction* add(QMenu* menu, const QString& text, const QKeySequence& keys, const std::function<void()>& act);
  void fillRecent(QMenu* menu);
  void openDocument(const QString& id);
  void goToDocument();
  QVector<PaletteEntry> headings();
  void switchBy(int by);
  void goBack(bool forward);
  void goTo(const VisitedPlace& place);
  void noteHere();
  VisitedPlace here() const;

  MainWindow& window_;
  const Theme& theme_;
  RecentList list_;
  VisitedPlaces places_;
  std::optional<VisitedPlace> pending_;  // to go to when its document is on the page
  QString open_;
  QString title_;
  QSet<QString> missing_;  // files
  QHash<QString, QAction*> fileActs_;
  QPointer<DocumentSwitcher> switcher_;
};

}  // namespace lacuna::ui
