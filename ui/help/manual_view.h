// SPDX-License-Identifier: GPL-3.0-or-later
// A page of the manual as it is read. Its pictures come out of the program; nothing is fetched. UI thread only.
#pragma once

#include <QTextBrowser>
#include <functional>

#include "ui/theme.h"

namespace lacuna::ui {

class ManualView : public QTextBrowser {
  Q_OBJECT
 public:
  explicit ManualView(QWidget* parent = nullptr);

  // markdown: as ManualActs::filled() has it. The page stays where it was scrolled to where `keepPlace` is set.
  void showPage(const QString& markdown, const Theme& theme, bool keepPlace);
  // Words that begin with one of these stand out, and the first comes in sight.
  void markWords(const QStringList& words);
  // To the next place with these words, or the one before, round the page. False: there is none.
  bool step(int by);

 Q_SIGNALS:
  void pageChosen(const QString& name);
  void actChosen(const QString& way);  // "Edit → Find"

 protected:
  QVariant loadResource(int type, const QUrl& name) override;
  void resizeEvent(QResizeEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;

 private:
  void dress(const Theme& theme);
  void fitPictures();
  void showPlaces();

  Theme theme_;
  QVector<QPair<int, int>> places_;  // of the words: begin and length
  int current_ = -1;
};

}  // namespace lacuna::ui
