// SPDX-License-Identifier: GPL-3.0-or-later
// How far a long piece of work is, and whether it is to go on: handed by whoever waits for it to whoever does it.
#pragma once

#include <QtGlobal>
#include <exception>
#include <functional>
#include <utility>

namespace lacuna::storage {

// Thrown through the work by Work::at() where it is to end. What was begun is given up, and nothing was written.
class Stopped : public std::exception {
 public:
  const char* what() const noexcept override { return "Stopped."; }
};

class Work {
 public:
  // share: of the whole, 0 to 1. False: stop. Called in the thread of the work, hundreds of times a second.
  using Ask = std::function<bool(double share)>;

  Work() = default;  // goes on to its end, unseen
  explicit Work(Ask ask) : ask_(std::move(ask)) {}

  // Throws Stopped.
  void at(double share) const {
    if (ask_ && !ask_(from_ + share * (to_ - from_))) throw Stopped();
  }
  // A part of this, as work of its own.
  Work part(double from, double to) const {
    Work part = *this;
    part.from_ = from_ + from * (to_ - from_);
    part.to_ = from_ + to * (to_ - from_);
    return part;
  }

 private:
  Ask ask_;
  double from_ = 0;
  double to_ = 1;
};

// Work of so many pieces, as far as can be told before: what comes beyond them is at the end.
class Steps {
 public:
  Steps(Work work, qsizetype of) : work_(std::move(work)), of_(of > 0 ? of : 1) {}
  void next() {
    if (done_ < of_) ++done_;
    work_.at(static_cast<double>(done_) / static_cast<double>(of_));
  }

 private:
  Work work_;
  qsizetype of_;
  qsizetype done_ = 0;
};

}  // namespace lacuna::storage
