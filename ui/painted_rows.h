// SPDX-License-Identifier: GPL-3.0-or-later
// What a control that paints its rows itself says of them to a screen reader: it is a list, each row has a name, a
// place and an act. A widget has this as a base class, and nothing else to do but to tell when another row is the
// current one. UI thread only.
#pragma once

#include <QRect>
#include <QString>

class QWidget;

namespace lacuna::ui {

class PaintedRows {
 public:
  PaintedRows();
  virtual ~PaintedRows() = default;

  virtual int rowCount() const = 0;
  virtual QString rowName(int row) const = 0;
  virtual QRect rowRect(int row) const = 0;  // in the widget
  virtual int currentRow() const = 0;        // -1: none
  virtual void takeRow(int row) = 0;         // as a click on it does

 protected:
  // The keys have come to another row. widget: this one.
  void tellRow(QWidget* widget) const;
};

}  // namespace lacuna::ui
