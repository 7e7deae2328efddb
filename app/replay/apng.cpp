// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/replay/apng.h"

#include <QBuffer>
#include <QtEndian>
#include <algorithm>
#include <array>
#include <cstring>
#include <stdexcept>

#include "app/replay/palette.h"

namespace lacuna::app {
namespace {

constexpr qsizetype kSignature = 8;

QByteArray number(quint32 value) {
  QByteArray bytes(4, Qt::Uninitialized);
  qToBigEndian(value, bytes.data());
  return bytes;
}

QByteArray number16(int value) {
  QByteArray bytes(2, Qt::Uninitialized);
  qToBigEndian(static_cast<quint16>(std::clamp(value, 0, 65535)), bytes.data());
  return bytes;
}

QByteArray chunk(const QByteArray& name, const QByteArray& content) {
  return number(static_cast<quint32>(content.size())) + name + content + number(pngCrc(name + content));
}

// What an encoder made of one image.
struct Encoded {
  QByteArray header;  // the signature, IHDR, and the palette's PLTE and tRNS, as they stand in the file
  QByteArray pixels;  // the contents of all IDAT
};

Encoded encode(const QImage& image) {
  QByteArray png;
  QBuffer buffer(&png);
  if (!buffer.open(QIODevice::WriteOnly) || !image.save(&buffer, "PNG", 20)) {
    throw std::runtime_error("A picture of the replay could not be made: there is not enough memory for it.");
  }
  Encoded encoded;
  qsizetype at = kSignature;
  while (at + 12 <= png.size()) {
    const auto length = static_cast<qsizetype>(qFromBigEndian<quint32>(png.constData() + at));
    const QByteArray name = png.mid(at + 4, 4);
    if (name == "IHDR") encoded.header = png.left(at + 12 + length);
    if (name == "PLTE" || name == "tRNS") encoded.header += png.mid(at, 12 + length);
    if (name == "IDAT") encoded.pixels += png.mid(at + 8, length);
    at += 12 + length;
  }
  return encoded;
}

QRect changed(const QImage& now, const QImage& before) {
  int left = now.width(), right = -1, top = now.height(), bottom = -1;
  for (int y = 0; y < now.height(); ++y) {
    const auto* a = reinterpret_cast<const QRgb*>(now.constScanLine(y));
    const auto* b = reinterpret_cast<const QRgb*>(before.constScanLine(y));
    const auto width = static_cast<std::size_t>(now.width());
    if (std::memcmp(a, b, width * sizeof(QRgb)) == 0) continue;
    top = std::min(top, y);
    bottom = y;
    left = std::min(left, static_cast<int>(std::mismatch(a, a + width, b).first - a));
    int last = now.width() - 1;
    while (a[last] == b[last]) --last;
    right = std::max(right, last);
  }
  return right < 0 ? QRect(0, 0, 1, 1) : QRect(QPoint(left, top), QPoint(right, bottom));
}

QByteArray control(quint32 sequence, const QRect& area, int milliseconds) {
  QByteArray content = number(sequence) + number(static_cast<quint32>(area.width())) +
                       number(static_cast<quint32>(area.height())) + number(static_cast<quint32>(area.x())) +
                       number(static_cast<quint32>(area.y())) + number16(milliseconds) + number16(1000);
  content.append('\0').append('\1');  // leave the frame as it is; paint over it
  return chunk("fcTL", content);
}

}  // namespace

quint32 pngCrc(const QByteArray& bytes) {
  static const auto table = [] {
    std::array<quint32, 256> made{};
    for (quint32 n = 0; n < 256; ++n) {
      quint32 c = n;
      for (int k = 0; k < 8; ++k) c = (c & 1U) != 0 ? 0xEDB88320U ^ (c >> 1U) : c >> 1U;
      made[n] = c;
    }
    return made;
  }();
  quint32 crc = 0xFFFFFFFFU;
  for (const char byte : bytes) crc = table[(crc ^ static_cast<quint8>(byte)) & 0xFFU] ^ (crc >> 8U);
  return crc ^ 0xFFFFFFFFU;
}

QByteArray writeApng(const QVector<ApngFrame>& frames, int loops) {
  if (frames.isEmpty()) throw std::runtime_error("There is no step to make a picture of.");
  QVector<QImage> images;
  Palette palette;
  for (const ApngFrame& frame : frames) {
    images.push_back(frame.image.convertToFormat(QImage::Format_RGB32));
    if (images.last().size() != images.first().size()) {
      throw std::runtime_error("The pictures of the replay differ in size.");
    }
    palette.add(images.last(), images.size() > 1 ? images.at(images.size() - 2) : QImage());
  }
  palette.table();
  QByteArray file;
  QImage before;
  quint32 sequence = 0;
  for (qsizetype i = 0; i < images.size(); ++i) {
    const QImage& image = images.at(i);
    const ApngFrame& frame = frames.at(i);
    const QRect area = before.isNull() ? image.rect() : changed(image, before);
    const Encoded encoded = encode(palette.indexed(image, before, area));
    if (before.isNull()) {
      file = encoded.header +
             chunk("acTL", number(static_cast<quint32>(frames.size())) + number(static_cast<quint32>(loops)));
    }
    file += control(sequence++, area, frame.milliseconds);
    file += before.isNull() ? chunk("IDAT", encoded.pixels) : chunk("fdAT", number(sequence++) + encoded.pixels);
    before = image;
  }
  return file + chunk("IEND", {});
}

}  // namespace lacuna::app
