// SPDX-License-Identifier: GPL-3.0-or-later
// How much was written: today, in this session, by day, and what can be told from that. UI thread only.
#pragma once

#include <QComboBox>
#include <QLabel>
#include <QWidget>

#include "ui/writing/day_chart.h"

namespace lacuna::ui {

class DaysPage : public QWidget {
  Q_OBJECT
 public:
  explicit DaysPage(QWidget* parent);

  // goal: words a day; 0: none. It is one of the whole library, and not shown for a part of it.
  void show(const storage::WritingReport& report, int goal, const QDate& today);
  DayChart* chart() const { return chart_; }
  QComboBox* span() const { return span_; }
  // "412 of 1,000", and so on, in the order of the page.
  QStringList figures() const;
  // One row a day of the chosen span, days without a word left out, and a head.
  QVector<QStringList> table() const;

 private:
  QLabel* addFigure(QLayout* row, const QString& name);
  void showChart();

  storage::WritingReport report_;
  QDate today_;
  int goal_ = 0;
  QLabel* todayWords_;
  QLabel* session_;
  QLabel* streak_;
  QLabel* average_;
  QLabel* best_;
  QComboBox* span_;
  DayChart* chart_;
  QLabel* said_;
};

}  // namespace lacuna::ui
