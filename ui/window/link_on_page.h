// SPDX-License-Identifier: GPL-3.0-or-later
// The open document and its file: the line below the page, and the acts of the File menu. It asks by signals and is
// told by slots. UI thread only.
#pragma once

#include <QAction>
#include <QMenu>
#include <QObject>

#include "storage/values/link.h"
#include "ui/links/link_line.h"

namespace lacuna::ui {

class LinkOnPage : public QObject {
  Q_OBJECT
 public:
  // The line goes to the end of the column, on this widget, whose it is.
  LinkOnPage(QBoxLayout& column, QWidget* on);

  void addTo(QMenu* menu);
  // Another document is on the page.
  void openedDocument(const QString& id, const QString& title);
  const storage::LinkStatus& status() const { return status_; }
  LinkLine& line() { return line_; }

 public Q_SLOTS:
  // What is not about the open document is passed over.
  void setStatus(const lacuna::storage::LinkStatus& status);
  // The document was made of this file just now, or found again by it.
  void copied(const QString& id, const QString& path);
  // files.id is the project's, in which the open document lies or not.
  void setNewFiles(const lacuna::storage::NewFiles& files);

 Q_SIGNALS:
  void linkWanted(const QString& id, const QString& path);
  void unlinkWanted(const QString& id);
  void keepMineWanted(const QString& id);
  void takeFileWanted(const QString& id);
  void compareWanted(const QString& id);
  void writeAgainWanted(const QString& id);
  void checkWanted(const QString& id);
  void newFilesWanted(const lacuna::storage::NewFiles& files);
  void newFilesPassed(const lacuna::storage::NewFiles& files);

 private:
  void show();
  void sayTrouble(const QString& name);
  void enable();
  void askLink();
  QAction* add(QMenu* menu, const QString& text, const std::function<void()>& act);

  LinkLine& line_;
  QString id_;
  QString title_;
  storage::LinkStatus status_;
  QString copiedFrom_;  // the file that the open document was made of just now; empty: none
  storage::NewFiles new_;
  QAction* link_ = nullptr;
  QAction* unlink_ = nullptr;
  QAction* check_ = nullptr;
  QAction* again_ = nullptr;
  QVector<QAction*> inConflict_;
  QVector<QAction*> aboutNew_;
};

}  // namespace lacuna::ui
