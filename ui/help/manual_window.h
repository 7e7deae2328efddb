// SPDX-License-Identifier: GPL-3.0-or-later
// The manual beside the page: its contents at the left, in which words can be searched, and a page at the right. It is
// open while the author writes, and does an act of the menus where they ask for it. UI thread only.
#pragma once

#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QToolButton>

#include "ui/help/manual.h"
#include "ui/help/manual_view.h"

namespace lacuna::ui {

class ManualWindow : public QDialog {
  Q_OBJECT
 public:
  ManualWindow(const Theme& theme, QWidget* parent);

  // The acts as the menus have them now. page: the name of the one to show; one that there is not shows the contents.
  void open(const QVector<PaletteEntry>& acts, const QString& page);
  void setTheme(const Theme& theme);

  QLineEdit* line() const { return line_; }
  QListWidget* list() const { return list_; }
  ManualView* view() const { return view_; }
  const Manual& manual() const { return manual_; }
  QString shown() const { return shown_.page; }

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  struct Place {
    QString page;
    int scroll = 0;
  };
  void buildKeys();
  void search(const QString& question);
  void show(const QString& page, int scroll = 0);
  // To a page that the author chose; the one before can be gone back to.
  void visit(const QString& page);
  void leave();                      // the page that is shown, for another
  void choose(const QString& name);  // its row
  void go(QVector<Place>* from, QVector<Place>* to);
  void runAct(const QString& way);
  void say(const QString& sentence);
  QString nameAt(int row) const;

  Theme theme_;
  Manual manual_;
  ManualActs acts_;
  QStringList texts_;  // of the pages, as they are read
  Place shown_;
  QVector<Place> behind_;
  QVector<Place> ahead_;
  bool searched_ = false;  // since the line was empty
  QLineEdit* line_;
  QListWidget* list_;
  ManualView* view_;
  QLabel* said_;
  QToolButton* back_;
  QToolButton* forward_;
};

}  // namespace lacuna::ui
