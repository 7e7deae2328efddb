// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/spelling/spelling_words.h"

#include <QHash>
#include <QLocale>
#include <QRegularExpression>
#include <algorithm>

namespace lacuna::ui {
namespace {

constexpr int kAbbreviation = 5;  // letters; longer words in capitals are words
constexpr char16_t kSoftHyphen = 0x00AD;

bool isApostrophe(QChar c) { return c == u'\'' || c == QChar(0x2019) || c == QChar(0x02BC); }
bool isHyphen(QChar c) { return c == u'-' || c == QChar(0x2010) || c == QChar(0x2011); }
bool isWordUnit(QChar c) { return c.isLetterOrNumber() || c.isMark() || c.isSurrogate() || c == QChar(kSoftHyphen); }

bool hasNoSpaces(QChar c) {
  switch (c.script()) {
    case QChar::Script_Han:
    case QChar::Script_Hiragana:
    case QChar::Script_Katakana:
    case QChar::Script_Thai:
    case QChar::Script_Lao:
    case QChar::Script_Khmer:
    case QChar::Script_Myanmar:
      return true;
    default:
      return c.isSurrogate();
  }
}

// Ranges that are no prose, ascending.
QVector<QPair<int, int>> masked(const QString& text) {
  static const QRegularExpression marks(
      QStringLiteral("(`+)[^`]+\\1|\\[\\[.*?\\]\\]|\\]\\([^)]*\\)|</?[a-zA-Z][^>]*>|<!--.*?-->|&[a-zA-Z]+;"));
  QVector<QPair<int, int>> found;
  if (!text.contains(u'`') && !text.contains(u'[') && !text.contains(u'<') && !text.contains(u'&')) return found;
  for (auto all = marks.globalMatch(text); all.hasNext();) {
    const QRegularExpressionMatch match = all.next();
    found.push_back({static_cast<int>(match.capturedStart()), static_cast<int>(match.capturedEnd())});
  }
  return found;
}

bool isAddress(QStringView chunk) {
  if (chunk.contains(QLatin1String("://")) || chunk.contains(QLatin1String("www."), Qt::CaseInsensitive)) return true;
  for (qsizetype i = 1; i + 1 < chunk.size(); ++i) {
    const bool between = chunk.at(i - 1).isLetterOrNumber() && chunk.at(i + 1).isLetterOrNumber();
    if (!between) continue;
    // "me@home", "snake_case", "file.txt"; but "end.Next" lacks only its space.
    if (chunk.at(i) == u'@' || chunk.at(i) == u'_' || chunk.at(i) == u'\\') return true;
    if (chunk.at(i) == u'.' && !chunk.at(i + 1).isUpper()) return true;
  }
  return chunk.startsWith(u'/') && chunk.size() > 1 && chunk.at(1).isLetter();
}

bool worthAsking(QStringView word) {
  int letters = 0;
  bool capitals = true;
  for (const QChar c : word) {
    if (c.isDigit() || hasNoSpaces(c)) return false;
    letters += c.isLetter() ? 1 : 0;
    capitals = capitals && (!c.isLetter() || c.isUpper());
  }
  return letters > 1 && (!capitals || letters > kAbbreviation);
}

void addWords(const QString& text, int from, int to, QVector<QPair<int, int>>& words) {
  for (int at = from; at < to;) {
    if (!isWordUnit(text.at(at))) {
      ++at;
      continue;
    }
    int end = at;
    while (end < to && (isWordUnit(text.at(end)) || ((isApostrophe(text.at(end)) || isHyphen(text.at(end))) &&
                                                     end + 1 < to && isWordUnit(text.at(end + 1)))))
      ++end;
    if (worthAsking(QStringView(text).mid(at, end - at))) words.push_back({at, end});
    at = end;
  }
}

}  // namespace

QVector<QPair<int, int>> wordsToSpell(const QString& paragraph) {
  QVector<QPair<int, int>> words;
  const QVector<QPair<int, int>> hidden = masked(paragraph);
  auto next = hidden.cbegin();
  const int size = static_cast<int>(paragraph.size());
  for (int at = 0; at < size;) {
    if (next != hidden.cend() && at >= next->first) {
      at = std::max(at, next->second);
      ++next;
      continue;
    }
    if (paragraph.at(at).isSpace()) {
      ++at;
      continue;
    }
    const int limit = next != hidden.cend() ? next->first : size;
    int end = at;
    while (end < limit && !paragraph.at(end).isSpace()) ++end;
    if (!isAddress(QStringView(paragraph).mid(at, end - at))) addWords(paragraph, at, end, words);
    at = end;
  }
  return words;
}

QSet<int> scriptsOf(const QStringList& languages) {
  static const QHash<QLocale::Script, QChar::Script> known{
      {QLocale::LatinScript, QChar::Script_Latin},         {QLocale::GreekScript, QChar::Script_Greek},
      {QLocale::CyrillicScript, QChar::Script_Cyrillic},   {QLocale::HebrewScript, QChar::Script_Hebrew},
      {QLocale::ArabicScript, QChar::Script_Arabic},       {QLocale::ArmenianScript, QChar::Script_Armenian},
      {QLocale::GeorgianScript, QChar::Script_Georgian},   {QLocale::DevanagariScript, QChar::Script_Devanagari},
      {QLocale::KoreanScript, QChar::Script_Hangul},       {QLocale::BengaliScript, QChar::Script_Bengali},
      {QLocale::TamilScript, QChar::Script_Tamil},         {QLocale::TeluguScript, QChar::Script_Telugu},
      {QLocale::GujaratiScript, QChar::Script_Gujarati},   {QLocale::GurmukhiScript, QChar::Script_Gurmukhi},
      {QLocale::MalayalamScript, QChar::Script_Malayalam}, {QLocale::KannadaScript, QChar::Script_Kannada},
      {QLocale::SinhalaScript, QChar::Script_Sinhala},     {QLocale::MongolianScript, QChar::Script_Mongolian},
      {QLocale::EthiopicScript, QChar::Script_Ethiopic},
  };
  QSet<int> scripts;
  for (const QString& language : languages) {
    const QLocale locale(language);
    const auto script = known.constFind(locale.script());
    if (locale.language() == QLocale::C || script == known.constEnd()) return {};
    scripts.insert(*script);
  }
  return scripts;
}

bool isWrittenIn(const QString& word, const QSet<int>& scripts) {
  if (scripts.isEmpty()) return true;
  const auto letter = std::find_if(word.begin(), word.end(), [](QChar c) { return c.isLetter(); });
  return letter == word.end() || scripts.contains(letter->script());
}

QString spelledPlainly(const QString& word) {
  QString plain;
  plain.reserve(word.size());
  for (const QChar c : word) {
    if (c == QChar(kSoftHyphen)) continue;
    plain += isApostrophe(c) ? QChar(u'\'') : isHyphen(c) ? QChar(u'-') : c;
  }
  return plain.normalized(QString::NormalizationForm_C);
}

}  // namespace lacuna::ui
