// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/desktop_colors.h"

#include <QEvent>
#include <QGuiApplication>
#include <QPalette>
#include <QSettings>
#include <QStyleHints>

namespace lacuna::ui {
namespace {

const QString kKnown = QStringLiteral("ui/desktopDark");

// The themes leave this role alone (paletteOf()), so it is the desktop's, whatever theme is shown.
bool paletteIsDark() { return QGuiApplication::palette().color(QPalette::Midlight).lightnessF() < 0.5; }

std::optional<bool> hinted() {
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
  const Qt::ColorScheme scheme = QGuiApplication::styleHints()->colorScheme();
  if (scheme != Qt::ColorScheme::Unknown) return scheme == Qt::ColorScheme::Dark;
#endif
  return std::nullopt;
}

}  // namespace

DesktopColors::DesktopColors(QWidget* window) {
  const QVariant known = QSettings().value(kKnown);
  if (known.isValid()) said_ = known.toBool();
  dark_ = hinted().value_or(said_.value_or(paletteIsDark()));
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
  connect(QGuiApplication::styleHints(), &QStyleHints::colorSchemeChanged, this, &DesktopColors::look);
#endif
  if (window != nullptr) window->installEventFilter(this);
}

void DesktopColors::setSaid(std::optional<bool> dark) {
  said_ = dark;
  if (dark.has_value()) {
    QSettings().setValue(kKnown, *dark);
  } else {
    QSettings().remove(kKnown);
  }
  look();
}

void DesktopColors::look() {
  const bool dark = hinted().value_or(said_.value_or(paletteIsDark()));
  if (dark == dark_) return;
  dark_ = dark;
  Q_EMIT changed(dark);
}

bool DesktopColors::eventFilter(QObject* watched, QEvent* event) {
  // Later: whoever gets the event now is not done with it.
  if (event->type() == QEvent::ApplicationPaletteChange)
    QMetaObject::invokeMethod(this, &DesktopColors::look, Qt::QueuedConnection);
  return QObject::eventFilter(watched, event);
}

}  // namespace lacuna::ui
