// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/folders/names.h"

#include <algorithm>

namespace lacuna::storage {
namespace {

bool isDigit(QChar c) { return c >= u'0' && c <= u'9'; }

// The digits from `at` on, without zeros before them; `at` comes to stand behind them.
QStringView number(const QString& text, qsizetype& at) {
  while (at < text.size() && text[at] == u'0') ++at;
  const qsizetype begin = at;
  while (at < text.size() && isDigit(text[at])) ++at;
  return QStringView(text).mid(begin, at - begin);
}

// What it becomes in a name; a null character: nothing.
char32_t safe(char32_t c) {
  switch (QChar::category(c)) {
    case QChar::Other_Control:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
    case QChar::Separator_Space:
      return U' ';
    case QChar::Other_Format:
      return c == 0x200D || c == 0x200C ? c
                                        : 0;  // joiners are a part of letters; marks of direction hide what is there
    case QChar::Other_Surrogate:
    case QChar::Other_NotAssigned:
    case QChar::Other_PrivateUse:
      return U'-';
    default:
      return QStringView(u"<>:\"/\\|?*").contains(QChar(c < 0x80 ? static_cast<char16_t>(c) : u'a')) ? U'-' : c;
  }
}

}  // namespace

int compareNames(const QString& a, const QString& b) {
  const QString x = a.toCaseFolded(), y = b.toCaseFolded();
  qsizetype i = 0, j = 0;
  while (i < x.size() && j < y.size()) {
    if (isDigit(x[i]) && isDigit(y[j])) {
      const QStringView first = number(x, i), second = number(y, j);
      if (first.size() != second.size()) return first.size() < second.size() ? -1 : 1;
      if (const int order = first.compare(second); order != 0) return order;
      continue;
    }
    if (x[i] != y[j]) return x[i] < y[j] ? -1 : 1;
    ++i;
    ++j;
  }
  if (x.size() - i != y.size() - j) return x.size() - i < y.size() - j ? -1 : 1;
  return a.compare(b);
}

int numberPrefix(const QString& name) {
  qsizetype at = 0;
  while (at < name.size() && isDigit(name[at])) ++at;
  if (at == 0 || at > 3) return 0;
  const qsizetype digits = at;
  while (at < name.size() && (name[at].isSpace() || QStringView(u"._-)").contains(name[at]))) ++at;
  return at == digits || at == name.size() ? 0 : static_cast<int>(at);
}

QString safeName(const QString& title, int most) {
  QString name;
  int bytes = 0;
  for (const uint read : title.normalized(QString::NormalizationForm_C).toUcs4()) {
    const char32_t c = safe(read);
    if (c == 0 || (c == U' ' && (name.isEmpty() || name.back() == u' '))) continue;
    const QString letter = QString::fromUcs4(&c, 1);
    bytes += static_cast<int>(letter.toUtf8().size());
    if (bytes > std::max(8, most)) break;
    name += letter;
  }
  // Windows drops them, and finds the file no more.
  while (!name.isEmpty() && (name.back() == u' ' || name.back() == u'.')) name.chop(1);
  return name.isEmpty() ? QStringLiteral("Untitled") : name;
}

}  // namespace lacuna::storage
