// SPDX-License-Identifier: GPL-3.0-or-later
// A field of words: each stands as a chip that a click, Space or Delete takes away; Enter or a comma adds what is
// typed. UI thread only.
#pragma once

#include <QFrame>
#include <QLineEdit>
#include <QStringList>
#include <QToolButton>
#include <QVector>

namespace lacuna::ui {

struct Chip {
  QString text;
  bool inPlace = false;  // a word that stays where it stands: marked by a pin
};

class ChipsField : public QFrame {
  Q_OBJECT
 public:
  explicit ChipsField(const QString& name, QWidget* parent);

  void setChips(const QVector<Chip>& chips);
  const QVector<Chip>& chips() const { return chips_; }
  // The words of one kind, in order.
  QStringList words(bool inPlace) const;
  QLineEdit* edit() { return edit_; }
  // What is typed becomes a chip; false when there was nothing.
  bool takeTyped();
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return sizeHint(); }

 Q_SIGNALS:
  void changed();
  void accepted();  // Enter with nothing typed

 protected:
  void resizeEvent(QResizeEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void rebuild();
  void remove(int index);
  // Places the chips in rows; returns the height.
  int arrange(int width) const;

  QVector<Chip> chips_;
  QVector<QToolButton*> buttons_;
  QLineEdit* edit_;
};

}  // namespace lacuna::ui
