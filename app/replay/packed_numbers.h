// SPDX-License-Identifier: GPL-3.0-or-later
// Whole numbers as printable ASCII: LEB128 with base 45 instead of 128. The letters are those from ' ' to '~' without
// " & < > \, so a text of them needs no escaping in JSON, in HTML, or in a script element. Small numbers take one byte.
#pragma once

#include <QByteArray>

namespace lacuna::app {

inline constexpr const char* kPackedLetters =
    " !#$%'()*+,-./0123456789:;=?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~";
inline constexpr quint64 kPackedBase = 45;  // half of the letters end a number, the other half continue it

inline void packNumber(QByteArray& text, quint64 value) {
  while (value >= kPackedBase) {
    text.append(kPackedLetters[kPackedBase + value % kPackedBase]);
    value /= kPackedBase;
  }
  text.append(kPackedLetters[value]);
}

}  // namespace lacuna::app
