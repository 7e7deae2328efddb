// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/spelling/spelling_rules.h"

#include <QLocale>
#include <algorithm>
#include <utility>

namespace lacuna::ui {
namespace {

// As it stands, at the beginning of a sentence, or in a title in capitals.
bool holds(const QSet<QString>& words, const QString& word) {
  if (words.isEmpty()) return false;
  if (words.contains(word)) return true;
  const QString lower = word.toLower();
  if (words.contains(lower)) return true;
  return word.toUpper() == word && words.contains(lower.left(1).toUpper() + lower.mid(1));
}

}  // namespace

SpellingRules::SpellingRules(const QStringList& folders)
    : folders_(folders), dictionaries_(findDictionaries(folders)), settings_(SpellingSettings::load()) {}

// Runs a change, and says so where other languages count after it.
template <typename Change>
void SpellingRules::withLanguages(Change change) {
  const QStringList before = languages();
  const QStringList wanted = wantedLanguages();
  change();
  if (languages() != before || wantedLanguages() != wanted) Q_EMIT languagesChanged();
}

void SpellingRules::lookAgain() {
  withLanguages([this] { dictionaries_ = findDictionaries(folders_); });
  Q_EMIT dictionariesChanged();
}

void SpellingRules::setOn(bool on) {
  if (settings_.on == on) return;
  settings_.on = on;
  settings_.save();
  Q_EMIT languagesChanged();
}

void SpellingRules::setUsualLanguages(const QStringList& codes) {
  if (settings_.languages == codes) return;
  withLanguages([this, &codes] { settings_.languages = codes; });
  settings_.save();
}

void SpellingRules::setPath(const QVector<Place>& path) {
  if (path == path_) return;
  withLanguages([this, &path] { path_ = path; });
  gatherWords();
}

void SpellingRules::setNotes(const storage::LibrarySpelling& notes) {
  withLanguages([this, &notes] { notes_ = notes; });
  gatherWords();
}

QString SpellingRules::languagesFrom() const {
  const auto named = std::find_if(path_.cbegin(), path_.cend(),
                                  [this](const Place& place) { return !notes_.value(place.id).languages.isEmpty(); });
  return named == path_.cend() ? QString() : named->id;
}

QStringList SpellingRules::wantedLanguages() const {
  const QString from = languagesFrom();
  return from.isEmpty() ? settings_.languages : notes_.value(from).languages;
}

QStringList SpellingRules::languages() const { return installed(wantedLanguages()); }

QStringList SpellingRules::installed(const QStringList& named) const {
  QStringList codes;
  for (const QString& code : named.isEmpty() ? QStringList{QLocale::system().name()} : named)
    for (const QString& suits : dictionariesFor(code, dictionaries_))
      if (!codes.contains(suits)) codes << suits;
  return codes;
}

void SpellingRules::setLanguages(const QString& id, const QStringList& codes) {
  if (notes_.value(id).languages == codes) return;
  withLanguages([this, &id, &codes] { notes_[id].languages = codes; });
  Q_EMIT languagesChosen(id, codes);
}

void SpellingRules::changeLanguages(const QStringList& codes) {
  const QString from = languagesFrom();
  if (from.isEmpty()) {
    setUsualLanguages(codes);
  } else {
    setLanguages(from, codes);
  }
}

void SpellingRules::nameLanguagesAt(const QString& id) {
  const QStringList now = languages();
  for (const Place& place : std::as_const(path_)) {
    if (place.id == id) break;
    setLanguages(place.id, {});
  }
  if (!id.isEmpty() && notes_.value(id).languages.isEmpty()) setLanguages(id, now);
}

QString SpellingRules::textLanguage() const { return wantedLanguages().value(0); }

void SpellingRules::changeOwnWords(const QStringList& added, const QStringList& removed) {
  own_.change(added, removed);
  Q_EMIT ownWordsChosen(own_.path(), added, removed);
  Q_EMIT wordsChanged();
}

void SpellingRules::changeWords(const QString& id, const QStringList& added, const QStringList& removed) {
  storage::SpellingNotes& notes = notes_[id];
  QSet<QString> words(notes.words.cbegin(), notes.words.cend());
  for (const QString& word : removed) words.remove(word);
  for (const QString& word : added) words.insert(word);
  notes.words = words.values();
  std::sort(notes.words.begin(), notes.words.end());
  Q_EMIT wordsChosen(id, added, removed);
  gatherWords();
}

void SpellingRules::gatherWords() {
  QSet<QString> words;
  for (const Place& place : std::as_const(path_))
    for (const QString& word : notes_.value(place.id).words) words.insert(word);
  if (words == words_) return;
  words_ = words;
  Q_EMIT wordsChanged();
}

void SpellingRules::ignore(const QString& word) {
  ignored_.insert(word);
  Q_EMIT wordsChanged();
}

bool SpellingRules::isRight(const QString& word) const {
  return holds(ignored_, word) || holds(words_, word) || holds(own_.all(), word);
}

}  // namespace lacuna::ui
