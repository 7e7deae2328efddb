// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers as LEB128: seven bits a byte, the lowest first.
#pragma once

#include <QByteArray>

namespace lacuna::storage {

inline void putNumber(QByteArray& bytes, quint64 value) {
  while (value >= 0x80) {
    bytes.append(static_cast<char>(0x80 | (value & 0x7F)));
    value >>= 7;
  }
  bytes.append(static_cast<char>(value));
}

// Small numbers of either sign take one byte: 0, -1, 1, -2, 2 ...
inline void putSigned(QByteArray& bytes, qint64 value) {
  putNumber(bytes, (static_cast<quint64>(value) << 1) ^ static_cast<quint64>(value >> 63));
}

// Reads what the above wrote. Past the end, or in a number that is none, ok() turns false and stays so, and all that is
// read is 0. The bytes must outlive the reader.
class ByteReader {
 public:
  explicit ByteReader(const QByteArray& bytes) : bytes_(bytes) {}
  bool ok() const { return ok_; }
  bool atEnd() const { return ok_ && left() == 0; }
  qint64 left() const { return bytes_.size() - at_; }

  quint8 byte() {
    if (left() < 1) {
      ok_ = false;
      return 0;
    }
    return static_cast<quint8>(bytes_[at_++]);
  }
  quint64 number() {
    quint64 value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      const quint8 part = byte();
      value |= static_cast<quint64>(part & 0x7F) << shift;
      if (part < 0x80) {
        return value;
      }
    }
    ok_ = false;
    return 0;
  }
  qint64 signedNumber() {
    const quint64 value = number();
    return static_cast<qint64>(value >> 1) ^ -static_cast<qint64>(value & 1);
  }
  // A count of things that take so many bytes each at least, and of which nobody has more than `most`. What is made of
  // one may be a hundred times its bytes, and those compress to nothing: the bytes alone are no bound.
  qsizetype count(qint64 most, qint64 bytesEach = 1) {
    const quint64 value = number();
    if (value > static_cast<quint64>(most) || value > static_cast<quint64>(left() / bytesEach)) {
      ok_ = false;
    }
    return ok_ ? static_cast<qsizetype>(value) : 0;
  }
  // Of bytes.
  qsizetype count() { return count(left()); }
  QByteArray take(qsizetype size) {
    const QByteArray part = bytes_.mid(at_, size);
    at_ += size;
    return part;
  }

 private:
  const QByteArray& bytes_;
  qsizetype at_ = 0;
  bool ok_ = true;
};

}  // namespace lacuna::storage
