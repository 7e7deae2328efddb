// SPDX-License-Identifier: GPL-3.0-or-later
// A rounded frame with a title, a quiet note at its right and room below: what the panels beside the page are made of.
#pragma once

#include <QFrame>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

namespace lacuna::ui {

// Text that changes with every step: the label keeps its size as long as it fits, since another one would lay out the
// whole panel anew.
void setSteadyText(QLabel* label, const QString& text);

class Card : public QFrame {
 public:
  Card(const QString& title, QWidget* parent);
  void setTitle(const QString& text) { setSteadyText(title_, text); }
  void setNote(const QString& text) { setSteadyText(note_, text); }
  QString title() const { return title_->text(); }
  QString note() const { return note_->text(); }
  QVBoxLayout* body() const { return body_; }

 private:
  QLabel* title_;
  QLabel* note_;
  QVBoxLayout* body_;
};

// A small text button; its keys, if any, stand in the tip.
QToolButton* quietButton(const QString& text, const QString& tip, QWidget* parent);
QLabel* softLabel(const QString& text, QWidget* parent);

}  // namespace lacuna::ui
