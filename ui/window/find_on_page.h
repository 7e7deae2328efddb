// SPDX-License-Identifier: GPL-3.0-or-later
// The find bar on the page, what is looked for by it, and what takes its place. UI thread only.
#pragma once

#include <QObject>

#include "ui/page/page_view.h"
#include "ui/search/find_bar.h"

namespace lacuna::ui {

class FindOnPage : public QObject {
  Q_OBJECT
 public:
  explicit FindOnPage(PageView& page);
  FindBar& bar() { return *bar_; }
  void open(bool replacing = false);
  // Without the bar the places are not marked; without anything to look for it opens.
  void next(PageFind::Step step);
  void place();
  // What F3 goes on with; marked where the bar stands.
  void setWord(const QString& word);

 Q_SIGNALS:
  void sentence(const QString& text);
  // Many words are about to be replaced: the text as it stands is to be kept.
  void aboutToReplaceAll();
  // The same in other documents, each place seen before.
  void everywhereWanted(const lacuna::ui::FindQuery& query, const lacuna::ui::Replacement& with);

 private:
  void seek(const FindQuery& query, PageFind::Step step);
  void uncover();
  void replace();
  void replaceAll();
  void setPassage(bool on);

  PageView& page_;
  FindBar* bar_;
};

}  // namespace lacuna::ui
