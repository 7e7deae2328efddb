// SPDX-License-Identifier: GPL-3.0-or-later
// A gap filled from one seed without and with a voice, side by side: where the author is in their document, or in words
// that were held out. UI thread only.
#pragma once

#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QWidget>

#include "ui/voices/voice_acts.h"

namespace lacuna::ui {

class VoiceComparison : public QWidget {
  Q_OBJECT
 public:
  VoiceComparison(VoiceActs& acts, QWidget* parent);

  // Of this voice from now on, with the share that it is heard with.
  void setVoice(const QString& id, double share);
  // The gaps in words that were held out.
  void setSamples(const QVector<storage::VoiceSample>& samples);
  void showResult(const VoiceTrialResult& result);
  QComboBox* place() const { return place_; }
  QPushButton* go() const { return go_; }
  QString without() const { return without_->text(); }
  QString with() const { return with_->text(); }

 private:
  void ask();
  void clear();
  QLabel* column(const QString& name, int at, QGridLayout* grid);

  VoiceActs& acts_;
  VoiceTrial trial_;
  quint64 asked_ = 0;  // the trial that goes on; 0: none
  QVector<storage::VoiceSample> samples_;
  QComboBox* place_;
  QPushButton* go_;
  QWidget* boxes_;
  QLabel* without_;
  QLabel* with_;
  QLabel* said_;
};

}  // namespace lacuna::ui
