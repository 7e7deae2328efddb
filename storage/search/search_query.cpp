// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/search/search_query.h"

#include <QVector>
#include <algorithm>

#include "storage/words.h"

namespace lacuna::storage {
namespace {

constexpr int kMostTerms = 24;

struct Term {
  QString text;
  bool without = false;  // it must not stand there
  bool open = false;     // the beginning of a word
  bool quoted = false;
};

bool isQuote(QChar unit) { return QStringView(u"\"\u201C\u201D\u201E\u00AB\u00BB").contains(unit); }

QVector<Term> termsOf(const QString& typed) {
  QVector<Term> terms;
  for (qsizetype at = 0; at < typed.size() && terms.size() < kMostTerms;) {
    if (typed[at].isSpace()) {
      ++at;
      continue;
    }
    Term term;
    if (typed[at] == QLatin1Char('-')) {
      term.without = true;
      ++at;
    }
    qsizetype end = at;
    if (at < typed.size() && isQuote(typed[at])) {
      term.quoted = true;
      ++at;
      for (end = at; end < typed.size() && !isQuote(typed[end]); ++end) {
      }
      term.text = typed.mid(at, end - at);
      ++end;
    } else {
      while (end < typed.size() && !typed[end].isSpace() && !isQuote(typed[end])) ++end;
      term.text = typed.mid(at, end - at);
    }
    at = end;
    if (at < typed.size() && typed[at] == QLatin1Char('*')) ++at;  // behind a quotation it says nothing
    if (!term.quoted && term.text.endsWith(QLatin1Char('*'))) {
      term.open = true;
      while (term.text.endsWith(QLatin1Char('*'))) term.text.chop(1);
    }
    if (countWords(term.text) > 0) terms.append(term);
  }
  return terms;
}

QByteArray quoted(const Term& term) {
  QByteArray text = term.text.toUtf8();
  text.replace('"', ' ').replace('\0', ' ');
  return '"' + text + '"' + (term.open ? "*" : "");
}

QByteArray joined(const QVector<Term>& terms, bool without, const char* between) {
  QByteArray text;
  for (const Term& term : terms) {
    if (term.without != without) continue;
    if (!text.isEmpty()) text += between;
    text += quoted(term);
  }
  return text;
}

}  // namespace

std::optional<SearchQuery> parseQuery(const QString& typed, bool typing) {
  QVector<Term> terms = termsOf(typed);
  if (terms.isEmpty()) return std::nullopt;
  const bool atWord = !typed.isEmpty() && !typed.back().isSpace() && !terms.last().quoted;
  if (typing && atWord && terms.last().text.size() > 1) terms.last().open = true;
  SearchQuery query;
  query.match = joined(terms, false, " AND ");
  if (query.match.isEmpty()) return std::nullopt;  // what shall not be there is everywhere else
  const QByteArray without = joined(terms, true, " OR ");
  if (!without.isEmpty()) query.match = '(' + query.match + ") NOT (" + without + ')';
  return query;
}

}  // namespace lacuna::storage
