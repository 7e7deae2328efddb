// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/encoding.h"

#include <QStringDecoder>
#include <QStringEncoder>
#include <algorithm>
#include <utility>

#include "storage/error.h"
#include "storage/said.h"
#include "storage/text_form.h"

namespace lacuna::storage {
namespace {

// Windows-1252 from 0x80 to 0x9F; the rest is Latin-1.
constexpr char16_t kWindows[] = {0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
                                 0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
                                 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178};
constexpr qsizetype kLookedAt = 64 * 1024;  // bytes of a file, to tell its encoding
constexpr qsizetype kShown = 4000;          // characters of a reading

enum class Kind { Utf8, Latin, Windows, Other };

Kind kindOf(const QString& encoding) {
  if (encoding.isEmpty() || encoding == QStringLiteral("utf-8")) return Kind::Utf8;
  if (encoding == QStringLiteral("latin-1")) return Kind::Latin;
  return encoding == QStringLiteral("windows-1252") ? Kind::Windows : Kind::Other;
}

// Qt's own and, where it was built with ICU, those of ICU.
const QStringList& others() {
  static const QStringList kNames = [] {
    QStringList names;
    for (const char* name :
         {"utf-16le", "utf-16be", "iso-8859-15", "windows-1250", "iso-8859-2", "windows-1251", "koi8-r", "windows-1253",
          "windows-1254", "macintosh", "shift_jis", "euc-jp", "gb18030", "big5", "euc-kr"})
      if (QStringDecoder(name).isValid()) names.append(QLatin1String(name));
    return names;
  }();
  return kNames;
}

[[noreturn]] void refuse(const QString& encoding) {
  throw StorageError(
      StorageCode::kInvalid,
      Said::tr("There is no encoding \"%1\"; name one of %2.").arg(encoding, encodings().join(QStringLiteral(", "))));
}

int windowsByte(QChar letter) {
  const char16_t unit = letter.unicode();
  if (unit < 0x80 || (unit >= 0xA0 && unit <= 0xFF)) return unit;
  const auto* const found = std::find(std::begin(kWindows), std::end(kWindows), unit);
  return found == std::end(kWindows) || unit == 0xFFFD ? -1 : 0x80 + static_cast<int>(found - std::begin(kWindows));
}

// How much a text is like one that somebody wrote: letters in words of one script, without marks within them.
double likeness(const QString& text) {
  if (text.isEmpty()) return 0;
  double points = 0;
  QChar before = u' ';
  for (const QChar letter : text) {
    const char16_t unit = letter.unicode();
    if (unit == 0xFFFD || (unit < 0x20 && unit != '\n' && unit != '\r' && unit != '\t' && unit != '\f') ||
        (unit >= 0x7F && unit < 0xA0) || letter.category() == QChar::Other_PrivateUse ||
        letter.category() == QChar::Other_NotAssigned) {
      points -= 20;
    } else if (letter.isLetter()) {
      points += 1;
      if (before.isLetter()) {
        if (letter.script() != before.script()) points -= 2;
        if (letter.isUpper() && before.isLower()) points -= 2;
        if (letter.script() == QChar::Script_Latin && unit > 0x7F && before.unicode() > 0x7F) points -= 3;
      }
    } else if (unit == ' ' || unit == '\n') {
      points += 1;
    } else if (letter.isSymbol() && before.isLetter()) {
      points -= 1;
    }
    before = letter;
  }
  return points / static_cast<double>(text.size());
}

// Pairs of any bytes read as Chinese: a text has blanks or stops too, whose other byte is zero or of their own block.
bool hasBlanks(const QString& text) {
  const auto blanks = std::count_if(text.cbegin(), text.cend(), [](QChar letter) {
    const char16_t unit = letter.unicode();
    return unit == ' ' || unit == '\n' || (unit >= 0x3000 && unit <= 0x3002) || unit == 0xFF0C;
  });
  return blanks * 100 >= text.size();
}

}  // namespace

const QStringList& encodings() {
  static const QStringList kNames = QStringList{QStringLiteral("utf-8"), QStringLiteral("utf-16"),
                                                QStringLiteral("windows-1252"), QStringLiteral("latin-1")} +
                                    others();
  return kNames;
}

QString markedEncoding(const QByteArray& bytes) {
  if (bytes.startsWith("\xFF\xFE")) return QStringLiteral("utf-16le");
  return bytes.startsWith("\xFE\xFF") ? QStringLiteral("utf-16be") : QString();
}

QString exactEncoding(const QByteArray& bytes, const QString& encoding) {
  if (encoding != QStringLiteral("utf-16")) return encoding;
  const QString marked = markedEncoding(bytes);
  if (!marked.isEmpty()) return marked;
  const QByteArray head = bytes.left(kLookedAt);
  const QString little = QStringLiteral("utf-16le");
  const QString big = QStringLiteral("utf-16be");
  const QString asBig = decoded(head, big);
  const QString asLittle = decoded(head, little);
  if (hasBlanks(asBig) != hasBlanks(asLittle)) return hasBlanks(asBig) ? big : little;
  return likeness(asBig) > likeness(asLittle) ? big : little;
}

QString decoded(const QByteArray& bytes, const QString& encoding) {
  const Kind kind = kindOf(encoding);
  if (kind == Kind::Utf8) return QString::fromUtf8(bytes);
  if (kind == Kind::Other) {
    const QString exact = exactEncoding(bytes, encoding);
    if (!others().contains(exact)) refuse(encoding);
    const bool marked = exact.startsWith(QStringLiteral("utf-16")) && markedEncoding(bytes) == exact;
    QStringDecoder decoder(exact.toLatin1().constData());
    return decoder.decode(marked ? bytes.mid(2) : bytes);
  }
  QString text = QString::fromLatin1(bytes);
  if (kind == Kind::Windows)
    for (QChar& letter : text)
      if (letter.unicode() >= 0x80 && letter.unicode() < 0xA0) letter = QChar(kWindows[letter.unicode() - 0x80]);
  return text;
}

QByteArray encoded(const QString& text, const QString& encoding) {
  switch (kindOf(encoding)) {
    case Kind::Utf8:
      return text.toUtf8();
    case Kind::Latin:
      return text.toLatin1();
    case Kind::Windows: {
      QByteArray bytes(text.size(), '?');
      for (qsizetype i = 0; i < text.size(); ++i)
        if (const int byte = windowsByte(text[i]); byte >= 0) bytes[i] = static_cast<char>(byte);
      return bytes;
    }
    case Kind::Other:
      break;
  }
  if (!others().contains(encoding)) refuse(encoding);
  QStringEncoder encoder(encoding.toLatin1().constData());
  return encoder.encode(text);
}

qsizetype firstOutside(const QString& text, const QString& encoding) {
  const Kind kind = kindOf(encoding);
  if (kind == Kind::Utf8) return -1;
  if (kind == Kind::Latin || kind == Kind::Windows) {
    for (qsizetype i = 0; i < text.size(); ++i)
      if (kind == Kind::Latin ? text[i].unicode() > 0xFF : windowsByte(text[i]) < 0) return i;
    return -1;
  }
  // What comes back is what every encoding can be asked, whatever it puts for a character that it lacks.
  const QString back = decoded(encoded(text, encoding), encoding);
  if (back == text) return -1;
  const auto [here, there] = std::mismatch(text.cbegin(), text.cend(), back.cbegin(), back.cend());
  return here == text.cend() ? 0 : here - text.cbegin();
}

QVector<Reading> readings(const QByteArray& bytes) {
  const QByteArray head = bytes.left(kLookedAt);
  QVector<std::pair<double, Reading>> found;
  for (const QString& name : encodings()) {
    if (name == QStringLiteral("utf-16")) continue;
    QString text = decoded(head, name);
    // A character may be cut at the end of what is looked at.
    if (head.size() < bytes.size() && text.endsWith(QChar::ReplacementCharacter)) text.chop(1);
    const double points = likeness(text);
    if (points < 0 || (name.startsWith(QStringLiteral("utf-16")) && !hasBlanks(text))) continue;
    const QByteArray utf8 = text.toUtf8();
    const QString end = lineEndOf(formOf(utf8));
    found.append({points, {name, textFromBytes(utf8).left(kShown).remove(QChar(u'\0')), end}});
  }
  std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  QVector<Reading> list;
  for (const auto& [points, reading] : std::as_const(found)) list.append(reading);
  return list;
}

}  // namespace lacuna::storage
