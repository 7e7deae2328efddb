// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/today_words.h"

#include <QSettings>

namespace lacuna::ui {
namespace {

constexpr int kKeepMs = 700;

}  // namespace

TodayWords::TodayWords(QObject* parent) : QObject(parent), date_(QDate::currentDate()) {
  const QSettings settings;
  const bool same = settings.value(QStringLiteral("today/date")).toDate() == date_;
  words_ = same ? qMax(0, settings.value(QStringLiteral("today/words"), 0).toInt()) : 0;
  timer_.setSingleShot(true);
  timer_.setInterval(kKeepMs);
  connect(&timer_, &QTimer::timeout, this, &TodayWords::keep);
}

int TodayWords::goal() { return QSettings().value(QStringLiteral("today/goal"), kUsualGoal).toInt(); }
void TodayWords::setGoal(int words) { QSettings().setValue(QStringLiteral("today/goal"), words); }

void TodayWords::count(int typed) {
  if (date_ != QDate::currentDate()) {
    date_ = QDate::currentDate();
    words_ = 0;
  }
  const int more = typed - counted_;
  counted_ = typed;
  words_ = qMax(0, words_ + more);
  if (more != 0 && !timer_.isActive()) timer_.start();
}

void TodayWords::keep() {
  timer_.stop();
  QSettings settings;
  settings.setValue(QStringLiteral("today/date"), date_);
  settings.setValue(QStringLiteral("today/words"), words_);
}

}  // namespace lacuna::ui
