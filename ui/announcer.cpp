// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/announcer.h"

#include <QAccessible>

namespace lacuna::ui {

Announcer::Announcer(QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("gapStatus"));
  setFocusPolicy(Qt::NoFocus);
  setAttribute(Qt::WA_TransparentForMouseEvents);
  // A hidden widget is not in the accessible tree.
  setGeometry(0, 0, 1, 1);
}

void Announcer::say(const QString& text) {
  if (text.isEmpty()) return;
  setAccessibleName(text);
  QAccessibleEvent event(this, QAccessible::Alert);
  QAccessible::updateAccessibility(&event);
}

}  // namespace lacuna::ui
