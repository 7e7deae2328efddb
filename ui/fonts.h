// SPDX-License-Identifier: GPL-3.0-or-later
// The bundled faces: EB Garamond for the page, Inter for the chrome. UI thread only.
#pragma once

#include <QFont>

namespace lacuna::ui {

// Registers resources and fonts once; cheap to call again.
void loadResources();
// Style and font of the whole program; needs the QApplication, works once.
void applyStyle();
// pixels: the size of the letters, in logical pixels.
QFont pageFont(qreal pixels);
QFont chromeFont(qreal pixels, int weight = QFont::Normal);

}  // namespace lacuna::ui
