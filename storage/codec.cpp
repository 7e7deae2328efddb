// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/codec.h"

#include <zstd.h>

#include <QStringDecoder>
#include <algorithm>
#include <array>
#include <memory>

#include "storage/error.h"
#include "storage/said.h"

namespace lacuna::storage {
namespace {

constexpr int kLevel = 6;
constexpr int kSmallestWindow = 10;  // zstd's own bounds, as powers of two
constexpr int kLargestWindow = 30;

void appendThreeBytes(QByteArray& bytes, char16_t unit) {
  bytes.append(static_cast<char>(0xE0 | (unit >> 12)));
  bytes.append(static_cast<char>(0x80 | ((unit >> 6) & 0x3F)));
  bytes.append(static_cast<char>(0x80 | (unit & 0x3F)));
}

// The number of the first byte of an encoded surrogate at or after `from`, or the size.
qsizetype findSurrogate(const QByteArray& bytes, qsizetype from) {
  for (qsizetype i = bytes.indexOf('\xED', from); i >= 0; i = bytes.indexOf('\xED', i + 1)) {
    if (i + 2 < bytes.size() && (static_cast<quint8>(bytes[i + 1]) & 0xE0) == 0xA0) {
      return i;
    }
  }
  return bytes.size();
}

// Enough window for the content and the prefix before it.
int windowFor(qsizetype size) {
  int window = kSmallestWindow;
  while (window < kLargestWindow && (qsizetype(1) << window) < size) {
    ++window;
  }
  return window;
}

}  // namespace

QByteArray encodeText(const QString& text) {
  if (text.isValidUtf16()) {
    return text.toUtf8();
  }
  QByteArray bytes;
  qsizetype sound = 0;  // start of the part that is not written yet
  for (qsizetype i = 0; i < text.size(); ++i) {
    if (!text[i].isSurrogate()) {
      continue;
    }
    if (text[i].isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate()) {
      ++i;
      continue;
    }
    bytes += QStringView(text).mid(sound, i - sound).toUtf8();
    appendThreeBytes(bytes, text[i].unicode());
    sound = i + 1;
  }
  return bytes + QStringView(text).mid(sound).toUtf8();
}

std::optional<QString> decodeText(const QByteArray& bytes) {
  QString text;
  qsizetype from = 0;
  while (true) {
    const qsizetype end = findSurrogate(bytes, from);
    QStringDecoder decoder(QStringDecoder::Utf8,
                           QStringDecoder::Flag::Stateless | QStringDecoder::Flag::ConvertInitialBom);
    const QString part = decoder(QByteArrayView(bytes).sliced(from, end - from));
    if (decoder.hasError()) {
      return std::nullopt;
    }
    text = from == 0 ? part : text + part;
    if (end == bytes.size()) {
      return text;
    }
    const auto second = static_cast<quint8>(bytes[end + 1]);
    const auto third = static_cast<quint8>(bytes[end + 2]);
    if ((third & 0xC0) != 0x80) {
      return std::nullopt;
    }
    text += QChar(static_cast<char16_t>(0xD000 | ((second & 0x3F) << 6) | (third & 0x3F)));
    from = end + 3;
  }
}

QByteArray compress(const QByteArray& content, const QByteArray& prefix) {
  const std::unique_ptr<ZSTD_CCtx, decltype(&ZSTD_freeCCtx)> context(ZSTD_createCCtx(), &ZSTD_freeCCtx);
  QByteArray bytes(static_cast<qsizetype>(ZSTD_compressBound(static_cast<std::size_t>(content.size()))),
                   Qt::Uninitialized);
  std::size_t size = 0;
  if (context != nullptr) {
    ZSTD_CCtx_setParameter(context.get(), ZSTD_c_compressionLevel, kLevel);
    ZSTD_CCtx_setParameter(context.get(), ZSTD_c_checksumFlag, 1);
    if (!prefix.isEmpty()) {
      ZSTD_CCtx_setParameter(context.get(), ZSTD_c_windowLog, windowFor(content.size() + prefix.size()));
      ZSTD_CCtx_setParameter(context.get(), ZSTD_c_enableLongDistanceMatching, 1);
      ZSTD_CCtx_refPrefix(context.get(), prefix.constData(), static_cast<std::size_t>(prefix.size()));
    }
    size = ZSTD_compress2(context.get(), bytes.data(), static_cast<std::size_t>(bytes.size()), content.constData(),
                          static_cast<std::size_t>(content.size()));
  }
  if (context == nullptr || ZSTD_isError(size) != 0) {
    throw StorageError(StorageCode::kInternal, Said::tr("There was not enough memory to compress a text; close "
                                                        "other programs. What was typed is kept."));
  }
  bytes.truncate(static_cast<qsizetype>(size));
  bytes.squeeze();
  return bytes;
}

std::optional<QByteArray> decompress(const QByteArray& bytes, const QByteArray& prefix, qint64 limit) {
  const unsigned long long size = ZSTD_getFrameContentSize(bytes.constData(), static_cast<std::size_t>(bytes.size()));
  if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN ||
      size > static_cast<unsigned long long>(limit)) {
    return std::nullopt;
  }
  const std::unique_ptr<ZSTD_DCtx, decltype(&ZSTD_freeDCtx)> context(ZSTD_createDCtx(), &ZSTD_freeDCtx);
  if (context == nullptr) {
    return std::nullopt;
  }
  ZSTD_DCtx_setParameter(context.get(), ZSTD_d_windowLogMax, kLargestWindow);
  if (!prefix.isEmpty()) {
    ZSTD_DCtx_refPrefix(context.get(), prefix.constData(), static_cast<std::size_t>(prefix.size()));
  }
  QByteArray content(static_cast<qsizetype>(size), Qt::Uninitialized);
  const std::size_t got = ZSTD_decompressDCtx(context.get(), content.data(), static_cast<std::size_t>(content.size()),
                                              bytes.constData(), static_cast<std::size_t>(bytes.size()));
  if (ZSTD_isError(got) != 0 || got != static_cast<std::size_t>(content.size())) {
    return std::nullopt;
  }
  return content;
}

quint32 digest(const QByteArray& bytes, quint32 seed) {
  static const auto table = [] {
    std::array<quint32, 256> values{};
    for (quint32 i = 0; i < values.size(); ++i) {
      quint32 value = i;
      for (int bit = 0; bit < 8; ++bit) {
        value = (value & 1U) != 0 ? 0xEDB88320U ^ (value >> 1) : value >> 1;
      }
      values[i] = value;
    }
    return values;
  }();
  quint32 value = ~seed;  // CRC-32 (IEEE 802.3)
  for (const char byte : bytes) {
    value = table[(value ^ static_cast<quint8>(byte)) & 0xFFU] ^ (value >> 8);
  }
  return ~value;
}

}  // namespace lacuna::storage
