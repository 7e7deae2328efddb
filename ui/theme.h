// SPDX-License-Identifier: GPL-3.0-or-later
// Colours as data (resources/themes/*.json), and what Qt needs made of them. UI thread only.
#pragma once

#include <QColor>
#include <QPalette>
#include <QString>
#include <QStringList>

namespace lacuna::ui {

struct Theme {
  QString name;   // "light"
  QString title;  // "Light"
  bool dark = false;
  // Of text: ink and soft have a contrast of 4.5 at least with paper, chrome and card (WCAG 2, AA), faint of 3: it is
  // for marks, for what is dimmed and for what cannot be used.
  QColor ink, soft, faint, accent, accent2;
  QColor paper, line, chrome, card, selection;
};

// Names in the order of the View menu.
QStringList themeNames();
// Stands for a light or a dark one, as the desktop is.
inline const QString kSystemTheme = QStringLiteral("system");
// What the author chooses among, in order.
QStringList themeChoices();
QString themeTitle(const QString& choice);
// An unknown or unreadable theme gives the light one; never throws.
Theme loadTheme(const QString& name);
QPalette paletteOf(const Theme& theme);
// Stylesheet of the chrome. scale: 1 at the usual size.
QString styleSheetOf(const Theme& theme);
// By WCAG 2, from 1 to 21; both opaque.
double contrastOf(const QColor& a, const QColor& b);
// `top` laid over `under` with the given share, 0 to 1, as an opaque colour.
QColor mixed(const QColor& top, const QColor& under, qreal share);
QColor withAlpha(QColor color, qreal alpha);

}  // namespace lacuna::ui
