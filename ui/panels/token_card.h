// SPDX-License-Identifier: GPL-3.0-or-later
// One token of a step: what else the model thought of, and what the author may put there before the run goes on from
// this step: another word, or noise. UI thread only.
#pragma once

#include <QLineEdit>

#include "ui/painted_rows.h"
#include "ui/panels/card.h"
#include "ui/runs/run_model.h"
#include "ui/theme.h"

namespace lacuna::ui {

class AlternativeBars;

class TokenCard : public Card {
  Q_OBJECT
 public:
  TokenCard(RunModel& model, QWidget* parent);
  void setTheme(const Theme& theme);
  void choose(int gap, int token);

 Q_SIGNALS:
  // Go on from this step with the edits that the model holds.
  void resumeWanted();

 private:
  void show();
  void put(const QString& text);

  RunModel& model_;
  AlternativeBars* bars_;
  QLineEdit* word_;
  QToolButton* noise_;
  QToolButton* undo_;
  QToolButton* resume_;
  int gap_ = -1;
  int token_ = -1;
};

// A row an alternative: the word, a bar, the probability. Arrow keys and Enter choose one.
class AlternativeBars : public QWidget, public PaintedRows {
  Q_OBJECT
 public:
  explicit AlternativeBars(QWidget* parent);
  void setTheme(const Theme& theme);
  void show(const QVector<RunAlternative>& alternatives);
  int rowCount() const override { return static_cast<int>(alternatives_.size()); }
  QString rowName(int row) const override;
  QRect rowRect(int row) const override;
  int currentRow() const override { return row_; }
  void takeRow(int row) override;
  QSize sizeHint() const override;

 Q_SIGNALS:
  void chosen(const QString& word);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  Theme theme_;
  QVector<RunAlternative> alternatives_;
  int row_ = 0;
};

}  // namespace lacuna::ui
