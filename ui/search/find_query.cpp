// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/search/find_query.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <algorithm>

namespace lacuna::ui {
namespace {

// Attempts of the engine at one place, before it gives up.
constexpr auto kLimit = "(*LIMIT_MATCH=300000)";
constexpr int kFirstWindow = 512;  // units that are looked at in one go, more where that is quick
constexpr int kLeastWindow = 256;
constexpr int kMostWindow = 1 << 20;
constexpr qint64 kQuick = 4;  // milliseconds
constexpr qint64 kSlow = 20;

struct Said {
  Q_DECLARE_TR_FUNCTIONS(FindQuery)
};

// The letters as a regular expression that finds them.
QString literal(const QString& text) {
  QString pattern;
  for (const QChar c : text) {
    if (c == u'\'') {
      pattern += QStringLiteral("['\u2018\u2019\u02bc]");
    } else if (c == u'"') {
      pattern += QStringLiteral("[\"\u201c\u201d\u201e\u00ab\u00bb]");
    } else if (c == u' ') {
      pattern += QStringLiteral("[ \u00a0\u202f]");
    } else if (c == u'\n' || c == QChar::ParagraphSeparator) {
      pattern += QStringLiteral("\\n");
    } else if (c.isLetterOrNumber() || c.isSurrogate()) {
      pattern += c;
    } else {
      pattern += QStringLiteral("\\x{%1}").arg(c.unicode(), 0, 16);
    }
  }
  return pattern;
}

// Where half a surrogate pair stands, something else of its length.
QString sound(const QString& text) {
  if (QStringView(text).isValidUtf16()) return text;
  QString copy = text;
  for (qsizetype i = 0; i < copy.size(); ++i) {
    if (copy.at(i).isHighSurrogate() && i + 1 < copy.size() && copy.at(i + 1).isLowSurrogate()) {
      ++i;
    } else if (copy.at(i).isSurrogate()) {
      copy[i] = QChar::ReplacementCharacter;
    }
  }
  return copy;
}

// Not between the halves of a pair.
int outsidePair(const QString& text, int at) {
  return at > 0 && at < text.size() && text.at(at).isLowSurrogate() ? at + 1 : at;
}

// `with` after its groups and signs were put in.
QString expanded(const QString& with, const QRegularExpressionMatch& match) {
  QString text;
  for (qsizetype i = 0; i < with.size(); ++i) {
    const QChar c = with.at(i);
    if ((c != u'\\' && c != u'$') || i + 1 == with.size()) {
      text += c;
      continue;
    }
    const QChar next = with.at(++i);
    const qsizetype close = next == u'{' && c == u'$' ? with.indexOf(u'}', i) : -1;
    if (next.unicode() >= u'0' && next.unicode() <= u'9') {
      text += match.captured(next.unicode() - u'0');
    } else if (close > 0) {
      const QString name = with.mid(i + 1, close - i - 1);
      bool number = false;
      const int group = name.toInt(&number);
      text += number ? match.captured(group) : match.captured(name);
      i = close;
    } else if (c == u'$' && next == u'$') {
      text += u'$';
    } else if (c == u'$') {
      text += c;
      text += next;
    } else if (next == u'n') {
      text += u'\n';
    } else if (next == u't') {
      text += u'\t';
    } else {
      text += next;
    }
  }
  return text;
}

}  // namespace

FindPattern::FindPattern(const FindQuery& query) : query_(query) {
  if (query.text.isEmpty()) return;
  QString pattern = query.regex ? query.text : literal(query.text);
  const auto options =
      QRegularExpression::UseUnicodePropertiesOption | QRegularExpression::MultilineOption |
      (query.matchCase ? QRegularExpression::NoPatternOption : QRegularExpression::CaseInsensitiveOption);
  if (query.regex) {
    const QRegularExpression written(pattern, options);
    if (!written.isValid()) {
      error_ = Said::tr("This expression cannot be read at letter %1: %2.")
                   .arg(std::max<qsizetype>(1, written.patternErrorOffset()))
                   .arg(written.errorString());
      return;
    }
  }
  if (query.wholeWords) pattern = QStringLiteral("(?<!\\w)(?:%1)(?!\\w)").arg(pattern);
  expression_ = QRegularExpression(QLatin1String(kLimit) + pattern, options);
  if (!expression_.isValid()) error_ = Said::tr("This expression cannot be used: %1.").arg(expression_.errorString());
  expression_.optimize();
}

FindResult FindPattern::find(const QString& whole, int begin, int end, qsizetype most,
                             const std::function<bool()>& stop) const {
  FindResult result;
  if (!valid()) return result;
  const QString text = sound(whole);
  end = std::min(end, static_cast<int>(text.size()));
  int at = outsidePair(text, std::max(0, begin));
  int window = query_.regex ? kFirstWindow : kMostWindow;
  int behind = -1;  // where the last place ended
  QElapsedTimer all;
  all.start();
  // The text is looked at in windows, so that no expression can hold the thread for long. One that reaches the end of
  // its window says so (a partial match), and is tried again there with more text behind it.
  int seen = at;
  while (at <= end) {
    if (stop && stop()) {
      result.stopped = true;
      return result;
    }
    if (query_.regex && all.elapsed() > kMostTime) {
      result.trouble = Said::tr("This expression takes too long here; only the places before are found.");
      return result;
    }
    seen =
        std::min(end, outsidePair(text, std::max(seen, static_cast<int>(std::min<qint64>(end, qint64(at) + window)))));
    const bool last = seen == end;
    QElapsedTimer once;
    once.start();
    const QRegularExpressionMatch match =
        expression_.match(QStringView(text).left(seen), at,
                          last ? QRegularExpression::NormalMatch : QRegularExpression::PartialPreferFirstMatch,
                          QRegularExpression::DontCheckSubjectStringMatchOption);
    if (!match.isValid()) {
      result.trouble = Said::tr("This expression takes too long here; only the places before are found.");
      return result;
    }
    if (once.elapsed() > kSlow) window = std::max(kLeastWindow, window / 4);
    if (once.elapsed() < kQuick) window = std::min(kMostWindow, window * 2);
    if (match.hasPartialMatch()) {
      const int from = static_cast<int>(match.capturedStart());
      const int grown = static_cast<int>(std::min<qint64>(end, qint64(from) + 2 * (qint64(seen) - from) + window));
      at = from;
      seen = std::max(seen, grown);
      continue;
    }
    if (!match.hasMatch()) {
      if (last) return result;
      at = seen;
      continue;
    }
    const QPair<int, int> place(static_cast<int>(match.capturedStart()), static_cast<int>(match.capturedEnd()));
    const bool empty = place.first == place.second;
    at = empty ? outsidePair(text, place.second + 1) : place.second;
    if (empty && place.first == behind) continue;  // as everywhere: nothing more is there
    if (result.places.size() == most) {
      result.more = true;
      return result;
    }
    result.places.push_back(place);
    behind = place.second;
  }
  return result;
}

QStringList FindPattern::replacements(const QString& whole, const QVector<QPair<int, int>>& places,
                                      const Replacement& with) const {
  const QString text = sound(whole);
  const bool groups = query_.regex && (with.text.contains(u'\\') || with.text.contains(u'$'));
  constexpr auto kHere =
      QRegularExpression::AnchorAtOffsetMatchOption | QRegularExpression::DontCheckSubjectStringMatchOption;
  QStringList made;
  made.reserve(places.size());
  for (const auto& [begin, end] : places) {
    QString one = with.text;
    if (groups) {
      QRegularExpressionMatch match = expression_.match(text, begin, QRegularExpression::NormalMatch, kHere);
      // In a passage it could not see what stands behind.
      if (match.capturedEnd() != end)
        match = expression_.match(QStringView(text).left(end), begin, QRegularExpression::NormalMatch, kHere);
      one = expanded(with.text, match);
    }
    made.push_back(with.keepCase ? inCaseOf(whole.mid(begin, end - begin), one) : one);
  }
  return made;
}

QString inCaseOf(const QString& found, const QString& text) {
  if (text.isEmpty()) return text;
  const auto letter = std::find_if(found.begin(), found.end(), [](QChar c) { return c.isLetter(); });
  if (letter == found.end() || !letter->isUpper()) return text;
  const bool all =
      found == found.toUpper() && std::count_if(found.begin(), found.end(), [](QChar c) { return c.isLetter(); }) > 1;
  if (all) return text.toUpper();
  QString made = text;
  const auto first = std::find_if(made.begin(), made.end(), [](QChar c) { return c.isLetter(); });
  if (first != made.end()) *first = first->toUpper();
  return made;
}

}  // namespace lacuna::ui
