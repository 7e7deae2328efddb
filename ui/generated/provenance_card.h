// SPDX-License-Identifier: GPL-3.0-or-later
// A small card at a generated passage: where it came from, and what can be done with it. UI thread only.
#pragma once

#include <QLabel>
#include <QToolButton>

#include "ui/floating_card.h"
#include "ui/generated/passages.h"

namespace lacuna::ui {

class ProvenanceCard : public FloatingCard {
  Q_OBJECT
 public:
  explicit ProvenanceCard(QWidget* parent);
  // Stands below `line`, or above it where there is more room; both in the parent's coordinates.
  void open(const GeneratedPassage& passage, const QRect& line, const QRect& room);
  const GeneratedPassage& passage() const { return passage_; }
  QString facts() const { return facts_->text(); }
  QToolButton* run() const { return run_; }
  QToolButton* confirm() const { return confirm_; }
  QToolButton* remove() const { return remove_; }

 Q_SIGNALS:
  void runWanted();
  void confirmed();
  void removed();

 protected:
  void keyPressEvent(QKeyEvent* event) override;

 private:
  GeneratedPassage passage_;
  QLabel* title_;
  QLabel* facts_;
  QToolButton* run_;
  QToolButton* confirm_;
  QToolButton* remove_;
};

}  // namespace lacuna::ui
