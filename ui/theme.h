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
  QColor paper, ink, soft, line, accent, accent2, chrome, card, selection;
};

// Names in the order of the View menu.
QStringList themeNames();
// An unknown or unreadable theme gives the light one; never throws.
Theme loadTheme(const QString& name);
QPalette paletteOf(const Theme& theme);
// Stylesheet of the chrome. scale: 1 at the usual size.
QString styleSheetOf(const Theme& theme);
// `top` laid over `under` with the given share, 0 to 1, as an opaque colour.
QColor mixed(const QColor& top, const QColor& under, qreal share);
QColor withAlpha(QColor color, qreal alpha);

}  // namespace lacuna::ui
