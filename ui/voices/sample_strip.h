// SPDX-License-Identifier: GPL-3.0-or-later
// Gaps in words that were held out, each in its sentence: filled without the voice, beside it as the voice filled it at
// a step, and what the author wrote. A slider goes through the steps. UI thread only.
#pragma once

#include <QLabel>
#include <QSlider>
#include <QVBoxLayout>
#include <QWidget>

#include "storage/values/voices.h"

namespace lacuna::ui {

// A sentence with a gap's words in it, which can be told from the others without their colour.
QString gapInSentence(const QString& before, const QString& words, const QString& after);

class SampleStrip : public QWidget {
  Q_OBJECT
 public:
  explicit SampleStrip(QWidget* parent = nullptr);

  // The step that is looked at stays, but where it is the last one: then it follows.
  void show(const QVector<storage::VoiceSample>& samples);
  const QVector<qint64>& steps() const { return steps_; }  // at which was looked, without 0, ascending
  qint64 step() const { return steps_.value(slider_->value(), 0); }
  void setStep(qint64 step);  // the last at which was looked, up to this one
  QSlider* slider() const { return slider_; }
  // As they stand there: without the voice, with it.
  QString withoutAt(int place) const;
  QString withAt(int place) const;

 protected:
  void changeEvent(QEvent* event) override;

 private:
  struct Place {
    QWidget* box = nullptr;
    QLabel* without = nullptr;
    QLabel* with = nullptr;
    QLabel* own = nullptr;
  };
  Place makePlace();
  const storage::VoiceSample* at(int place, qint64 step) const;
  void showStep();

  QVector<storage::VoiceSample> samples_;
  QVector<qint64> steps_;
  QVector<Place> places_;
  QLabel* empty_;
  QWidget* head_;
  QSlider* slider_;
  QLabel* said_;
  QVBoxLayout* column_;
};

}  // namespace lacuna::ui
