// SPDX-License-Identifier: GPL-3.0-or-later
// What is looked for, how it is found in a text, and what takes its place. Pure; any thread.
#pragma once

#include <QPair>
#include <QRegularExpression>
#include <QString>
#include <QStringList>
#include <QVector>
#include <functional>

namespace lacuna::ui {

struct FindQuery {
  QString text;
  bool matchCase = false;
  bool wholeWords = false;
  bool regex = false;  // else each letter stands for itself
  bool operator==(const FindQuery&) const = default;
};

// What a place becomes.
struct Replacement {
  QString text;           // with a regular expression: \1 or $1 a group, \n and \t, \\ and $$
  bool keepCase = false;  // as what it replaces: all capitals, or one at its beginning
  bool operator==(const Replacement&) const = default;
};

struct FindResult {
  QVector<QPair<int, int>> places;  // begin and end, UTF-16 units, ascending; one may be empty
  bool more = false;                // there are more than were wanted
  bool stopped = false;             // whoever asked had enough
  QString trouble;                  // one sentence: the search ended before the text did
};

// A query that is ready to look. Without a regular expression a straight quotation mark or apostrophe finds the curly
// ones too, and a space those that do not break.
class FindPattern {
 public:
  // Of a regular expression that costs more than this, in milliseconds, the search is given up.
  static constexpr qint64 kMostTime = 4000;

  explicit FindPattern(const FindQuery& query);
  // Something can be looked for.
  bool valid() const { return !query_.text.isEmpty() && error_.isEmpty(); }
  // Empty, or one sentence: what is wrong with the expression, and where.
  QString error() const { return error_; }

  // The places within [begin, end) of the text, at most so many. `stop` is asked now and then, at least each tenth of
  // a second, and ends the search.
  FindResult find(const QString& text, int begin, int end, qsizetype most,
                  const std::function<bool()>& stop = {}) const;
  // What places that find() found in this text become, one each.
  QStringList replacements(const QString& text, const QVector<QPair<int, int>>& places, const Replacement& with) const;

 private:
  FindQuery query_;
  QRegularExpression expression_;
  QString error_;
};

// What was found, with its capitals where they are kept.
QString inCaseOf(const QString& found, const QString& text);

}  // namespace lacuna::ui
