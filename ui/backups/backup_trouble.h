// SPDX-License-Identifier: GPL-3.0-or-later
// A quiet word in the status bar for as long as backups fail by themselves; a click leads to them. UI thread only.
#pragma once

#include <QToolButton>

namespace lacuna::ui {

class BackupTrouble : public QToolButton {
  Q_OBJECT
 public:
  explicit BackupTrouble(QWidget* parent) : QToolButton(parent) {
    setText(tr("No backup"));
    setFocusPolicy(Qt::TabFocus);
    hide();
  }
  // Empty: all is well again.
  void say(const QString& sentence) {
    setToolTip(sentence);
    setAccessibleDescription(sentence);
    setVisible(!sentence.isEmpty());
  }
};

}  // namespace lacuna::ui
