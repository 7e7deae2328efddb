// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/fonts.h"

#include <QApplication>
#include <QFontDatabase>
#include <QPainter>
#include <QProxyStyle>
#include <QStringList>
#include <QStyleFactory>
#include <QStyleOption>
#include <QtGlobal>
#include <algorithm>

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
  // Fusion's frame of a check box is a shade of its ground: in a dark theme there is nothing to see of it.
  void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                     const QWidget* widget) const override {
    if (element != PE_IndicatorCheckBox && element != PE_IndicatorItemViewItemCheck)
      return QProxyStyle::drawPrimitive(element, option, painter, widget);
    const QPalette colors = QGuiApplication::palette();  // a stylesheet thins out the control's own
    const bool enabled = (option->state & State_Enabled) != 0;
    const bool focus = element == PE_IndicatorCheckBox && (option->state & State_HasFocus) != 0;
    const qreal side = std::min(option->rect.width(), option->rect.height()) - 1;
    QRectF box(0, 0, side, side);
    box.moveCenter(QRectF(option->rect).center());
    const QColor mark = enabled ? colors.color(QPalette::BrightText) : colors.color(QPalette::Disabled, QPalette::Text);
    const QColor frame = enabled ? colors.color(QPalette::PlaceholderText) : mark;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(focus ? mark : frame, focus ? 1.6 : 1.0));
    painter->setBrush(colors.color(QPalette::Base));
    painter->drawRoundedRect(box, 3, 3);
    painter->setPen(QPen(mark, 2.0, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    const auto at = [&box](qreal x, qreal y) { return box.topLeft() + QPointF(x * box.width(), y * box.height()); };
    if ((option->state & State_On) != 0) {
      const QPointF points[] = {at(0.24, 0.52), at(0.43, 0.71), at(0.77, 0.29)};
      painter->drawPolyline(points, 3);
    } else if ((option->state & State_NoChange) != 0) {
      painter->drawLine(at(0.27, 0.5), at(0.73, 0.5));
    }
    painter->restore();
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
