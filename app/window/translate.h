// SPDX-License-Identifier: GPL-3.0-or-later
// Between the values of the window, of storage and of the engine. Pure functions; any thread.
#pragma once

#include <string>
#include <unordered_map>

#include "engine/session.h"
#include "storage/values.h"
#include "ui/values.h"

namespace lacuna::app {

// Positions become bytes. Positions outside the text, or inside a surrogate pair, are moved to the nearest letter.
engine::InfillRequest toRequest(const ui::InfillAsk& ask);

// The way back: an ask that toRequest makes the same request of, so that a run can be repeated and branched from.
ui::InfillAsk toAsk(const engine::InfillRequest& request);

// Turns the engine's tokens into strings that share their memory: a run has few different tokens and many of them.
class TokenTexts {
 public:
  QString operator()(const std::string& text);

 private:
  std::unordered_map<std::string, QString> known_;
};

ui::ResultView toResultView(const engine::InfillResult& result, quint64 ask);

}  // namespace lacuna::app
