// SPDX-License-Identifier: GPL-3.0-or-later
// Counts a part of a text: a short one at once, a long one in a thread of its own. While that is at work the newest
// question waits, and those between are dropped. UI thread only.
#pragma once

#include <QObject>
#include <QThreadPool>
#include <optional>

#include "storage/text_counts.h"

namespace lacuna::ui {

class SelectionCounter : public QObject {
  Q_OBJECT
 public:
  // Longer parts go to the thread (UTF-16 units).
  static constexpr int kAtOnce = 20000;

  struct Question {
    QString text;  // the whole; shared, not copied
    QVector<storage::Mark> marks;
    int begin = 0;
    int end = 0;
  };

  SelectionCounter();
  // Waits for a count that is at work: tens of milliseconds for a million words.
  ~SelectionCounter() override;

  // counted, perhaps before it returns.
  void count(const Question& question);
  // What was asked for is not wanted any more.
  void stop();
  bool working() const { return working_; }

 Q_SIGNALS:
  void counted(const lacuna::storage::TextCounts& counts);

 private:
  void start(const Question& question);
  void done(const storage::TextCounts& counts, quint64 number);

  QThreadPool pool_;
  std::optional<Question> waiting_;
  quint64 number_ = 0;  // of stop()s: an answer to a question before one is dropped
  bool working_ = false;
};

}  // namespace lacuna::ui
