// SPDX-License-Identifier: GPL-3.0-or-later
// A small button for an act, as rows of them stand below a list: narrow, with its meaning where the mouse rests, and
// never the one that Enter presses by itself. UI thread only.
#pragma once

#include <QPushButton>

namespace lacuna::ui {

inline QPushButton* actButton(const QString& text, const QString& tip, QWidget* parent) {
  auto* made = new QPushButton(text, parent);
  made->setToolTip(tip);
  made->setAutoDefault(false);
  made->setStyleSheet(QStringLiteral("QPushButton { padding: 5px 12px; }"));
  return made;
}

}  // namespace lacuna::ui
