// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/voices/job_plan.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QScopedValueRollback>
#include <QVBoxLayout>
#include <algorithm>
#include <limits>

#include "ui/voices/flow_layout.h"
#include "ui/voices/voice_words.h"

namespace lacuna::ui {
namespace {

constexpr int kMostMinutes = 7 * 24 * 60;
constexpr int kLightRank = 4;
constexpr int kUsualRank = 16;
constexpr int kStrongRank = 64;
constexpr double kThousandths = 1000;
constexpr int kFirstHour = 22;  // of the night, where the author wants hours
constexpr int kLastHour = 7;

QFormLayout* makeForm(QWidget* parent) {
  auto* form = new QFormLayout(parent);
  form->setContentsMargins(0, 0, 0, 0);
  form->setRowWrapPolicy(QFormLayout::WrapLongRows);
  form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
  form->setHorizontalSpacing(14);
  return form;
}

QSpinBox* makeSpin(int least, int most, const QString& name, QWidget* parent) {
  auto* spin = new QSpinBox(parent);
  spin->setRange(least, most);
  spin->setAccessibleName(name);
  return spin;
}

}  // namespace

JobPlan::JobPlan(VoiceActs& acts, QWidget* parent)
    : QWidget(parent),
      acts_(acts),
      name_(new QLineEdit(this)),
      corpus_(new ElidedLabel(this)),
      minutes_(makeSpin(1, kMostMinutes, tr("Time to learn"), this)),
      strength_(new QComboBox(this)),
      moreSwitch_(new QToolButton(this)),
      plan_(new QLabel(this)),
      measure_(new QPushButton(tr("&Measure"), this)),
      start_(new QPushButton(tr("&Start"), this)) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  auto* fields = new QWidget(this);
  QFormLayout* form = makeForm(fields);
  name_->setAccessibleName(tr("Name of the voice"));
  name_->setMinimumWidth(180);
  corpus_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
  corpus_->setMinimumWidth(80);
  minutes_->setSuffix(tr(" minutes"));
  minutes_->setToolTip(tr("Of work at most; the best that it comes to is kept"));
  strength_->setAccessibleName(tr("Strength"));
  strength_->setToolTip(tr("How much of the model a voice may change: more learns more, and needs more text"));
  strength_->addItem(tr("light (rank %1)").arg(kLightRank), kLightRank);
  strength_->addItem(tr("usual (rank %1)").arg(kUsualRank), kUsualRank);
  strength_->addItem(tr("strong (rank %1)").arg(kStrongRank), kStrongRank);
  form->addRow(tr("Nam&e"), name_);
  form->addRow(tr("Learns from"), corpus_);
  form->addRow(tr("&Time"), minutes_);
  form->addRow(tr("Stren&gth"), strength_);
  column->addWidget(fields);
  moreSwitch_->setText(tr("M&ore"));
  moreSwitch_->setCheckable(true);
  moreSwitch_->setProperty("quiet", true);
  moreSwitch_->setToolTip(tr("What rarely has to be changed"));
  column->addWidget(moreSwitch_, 0, Qt::AlignLeft);
  column->addWidget(makeMore());
  plan_->setWordWrap(true);
  plan_->setTextFormat(Qt::PlainText);
  plan_->setAccessibleName(tr("What was measured"));
  column->addWidget(plan_);
  auto* row = new FlowLayout;
  measure_->setToolTip(tr("A few steps, to tell what the whole will take: time, memory and disk"));
  start_->setObjectName(QStringLiteral("go"));
  start_->setToolTip(tr("It takes its turn behind the others, and works in the background"));
  for (QPushButton* each : {measure_, start_}) {
    each->setAutoDefault(false);
    row->addWidget(each);
  }
  column->addLayout(row);

  connect(moreSwitch_, &QToolButton::toggled, more_, &QWidget::setVisible);
  connect(name_, &QLineEdit::editingFinished, this, [this] {
    const QString name = name_->text().simplified();
    if (name.isEmpty()) name_->setText(job_.name);
    if (!name.isEmpty() && name != job_.name) Q_EMIT acts_.jobRenamed(job_.id, name);
  });
  connect(minutes_, &QSpinBox::editingFinished, this, &JobPlan::tell);
  connect(strength_, &QComboBox::activated, this, &JobPlan::tell);
  connect(measure_, &QPushButton::clicked, this, [this] {
    tell();
    Q_EMIT acts_.measureWanted(job_.id);
  });
  connect(start_, &QPushButton::clicked, this, [this] {
    tell();
    Q_EMIT acts_.startWanted(job_.id);
  });
}

