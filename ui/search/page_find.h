// SPDX-License-Identifier: GPL-3.0-or-later
// What the author looks for on the page: every place is marked, one may be selected, and both stay true while the text
// changes. A long text and a regular expression are searched in a thread of their own: the page never waits. UI thread
// only.
#pragma once

#include <QObject>
#include <QPair>
#include <QString>
#include <QTimer>
#include <QVector>
#include <optional>

#include "ui/editor/page_host.h"
#include "ui/search/find_query.h"
#include "ui/search/find_search.h"

namespace lacuna::ui {

class PageFind : public QObject {
  Q_OBJECT
 public:
  enum Step { Here, Next, Previous };
  // At most so many places are marked, counted and replaced at once.
  static constexpr int kMost = 100000;
  // Up to so many units are searched at once, when letters are looked for.
  static constexpr int kAtOnce = 200000;
  explicit PageFind(PageHost& page);

  // Marks the places and selects one, going round at the ends; Here: the first from the selection on. An empty text is
  // nothing to look for. What takes longer is selected when it is found.
  void seek(const FindQuery& query, Step step);
  // Letters, whatever their case.
  void seek(const QString& text, Step step) { seek(FindQuery{text}, step); }
  void leave();
  bool seeking() const { return !query_.text.isEmpty(); }
  const FindQuery& query() const { return query_; }
  int places() const { return static_cast<int>(places_.size()); }
  bool more() const { return more_; }  // than kMost
  // Not all is known yet.
  bool working() const { return wanted_.isActive() || search_.working(); }
  // Empty, or one sentence: why not all is found.
  QString trouble() const { return trouble_; }
  // Only what lies within this passage of the manuscript, which moves with the text; none: everywhere.
  void setPassage(const std::optional<QPair<int, int>>& passage);
  bool inPassage() const { return passage_.has_value(); }
  // Another document is on the page.
  void openedDocument();
  // The caret or the selection is another.
  void caretMoved();
  // The number of the place that is selected, from 1; 0: none is.
  int place() const;

  // What takes the place of the one that is selected; then the next is. False: none was selected, so the next is now.
  bool replace(const Replacement& with);
  // All of them, as one step of undo; a gap that hides a place keeps it. Returns how many were replaced. REQUIRES:
  // !working(), since what is not known is not replaced.
  int replaceAll(const Replacement& with);

 Q_SIGNALS:
  void changed();
  void stepped();  // another place is selected, in sight

 private:
  void search();
  void take(const FindResult& result);
  void edited(const QVector<Edit>& edits);
  void show(bool repaint = true);
  void step(Step step);
  QVector<Edit> editsFor(const QVector<QPair<int, int>>& places, const Replacement& with) const;
  QPair<int, int> selection() const;
  const QString& text() const { return page_.pageDocument().manuscript().text(); }
  quint64 state() const { return page_.pageDocument().manuscript().state(); }

  PageHost& page_;
  FindQuery query_;
  FindPattern pattern_{FindQuery()};
  FindSearch search_;
  QTimer wanted_;                    // a search, when the author pauses
  quint64 searched_ = 0;             // the state of the manuscript that all_ are of
  QVector<QPair<int, int>> all_;     // there
  QVector<QPair<int, int>> places_;  // those of them whose words no gap hides
  std::optional<QPair<int, int>> passage_;
  std::optional<Step> pending_;  // to be made when the places are known
  QString trouble_;
  bool more_ = false;
};

}  // namespace lacuna::ui
