// SPDX-License-Identifier: GPL-3.0-or-later
// The words of one step of a run in their surroundings, as the page would show them: settled in ink, guesses fainter on
// a block. Lenses tint them and draw a line under them, differences mark them by shape. A token can be chosen, by mouse
// or with the arrow keys. UI thread only.
#pragma once

#include <QHash>
#include <QTextLayout>
#include <QWidget>

#include "ui/painted_rows.h"
#include "ui/runs/run_steps.h"
#include "ui/theme.h"

namespace lacuna::ui {

class StepText : public QWidget, public PaintedRows {
  Q_OBJECT
 public:
  explicit StepText(QWidget* parent = nullptr);
  void setTheme(const Theme& theme);
  // Surroundings only where the run's text is known. edits: words that the author has put into this step.
  void show(const RunView& run, const RunPlace& place, const QVector<StepEditAsk>& edits = {});
  void setMarks(const QVector<QVector<LensMark>>& marks, LensKind kind);
  void setChanges(const QVector<QVector<TokenChange>>& changes);
  void setChosen(int gap, int token);
  void setSurroundings(int letters) { around_ = letters; }

  int tokenCount() const;
  // Of the token at this place in the row of all tokens, in the widget's pixels; tests click there.
  QRect tokenRect(int index) const;
  int rowCount() const override { return static_cast<int>(pieces_.size()); }
  QString rowName(int row) const override { return saidOf(pieces_.at(row)); }
  QRect rowRect(int row) const override { return tokenRect(row); }
  int currentRow() const override { return chosen_; }
  void takeRow(int row) override { choose(row); }
  QString plainText() const { return layout_.text(); }
  bool hasHeightForWidth() const override { return true; }
  int heightForWidth(int width) const override;
  QSize sizeHint() const override { return {272, heightForWidth(272)}; }

 Q_SIGNALS:
  void tokenChosen(int gap, int token);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  bool event(QEvent* event) override;

 private:
  struct Piece {
    int begin = 0;
    int end = 0;
    int gap = 0;
    int token = 0;
    RunToken state;
    bool edited = false;
  };
  void lay(qreal width);
  void addGap(QString* text, const RunView& run, const QVector<RunToken>& tokens, int gap,
              const QVector<StepEditAsk>& edits);
  int pieceAt(const QPoint& point) const;
  QVector<QRectF> rectsOf(const Piece& piece) const;
  void paintPiece(QPainter& painter, const Piece& piece, bool chosen);
  void paintLetters(QPainter& painter, int from, int to, const QColor& color) const;
  QString saidOf(const Piece& piece) const;
  void choose(int index);

  Theme theme_;
  QTextLayout layout_;
  QVector<Piece> pieces_;
  QVector<QVector<LensMark>> marks_;
  QVector<QVector<TokenChange>> changes_;
  LensKind kind_ = LensKind::None;
  mutable QHash<int, int> heights_;  // of this text, by width
  int around_ = 90;
  int chosen_ = -1;
  int hovered_ = -1;
};

// A calm colour for an expert, apart from its neighbours' in both themes.
QColor expertColor(int expert, bool dark);

}  // namespace lacuna::ui
