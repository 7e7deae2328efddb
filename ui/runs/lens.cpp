// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/runs/lens.h"

#include <QCoreApplication>
#include <algorithm>

namespace lacuna::ui {
namespace {

constexpr int kManyFlips = 5;         // from here on the tint is full
constexpr float kHighEntropy = 6.0F;  // nats

struct Said {
  Q_DECLARE_TR_FUNCTIONS(Lens)
};

// Null where the token is not in this step.
const RunToken* tokenAt(const RunView& run, const RunPlace& place, int gap, int token) {
  if (place.step < 0 || place.step >= run.steps.size()) return nullptr;
  const auto& tokens = run.steps.at(place.step).tokens;
  if (place.candidate < 0 || place.candidate >= tokens.size()) return nullptr;
  const auto& gaps = tokens.at(place.candidate);
  if (gap < 0 || gap >= gaps.size() || token < 0 || token >= gaps.at(gap).size()) return nullptr;
  return &gaps.at(gap).at(token);
}

LensMark settledMark(const RunView& run, const RunPlace& place, int gap, int token) {
  const int step = settledAt(run, place, gap, token);
  if (step < 0) return {-1, -1, Said::tr("not settled yet")};
  const int steps = std::max(1, run.item.steps);
  return {std::clamp(static_cast<float>(step) / static_cast<float>(steps), 0.0F, 1.0F), step,
          step == 0 ? Said::tr("there from the start") : Said::tr("settled at step %1 of %2").arg(step).arg(steps)};
}

LensMark flipMark(const RunView& run, const RunPlace& place, int gap, int token) {
  const int flips = flipsOf(run, place, gap, token);
  const QString said = flips == 0   ? Said::tr("never flipped")
                       : flips == 1 ? Said::tr("flipped once")
                       : flips == 2 ? Said::tr("flipped twice")
                                    : Said::tr("flipped %Ln times", nullptr, flips);
  return {std::min(1.0F, static_cast<float>(flips) / kManyFlips), flips, said};
}

LensMark expertMark(const RunToken& token, int layer) {
  if (layer < 0 || layer >= token.experts.size()) return {-1, -1, Said::tr("no expert is recorded")};
  const int expert = static_cast<quint8>(token.experts.at(layer));
  return {1.0F, expert, Said::tr("expert %1").arg(expert + 1)};
}

LensMark markOf(const RunView& run, const RunPlace& place, const Lens& lens, const QPair<int, int>& at) {
  const RunToken* token = tokenAt(run, place, at.first, at.second);
  if (token == nullptr) return {};
  switch (lens.kind) {
    case LensKind::Settled:
      return settledMark(run, place, at.first, at.second);
    case LensKind::Flips:
      return flipMark(run, place, at.first, at.second);
    case LensKind::Confidence:
      return {confidenceOf(*token), -1,
              Said::tr("confidence %L1").arg(static_cast<double>(confidenceOf(*token)), 0, 'f', 2)};
    case LensKind::Entropy:
      return {std::clamp(entropyOf(*token) / kHighEntropy, 0.0F, 1.0F), -1,
              Said::tr("entropy %L1 nats").arg(static_cast<double>(entropyOf(*token)), 0, 'f', 1)};
    case LensKind::Experts:
      return expertMark(*token, lens.layer);
    case LensKind::None:
      break;
  }
  return {};
}

}  // namespace

int settledAt(const RunView& run, const RunPlace& place, int gap, int token) {
  int since = -1;
  for (int s = 0; s <= place.step && s < run.steps.size(); ++s) {
    const RunToken* at = tokenAt(run, {s, place.candidate}, gap, token);
    if (at == nullptr || !at->settled) {
      since = -1;
    } else if (since < 0) {
      since = run.steps.at(s).step;
    }
  }
  return since;
}

int flipsOf(const RunView& run, const RunPlace& place, int gap, int token) {
  int flips = 0;
  for (int s = 0; s <= place.step && s < run.steps.size(); ++s) {
    const RunToken* at = tokenAt(run, {s, place.candidate}, gap, token);
    flips += at != nullptr && at->flipped ? 1 : 0;
  }
  return flips;
}

QVector<QVector<LensMark>> lensMarks(const RunView& run, const RunPlace& place, const Lens& lens) {
  QVector<QVector<LensMark>> marks;
  if (lens.kind == LensKind::None || place.step < 0 || place.step >= run.steps.size()) return marks;
  const auto& tokens = run.steps.at(place.step).tokens;
  if (place.candidate < 0 || place.candidate >= tokens.size()) return marks;
  const auto& gaps = tokens.at(place.candidate);
  for (int g = 0; g < gaps.size(); ++g) {
    QVector<LensMark> row;
    for (int t = 0; t < gaps.at(g).size(); ++t) row.push_back(markOf(run, place, lens, {g, t}));
    marks.push_back(row);
  }
  return marks;
}

QVector<LensName> lensNames() {
  return {{LensKind::Settled, Said::tr("Settled at"), Said::tr("first step"), Said::tr("last step")},
          {LensKind::Flips, Said::tr("Flips"), Said::tr("none"), Said::tr("%1 and more").arg(kManyFlips)},
          {LensKind::Confidence, Said::tr("Confidence"), Said::tr("0"), Said::tr("1")},
          {LensKind::Entropy, Said::tr("Entropy"), Said::tr("0"),
           Said::tr("%L1 nats").arg(static_cast<double>(kHighEntropy))},
          {LensKind::Experts, Said::tr("Experts"), QString(), QString()}};
}

}  // namespace lacuna::ui
