// SPDX-License-Identifier: GPL-3.0-or-later
// Folders in the File menu: one that comes in as a project, a project that goes out as one. Asks by dialogs, says by
// signals what is wanted, and does nothing itself. UI thread only.
#pragma once

#include <QObject>
#include <QStringList>

namespace lacuna::ui {

class MainWindow;

struct FolderChoice {
  bool notes = true;
  bool archived = true;
  bool linked = false;  // from now on each document is kept in step with its file
};

// What a folder holds.
struct FolderOffer {
  QString title;
  int texts = 0;
  QStringList leftOut;  // one sentence each
};

class FolderActions : public QObject {
  Q_OBJECT
 public:
  // Adds its acts to the window's File menu, behind import and export. Of the window.
  explicit FolderActions(MainWindow* window);

  // A dialog; false: not wanted. linked: each document is to be kept in step with its file.
  bool askImport(const FolderOffer& offer, bool* linked);
  // A dialog: are these files, which another program has changed, to be written over?
  bool askOver(const QStringList& files);

 Q_SIGNALS:
  void importWanted(const QString& path);
  // The project that the open draft lies in.
  void exportWanted(const QString& path, const lacuna::ui::FolderChoice& choice);

 private:
  bool askExport(FolderChoice* choice);

  MainWindow* window_;
};

}  // namespace lacuna::ui
