// SPDX-License-Identifier: GPL-3.0-or-later
// How the text of the page is set. A value; load() and save() keep it in QSettings.
#pragma once

#include <QFont>
#include <QString>

namespace lacuna::ui {

struct PageTypography {
  QString family;               // empty: the bundled face
  double size = 20;             // pixels of the letters at zoom 1, 8 to 64
  int measure = 66;             // letters in a line, 30 to 140; less where the page is narrower
  double lineSpacing = 1.72;    // of the letters' size, 1 to 3
  double paragraphSpacing = 0;  // lines below each paragraph that has words, 0 to 2
  double indent = 0;            // of a paragraph's first line, in letters' sizes, 0 to 4
  bool justified = false;

  bool operator==(const PageTypography&) const = default;

  // Every number within what it may be.
  PageTypography bounded() const;
  QFont font(double zoom) const;
  // Pixels of the measure in letters of that font.
  double measureOf(const QFont& font) const;

  static PageTypography load();
  void save() const;
};

}  // namespace lacuna::ui
