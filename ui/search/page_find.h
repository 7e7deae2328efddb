// SPDX-License-Identifier: GPL-3.0-or-later
// What the author looks for on the page: every place is marked, one may be selected, and both stay true while the text
// changes. UI thread only.
#pragma once

#include <QObject>
#include <QPair>
#include <QString>
#include <QVector>

#include "ui/editor/page_host.h"

namespace lacuna::ui {

class PageFind : public QObject {
  Q_OBJECT
 public:
  enum Step { Here, Next, Previous };
  // At most so many places are marked and counted.
  static constexpr int kMost = 5000;
  explicit PageFind(PageHost& page);

  // Marks the places and selects one, going round at the ends; Here: the first from the selection on. Upper and lower
  // case are the same. An empty text is nothing to look for.
  void seek(const QString& text, Step step);
  void leave() { seek(QString(), Here); }
  bool seeking() const { return !text_.isEmpty(); }
  int places() const { return static_cast<int>(places_.size()); }
  // The text, or where its words stand in the view, has become another: without being told.
  void refresh();
  // The caret or the selection is another.
  void caretMoved();
  // The number of the place that is selected, from 1; 0: none is.
  int place() const;

 Q_SIGNALS:
  void changed();

 private:
  void search();
  QPair<int, int> selection() const;

  PageHost& page_;
  QString text_;
  QString searched_;                 // the manuscript that all_ are of
  QVector<QPair<int, int>> all_;     // there
  QVector<QPair<int, int>> places_;  // those of them whose words no gap hides
};

}  // namespace lacuna::ui
