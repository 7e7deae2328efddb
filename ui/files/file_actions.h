// SPDX-License-Identifier: GPL-3.0-or-later
// Import, export and compile in the File menu. Asks by dialogs, says by signals what is wanted, and does nothing
// itself. UI thread only.
#pragma once

#include <QObject>
#include <QPair>
#include <QStringList>

#include "storage/values/manuscript.h"

namespace lacuna::ui {

class MainWindow;

// What the author chose last; kept between starts.
struct CompileChoice {
  storage::ManuscriptLook look{};
  QString author{};
  bool notes = false;
  static CompileChoice load();
  void save() const;
};

class FileActions : public QObject {
  Q_OBJECT
 public:
  // Adds its acts to the window's File menu, before Quit. Of the window.
  FileActions(MainWindow* window, const QVector<storage::FormatInfo>& formats);

  // A dialog: does a book with so many chapters become a project? 0: not wanted at all, 1: one document, 2: a project.
  int askProject(const QString& title, int chapters);
  // A dialog: a text reads so in each of these encodings. Empty: not wanted.
  QString askEncoding(const QString& file, const QVector<QPair<QString, QString>>& previews);
  // A dialog; false: not wanted.
  bool askCompile(CompileChoice* choice);

 Q_SIGNALS:
  void importWanted(const QString& path);
  void exportWanted(const QString& path, const QString& text);
  // The project that the open draft lies in.
  void compileWanted(const QString& path, const lacuna::ui::CompileChoice& choice);

 private:
  QString askPath(const QString& title);

  MainWindow* window_;
  QStringList filters_;
};

}  // namespace lacuna::ui
