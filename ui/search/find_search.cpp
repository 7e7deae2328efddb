// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/search/find_search.h"

namespace lacuna::ui {

FindSearch::FindSearch() { pool_.setMaxThreadCount(1); }

FindSearch::~FindSearch() {
  stop();
  pool_.waitForDone();
}

void FindSearch::stop() {
  if (stop_) stop_->store(true);
  ++number_;
  working_ = false;
}

void FindSearch::start(const Question& question) {
  stop();
  stop_ = std::make_shared<std::atomic<bool>>(false);
  working_ = true;
  pool_.start([this, question, stop = stop_, number = number_] {
    const FindResult result = question.pattern.find(question.text, question.begin, question.end, question.most,
                                                    [&stop] { return stop->load(); });
    if (stop->load()) return;
    const auto tell = [this, result, number] {
      if (number != number_) return;
      working_ = false;
      Q_EMIT found(result);
    };
    QMetaObject::invokeMethod(this, tell, Qt::QueuedConnection);
  });
}

}  // namespace lacuna::ui
