// SPDX-License-Identifier: GPL-3.0-or-later
// The list at a word of a candidate: what else could stand there and how likely, keep it, never again. Up and Down
// move, Enter picks and lets the rest denoise again, Shift+Enter swaps only this word. While the run denoises picking
// makes it go on with the word; noise cannot be kept or forbidden. UI thread only.
#pragma once

#include <QLabel>
#include <QListWidget>

#include "ui/floating_card.h"
#include "ui/gap/gap_words.h"
#include "ui/theme.h"
#include "ui/values.h"

namespace lacuna::ui {

class TokenMenu : public FloatingCard {
  Q_OBJECT
 public:
  explicit TokenMenu(QWidget* parent);

  struct Content {
    GapWord word;
    QString text;
    QVector<RunAlternative> alternatives;
    bool pinned = false;
    bool noise = false;
    bool going = false;  // the run still denoises
  };
  // Shows itself with its top left corner near `at`, inside the parent, and takes the focus.
  void open(const Content& content, const QRect& word);
  const Content& content() const { return content_; }
  void setTheme(const Theme& theme);
  QListWidget* list() { return list_; }

 Q_SIGNALS:
  void picked(const QString& text);
  void swapped(const QString& text);
  void kept(bool keep);
  void never();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

 private:
  void choose(int row, bool onlyThis);

  Content content_;
  QListWidget* list_;
  QLabel* hint_;
  Theme theme_;
};

}  // namespace lacuna::ui
