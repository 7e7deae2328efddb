// SPDX-License-Identifier: GPL-3.0-or-later
// Kept pictures of tokens look like freshly drawn ones.
#include "ui/editor/token_sprites.h"

#include <QTextLayout>
#include <QtTest/QtTest>

#include "ui/fonts.h"

using namespace lacuna::ui;

namespace {

constexpr int kSide = 120;

class Letters {
 public:
  explicit Letters(const QString& text) : layout_(text, pageFont(20)) {
    layout_.beginLayout();
    layout_.createLine().setLineWidth(kSide);
    layout_.endLayout();
    runs_ = layout_.lineAt(0).glyphRuns();
  }
  BlurredLetters blurred(qreal blur) const { return {runs_, layout_.text(), QRectF(0, 0, 60, 24), blur}; }

 private:
  QTextLayout layout_;
  QList<QGlyphRun> runs_;
};

template <typename Paint>
QImage picture(Paint paint) {
  QImage image(kSide, kSide, QImage::Format_ARGB32_Premultiplied);
  image.fill(Qt::white);
  QPainter painter(&image);
  paint(painter);
  return image;
}

// Of what is not white, 0 to 1 a pixel.
double inkOf(const QImage& image) {
  double ink = 0;
  for (int y = 0; y < image.height(); ++y)
    for (int x = 0; x < image.width(); ++x) ink += 1.0 - qGray(image.pixel(x, y)) / 255.0;
  return ink;
}

}  // namespace

class TokenSpritesTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void theSecondDrawingIsTheFirst() {
    const Letters letters(QStringLiteral("harbour"));
    const auto paint = [&](QPainter& painter) {
      drawBlockSprite(painter, QRectF(10.3, 20, 55.2, 20), Qt::darkRed, 0.2);
      drawBlurredSprite(painter, letters.blurred(1.4), QPointF(10.3, 20), QColor(150, 60, 40, 180));
    };
    const QImage first = picture(paint);
    QCOMPARE(picture(paint), first);
    QVERIFY(inkOf(first) > 20);
  }

  // Of two words that are as wide and as sharp each keeps its own picture; so does each place between two pixels.
  void whatDiffersLooksDifferent() {
    const QColor color(150, 60, 40);
    const auto shown = [&](const QString& text, qreal blur, qreal x) {
      const Letters letters(text);
      return picture([&](QPainter& painter) { drawBlurredSprite(painter, letters.blurred(blur), {x, 20}, color); });
    };
    const QImage one = shown(QStringLiteral("harbour"), 1.4, 10);
    QVERIFY(shown(QStringLiteral("estuary"), 1.4, 10) != one);
    QVERIFY(shown(QStringLiteral("harbour"), 2.2, 10) != one);
    QVERIFY(shown(QStringLiteral("harbour"), 1.4, 10.5) != one);
    QCOMPARE(shown(QStringLiteral("harbour"), 1.4, 11).copy(1, 0, kSide - 1, kSide), one.copy(0, 0, kSide - 1, kSide));
  }

  void faintInkIsFaint() {
    const Letters letters(QStringLiteral("harbour"));
    const auto ink = [&](float alpha) {
      return inkOf(picture([&](QPainter& painter) {
        drawBlurredSprite(painter, letters.blurred(1.0), {10, 20}, QColor::fromRgbF(0.5F, 0.2F, 0.1F, alpha));
      }));
    };
    const double whole = ink(1.0F);
    QVERIFY(whole > 20);
    QVERIFY2(qAbs(ink(0.5F) / whole - 0.5) < 0.05, qPrintable(QString::number(ink(0.5F) / whole)));
  }

  // On a screen with two pixels to the point it has twice the detail, in the same place.
  void sharpScreens() {
    const Letters letters(QStringLiteral("harbour"));
    QImage image(2 * kSide, 2 * kSide, QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(2);
    image.fill(Qt::white);
    QPainter painter(&image);
    drawBlurredSprite(painter, letters.blurred(1.0), {10, 20}, Qt::black);
    painter.end();
    const QImage plain = picture([&](QPainter& p) { drawBlurredSprite(p, letters.blurred(1.0), {10, 20}, Qt::black); });
    QVERIFY2(qAbs(inkOf(image) / inkOf(plain) / 4 - 1) < 0.1, qPrintable(QString::number(inkOf(image) / inkOf(plain))));
  }
};

QTEST_MAIN(TokenSpritesTest)
#include "token_sprites_test.moc"
