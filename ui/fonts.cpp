// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/fonts.h"

#include <QApplication>
#include <QFontDatabase>
#include <QProxyStyle>
#include <QStringList>
#include <QStyleFactory>
#include <QtGlobal>

// Q_INIT_RESOURCE must stand outside of every namespace; a static library needs it.
static void initLacunaUiResource() {
  Q_INIT_RESOURCE(lacuna_ui);
  Q_INIT_RESOURCE(manual);
}

namespace lacuna::ui {
namespace {

QString addFaces(const QStringList& files) {
  QString family;
  for (const QString& file : files) {
    const int id = QFontDatabase::addApplicationFont(QStringLiteral(":/lacuna/fonts/") + file);
    const QStringList families = id < 0 ? QStringList() : QFontDatabase::applicationFontFamilies(id);
    if (family.isEmpty() && !families.isEmpty()) family = families.first();
  }
  return family;
}

// Fusion everywhere, so that the window is the same on each desktop; mnemonics work without their underlines.
class CalmStyle : public QProxyStyle {
 public:
  CalmStyle() : QProxyStyle(QStyleFactory::create(QStringLiteral("fusion"))) {}
  int styleHint(StyleHint hint, const QStyleOption* option, const QWidget* widget,
                QStyleHintReturn* data) const override {
    if (hint == SH_UnderlineShortcut) return 0;
    return QProxyStyle::styleHint(hint, option, widget, data);
  }
};

struct Families {
  QString page;
  QString chrome;
};

const Families& families() {
  static const Families loaded = [] {
    initLacunaUiResource();
    Families f;
    f.page = addFaces({QStringLiteral("EBGaramond12-Regular.otf"), QStringLiteral("EBGaramond12-Italic.otf"),
                       QStringLiteral("EBGaramond12-Bold.ttf"), QStringLiteral("EBGaramond12-BoldItalic.ttf")});
    f.chrome = addFaces({QStringLiteral("Inter-Regular.otf"), QStringLiteral("Inter-Medium.otf"),
                         QStringLiteral("Inter-SemiBold.otf")});
    return f;
  }();
  return loaded;
}

QFont make(const QString& family, const QString& fallback, QFont::StyleHint hint, qreal pixels) {
  QFont font(family.isEmpty() ? QStringList{fallback} : QStringList{family, fallback});
  font.setStyleHint(hint);
  font.setPixelSize(qMax(1, qRound(pixels)));
  font.setHintingPreference(QFont::PreferNoHinting);
  font.setStyleStrategy(QFont::PreferAntialias);
  return font;
}

}  // namespace

void loadResources() { families(); }

void applyStyle() {
  static bool applied = false;
  if (applied) return;
  applied = true;
  QApplication::setStyle(new CalmStyle);
  QApplication::setFont(chromeFont(13));
}

QFont pageFont(qreal pixels) { return make(families().page, QStringLiteral("serif"), QFont::Serif, pixels); }

QFont chromeFont(qreal pixels, int weight) {
  QFont font = make(families().chrome, QStringLiteral("sans-serif"), QFont::SansSerif, pixels);
  font.setWeight(static_cast<QFont::Weight>(weight));
  return font;
}

}  // namespace lacuna::ui
