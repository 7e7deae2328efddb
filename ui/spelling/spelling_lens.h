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
#include "ui/spelling/spelling_rules.h"

namespace lacuna::ui {

// Of a document, for a menu.
QString shortTitle(QString title);

// Where a menu stands so that it covers nothing of the word and lies on the screen, where it can: below, above, at the
// right or at the left of it. All in one coordinate system.
QPoint besideWord(const QRect& word, const QSize& menu, const QRect& screen);

class SpellingLens : public QObject {
  Q_OBJECT
 public:
  // The dictionaries are looked for in these folders.
  explicit SpellingLens(PageEditor& page, const QStringList& folders = dictionaryFolders());

  SpellingRules& rules() { return rules_; }
  // Remembered; says what to install where there is nothing to look words up in.
  void setOn(bool on);
  // Another document is on the page: what was to be ignored in the last one is forgotten.
  void openedDocument();
  // Selects the next word that is marked, from the caret on and once round, and offers others for it.
  void goToNext();
  // What is on the page, view positions.
  const QVector<QPair<int, int>>& shown() const { return shown_; }

 Q_SIGNALS:
  void sentence(const QString& text);

 private:
  struct Seek {
    int block = 0;
    int from = 0;  // view position; words before it are passed over
    int left = 0;  // paragraphs to look at yet
    bool waits = false;
  };
  void refresh();
  void reload();
  QString whatIsMissing() const;
  void edited();
  QPair<int, int> sight() const;  // view
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
  void placeMenu();
  void showSuggestions(const QString& word, const QStringList& suggestions);

  PageEditor& page_;
  SpellChecker checker_;
  SpellingRules rules_;
  QStringList loaded_;            // codes that the checker has, or is getting
  QSet<int> scripts_;             // that these write
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
  bool menuPlaced_ = false;  // beside the word, and not where the mouse is
};

}  // namespace lacuna::ui
