// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/spelling_notes.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>
#include <algorithm>

#include "storage/library.h"
#include "storage/said.h"

namespace lacuna::storage {
namespace {

constexpr char kPrefix[] = "spelling.";
constexpr int kLongest = 100;  // units of a word or a code; longer ones are none

QStringList listOf(const QJsonValue& value) {
  QStringList list;
  for (const QJsonValue& one : value.toArray()) {
    const QString text = one.toString().simplified();
    if (!text.isEmpty() && text.size() <= kLongest && !list.contains(text)) list << text;
  }
  return list;
}

SpellingNotes notesFrom(const QString& json) {
  const QJsonObject object = QJsonDocument::fromJson(json.toUtf8()).object();
  return {listOf(object.value(QLatin1String("words"))), listOf(object.value(QLatin1String("languages")))};
}

SpellingNotes notesOf(Library& library, const QString& id) {
  Statement known(library.database(), "SELECT 1 FROM documents WHERE id = ?1");
  known.bind(id);
  if (!known.step())
    throw StorageError(StorageCode::kNotFound,
                       Said::tr("The document whose spelling was to be changed is no longer in the library; "
                                "open another one."));
  return notesFrom(library.setting(spellingSettingOf(id)));
}

void keep(Library& library, const QString& id, const SpellingNotes& notes) {
  if (notes.isEmpty()) {
    Statement gone(library.database(), "DELETE FROM settings WHERE name = ?1");
    gone.bind(spellingSettingOf(id));
    gone.run();
    return;
  }
  const QJsonObject object{{QStringLiteral("words"), QJsonArray::fromStringList(notes.words)},
                           {QStringLiteral("languages"), QJsonArray::fromStringList(notes.languages)}};
  library.setSetting(spellingSettingOf(id), QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact)));
}

}  // namespace

QString spellingSettingOf(const QString& id) { return QLatin1String(kPrefix) + id; }

LibrarySpelling spellingNotes(Library& library) {
  LibrarySpelling all;
  // '/' follows '.' in ASCII.
  Statement rows(library.database(),
                 "SELECT name, value FROM settings WHERE name > 'spelling.' AND name < 'spelling/'");
  while (rows.step()) {
    const SpellingNotes notes = notesFrom(rows.text(1));
    if (!notes.isEmpty()) all.insert(rows.text(0).mid(static_cast<qsizetype>(sizeof(kPrefix)) - 1), notes);
  }
  return all;
}

void changeSpellingWords(Library& library, const QString& id, const QStringList& added, const QStringList& removed) {
  SpellingNotes notes = notesOf(library, id);
  QSet<QString> words(notes.words.cbegin(), notes.words.cend());
  for (const QString& word : removed) words.remove(word);
  for (const QString& word : added) {
    const QString text = word.simplified();
    if (!text.isEmpty() && text.size() <= kLongest) words.insert(text);
  }
  notes.words = words.values();
  std::sort(notes.words.begin(), notes.words.end());
  keep(library, id, notes);
}

void setSpellingLanguages(Library& library, const QString& id, const QStringList& languages) {
  SpellingNotes notes = notesOf(library, id);
  notes.languages = languages;
  keep(library, id, notes);
}

void copySpelling(Library& library, const QString& from, const QString& to) {
  const SpellingNotes notes = notesOf(library, from);
  if (notes.isEmpty()) return;
  changeSpellingWords(library, to, notes.words, {});
  if (notesOf(library, to).languages.isEmpty()) setSpellingLanguages(library, to, notes.languages);
}

}  // namespace lacuna::storage
