// SPDX-License-Identifier: GPL-3.0-or-later
// A number to type. Qt's box drops the digit that would make it too large, so that a typed 200 became 20 without a
// word: here it can be typed, is brought into range when the author is done, and that is said. UI thread only.
#pragma once

#include <QSpinBox>

namespace lacuna::ui {

class CountBox : public QSpinBox {
  Q_OBJECT
 public:
  using QSpinBox::QSpinBox;

 Q_SIGNALS:
  void bounded(const QString& sentence);

 protected:
  QValidator::State validate(QString& text, int& position) const override;
  void fixup(QString& text) const override;

 private:
  // What stands there as a number, affixes left out; below 0: none.
  qint64 typed(const QString& text) const;
};

}  // namespace lacuna::ui
