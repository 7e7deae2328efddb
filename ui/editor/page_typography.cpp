// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/page_typography.h"

#include <QFontMetricsF>
#include <QSettings>
#include <algorithm>
#include <cmath>

#include "ui/fonts.h"

namespace lacuna::ui {
namespace {

constexpr double kEmsALetter = 32.0 / 66.0;  // of the measure, in the bundled face

double kept(const QSettings& settings, const char* name, double usual) {
  bool number = false;
  const double value = settings.value(QLatin1String(name), usual).toDouble(&number);
  return number && std::isfinite(value) ? value : usual;
}

double widthOf(const QFont& font) {
  return QFontMetricsF(font).horizontalAdvance(
      QStringLiteral("the quick brown fox jumps over the lazy dog and goes on"));
}

}  // namespace

PageTypography PageTypography::bounded() const {
  PageTypography t = *this;
  t.size = std::clamp(size, 8.0, 64.0);
  t.measure = std::clamp(measure, 30, 140);
  t.lineSpacing = std::clamp(lineSpacing, 1.0, 3.0);
  t.paragraphSpacing = std::clamp(paragraphSpacing, 0.0, 2.0);
  t.indent = std::clamp(indent, 0.0, 4.0);
  return t;
}

QFont PageTypography::font(double zoom) const {
  QFont font = pageFont(size * zoom);
  if (!family.isEmpty()) font.setFamilies(QStringList{family} + font.families());
  return font;
}

double PageTypography::measureOf(const QFont& font) const {
  double pixels = measure * kEmsALetter * font.pixelSize();
  if (!family.isEmpty()) {
    const double usual = widthOf(pageFont(font.pixelSize()));
    if (usual > 0) pixels *= widthOf(font) / usual;
  }
  return pixels;
}

PageTypography PageTypography::load() {
  const QSettings settings;
  PageTypography t;
  t.family = settings.value(QStringLiteral("page/family")).toString();
  t.size = kept(settings, "page/size", t.size);
  t.measure = static_cast<int>(std::clamp(kept(settings, "page/measure", t.measure), 0.0, 1000.0));
  t.lineSpacing = kept(settings, "page/lineSpacing", t.lineSpacing);
  t.paragraphSpacing = kept(settings, "page/paragraphSpacing", t.paragraphSpacing);
  t.indent = kept(settings, "page/indent", t.indent);
  t.justified = settings.value(QStringLiteral("page/justified"), t.justified).toBool();
  return t.bounded();
}

void PageTypography::save() const {
  QSettings settings;
  settings.setValue(QStringLiteral("page/family"), family);
  settings.setValue(QStringLiteral("page/size"), size);
  settings.setValue(QStringLiteral("page/measure"), measure);
  settings.setValue(QStringLiteral("page/lineSpacing"), lineSpacing);
  settings.setValue(QStringLiteral("page/paragraphSpacing"), paragraphSpacing);
  settings.setValue(QStringLiteral("page/indent"), indent);
  settings.setValue(QStringLiteral("page/justified"), justified);
}

}  // namespace lacuna::ui
