// SPDX-License-Identifier: GPL-3.0-or-later
// One candidate in the panel: its text in the page's face, its score at the right. UI thread only.
#pragma once

#include <QAbstractButton>
#include <QTextLayout>

#include "ui/theme.h"

namespace lacuna::ui {

class CandidateRow : public QAbstractButton {
  Q_OBJECT
 public:
  explicit CandidateRow(QWidget* parent = nullptr);
  // score: as it is to be read, may be empty.
  void show(const QString& text, const QString& score, bool chosen, const Theme& theme);
  QSize sizeHint() const override;
  bool hasHeightForWidth() const override { return true; }
  int heightForWidth(int width) const override;

 Q_SIGNALS:
  void menuWanted(const QPoint& global);

 protected:
  void contextMenuEvent(QContextMenuEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  void layOut(qreal width) const;

  QString score_;
  Theme theme_;
  bool chosen_ = false;
  mutable QTextLayout layout_;    // of as much of the text as it may show, shaped once
  mutable qreal laidWidth_ = -1;  // pixels; below 0: not laid out
  int least_ = 0;                 // pixels
  bool shaping_ = false;          // no score yet
};

}  // namespace lacuna::ui
