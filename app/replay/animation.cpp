// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/replay/animation.h"

#include <webp/encode.h>
#include <webp/mux.h>

#include <memory>
#include <stdexcept>

namespace lacuna::app {
namespace {

using Encoder = std::unique_ptr<WebPAnimEncoder, decltype(&WebPAnimEncoderDelete)>;

void require(bool holds, const char* sentence) {
  if (!holds) throw std::runtime_error(sentence);
}

}  // namespace

QByteArray writeAnimation(const QVector<AnimationFrame>& frames) {
  constexpr auto kNotMade = "The animation could not be made: there is too little memory for its pictures.";
  require(!frames.isEmpty(), "There are no pictures to make an animation of.");
  const QSize size = frames.first().image.size();
  WebPAnimEncoderOptions options;
  WebPConfig config;
  require(WebPAnimEncoderOptionsInit(&options) != 0 && WebPConfigInit(&config) != 0, kNotMade);
  config.lossless = 1;
  config.method = 3;  // 0 to 6: how long it looks for less; here most is saved by what stands still
  config.quality = 40;
  const Encoder encoder(WebPAnimEncoderNew(size.width(), size.height(), &options), &WebPAnimEncoderDelete);
  require(encoder != nullptr, kNotMade);
  int at = 0;
  for (const AnimationFrame& frame : frames) {
    require(frame.image.size() == size, "The pictures of an animation must be of one size.");
    QImage pixels = frame.image.convertToFormat(QImage::Format_RGB32);
    WebPPicture picture;
    require(WebPPictureInit(&picture) != 0, kNotMade);
    picture.use_argb = 1;
    picture.width = size.width();
    picture.height = size.height();
    // The picture looks at the image's own pixels: nothing is to be freed.
    picture.argb = reinterpret_cast<std::uint32_t*>(pixels.bits());
    picture.argb_stride = static_cast<int>(pixels.bytesPerLine() / 4);
    require(WebPAnimEncoderAdd(encoder.get(), &picture, at, &config) != 0, kNotMade);
    at += frame.milliseconds;
  }
  require(WebPAnimEncoderAdd(encoder.get(), nullptr, at, nullptr) != 0, kNotMade);
  WebPData data;
  WebPDataInit(&data);
  const bool made = WebPAnimEncoderAssemble(encoder.get(), &data) != 0;
  const QByteArray bytes(reinterpret_cast<const char*>(data.bytes), static_cast<qsizetype>(data.size));
  WebPDataClear(&data);
  require(made, kNotMade);
  return bytes;
}

}  // namespace lacuna::app
