// SPDX-License-Identifier: GPL-3.0-or-later
// How a manuscript is to look and what is in it, as the author chose it last, and the form in which they choose it.
// UI thread only.
#pragma once

#include <QString>
#include <QVector>
#include <QWidget>

#include "storage/values/manuscript.h"

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QFormLayout;
class QLineEdit;
class QPlainTextEdit;

namespace lacuna::ui {

// Kept between starts.
struct CompileChoice {
  storage::ManuscriptLook look{};
  QString author{};
  bool notes = false;  // documents that are notes are in it
  // group: "compile", "export" or "print", each with a choice of its own; author and address are the same in all.
  static CompileChoice load(const QString& group = QStringLiteral("compile"));
  void save(const QString& group = QStringLiteral("compile")) const;
};

// A size of paper, by its name.
struct Paper {
  QString name;
  double width = 210;  // millimetres
  double height = 297;
};
QVector<Paper> papers();

class ChoiceForm : public QWidget {
  Q_OBJECT
 public:
  ChoiceForm(const CompileChoice& choice, QWidget* parent);
  CompileChoice choice() const;
  // Of a project, of which notes can be left out.
  void setWhole(bool whole);
  // Before all others.
  void addRowAbove(const QString& label, QWidget* field);

 Q_SIGNALS:
  void changed();

 private:
  QDoubleSpinBox* addMargin(const QString& name, double value);
  void fit();

  QFormLayout* form_;
  QComboBox* style_;
  QLineEdit* author_;
  QPlainTextEdit* contact_;
  QCheckBox* title_;
  QCheckBox* courier_;
  QComboBox* paper_;
  QDoubleSpinBox* top_;
  QDoubleSpinBox* bottom_;
  QDoubleSpinBox* left_;
  QDoubleSpinBox* right_;
  QCheckBox* header_;
  QCheckBox* numbers_;
  QCheckBox* notes_;
};

}  // namespace lacuna::ui
