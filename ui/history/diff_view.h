// SPDX-License-Identifier: GPL-3.0-or-later
// Two states of a text as one page: what went is struck through, what came is underlined; in one flow or side by side.
// Unchanged stretches are folded and open by a click. Changes can be walked through and chosen. UI thread only.
//
// What is very long is shown piece by piece ("Show more"), so that no state keeps the window waiting.
#pragma once

#include <QSet>
#include <QTextBrowser>

#include "ui/history/diff_parts.h"
#include "ui/theme.h"

namespace lacuna::ui {

class DiffView : public QTextBrowser {
  Q_OBJECT
 public:
  enum Layout { Inline, Beside, Whole };  // Whole: the state itself

  explicit DiffView(QWidget* parent = nullptr);
  void setTheme(const Theme& theme);
  // zoom 1: letters of 18 pixels.
  void setZoom(qreal zoom);
  void setLayoutOf(Layout layout);
  Layout layoutOf() const { return layout_; }

  // choosable: changes may be chosen, to be taken back. The first change is the current one.
  void show(const Comparison& comparison, bool choosable);
  // One sentence in place of a text.
  void showNothing(const QString& sentence);
  // Its changes are joined as they are shown.
  const Comparison& comparison() const { return comparison_; }

  int changes() const { return static_cast<int>(comparison_.changes.size()); }
  int current() const { return current_; }  // -1: none
  void step(int by);                        // to the next change, or the one before; round
  // The selected changes, or the current one, are chosen, or no longer.
  void toggleChosen();
  QVector<Change> chosen() const;

 Q_SIGNALS:
  void currentChanged();
  void chosenChanged();
  void menuWanted(const QPoint& global);

 protected:
  QMimeData* createMimeDataFromSelection() const override;
  void resizeEvent(QResizeEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;

 private:
  struct Place {
    int begin = -1;  // in the shown document; -1: not shown
    int end = -1;
  };
  void build();
  void fillInline(QTextCursor& cursor);
  void fillBeside(QTextCursor& cursor);
  void fillWhole(QTextCursor& cursor);
  void writeChanged(QTextCursor& cursor, const DiffPart& part, bool before, bool after);
  void writePlain(QTextCursor& cursor, const QString& text);
  void writeChange(QTextCursor& cursor, int index, bool before);
  void writeAside(QTextCursor& cursor, const QString& text, const QString& link);
  void writeChoice(QTextCursor& cursor, int part);
  void placeMargins();
  void goToChange(const QPoint& point);
  void markChanges();
  void follow(const QUrl& link);
  void setChosen(const QVector<int>& indices, bool on);
  bool shows(int part) const;
  QString foldText(const DiffPart& part) const;
  QVector<int> changesOf(int part) const;

  QTextDocument* shown_ = nullptr;
  Comparison comparison_;
  QVector<DiffPart> parts_;
  QVector<Place> before_, after_;  // of each change: what went, what came
  QHash<int, int> choiceAt_;       // of a part: where its box stands
  QSet<int> opened_;               // parts that were folded
  QSet<int> chosen_;
  QString nothing_;
  Theme theme_;
  qreal zoom_ = 1.0;
  Layout layout_ = Inline;
  bool choosable_ = false;
  int current_ = -1;
  qsizetype shownUnits_ = 0;
  int shownParts_ = 0;
};

}  // namespace lacuna::ui
