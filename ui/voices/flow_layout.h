// SPDX-License-Identifier: GPL-3.0-or-later
// Widgets one beside the other, on as many lines as their room needs: buttons that a narrow window, or longer words,
// send to a second line. UI thread only.
#pragma once

#include <QLayout>
#include <QList>

namespace lacuna::ui {

class FlowLayout : public QLayout {
 public:
  explicit FlowLayout(QWidget* parent = nullptr);
  ~FlowLayout() override;

  void addItem(QLayoutItem* item) override { items_ << item; }
  int count() const override { return static_cast<int>(items_.size()); }
  QLayoutItem* itemAt(int index) const override { return items_.value(index); }
  QLayoutItem* takeAt(int index) override;
  Qt::Orientations expandingDirections() const override { return {}; }
  bool hasHeightForWidth() const override { return true; }
  int heightForWidth(int width) const override { return place({0, 0, width, 0}, false); }
  QSize sizeHint() const override;
  QSize minimumSize() const override;
  void setGeometry(const QRect& rect) override;

 private:
  int place(const QRect& rect, bool really) const;  // returns the height

  QList<QLayoutItem*> items_;
};

}  // namespace lacuna::ui
