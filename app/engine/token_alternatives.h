// SPDX-License-Identifier: GPL-3.0-or-later
// What could stand in place of each token of a run, step by step. One thread.
#pragma once

#include "app/window/translate.h"

namespace lacuna::app {

class TokenAlternatives {
 public:
  explicit TokenAlternatives(TokenTexts& texts) : texts_(texts) {}

  // Steps in their order.
  void add(const engine::TracedStep& step);
  // As of the last step: of noise what the model thinks now, of a settled token what it thought at the step since which
  // it has been settled. A likelihood of less than a thousandth is left out.
  const ui::Alternatives& now() const { return now_; }

 private:
  QVector<storage::RunAlternative> likeliestOf(const engine::TracedToken& token);

  TokenTexts& texts_;
  ui::Alternatives now_;
  QVector<QVector<QVector<bool>>> settled_;  // as now_, at the last step
};

}  // namespace lacuna::app
