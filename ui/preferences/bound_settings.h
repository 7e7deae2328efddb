// SPDX-License-Identifier: GPL-3.0-or-later
// One struct of settings behind the controls of a page: each change is applied at once, and can be taken back.
#pragma once

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QSignalBlocker>
#include <QSpinBox>
#include <functional>
#include <memory>
#include <utility>

#include "ui/preferences/preferences_page.h"

namespace lacuna::ui {

template <typename T>
class BoundSettings : public std::enable_shared_from_this<BoundSettings<T>> {
 public:
  // `apply` shows and keeps the settings.
  BoundSettings(PreferencesPage* page, T now, std::function<void(const T&)> apply)
      : page_(page), now_(now), opened_(std::move(now)), apply_(std::move(apply)) {}

  // The page's controls hold this from here on.
  void setBack(const T& usual) {
    page_->setBack([self = this->shared_from_this(), usual] { self->put(usual); },
                   [self = this->shared_from_this()] {
                     if (self->changed_) self->put(self->opened_);
                   });
  }

  QCheckBox* check(const QString& title, const QString& keywords, bool T::*field) {
    auto* box = new QCheckBox(title, page_);
    join(box, &QCheckBox::toggled, field, [box, field](const T& now) { box->setChecked(now.*field); });
    page_->addRow(title, keywords, box);
    return box;
  }
  QSpinBox* number(const QString& title, const QString& keywords, int T::*field, int least, int most, int step) {
    auto* box = new QSpinBox(page_);
    box->setRange(least, most);
    box->setSingleStep(step);
    join(box, &QSpinBox::valueChanged, field, [box, field](const T& now) { box->setValue(now.*field); });
    page_->addRow(title, keywords, box);
    return box;
  }
  QDoubleSpinBox* number(const QString& title, const QString& keywords, double T::*field, double least, double most,
                         double step) {
    auto* box = new QDoubleSpinBox(page_);
    box->setRange(least, most);
    box->setSingleStep(step);
    join(box, &QDoubleSpinBox::valueChanged, field, [box, field](const T& now) { box->setValue(now.*field); });
    page_->addRow(title, keywords, box);
    return box;
  }
  // Of titles and what they stand for.
  QComboBox* choice(const QString& title, const QString& keywords, QString T::*field,
                    const QVector<QPair<QString, QString>>& choices) {
    auto* box = new QComboBox(page_);
    for (const auto& one : choices) box->addItem(one.first, one.second);
    const auto show = [box, field](const T& now) { box->setCurrentIndex(box->findData(now.*field)); };
    show(now_);
    shows_ << [box, show](const T& now) {
      const QSignalBlocker quiet(box);
      show(now);
    };
    QObject::connect(box, &QComboBox::currentIndexChanged, page_, [this, box, field] {
      now_.*field = box->currentData().toString();
      changed();
    });
    page_->addRow(title, keywords, box);
    return box;
  }

 private:
  template <typename Box, typename Signal, typename Value, typename Show>
  void join(Box* box, Signal signal, Value T::*field, Show show) {
    show(now_);
    shows_ << [box, show](const T& now) {
      const QSignalBlocker quiet(box);
      show(now);
    };
    QObject::connect(box, signal, page_, [this, field](Value value) {
      now_.*field = value;
      changed();
    });
  }
  void changed() {
    changed_ = true;
    apply_(now_);
  }
  void put(const T& settings) {
    now_ = settings;
    for (const auto& show : std::as_const(shows_)) show(now_);
    changed();
  }

  PreferencesPage* page_;
  T now_;
  T opened_;
  bool changed_ = false;
  std::function<void(const T&)> apply_;
  QVector<std::function<void(const T&)>> shows_;
};

}  // namespace lacuna::ui
