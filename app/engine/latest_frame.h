// SPDX-License-Identifier: GPL-3.0-or-later
// One place for the newest frame. The engine puts, the window takes; a frame that was not taken in time is replaced,
// so that no queue grows however fast the steps are.
#pragma once

#include <mutex>
#include <optional>
#include <utility>

#include "ui/values.h"

namespace lacuna::app {

class LatestFrame {
 public:
  // True when the place was empty: only then does the taker need to be told.
  bool put(ui::LiveStep frame) {
    const std::lock_guard lock(mutex_);
    const bool wasEmpty = !frame_.has_value();
    frame_ = std::move(frame);
    return wasEmpty;
  }

  std::optional<ui::LiveStep> take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(frame_, std::nullopt);
  }

 private:
  std::mutex mutex_;
  std::optional<ui::LiveStep> frame_;
};

}  // namespace lacuna::app
