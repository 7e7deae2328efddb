// SPDX-License-Identifier: GPL-3.0-or-later
// What is right in the open document beside what the dictionaries say: the author's own words, its project's, those to
// be ignored for now; and in which languages. A document lies in others, up to the top: words of any of these count,
// and the languages of the nearest that names some, else the author's usual ones.
//
// A change counts here at once; the signals tell whoever keeps it. Knows no page. UI thread only.
#pragma once

#include <QObject>
#include <QSet>
#include <QVector>

#include "storage/values.h"
#include "storage/values/spelling.h"
#include "ui/spelling/dictionaries.h"
#include "ui/spelling/spelling_settings.h"

namespace lacuna::ui {

class SpellingRules : public QObject {
  Q_OBJECT
 public:
  // A document of the library that others may lie in.
  struct Place {
    QString id;
    QString title;
    storage::DocumentKind kind = storage::DocumentKind::Scene;
    bool operator==(const Place&) const = default;
  };

  explicit SpellingRules(const QStringList& folders);

  const QStringList& folders() const { return folders_; }
  const QVector<Dictionary>& dictionaries() const { return dictionaries_; }
  // Dictionaries may have come or gone since.
  void lookAgain();

  const SpellingSettings& settings() const { return settings_; }
  void setOn(bool on);
  // The usual ones: for documents that name none.
  void setUsualLanguages(const QStringList& codes);
  // Codes of the dictionaries that these are.
  QStringList usualLanguages() const { return installed(settings_.languages); }

  // The open document first, then what it lies in; empty: it is in no library.
  void setPath(const QVector<Place>& path);
  const QVector<Place>& path() const { return path_; }
  // What the library says, of all of its documents.
  void setNotes(const storage::LibrarySpelling& notes);
  QStringList wordsOf(const QString& id) const { return notes_.value(id).words; }

  // Codes of the dictionaries that the open document is looked up in. Empty: none of its languages is installed.
  QStringList languages() const;
  // As they are written down, installed or not.
  QStringList wantedLanguages() const;
  // Which of path() names them; empty: the usual ones.
  QString languagesFrom() const;
  // The languages of a document of the path; empty: it names none, and the next one counts.
  void setLanguages(const QString& id, const QStringList& codes);
  // Where they are named, there they become these.
  void changeLanguages(const QStringList& codes);
  // They are named there from now on, and by nothing that is nearer; empty: nowhere on the path.
  void nameLanguagesAt(const QString& id);
  // For typographic quotes, "de_CH": what is named first, by the document or by the author; empty: the locale's.
  QString textLanguage() const;

  const OwnWords& own() const { return own_; }
  void changeOwnWords(const QStringList& added, const QStringList& removed);
  // Of a document of the path.
  void changeWords(const QString& id, const QStringList& added, const QStringList& removed);
  // In this document, until another is opened.
  void ignore(const QString& word);
  void forgetIgnored() { ignored_.clear(); }
  // Whatever dictionaries say. The word is spelledPlainly().
  bool isRight(const QString& word) const;

 Q_SIGNALS:
  void dictionariesChanged();
  void languagesChanged();  // or whether words are looked up at all
  void wordsChanged();
  void languagesChosen(const QString& id, const QStringList& codes);
  void wordsChosen(const QString& id, const QStringList& added, const QStringList& removed);
  void ownWordsChosen(const QString& path, const QStringList& added, const QStringList& removed);

 private:
  QStringList installed(const QStringList& named) const;
  void gatherWords();
  template <typename Change>
  void withLanguages(Change change);

  QStringList folders_;
  QVector<Dictionary> dictionaries_;
  SpellingSettings settings_;
  OwnWords own_;
  QVector<Place> path_;
  storage::LibrarySpelling notes_;
  QSet<QString> words_;    // of the path
  QSet<QString> ignored_;  // in this document
};

}  // namespace lacuna::ui
