// SPDX-License-Identifier: GPL-3.0-or-later
// A line and a list: every act of the menus, or every document, by a few letters of its name. UI thread only.
#pragma once

#include <QAction>
#include <QDialog>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QMenuBar>
#include <QPointer>
#include <QVector>
#include <functional>

#include "ui/palette/palette_entry.h"
#include "ui/theme.h"

namespace lacuna::ui {

// What the menus offer, each with the way to it; menus that are filled when they open are filled first.
QVector<PaletteEntry> entriesOf(QMenuBar* bar);

class CommandPalette : public QDialog {
  Q_OBJECT
 public:
  // recent: the key of the settings that remembers what was chosen last; empty: the entries' order is all there is.
  CommandPalette(const QString& hint, const QString& recent, QVector<PaletteEntry> entries, const Theme& theme,
                 QWidget* parent);

  // Other entries, for a line that begins with one of these signs. Before it is shown.
  void add(const QString& signs, QVector<PaletteEntry> entries);

  QLineEdit* line() const { return line_; }
  QListWidget* list() const { return list_; }

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void showEvent(QShowEvent* event) override;

 private:
  void fill(const QString& text);
  void choose(QListWidgetItem* item);

  QLineEdit* line_;
  QListWidget* list_;
  struct Section {
    QString signs;  // none: of a line without any of the other ones'
    QVector<PaletteEntry> entries;
  };
  int sectionOf(const QString& text) const;
  QVector<Section> sections_;
  int section_ = 0;         // that is shown
  QString text_;            // that was answered
  QVector<int> answering_;  // entries of it, in their order
  QString recentKey_;
  QStringList recent_;
};

}  // namespace lacuna::ui
