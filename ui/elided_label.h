// SPDX-License-Identifier: GPL-3.0-or-later
// One line of plain text that ends in an ellipsis where it has no room; its whole text is the tool tip then. UI thread
// only.
#pragma once

#include <QLabel>
#include <QPainter>
#include <QStyle>

namespace lacuna::ui {

class ElidedLabel : public QLabel {
  Q_OBJECT
 public:
  explicit ElidedLabel(QWidget* parent) : QLabel(parent) {
    setTextFormat(Qt::PlainText);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  }

  QString shown() const {
    return fontMetrics().elidedText(text(), Qt::ElideRight, std::max(0, contentsRect().width() - 2 * margin()));
  }

 protected:
  void paintEvent(QPaintEvent* /*event*/) override {
    QPainter painter(this);
    const QString line = shown();
    const QString whole = line == text() ? QString() : text();
    if (toolTip() != whole) setToolTip(whole);
    style()->drawItemText(&painter, contentsRect(), static_cast<int>(alignment()), palette(), isEnabled(), line,
                          foregroundRole());
  }
};

}  // namespace lacuna::ui
