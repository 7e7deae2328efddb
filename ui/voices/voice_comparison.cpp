// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/voices/voice_comparison.h"

#include <QSignalBlocker>
#include <QVBoxLayout>

#include "ui/fonts.h"
#include "ui/voices/flow_layout.h"
#include "ui/voices/sample_strip.h"

namespace lacuna::ui {

VoiceComparison::VoiceComparison(VoiceActs& acts, QWidget* parent)
    : QWidget(parent),
      acts_(acts),
      place_(new QComboBox(this)),
      go_(new QPushButton(tr("C&ompare"), this)),
      boxes_(new QWidget(this)),
      said_(new QLabel(this)) {
  auto* all = new QVBoxLayout(this);
  all->setContentsMargins(0, 0, 0, 0);
  auto* row = new FlowLayout;
  place_->setAccessibleName(tr("Where it is compared"));
  place_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  place_->setMinimumContentsLength(24);
  go_->setAutoDefault(false);
  go_->setToolTip(tr("The gap is filled without and with the voice, from the same seed; each time another one"));
  row->addWidget(place_);
  row->addWidget(go_);
  all->addLayout(row);
  auto* grid = new QGridLayout(boxes_);
  grid->setContentsMargins(0, 4, 0, 0);
  grid->setHorizontalSpacing(18);
  without_ = column(tr("Without the voice"), 0, grid);
  with_ = column(tr("With the voice"), 1, grid);
  all->addWidget(boxes_);
  said_->setWordWrap(true);
  said_->setTextFormat(Qt::PlainText);
  said_->setProperty("role", "soft");
  all->addWidget(said_);
  connect(go_, &QPushButton::clicked, this, &VoiceComparison::ask);
  connect(place_, &QComboBox::currentIndexChanged, this, &VoiceComparison::clear);
  setSamples({});
  clear();
}

QLabel* VoiceComparison::column(const QString& name, int at, QGridLayout* grid) {
  auto* caption = new QLabel(name, boxes_);
  caption->setProperty("role", "soft");
  caption->setFont(chromeFont(11));
  auto* words = new QLabel(boxes_);
  words->setTextFormat(Qt::RichText);
  words->setWordWrap(true);
  words->setFont(pageFont(15));
  words->setAlignment(Qt::AlignTop | Qt::AlignLeft);
  words->setAccessibleName(name);
  grid->addWidget(caption, 0, at);
  grid->addWidget(words, 1, at);
  grid->setColumnStretch(at, 1);
  return words;
}

void VoiceComparison::setVoice(const QString& id, double share) {
  const bool other = id != trial_.voice;
  trial_.voice = id;
  trial_.share = share > 0 ? share : 1.0;
  if (other) clear();
}

void VoiceComparison::setSamples(const QVector<storage::VoiceSample>& samples) {
  QVector<storage::VoiceSample> places;
  for (const storage::VoiceSample& sample : samples)
    if (sample.step == 0) places.push_back(sample);
  const bool same = places.size() == samples_.size() && place_->count() > 0;
  samples_ = places;
  if (same) return;
  const QSignalBlocker quiet(place_);
  place_->clear();
  place_->addItem(tr("Where I am in my document"));
  for (int i = 0; i < samples_.size(); ++i)
    place_->addItem(tr("Held-out gap %1: %2").arg(i + 1).arg(samples_.at(i).own.simplified()));
}

void VoiceComparison::clear() {
  if (asked_ != 0) Q_EMIT acts_.comparisonStopped(asked_);
  asked_ = 0;
  go_->setEnabled(true);
  boxes_->hide();
  said_->hide();
}

void VoiceComparison::ask() {
  const int at = place_->currentIndex() - 1;
  trial_.onPage = at < 0;
  ++trial_.id;
  trial_.seed = trial_.id;
  if (at >= 0) {
    trial_.before = samples_.at(at).before;
    trial_.own = samples_.at(at).own;
    trial_.after = samples_.at(at).after;
  }
  asked_ = trial_.id;
  go_->setEnabled(false);
  said_->setText(tr("Both are filled; this takes as long as two gaps."));
  said_->show();
  Q_EMIT acts_.comparisonWanted(trial_);
}

void VoiceComparison::showResult(const VoiceTrialResult& result) {
  if (result.id != asked_) return;
  asked_ = 0;
  go_->setEnabled(true);
  said_->setText(result.sentence);
  said_->setVisible(!result.sentence.isEmpty());
  boxes_->setVisible(result.sentence.isEmpty());
  without_->setText(gapInSentence(result.before, result.without, result.after));
  with_->setText(gapInSentence(result.before, result.with, result.after));
}

}  // namespace lacuna::ui
