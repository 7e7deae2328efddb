// SPDX-License-Identifier: GPL-3.0-or-later
// A line to search the page with, its switches, and below it one to replace with. Enter next, Shift+Enter previous, Esc
// closes; in the lower line Enter replaces, Ctrl+Enter replaces all. UI thread only.
#pragma once

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

#include "ui/floating_card.h"
#include "ui/search/page_find.h"
#include "ui/search/recent_line.h"

namespace lacuna::ui {

class FindBar : public FloatingCard {
  Q_OBJECT
 public:
  explicit FindBar(QWidget* parent);
  // With the line to replace with, or without. An empty text leaves the last one.
  void open(const QString& text, bool replacing = false);
  // What is looked for, without opening.
  void setQuery(const FindQuery& query);
  // The switches alone, which are kept.
  void setSettings(const FindSettings& settings);
  FindSettings settings() const;
  QString text() const { return line_->text(); }
  FindQuery query() const;
  Replacement replacement() const;
  void remember();
  void showPlaces(const PageFind& find);
  // Whether only a passage is searched.
  void showPassage(bool on);
  // The switches stand in a row of their own: there is no room beside the line.
  void setNarrow(bool on);
  bool replacing() const { return lower_->isVisibleTo(this); }

 Q_SIGNALS:
  void searched(const lacuna::ui::FindQuery& query, lacuna::ui::PageFind::Step step);
  void replaceWanted();
  void replaceAllWanted();
  void everywhereWanted();  // in other documents too
  void passageWanted(bool on);
  void resized();  // its size is another

 protected:
  void keyPressEvent(QKeyEvent* event) override;

 private:
  QToolButton* button(QLayout* row, const QString& text, const QString& tip);
  QToolButton* addSwitch(QLayout* row, const QString& text, const QString& tip, const QString& keys, bool on);
  void build();
  void unfold(bool on);
  void switched();

  RecentLine* line_ = nullptr;
  RecentLine* with_ = nullptr;
  QLabel* count_ = nullptr;
  QLabel* trouble_ = nullptr;
  QWidget* lower_ = nullptr;
  QWidget* switches_ = nullptr;
  QHBoxLayout* row_ = nullptr;
  QHBoxLayout* narrowRow_ = nullptr;
  bool narrow_ = false;
  QToolButton* fold_ = nullptr;
  QToolButton* matchCase_ = nullptr;
  QToolButton* wholeWords_ = nullptr;
  QToolButton* regex_ = nullptr;
  QToolButton* passage_ = nullptr;
  QToolButton* keepCase_ = nullptr;
  QToolButton* everywhere_ = nullptr;  // beside the others, or below where there is little room
};

}  // namespace lacuna::ui
