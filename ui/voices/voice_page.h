// SPDX-License-Identifier: GPL-3.0-or-later
// A voice: what is known of it, where it speaks and how loudly, and how it sounds beside the model without it. UI
// thread only.
#pragma once

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSlider>
#include <QTimer>
#include <QTreeWidget>
#include <QWidget>

#include "ui/voices/voice_comparison.h"

namespace lacuna::ui {

class VoicePage : public QWidget {
  Q_OBJECT
 public:
  enum Use { Silent, Here, Everywhere };

  VoicePage(VoiceActs& acts, QWidget* parent);

  void show(const storage::Voice& voice, const VoiceSpeaking& speaking);
  const storage::Voice& voice() const { return voice_; }
  // Deletes it; or, of one that is deleted, takes it back.
  void remove();
  QComboBox* use() const { return use_; }
  QSlider* share() const { return share_; }
  VoiceComparison* comparison() const { return comparison_; }
  QString card() const { return card_->text(); }

 private:
  QWidget* makeUse();
  void showCard();
  void showPassages();
  void showUse();
  void tell();
  QPushButton* button(const QString& text, const QString& tip, QLayout* into);

  VoiceActs& acts_;
  storage::Voice voice_;
  VoiceSpeaking speaking_;
  QLineEdit* name_;
  QLabel* card_;
  QLabel* facts_;
  QComboBox* use_ = nullptr;
  QSlider* share_ = nullptr;  // percent
  QLabel* shareSaid_ = nullptr;
  QTimer later_;  // while the slider moves
  VoiceComparison* comparison_;
  QWidget* passagesBox_;
  QTreeWidget* passages_;
  QPushButton* export_ = nullptr;
  QPushButton* remove_ = nullptr;
};

}  // namespace lacuna::ui
