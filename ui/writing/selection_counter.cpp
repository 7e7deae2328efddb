// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/writing/selection_counter.h"

#include <utility>

namespace lacuna::ui {
namespace {

storage::TextCounts answerTo(const SelectionCounter::Question& question) {
  const QStringView part = QStringView(question.text).mid(question.begin, question.end - question.begin);
  return storage::countText(part, question.marks, question.begin);
}

}  // namespace

SelectionCounter::SelectionCounter() { pool_.setMaxThreadCount(1); }

SelectionCounter::~SelectionCounter() { pool_.waitForDone(); }

void SelectionCounter::count(const Question& question) {
  if (question.end - question.begin <= kAtOnce) {
    stop();
    Q_EMIT counted(answerTo(question));
  } else if (working_) {
    waiting_ = question;
  } else {
    start(question);
  }
}

void SelectionCounter::stop() {
  waiting_.reset();
  ++number_;
}

void SelectionCounter::start(const Question& question) {
  working_ = true;
  pool_.start([this, question, number = number_] {
    const storage::TextCounts counts = answerTo(question);
    QMetaObject::invokeMethod(
        this, [this, counts, number] { done(counts, number); }, Qt::QueuedConnection);
  });
}

// While the author still drags, each count is of a moment ago.
void SelectionCounter::done(const storage::TextCounts& counts, quint64 number) {
  working_ = false;
  if (number == number_) Q_EMIT counted(counts);
  if (waiting_) start(*std::exchange(waiting_, std::nullopt));
}

}  // namespace lacuna::ui
