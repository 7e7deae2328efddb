// SPDX-License-Identifier: GPL-3.0-or-later
// The small card at a gap in which the author says how it shall be filled. Keyboard first: Tab from field to field,
// Enter fills, Esc goes back to the page; what was set stays set either way. UI thread only.
#pragma once

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QSlider>

#include "ui/floating_card.h"
#include "ui/gap/chips_field.h"
#include "ui/gap/count_box.h"
#include "ui/gap/gap_options.h"
#include "ui/hold.h"
#include "ui/theme.h"

namespace lacuna::ui {

class GapPopover : public FloatingCard {
  Q_OBJECT
 public:
  // What the popover is opened on.
  struct Subject {
    bool active = false;    // a gap is there already; else the next one is meant
    int words = 0;          // its wanted length, 0 automatic
    int now = 0;            // words that it has now
    bool rewrites = false;  // it hides words of the manuscript
    QVector<Chip> pins;
  };
  explicit GapPopover(QWidget* parent);

  void open(const GapOptions& options, const Subject& subject);
  // As the fields stand now; words and pins included.
  GapOptions options() const;
  QStringList pinsInPlace() const { return pins_->words(true); }
  void setTheme(const Theme& theme);
  // Pixels that it may be high: where they are few, its rows scroll.
  void setRoom(int height);

 Q_SIGNALS:
  void changed();
  void accepted();
  void sentence(const QString& text);  // what was typed cannot be had, and what is taken instead

 protected:
  void keyPressEvent(QKeyEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void addRow(const QString& name, QWidget* field, const QString& tip);
  void fill(const GapOptions& options, const Subject& subject);
  void tell();
  void showStrength();
  void refit();
  void accept();

  QScrollArea* scroll_;
  QGridLayout* grid_;  // the rows, in scroll_
  QHBoxLayout* foot_;
  int room_ = QWIDGETSIZE_MAX;
  CountBox* words_;
  ChipsField* pins_;
  ChipsField* forbidden_;
  QSlider* strength_;
  QLabel* strengthName_;
  CountBox* candidates_;
  CountBox* steps_;
  QSlider* temperature_;
  QLabel* temperatureName_;
  QComboBox* way_;
  QComboBox* ranking_;
  QPushButton* go_;
  GapOptions base_;  // what the fields do not show
  Theme theme_;
  int fillings_ = 0;  // the fields are being set by the program
};

}  // namespace lacuna::ui
