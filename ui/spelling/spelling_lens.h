// SPDX-License-Identifier: GPL-3.0-or-later
// Marks the words on the page that no dictionary knows, and offers others. Only paragraphs in sight are looked at, and
// a word that has been asked about is remembered: nothing is ever read twice, however long the text. UI thread only.
#pragma once

#include <QHash>
#include <QObject>
#include <QPointer>
#include <QSet>
#include <QTimer>
#include <optional>

#include "ui/editor/page_editor.h"
#include "ui/spelling/spell_checker.h"
#include "ui/spelling/spelling_settings.h"

namespace lacuna::ui {

class SpellingLens : public QObject {
  Q_OBJECT
 public:
  // The dictionaries are looked for in these folders.
  explicit SpellingLens(PageEditor& page, const QStringList& folders = dictionaryFolders());

  bool on() const { return settings_.on; }
  // Remembered, as the languages are.
  void setOn(bool on);
  const QVector<Dictionary>& dictionaries() const { return dictionaries_; }
  // Codes of those that are used.
  QStringList languages() const;
  void setLanguages(const QStringList& codes);
  // Another document is on the page: what was to be ignored in the last one is forgotten.
  void openedDocument();
  // Selects the next word that is marked, from the caret on and once round, and offers others for it.
  void goToNext();
  // What is on the page, view positions.
  const QVector<QPair<int, int>>& shown() const { return shown_; }

 Q_SIGNALS:
  void sentence(const QString& text);
  void switched(bool on);

 private:
  struct Seek {
    int block = 0;
    int from = 0;  // view position; words before it are passed over
    int left = 0;  // paragraphs to look at yet
    bool waits = false;
  };
  void refresh();
  void reload();
  void edited();
  QPair<int, int> sight() const;  // view
  bool isRight(const QString& word) const;
  // Marked words of a paragraph within [from, to), view positions; words not known yet are added to `unknown`.
  QVector<QPair<int, int>> misspelledIn(const QTextBlock& block, int from, int to, QStringList* unknown) const;
  void ask(const QStringList& words);
  void take(const QStringList& words, const QVector<bool>& right);
  void seekOn();
  // The marked word there: view positions.
  std::optional<QPair<int, int>> wordAt(int viewPosition) const;
  QString textOf(const QPair<int, int>& range) const;
  void addToMenu(QMenu& menu);
  void fillMenu(QMenu& menu, const QPair<int, int>& range);
  void replace(const QPair<int, int>& range, const QString& word, const QString& with);
  void showSuggestions(const QString& word, const QStringList& suggestions);

  PageEditor& page_;
  SpellChecker checker_;
  QVector<Dictionary> dictionaries_;
  SpellingSettings settings_;
  OwnWords own_;
  QSet<QString> ignored_;         // in this document
  QHash<QString, bool> answers_;  // of the dictionaries
  QSet<QString> asked_;           // not answered yet
  QVector<QPair<int, int>> shown_;
  QTimer soon_;       // caret or scroll moved
  int typedAt_ = -1;  // view: the caret after the author's last key, -1: it has gone elsewhere
  bool typed_ = false;
  std::optional<Seek> seek_;
  // The menu that waits for suggestions, and for which word.
  QPointer<QMenu> menu_;
  QPointer<QAction> waiting_;
  QPair<int, int> menuRange_;
  QString menuWord_;
};

}  // namespace lacuna::ui
