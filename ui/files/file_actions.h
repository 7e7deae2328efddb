// SPDX-License-Identifier: GPL-3.0-or-later
// Import, export, compile and print in the File menu. Asks by dialogs, says by signals what is wanted, and does nothing
// itself. UI thread only.
#pragma once

#include <QObject>
#include <QStringList>

#include "ui/files/manuscript_choice.h"

class QAction;
class QMenu;

namespace lacuna::ui {

class MainWindow;

class FileActions : public QObject {
  Q_OBJECT
 public:
  // Adds its acts to the window's File menu, before Quit. Of the window.
  FileActions(MainWindow* window, const QVector<storage::FormatInfo>& formats);

  // A dialog: does a book with so many chapters become a project? 0: not wanted at all, 1: one document, 2: a project.
  int askProject(const QString& title, int chapters);
  // A dialog; false: not wanted. whole: of a project. yes: what its button says.
  bool askChoice(const QString& title, bool whole, const QString& yes, CompileChoice* choice);
  // Among the acts, before Quit.
  void addAction(QAction* action);

 Q_SIGNALS:
  void importWanted(const QString& path);
  void exportWanted(const QString& path, const QString& text, const lacuna::ui::CompileChoice& choice);
  // The project that the open draft lies in.
  void compileWanted(const QString& path, const lacuna::ui::CompileChoice& choice);
  // looking: the author wants to see the pages first.
  void printWanted(bool looking);

 private:
  QString askPath(const QString& title, const QString& suggested = {});

  MainWindow* window_;
  QMenu* menu_ = nullptr;
  QAction* before_ = nullptr;  // the acts stand before it
  QStringList filters_;
};

}  // namespace lacuna::ui
