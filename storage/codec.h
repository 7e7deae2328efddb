// SPDX-License-Identifier: GPL-3.0-or-later
// Text to bytes and bytes to fewer bytes.
#pragma once

#include <QByteArray>
#include <QString>
#include <optional>

namespace lacuna::storage {

// UTF-8, with a surrogate that stands alone written in three bytes (WTF-8): an edit may cut a pair in two, and every
// QString comes back unit for unit. Empty when the bytes are not such a text.
QByteArray encodeText(const QString& text);
std::optional<QString> decodeText(const QByteArray& bytes);

// zstd, with a checksum of the content. With a `prefix`, what the content shares with it costs next to nothing, and the
// same prefix is needed to get it back. Throws StorageError (kInternal) when memory runs out.
QByteArray compress(const QByteArray& content, const QByteArray& prefix = {});
// Empty when the bytes are damaged, were made with another prefix, or would take more than `limit` bytes.
std::optional<QByteArray> decompress(const QByteArray& bytes, const QByteArray& prefix = {},
                                     qint64 limit = qint64(1) << 30);

// 32-bit check of some bytes; chain it by giving the value so far.
quint32 digest(const QByteArray& bytes, quint32 seed = 0);

}  // namespace lacuna::storage
