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

#include "ui/theme.h"

namespace lacuna::ui {

struct PaletteEntry {
  QString id;      // that it is remembered by
  QString title;   // "View › Theme › Dark"
  QString beside;  // keys, or what it is
  bool enabled = true;
  bool checked = false;
  std::function<void()> act;
};

// What the menus offer, each with the way to it; menus that are filled when they open are filled first.
QVector<PaletteEntry> entriesOf(QMenuBar* bar);

class CommandPalette : public QDialog {
  Q_OBJECT
 public:
  // recent: the key of the settings that remembers what was chosen last.
  CommandPalette(const QString& hint, const QString& recent, QVector<PaletteEntry> entries, const Theme& theme,
                 QWidget* parent);

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
  QVector<PaletteEntry> entries_;
  QString recentKey_;
  QStringList recent_;
};

}  // namespace lacuna::ui
