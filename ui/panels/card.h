// SPDX-License-Identifier: GPL-3.0-or-later
// A rounded frame with a title, a quiet note at its right and room below: what the panels beside the page are made of.
#pragma once

#include <QFrame>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>

namespace lacuna::ui {

class Card : public QFrame {
 public:
  Card(const QString& title, QWidget* parent);
  void setTitle(const QString& text) { title_->setText(text); }
  void setNote(const QString& text) { note_->setText(text); }
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
