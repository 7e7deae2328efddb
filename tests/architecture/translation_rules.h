// SPDX-License-Identifier: GPL-3.0-or-later
// What holds for each resources/translations/lacuna_*.ts, as functions of its text, so that they can be shown to fail.
// Each returns one sentence a finding; empty where all is well.
#pragma once

#include <QMap>
#include <QRegularExpression>
#include <QString>
#include <QStringList>
#include <QVector>
#include <QXmlStreamReader>

namespace lacuna::tests {

struct TranslatedText {
  QString context;
  QString source;
  QString comment;    // what tells it from another use of the same words
  QStringList forms;  // the translation; one for each number where it counts
  bool counts = false;
  bool finished = true;

  QString key() const { return context + u'\x1f' + source + u'\x1f' + comment; }
  QString name() const { return QStringLiteral("%1: \"%2\"").arg(context, source); }
};

// Empty where the text is no catalogue.
inline QVector<TranslatedText> readCatalogue(const QByteArray& xml) {
  QVector<TranslatedText> all;
  QXmlStreamReader in(xml);
  QString context;
  TranslatedText now;
  while (!in.atEnd()) {
    in.readNext();
    if (in.isStartElement()) {
      if (in.name() == QLatin1String("name")) {
        context = in.readElementText();
      } else if (in.name() == QLatin1String("message")) {
        now = {context, {}, {}, {}, in.attributes().value(QLatin1String("numerus")) == QLatin1String("yes")};
      } else if (in.name() == QLatin1String("source")) {
        now.source = in.readElementText();
      } else if (in.name() == QLatin1String("comment")) {
        now.comment = in.readElementText();
      } else if (in.name() == QLatin1String("translation")) {
        now.finished = in.attributes().value(QLatin1String("type")).isEmpty();
        if (!now.counts) now.forms << in.readElementText();
      } else if (in.name() == QLatin1String("numerusform")) {
        now.forms << in.readElementText();
      }
    } else if (in.isEndElement() && in.name() == QLatin1String("message")) {
      all.push_back(now);
    }
  }
  return in.hasError() ? QVector<TranslatedText>() : all;
}

// %1, %L2, %n, each as often as it is there, in order.
inline QStringList placeholdersOf(const QString& text) {
  static const QRegularExpression form(QStringLiteral("%(L?\\d|L?n)"));
  QStringList found;
  auto matches = form.globalMatch(text);
  while (matches.hasNext()) found << matches.next().captured();
  found.sort();
  return found;
}

inline int mnemonicsOf(const QString& text) {
  static const QRegularExpression sign(QStringLiteral("&(?!&|[a-z]+;)"));
  return static_cast<int>(QString(text).replace(QStringLiteral("&&"), QString()).count(sign));
}

inline QStringList checkTranslation(const TranslatedText& text) {
  static const QRegularExpression tag(QStringLiteral("</?[a-z][^>]*>"));
  static const QRegularExpression before(QStringLiteral("^\\s*"));
  static const QRegularExpression behind(QStringLiteral("\\s*$"));
  const auto all = [](const QRegularExpression& what, const QString& in) {
    QStringList found;
    auto matches = what.globalMatch(in);
    while (matches.hasNext()) found << matches.next().captured();
    return found;
  };
  QStringList found;
  const auto say = [&](const QString& what) { found << text.name() + QStringLiteral(" ") + what; };
  if (!text.finished) say(QStringLiteral("is not translated"));
  if (!text.finished) return found;
  for (qsizetype i = 0; i < text.forms.size(); ++i) {
    const QString& form = text.forms.at(i);
    if (form.isEmpty()) {
      say(QStringLiteral("has an empty translation"));
      continue;
    }
    QStringList wanted = placeholdersOf(text.source);
    const QStringList there = placeholdersOf(form);
    // One thing may be named without its number.
    if (text.counts && i == 0 && there != wanted) wanted = wanted.filter(QRegularExpression(QStringLiteral("^%L?\\d")));
    if (there != wanted) say(QStringLiteral("has other places for values: ") + form);
    if (all(tag, form) != all(tag, text.source)) say(QStringLiteral("has other tags: ") + form);
    if (mnemonicsOf(form) != mnemonicsOf(text.source)) say(QStringLiteral("has another number of &: ") + form);
    if (before.match(form).captured() != before.match(text.source).captured() ||
        behind.match(form).captured() != behind.match(text.source).captured())
      say(QStringLiteral("begins or ends with other spaces: ") + form);
    if (form.count(u'\t') != text.source.count(u'\t') || form.count(u'\n') != text.source.count(u'\n'))
      say(QStringLiteral("has other tabs or lines: ") + form);
  }
  return found;
}

// Between a catalogue and the one that lupdate makes of the sources now.
inline QStringList compareCatalogues(const QVector<TranslatedText>& kept, const QVector<TranslatedText>& made) {
  QMap<QString, QString> old;
  for (const TranslatedText& text : kept) old.insert(text.key(), text.name());
  QStringList found;
  for (const TranslatedText& text : made)
    if (old.remove(text.key()) == 0)
      found << text.name() + QStringLiteral(" is new: run ./dev translations, and translate it");
  for (const QString& name : std::as_const(old))
    found << name + QStringLiteral(" is in no source any more: run ./dev translations");
  return found;
}

// What lupdate cannot read as the compiler does.
inline QStringList checkTranslatable(const QString& path, const QString& text) {
  // It takes more than four digits behind \u for the letter's.
  static const QRegularExpression greedy(QStringLiteral("\\btr\\((?:[^\"\\n]*\"[^\"\\n]*)?\\\\u[0-9a-fA-F]{5}"));
  // The words are with the caller of such a function, where no tr() is.
  static const QRegularExpression helper(
      QStringLiteral("\\(const char\\* (\\w+)\\)\\s*\\{\\s*return [^;]*(?:translate\\([^;]*|\\btr\\()\\1\\)"));
  QStringList found;
  if (greedy.match(text).hasMatch())
    found << path + QStringLiteral(": a letter as \\u.... before a digit or one of a to f: write the letter itself");
  if (helper.match(text).hasMatch())
    found << path + QStringLiteral(
                        ": lupdate does not see what is handed to a function of its own: use a struct with "
                        "Q_DECLARE_TR_FUNCTIONS");
  return found;
}

}  // namespace lacuna::tests
