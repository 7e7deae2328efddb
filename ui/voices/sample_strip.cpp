// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/voices/sample_strip.h"

#include <QEvent>
#include <QGridLayout>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLocale>
#include <QSignalBlocker>
#include <algorithm>

#include "ui/fonts.h"

namespace lacuna::ui {

QString gapInSentence(const QString& before, const QString& words, const QString& after) {
  const QString color = QGuiApplication::palette().color(QPalette::BrightText).name();
  // Spaces at the seams are the engine's; an underlined one would be a dash.
  const QString bare = words.trimmed();
  const auto start = words.indexOf(bare);
  return QStringLiteral("%1%2<span style=\"color:%3; text-decoration:underline\">%4</span>%5%6")
      .arg(before.toHtmlEscaped(), words.left(start).toHtmlEscaped(), color, bare.toHtmlEscaped(),
           words.mid(start + bare.size()).toHtmlEscaped(), after.toHtmlEscaped());
}

SampleStrip::SampleStrip(QWidget* parent)
    : QWidget(parent), empty_(new QLabel(this)), head_(new QWidget(this)), column_(new QVBoxLayout(this)) {
  column_->setContentsMargins(0, 0, 0, 0);
  empty_->setWordWrap(true);
  empty_->setProperty("role", "soft");
  empty_->setText(tr("Gaps in the words that were held out are filled when it begins, and again as it learns."));
  auto* row = new QHBoxLayout(head_);
  row->setContentsMargins(0, 0, 0, 0);
  slider_ = new QSlider(Qt::Horizontal, head_);
  slider_->setAccessibleName(tr("Step at which the samples were filled"));
  slider_->setPageStep(4);
  said_ = new QLabel(head_);
  row->addWidget(slider_, 1);
  row->addWidget(said_);
  column_->addWidget(empty_);
  column_->addWidget(head_);
  head_->hide();
  connect(slider_, &QSlider::valueChanged, this, &SampleStrip::showStep);
}

SampleStrip::Place SampleStrip::makePlace() {
  Place place;
  place.box = new QWidget(this);
  auto* grid = new QGridLayout(place.box);
  grid->setContentsMargins(0, 6, 0, 6);
  grid->setHorizontalSpacing(18);
  grid->setColumnStretch(0, 1);
  grid->setColumnStretch(1, 1);
  const auto add = [&](const QString& name, int column, int line) {
    auto* caption = new QLabel(name, place.box);
    caption->setProperty("role", "soft");
    caption->setFont(chromeFont(11));
    auto* words = new QLabel(place.box);
    words->setTextFormat(Qt::RichText);
    words->setWordWrap(true);
    words->setFont(pageFont(15));
    words->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    words->setAccessibleName(name);
    const int span = column < 0 ? 2 : 1;
    grid->addWidget(caption, line, std::max(0, column), 1, span);
    grid->addWidget(words, line + 1, std::max(0, column), 1, span);
    return words;
  };
  place.without = add(tr("Without the voice"), 0, 0);
  place.with = add(tr("With the voice"), 1, 0);
  place.own = add(tr("You wrote"), -1, 2);
  column_->addWidget(place.box);
  place.box->show();
  return place;
}

void SampleStrip::show(const QVector<storage::VoiceSample>& samples) {
  const bool followed = slider_->value() + 1 >= steps_.size();
  const qint64 before = step();
  samples_ = samples;
  steps_.clear();
  int places = 0;
  for (const storage::VoiceSample& sample : samples_) {
    places = std::max(places, sample.place + 1);
    if (sample.step > 0 && !steps_.contains(sample.step)) steps_.push_back(sample.step);
  }
  std::sort(steps_.begin(), steps_.end());
  while (places_.size() > places) delete places_.takeLast().box;
  while (places_.size() < places) places_.push_back(makePlace());
  empty_->setVisible(places == 0);
  head_->setVisible(!steps_.isEmpty());
  const QSignalBlocker quiet(slider_);
  slider_->setRange(0, std::max(0, static_cast<int>(steps_.size()) - 1));
  if (followed)
    slider_->setValue(slider_->maximum());
  else
    slider_->setValue(static_cast<int>(std::max<qsizetype>(0, steps_.indexOf(before))));
  showStep();
}

void SampleStrip::setStep(qint64 step) {
  int at = 0;
  while (at + 1 < steps_.size() && steps_.at(at + 1) <= step) ++at;
  slider_->setValue(at);
}

const storage::VoiceSample* SampleStrip::at(int place, qint64 step) const {
  const auto found = std::find_if(samples_.begin(), samples_.end(), [&](const storage::VoiceSample& sample) {
    return sample.place == place && sample.step == step;
  });
  return found == samples_.end() ? nullptr : &*found;
}

void SampleStrip::showStep() {
  said_->setText(tr("step %1").arg(QLocale().toString(step())));
  for (int i = 0; i < places_.size(); ++i) {
    const storage::VoiceSample* without = at(i, 0);
    const storage::VoiceSample* with = at(i, step());
    const storage::VoiceSample* any = without != nullptr ? without : with;
    const Place& place = places_.at(i);
    const auto say = [](QLabel* label, const storage::VoiceSample* sample) {
      label->setText(sample == nullptr ? QStringLiteral("\u2026")
                                       : gapInSentence(sample->before, sample->fill, sample->after));
    };
    say(place.without, without);
    say(place.with, step() == 0 ? nullptr : with);
    place.own->setText(any == nullptr ? QString() : gapInSentence(any->before, any->own, any->after));
  }
}

QString SampleStrip::withoutAt(int place) const { return places_.at(place).without->text(); }
QString SampleStrip::withAt(int place) const { return places_.at(place).with->text(); }

// The colours are in the texts.
void SampleStrip::changeEvent(QEvent* event) {
  QWidget::changeEvent(event);
  if (event->type() == QEvent::PaletteChange || event->type() == QEvent::ApplicationPaletteChange ||
      event->type() == QEvent::StyleChange)
    if (!places_.isEmpty()) showStep();
}

}  // namespace lacuna::ui
