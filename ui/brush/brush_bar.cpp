// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/brush/brush_bar.h"

#include "ui/brush/brush.h"

namespace lacuna::ui {

BrushBar::BrushBar(QWidget* parent) : KeyBar(parent) {
  setObjectName(QStringLiteral("brushBar"));
  setAccessibleName(tr("Brush"));
}

void BrushBar::showBrush(int pressure, int strokes) {
  begin(true);
  Part& p = add(tr("Brush"), tr("1–5"), pressureName(pressure), kNone,
                tr("Pressure: 1 polishes, 5 rewrites, 0 wipes a stroke away; or Ctrl and the wheel"));
  p.progress = pressure / static_cast<double>(kPressures);
  if (strokes == 0) {
    add(QString(), QString(), tr("paint over words, or select them and press Space")).spare = true;
  } else {
    add(QString(), QStringLiteral("\u21b5"), tr("back to noise"), Send, tr("Denoise what is painted (Enter)"));
  }
  add(QString(), tr("Esc"), tr("leave"), Leave, tr("Put the brush away (Esc)"));
  finish();
}

}  // namespace lacuna::ui
