// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/token_sprites.h"

#include <QCache>
#include <QImage>
#include <cmath>

namespace lacuna::ui {
namespace {

constexpr int kKept = 800;
constexpr qreal kRoom = 6;  // pixels around the letters: the widest tap and a letter that leans out

// Everything that makes two of them look different.
struct SpriteKey {
  QString text;  // empty: a block
  QRgb color = 0;
  int width = 0;  // quarters of a pixel
  int height = 0;
  int phaseX = 0;
  int phaseY = 0;
  int blur = 0;   // fifths of a pixel
  int scale = 0;  // hundredths of the device's pixels
  bool operator==(const SpriteKey&) const = default;
};

size_t qHash(const SpriteKey& key, size_t seed = 0) {
  return qHashMulti(seed, key.text, key.color, key.width, key.height, key.phaseX, key.phaseY, key.blur, key.scale);
}

QCache<SpriteKey, QImage>& sprites() {
  static QCache<SpriteKey, QImage> cache(kKept);
  return cache;
}

int quarters(qreal pixels) { return static_cast<int>(std::lround(pixels * 4)); }

// The picture for the key, drawn by `paint` when it is not there yet.
template <typename Paint>
const QImage& spriteOf(const SpriteKey& key, const QSizeF& size, qreal scale, Paint paint) {
  if (const QImage* known = sprites().object(key)) return *known;
  auto* image = new QImage((size * scale).toSize() + QSize(1, 1), QImage::Format_ARGB32_Premultiplied);
  image->setDevicePixelRatio(scale);
  image->fill(Qt::transparent);
  QPainter painter(image);
  painter.setRenderHint(QPainter::Antialiasing);
  paint(painter);
  painter.end();
  sprites().insert(key, image);
  return *image;
}

// Where the picture lies on whole pixels, and how far its content stands from there, in whole quarters.
struct Place {
  QPointF corner;
  QPointF phase;
};

Place placeOf(const QPointF& at) {
  const QPointF fine(std::round(at.x() * 4) / 4, std::round(at.y() * 4) / 4);
  const QPointF corner(std::floor(fine.x()), std::floor(fine.y()));
  return {corner, fine - corner};
}

void draw(QPainter& painter, const QPointF& corner, const QImage& image, qreal opacity) {
  const qreal before = painter.opacity();
  painter.setOpacity(before * std::min(1.0, opacity));
  painter.drawImage(corner, image);
  painter.setOpacity(before);
}

// A small Gaussian by taps: two rings and the middle. The taps overlap, so each is fainter than its share, and close
// ones would look bold.
void paintTaps(QPainter& painter, const QList<QGlyphRun>& runs, const QPointF& at, QColor color, qreal blur) {
  static constexpr struct {
    qreal x, y, weight;
  } kTaps[] = {{0, 0, .26},    {.55, 0, .15},  {-.55, 0, .15}, {0, .55, .15},   {0, -.55, .15},
               {.8, .8, .09},  {-.8, .8, .09}, {.8, -.8, .09}, {-.8, -.8, .09}, {1.5, 0, .07},
               {-1.5, 0, .07}, {0, 1.5, .07},  {0, -1.5, .07}};
  const qreal strength = 0.62 + 0.40 * qBound(0.0, (blur - 0.3) / 1.7, 1.0);
  for (const auto& tap : kTaps) {
    color.setAlphaF(static_cast<float>(tap.weight * strength));
    painter.setPen(color);
    for (const QGlyphRun& run : runs) painter.drawGlyphRun(at + QPointF(tap.x, tap.y) * blur, run);
  }
}

}  // namespace

void drawBlockSprite(QPainter& painter, const QRectF& rect, const QColor& color, qreal alpha) {
  if (alpha <= 0.01 || rect.width() < 1) return;
  constexpr qreal kEdge = 2;
  const qreal scale = painter.device()->devicePixelRatioF();
  const Place place = placeOf(rect.topLeft());
  const SpriteKey key{QString(),
                      color.rgb(),
                      quarters(rect.width()),
                      quarters(rect.height()),
                      quarters(place.phase.x()),
                      quarters(place.phase.y()),
                      0,
                      qRound(scale * 100)};
  const QImage& image = spriteOf(key, rect.size() + QSizeF(2 * kEdge + 1, 2 * kEdge + 1), scale, [&](QPainter& on) {
    const QRectF shape(place.phase + QPointF(kEdge, kEdge), rect.size());
    on.setPen(Qt::NoPen);
    QColor edge = color;
    edge.setAlphaF(0.45F);
    on.setBrush(edge);
    on.drawRoundedRect(shape.adjusted(-0.8, -0.8, 0.8, 0.8), 5.6, 5.6);
    on.setBrush(color);
    on.drawRoundedRect(shape.adjusted(0.3, 0.3, -0.3, -0.3), 5, 5);
  });
  draw(painter, place.corner - QPointF(kEdge, kEdge), image, alpha);
}

void drawBlurredSprite(QPainter& painter, const BlurredLetters& letters, const QPointF& at, const QColor& color) {
  const qreal scale = painter.device()->devicePixelRatioF();
  const Place place = placeOf(at + letters.around.topLeft());
  const int blur = std::max(1, static_cast<int>(std::lround(letters.blur * 5)));
  const SpriteKey key{letters.text,
                      color.rgb(),
                      quarters(letters.around.width()),
                      quarters(letters.around.height()),
                      quarters(place.phase.x()),
                      quarters(place.phase.y()),
                      blur,
                      qRound(scale * 100)};
  const QSizeF size = letters.around.size() + QSizeF(2 * kRoom + 1, 2 * kRoom + 1);
  const QImage& image = spriteOf(key, size, scale, [&](QPainter& on) {
    paintTaps(on, letters.runs, place.phase + QPointF(kRoom, kRoom) - letters.around.topLeft(), color, blur / 5.0);
  });
  draw(painter, place.corner - QPointF(kRoom, kRoom), image, static_cast<qreal>(color.alphaF()));
}

}  // namespace lacuna::ui
