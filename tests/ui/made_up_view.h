// SPDX-License-Identifier: GPL-3.0-or-later
// A finished run for the panel, with everything that an engine would have recorded.
#pragma once

#include <QRandomGenerator>

#include "ui/run_values.h"

namespace lacuna::ui {

struct ViewShape {
  int steps = 12;
  int candidates = 3;
  int tokens = 9;
  int layers = 2;
  int experts = 4;
  int blocks = 6;
};

inline RunToken madeUpToken(QRandomGenerator& random, const RunToken& before, int step, const ViewShape& shape) {
  static const QStringList kWords{QStringLiteral(" house"), QStringLiteral(" lamp"), QStringLiteral(" was"),
                                  QStringLiteral(" the"),   QStringLiteral(" tide"), QStringLiteral(" out")};
  RunToken token = before;
  token.flipped = false;
  token.alternatives.clear();
  token.experts.clear();
  if (step > 0) {
    for (int l = 0; l < shape.layers; ++l) token.experts.append(static_cast<char>(random.bounded(shape.experts)));
  }
  if (before.settled) return token;
  if (step > 0) {
    token.text = kWords.at(random.bounded(6));
    token.flipped = step > 1 && token.text != before.text;
    token.confidence = static_cast<quint8>(random.bounded(200));
    token.entropy = static_cast<quint8>(random.bounded(90));
    token.settled = random.bounded(shape.steps - step + 1) == 0;
    for (int i = 0; i < 8; ++i)
      token.alternatives.push_back({-1, static_cast<quint8>(128 / (i + 1)), kWords.at((i * 5 + step) % 6)});
  }
  return token;
}

inline RunView madeUpView(const QString& text, const GapAsk& gap, quint32 seed, const ViewShape& shape = {}) {
  QRandomGenerator random(seed);
  RunView run;
  run.item.id = QStringLiteral("run-%1").arg(seed);
  run.item.created = QDateTime(QDate(2026, 11, 21), QTime(14, 2), Qt::UTC);
  run.item.model = QStringLiteral("test model");
  run.item.ask.seed = seed;
  run.item.steps = run.item.ask.steps = shape.steps;
  run.item.ask.candidates = shape.candidates;
  run.item.ask.gaps = {gap};
  run.item.stored = 4000;
  run.text = text;
  for (int b = 0; b < shape.blocks; ++b) {
    const auto at = [&](int i) { return static_cast<int>(text.size()) * i / shape.blocks; };
    run.context.push_back({at(b), at(b + 1), static_cast<quint8>(1 << (b % 4))});
  }
  QVector<QVector<RunToken>> rows(shape.candidates, QVector<RunToken>(shape.tokens));
  for (int step = 0; step <= shape.steps; ++step) {
    RunFrame view;
    view.step = step;
    for (auto& row : rows) {
      for (RunToken& token : row) token = madeUpToken(random, token, step, shape);
      view.tokens.push_back({row});
    }
    for (int l = 0; l < shape.layers && step > 0; ++l)
      view.expertLoad.push_back(QVector<float>(shape.experts, 1.0F / static_cast<float>(shape.experts)));
    for (int b = 0; b < shape.blocks && step > 0; ++b)
      view.attention.push_back(static_cast<float>(random.bounded(100)) / 1000.0F);
    run.steps.push_back(view);
  }
  for (int c = 0; c < shape.candidates; ++c) {
    QString fill;
    for (const RunToken& token : rows.at(c)) fill += token.text;
    run.candidates.push_back({{fill}, -0.5 - 0.1 * c, {c}});
  }
  run.item.words = run.candidates.first().fills.first();
  return run;
}

}  // namespace lacuna::ui
