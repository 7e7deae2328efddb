// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/smart_typing.h"

#include <QHash>
#include <QLocale>
#include <QSettings>

namespace lacuna::ui {
namespace {

constexpr QChar kApostrophe(0x2019);
constexpr int kLongestGap = 80;  // units of what is still being written between [[ and ]]

const QHash<QString, QuoteSigns>& table() {
  const auto signs = [](const char16_t* open, const char16_t* close, const char16_t* innerOpen,
                        const char16_t* innerClose) {
    return QuoteSigns{QString::fromUtf16(open), QString::fromUtf16(close), QString::fromUtf16(innerOpen),
                      QString::fromUtf16(innerClose)};
  };
  static const QHash<QString, QuoteSigns> all = [&signs] {
    const QuoteSigns english = signs(u"\u201c", u"\u201d", u"\u2018", u"\u2019");
    const QuoteSigns german = signs(u"\u201e", u"\u201c", u"\u201a", u"\u2018");
    const QuoteSigns nordic = signs(u"\u201d", u"\u201d", u"\u2019", u"\u2019");
    const QuoteSigns guillemets = signs(u"\u00ab", u"\u00bb", u"\u2039", u"\u203a");
    const QuoteSigns low = signs(u"\u201e", u"\u201d", u"\u201a", u"\u2019");
    return QHash<QString, QuoteSigns>{
        {QStringLiteral("en"), english},
        {QStringLiteral("pt-BR"), english},
        {QStringLiteral("tr"), english},
        {QStringLiteral("de"), german},
        {QStringLiteral("cs"), german},
        {QStringLiteral("sk"), german},
        {QStringLiteral("sl"), german},
        {QStringLiteral("bg"), german},
        {QStringLiteral("is"), german},
        {QStringLiteral("lt"), german},
        {QStringLiteral("et"), german},
        {QStringLiteral("de-CH"), guillemets},
        {QStringLiteral("fr-CH"), guillemets},
        {QStringLiteral("it-CH"), guillemets},
        {QStringLiteral("fr"), signs(u"\u00ab\u202f", u"\u202f\u00bb", u"\u201c", u"\u201d")},
        {QStringLiteral("es"), signs(u"\u00ab", u"\u00bb", u"\u201c", u"\u201d")},
        {QStringLiteral("it"), signs(u"\u00ab", u"\u00bb", u"\u201c", u"\u201d")},
        {QStringLiteral("pt"), signs(u"\u00ab", u"\u00bb", u"\u201c", u"\u201d")},
        {QStringLiteral("ca"), signs(u"\u00ab", u"\u00bb", u"\u201c", u"\u201d")},
        {QStringLiteral("el"), signs(u"\u00ab", u"\u00bb", u"\u201c", u"\u201d")},
        {QStringLiteral("ru"), signs(u"\u00ab", u"\u00bb", u"\u201e", u"\u201c")},
        {QStringLiteral("uk"), signs(u"\u00ab", u"\u00bb", u"\u201e", u"\u201c")},
        {QStringLiteral("be"), signs(u"\u00ab", u"\u00bb", u"\u201e", u"\u201c")},
        {QStringLiteral("nb"), signs(u"\u00ab", u"\u00bb", u"\u2018", u"\u2019")},
        {QStringLiteral("nn"), signs(u"\u00ab", u"\u00bb", u"\u2018", u"\u2019")},
        {QStringLiteral("no"), signs(u"\u00ab", u"\u00bb", u"\u2018", u"\u2019")},
        {QStringLiteral("da"), signs(u"\u00bb", u"\u00ab", u"\u203a", u"\u2039")},
        {QStringLiteral("sv"), nordic},
        {QStringLiteral("fi"), nordic},
        {QStringLiteral("pl"), signs(u"\u201e", u"\u201d", u"\u00ab", u"\u00bb")},
        {QStringLiteral("nl"), english},
        {QStringLiteral("hu"), signs(u"\u201e", u"\u201d", u"\u00bb", u"\u00ab")},
        {QStringLiteral("ro"), signs(u"\u201e", u"\u201d", u"\u00ab", u"\u00bb")},
        {QStringLiteral("hr"), low},
        {QStringLiteral("sr"), low},
    };
  }();
  return all;
}

// Behind these a quote opens; behind anything else it closes.
bool opensAfter(QChar c) {
  return c.isNull() || c.isSpace() ||
         QStringView(u"([{<\u2014\u2013-/\u201c\u2018\u201e\u201a\u00ab\u2039*_~").contains(c);
}

bool insideMarks(const QString& before) {
  const int gap = static_cast<int>(before.lastIndexOf(QLatin1String("[[")));
  if (gap >= 0 && before.size() - gap < kLongestGap && before.indexOf(QLatin1String("]]"), gap) < 0) return true;
  const int link = static_cast<int>(before.lastIndexOf(QLatin1String("](")));
  if (link >= 0 && before.indexOf(u')', link) < 0) return true;
  if (before.startsWith(QLatin1String("```")) || before.startsWith(QLatin1String("~~~"))) return true;
  return before.contains(u'`') && before.count(u'`') % 2 == 1;
}

// Of a language without inner quotes of its own beside the apostrophe: 'tis, '90s, the 'em of rock 'n' roll.
bool isElision(const QString& before, QChar typed) {
  const int size = static_cast<int>(before.size());
  // A digit behind a sign that opened: '9 is a year.
  return size >= 2 && typed.isDigit() && before.at(size - 2) == QChar(0x2018);
}

std::optional<Smartened> quote(const QString& before, const QuoteSigns& signs) {
  const bool single = before.back() == u'\'';
  const QChar last = before.size() > 1 ? before.at(before.size() - 2) : QChar();
  if (!single) return Smartened{1, opensAfter(last) ? signs.open : signs.close};
  if (last.isLetterOrNumber()) {
    // The end of an inner quote, when one is open that closes by another sign than the apostrophe.
    const bool open = signs.innerClose != QString(kApostrophe) &&
                      before.lastIndexOf(signs.innerOpen) > before.lastIndexOf(signs.innerClose);
    return Smartened{1, open ? signs.innerClose : QString(kApostrophe)};
  }
  return Smartened{1, opensAfter(last) ? signs.innerOpen : signs.innerClose};
}

// The dash before what somebody says, now that the paragraph is known to be no rule.
std::optional<Smartened> speech(const QString& before) {
  if (before.size() > 5 || !before.startsWith(QLatin1String("--"))) return std::nullopt;
  const int dashes = before.startsWith(QLatin1String("---")) ? 3 : 2;
  const QString rest = before.mid(dashes);
  if (rest.size() != 1 && !(rest.size() == 2 && rest.at(0) == u' ')) return std::nullopt;
  return Smartened{static_cast<int>(before.size()), QChar(dashes == 3 ? 0x2014 : 0x2013) + rest};
}

// A word before which an apostrophe stands for what was left out.
std::optional<Smartened> elided(const QString& before) {
  static const QStringList kWords = {QStringLiteral("tis"),   QStringLiteral("twas"), QStringLiteral("twere"),
                                     QStringLiteral("twill"), QStringLiteral("em"),   QStringLiteral("cause"),
                                     QStringLiteral("til"),   QStringLiteral("bout"), QStringLiteral("round")};
  const int end = static_cast<int>(before.size()) - 1;  // of the word; the last unit ends it
  int begin = end;
  while (begin > 0 && before.at(begin - 1).isLetter() && end - begin < 6) --begin;
  if (begin == 0 || begin == end || before.at(begin - 1) != QChar(0x2018)) return std::nullopt;
  const QString word = before.mid(begin, end - begin);
  if (!kWords.contains(word.toLower())) return std::nullopt;
  return Smartened{static_cast<int>(before.size()) - begin + 1, kApostrophe + before.mid(begin)};
}

}  // namespace

SmartTyping SmartTyping::load() {
  const QSettings settings;
  SmartTyping t;
  t.quotes = settings.value(QStringLiteral("typing/quotes"), t.quotes).toBool();
  t.dashes = settings.value(QStringLiteral("typing/dashes"), t.dashes).toBool();
  t.ellipses = settings.value(QStringLiteral("typing/ellipses"), t.ellipses).toBool();
  t.language = settings.value(QStringLiteral("typing/language")).toString();
  return t;
}

void SmartTyping::save() const {
  QSettings settings;
  settings.setValue(QStringLiteral("typing/quotes"), quotes);
  settings.setValue(QStringLiteral("typing/dashes"), dashes);
  settings.setValue(QStringLiteral("typing/ellipses"), ellipses);
  settings.setValue(QStringLiteral("typing/language"), language);
}

QuoteSigns quotesOf(const QString& language) {
  QString wanted = language.isEmpty() ? QLocale::system().name() : language;
  wanted.replace(u'_', u'-');
  const auto& all = table();
  // "de-CH-1901" as "de-CH".
  if (const auto exact = all.constFind(wanted.section(u'-', 0, 1)); exact != all.constEnd()) return *exact;
  return all.value(wanted.section(u'-', 0, 0), all.value(QStringLiteral("en")));
}

QStringList quoteLanguages() {
  QStringList names = table().keys();
  names.sort();
  return names;
}

std::optional<Smartened> smartened(const QString& before, const SmartTyping& wanted) {
  if (before.isEmpty()) return std::nullopt;
  const QChar typed = before.back();
  const bool sign = typed == u'"' || typed == u'\'' || typed == u'-' || typed == u'.';
  if (!sign && typed.isLetter()) return wanted.dashes ? speech(before) : std::nullopt;
  if (insideMarks(before)) return std::nullopt;
  if (typed == u'"' || typed == u'\'') {
    if (!wanted.quotes) return std::nullopt;
    return quote(before, quotesOf(wanted.language));
  }
  const int size = static_cast<int>(before.size());
  if (typed == u'-') {
    if (!wanted.dashes || size < 2) return std::nullopt;
    // A paragraph of hyphens alone is a rule, or what stands above a document.
    if (before.count(u'-') + before.count(u' ') == size) return std::nullopt;
    const QChar last = before.at(size - 2);
    if (last == QChar(0x2013)) return Smartened{2, QString(QChar(0x2014))};
    if (last == u'-' && (size < 3 || before.at(size - 3) != u'-')) return Smartened{2, QString(QChar(0x2013))};
    return std::nullopt;
  }
  if (typed == u'.') {
    const bool three = size >= 3 && before.endsWith(QLatin1String("...")) && (size == 3 || before.at(size - 4) != u'.');
    return three && wanted.ellipses ? std::optional(Smartened{3, QString(QChar(0x2026))}) : std::nullopt;
  }
  if (!wanted.quotes) return std::nullopt;
  if (isElision(before, typed)) return Smartened{2, QString(kApostrophe) + typed};
  return elided(before);
}

}  // namespace lacuna::ui
