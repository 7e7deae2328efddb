// SPDX-License-Identifier: GPL-3.0-or-later
// A search in a thread of its own: the latest question is answered, those that it overtook are not. UI thread only.
#pragma once

#include <QObject>
#include <QThreadPool>
#include <atomic>
#include <memory>

#include "ui/search/find_query.h"

namespace lacuna::ui {

class FindSearch : public QObject {
  Q_OBJECT
 public:
  struct Question {
    QString text;
    FindPattern pattern;
    int begin = 0;
    int end = 0;
    qsizetype most = 0;
  };

  FindSearch();
  // Waits for a search that is at work, for a tenth of a second as a rule.
  ~FindSearch() override;
  FindSearch(const FindSearch&) = delete;
  FindSearch& operator=(const FindSearch&) = delete;

  void start(const Question& question);
  void stop();
  bool working() const { return working_; }

 Q_SIGNALS:
  void found(const lacuna::ui::FindResult& result);

 private:
  QThreadPool pool_;
  std::shared_ptr<std::atomic<bool>> stop_;
  quint64 number_ = 0;
  bool working_ = false;
};

}  // namespace lacuna::ui