QWidget* JobPlan::makeMore() {
  more_ = new QWidget(this);
  more_->hide();
  QFormLayout* form = makeForm(more_);
  rate_ = new QDoubleSpinBox(more_);
  rate_->setRange(0.001, 100);
  rate_->setDecimals(3);
  rate_->setSuffix(tr(" thousandths"));
  rate_->setAccessibleName(tr("Rate of learning"));
  rehearsal_ = makeSpin(0, 90, tr("Rehearsal"), more_);
  rehearsal_->setSuffix(tr("%"));
  rehearsal_->setToolTip(tr("Share of text that is the model's own, so that it forgets nothing"));
  patience_ = makeSpin(0, 1000, tr("Patience"), more_);
  patience_->setToolTip(tr("It ends after so many looks at what was held out without gain; 0: never before its time"));
  seed_ = makeSpin(0, std::numeric_limits<int>::max(), tr("Seed"), more_);
  seed_->setToolTip(tr("The same seed, settings and texts give the same voice on the same computer"));
  device_ = new QComboBox(more_);
  device_->setAccessibleName(tr("Device"));
  device_->addItem(tr("the best there is"), QStringLiteral("auto"));
  device_->addItem(tr("processor"), QStringLiteral("cpu"));
  device_->addItem(tr("graphics card (CUDA)"), QStringLiteral("cuda"));
  hours_ = new QCheckBox(tr("Only at certain &hours"), more_);
  auto* hours = new QWidget(more_);
  auto* row = new QHBoxLayout(hours);
  row->setContentsMargins(0, 0, 0, 0);
  from_ = makeSpin(0, 23, tr("From this hour"), hours);
  until_ = makeSpin(0, 23, tr("Until this hour"), hours);
  row->addWidget(new QLabel(tr("from"), hours));
  row->addWidget(from_);
  row->addWidget(new QLabel(tr("until"), hours));
  row->addWidget(until_);
  row->addWidget(new QLabel(tr("o’clock"), hours));
  row->addStretch();
  battery_ = new QCheckBox(tr("Also on &battery"), more_);
  form->addRow(tr("Rate"), rate_);
  form->addRow(tr("Rehearsal"), rehearsal_);
  form->addRow(tr("Patience"), patience_);
  form->addRow(tr("Seed"), seed_);
  form->addRow(tr("Device"), device_);
  form->addRow(hours_);
  form->addRow(hours);
  form->addRow(battery_);
  connect(hours_, &QCheckBox::toggled, hours, &QWidget::setEnabled);
  hours->setEnabled(false);
  connect(rate_, &QDoubleSpinBox::editingFinished, this, &JobPlan::tell);
  for (QSpinBox* spin : {rehearsal_, patience_, seed_, from_, until_})
    connect(spin, &QSpinBox::editingFinished, this, &JobPlan::tell);
  connect(device_, &QComboBox::activated, this, &JobPlan::tell);
  for (QCheckBox* check : {hours_, battery_}) connect(check, &QCheckBox::clicked, this, &JobPlan::tell);
  return more_;
}

void JobPlan::show(const storage::VoiceJob& job) {
  const bool other = job.id != job_.id;
  const bool changed = other || job.settings != job_.settings;
  job_ = job;
  if (other || !name_->hasFocus()) name_->setText(job_.name);
  corpus_->setText(job_.corpusName);
  if (changed) setFields(job_.settings);
  showMeasuring(measuring_ && !other);
}

void JobPlan::setFields(const storage::VoiceSettings& settings) {
  const QScopedValueRollback<bool> quiet(setting_, true);
  minutes_->setValue(std::max(1, qRound(settings.minutes)));
  int at = strength_->findData(settings.rank);
  if (at < 0) {
    strength_->addItem(tr("rank %1").arg(settings.rank), settings.rank);
    at = strength_->count() - 1;
  }
  strength_->setCurrentIndex(at);
  rate_->setValue(settings.rate * kThousandths);
  rehearsal_->setValue(qRound(settings.rehearsal * 100));
  patience_->setValue(settings.patience);
  seed_->setValue(static_cast<int>(std::min<quint64>(settings.seed, std::numeric_limits<int>::max())));
  device_->setCurrentIndex(std::max(0, device_->findData(settings.device)));
  hours_->setChecked(settings.fromHour >= 0);
  from_->setValue(settings.fromHour >= 0 ? settings.fromHour : kFirstHour);
  until_->setValue(settings.untilHour >= 0 ? settings.untilHour : kLastHour);
  battery_->setChecked(settings.onBattery);
}

// What has no field stays as it was, and what was not touched too: a field has fewer digits.
storage::VoiceSettings JobPlan::settings() const {
  storage::VoiceSettings now = job_.settings;
  if (qRound(now.minutes) != minutes_->value()) {
    now.minutes = minutes_->value();
    now.steps = 0;
  }
  now.rank = strength_->currentData().toInt();
  if (qAbs(now.rate * kThousandths - rate_->value()) > 0.0006) now.rate = rate_->value() / kThousandths;
  if (qRound(now.rehearsal * 100) != rehearsal_->value()) now.rehearsal = rehearsal_->value() / 100.0;
  now.patience = patience_->value();
  if (now.seed <= static_cast<quint64>(std::numeric_limits<int>::max()))
    now.seed = static_cast<quint64>(seed_->value());
  now.device = device_->currentData().toString();
  now.fromHour = hours_->isChecked() ? from_->value() : -1;
  now.untilHour = hours_->isChecked() ? until_->value() : -1;
  now.onBattery = battery_->isChecked();
  return now;
}

void JobPlan::tell() {
  if (setting_) return;
  const storage::VoiceSettings now = settings();
  if (now == job_.settings) return;
  job_.settings = now;
  job_.plan = {};  // it was measured for others
  showMeasuring(measuring_);
  Q_EMIT acts_.settingsChosen(job_.id, now);
}

void JobPlan::showMeasuring(bool on) {
  measuring_ = on;
  measure_->setEnabled(!on);
  const QString plan = planText(job_.plan);
  plan_->setText(on               ? tr("Some steps are made, to see what they take\u2026")
                 : plan.isEmpty() ? tr("Measure tells what it will take; it can be started without.")
                                  : plan);
  start_->setEnabled(job_.plan.refusal.isEmpty());
}

}  // namespace lacuna::ui
