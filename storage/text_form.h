// SPDX-License-Identifier: GPL-3.0-or-later
// How a text stands in a file of the author's: its encoding, its line ends, and whether a byte order mark comes first.
// In the library and on the page a line ends in a line feed alone; a file that is saved gets back what it had.
#pragma once

#include <QByteArray>
#include <QString>

namespace lacuna::storage {

struct TextForm {
  enum LineEnd { LineFeed, CarriageReturnLineFeed, CarriageReturn };
  LineEnd lineEnd = LineFeed;
  bool byteOrderMark = false;
  QString encoding{};  // its name in storage/formats/encoding.h; empty: UTF-8
  bool operator==(const TextForm&) const = default;
};

// Of a file's bytes in UTF-8, or of its beginning: the line end that most lines have.
TextForm formOf(const QByteArray& bytes);
// "\n", "\r\n" or "\r".
QString lineEndOf(const TextForm& form);

// UTF-8 that is sound, without its mark and with line feeds alone.
QString textFromBytes(const QByteArray& bytes);
// What the form's encoding lacks is lost: ask firstOutside() before.
QByteArray bytesFromText(const QString& text, const TextForm& form);

// One word for a table, and back; what is not known is the usual form.
QString wordFor(const TextForm& form);
TextForm formFromWord(const QString& word);

}  // namespace lacuna::storage
