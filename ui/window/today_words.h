// SPDX-License-Identifier: GPL-3.0-or-later
// How many words the author has typed today, over all drafts. They outlive the window and its death. UI thread only.
#pragma once

#include <QDate>
#include <QObject>
#include <QTimer>

namespace lacuna::ui {

class TodayWords : public QObject {
  Q_OBJECT
 public:
  // Words a day.
  static constexpr int kUsualGoal = 1000;

  explicit TodayWords(QObject* parent);
  ~TodayWords() override { keep(); }

  int words() const { return words_; }
  // Words a day that the author wants to type; 0: no goal.
  static int goal();
  static void setGoal(int words);

  // Another document: its count begins at 0.
  void openedDocument() { counted_ = 0; }
  // So many words have been typed in it since it was opened.
  void count(int typed);
  // Into the settings, at once.
  void keep();

 private:
  int words_ = 0;
  int counted_ = 0;  // of the open document, what is in words_ already
  QDate date_;
  QTimer timer_;
};

}  // namespace lacuna::ui
