// SPDX-License-Identifier: GPL-3.0-or-later
// Goes through the documents that were open lately while Ctrl is held, as a browser does through its tabs: each step
// moves one on in the list, and letting go of Ctrl goes there. Esc stays. UI thread only.
#pragma once

#include <QFrame>
#include <QListWidget>
#include <QPointer>

#include "ui/palette/palette_entry.h"
#include "ui/theme.h"

namespace lacuna::ui {

class DocumentSwitcher : public QFrame {
  Q_OBJECT
 public:
  // Of the window; it is there from open() until it is left, and then goes by itself.
  DocumentSwitcher(QVector<PaletteEntry> entries, const Theme& theme, QWidget* window);

  // Round the list.
  void step(int by);
  QListWidget* list() const { return list_; }

 protected:
  bool event(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void keyReleaseEvent(QKeyEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  void leave(bool go);

  QListWidget* list_;
  QVector<PaletteEntry> entries_;
  QPointer<QWidget> before_;  // that had the focus
  bool left_ = false;
};

}  // namespace lacuna::ui
