// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/translate_run.h"

#include <algorithm>
#include <cmath>

#include "app/window/ask_json.h"
#include "app/window/text_positions.h"
#include "storage/trajectory.h"

namespace lacuna::app {
namespace {

quint8 packEntropy(float nats) {
  const float bounded = nats > 0.0F ? std::min(nats * ui::kEntropySteps, 255.0F) : 0.0F;  // NaN becomes 0
  return static_cast<quint8>(std::lround(bounded));
}

// What the engine thought at this very step; null where it was not asked to trace, and at the start.
const engine::TracedStep* tracedStepOf(const engine::StepFrame& frame) {
  if (frame.trajectory == nullptr || frame.trajectory->steps.empty()) return nullptr;
  const engine::TracedStep& last = frame.trajectory->steps.back();
  return last.step == frame.step ? &last : nullptr;
}

// Calls visit(candidate, gap, token) for every token that two nests of the same kind have both.
template <typename A, typename B, typename Visit>
void visitBoth(A& a, const B& b, const Visit& visit) {
  for (std::size_t c = 0; c < std::min(static_cast<std::size_t>(a.size()), b.size()); ++c) {
    auto& gaps = a[static_cast<qsizetype>(c)];
    for (std::size_t g = 0; g < std::min(static_cast<std::size_t>(gaps.size()), b[c].size()); ++g) {
      auto& row = gaps[static_cast<qsizetype>(g)];
      for (std::size_t t = 0; t < std::min(static_cast<std::size_t>(row.size()), b[c][g].size()); ++t)
        visit(row[static_cast<qsizetype>(t)], b[c][g][t]);
    }
  }
}

void addThought(const engine::TracedToken& traced, TokenTexts& texts, storage::RunToken* token) {
  token->entropy = packEntropy(traced.entropy);
  for (const engine::Alternative& one : traced.alternatives) {
    if (one.probability <= 0.0F) break;
    token->alternatives.append({one.id, storage::packConfidence(one.probability), texts(one.text)});
  }
}

void addThoughts(const engine::TracedStep& step, TokenTexts& texts, storage::RunFrame* frame) {
  visitBoth(frame->tokens, step.tokens, [&](storage::RunToken& token, const engine::TracedToken& traced) {
    addThought(traced, texts, &token);
    token.experts =
        QByteArray(reinterpret_cast<const char*>(traced.experts.data()), static_cast<qsizetype>(traced.experts.size()));
  });
  for (const std::vector<float>& load : step.expertLoad) {
    frame->expertLoad.emplace_back();
    for (const float share : load) frame->expertLoad.last().append(storage::storedShare(share));
  }
  for (const float share : step.attentionReceived) frame->attention.append(storage::storedShare(share));
}

// What was settled before this step was thought about no more; its last thought stays.
void carrySettled(const storage::RunFrame& before, storage::RunFrame* frame) {
  for (qsizetype c = 0; c < std::min(frame->tokens.size(), before.tokens.size()); ++c) {
    for (qsizetype g = 0; g < std::min(frame->tokens[c].size(), before.tokens[c].size()); ++g) {
      auto& row = frame->tokens[c][g];
      // A gap that changed its length: its tokens have moved, and the trajectory tells the same of them.
      if (row.size() != before.tokens[c][g].size()) continue;
      for (qsizetype t = 0; t < row.size(); ++t) {
        const storage::RunToken& last = before.tokens[c][g][t];
        if (!last.settled || !row[t].settled) continue;
        row[t].alternatives.clear();
        row[t].entropy = last.entropy;
      }
    }
  }
}

}  // namespace

storage::RunFrame toRunFrame(const engine::StepFrame& frame, const storage::RunFrame* before, TokenTexts& texts) {
  storage::RunFrame kept;
  kept.step = frame.step;
  kept.tokens.reserve(static_cast<qsizetype>(frame.tokens.size()));
  for (const auto& candidate : frame.tokens) {
    QVector<QVector<storage::RunToken>> gaps;
    for (const auto& gap : candidate) {
      QVector<storage::RunToken> row;
      row.reserve(static_cast<qsizetype>(gap.size()));
      for (const engine::TokenState& state : gap) {
        row.push_back(
            {state.id, storage::packConfidence(state.confidence), state.settled, state.flipped, texts(state.text)});
      }
      gaps.push_back(std::move(row));
    }
    kept.tokens.push_back(std::move(gaps));
  }
  if (const engine::TracedStep* step = tracedStepOf(frame)) addThoughts(*step, texts, &kept);
  if (before != nullptr) carrySettled(*before, &kept);
  return kept;
}

QVector<storage::RunBlock> contextOf(const engine::Trajectory& trajectory, const QString& text) {
  QVector<storage::RunBlock> blocks;
  if (trajectory.context.empty()) return blocks;
  const UnitOffsets units(text);
  for (std::size_t i = 0; i < trajectory.context.size(); ++i) {
    blocks.append({units.of(trajectory.context[i].begin), units.of(trajectory.context[i].end),
                   i < trajectory.reach.size() ? trajectory.reach[i] : quint8(0)});
  }
  return blocks;
}

storage::Run toRun(const ui::InfillAsk& ask, const ui::ResultView& result, const engine::ModelInfo& model) {
  storage::Run run;
  run.model = QString::fromStdString(model.name);
  run.fingerprint = QString::fromStdString(model.fingerprint);
  run.seed = ask.seed;
  run.steps = result.steps > 0 && !result.cancelled ? result.steps : ask.steps;
  run.seconds = result.seconds;
  for (const ui::GapAsk& gap : ask.gaps) run.gaps.push_back({gap.begin, gap.end});
  run.candidates = result.candidates;
  run.request = askToJson(ask);
  return run;
}

ui::RunItem toItem(const storage::Run& run) {
  ui::RunItem item;
  item.id = run.id;
  item.parent = run.parent;
  item.created = run.created;
  item.model = run.model;
  item.ask = askFromJson(run.request);
  item.ask.gaps.resize(run.gaps.size());
  for (qsizetype g = 0; g < run.gaps.size(); ++g) {
    item.ask.gaps[g].begin = run.gaps[g].begin;
    item.ask.gaps[g].end = run.gaps[g].end;
  }
  item.ask.seed = run.seed;
  item.steps = run.steps;
  if (!run.request.contains(QStringLiteral("steps"))) item.ask.steps = run.steps;  // of before
  for (const storage::RunCandidate& candidate : run.candidates) item.streams.push_back(candidate.streams.value(0));
  const int best = run.taken >= 0 && run.taken < run.candidates.size() ? run.taken : 0;
  if (!run.candidates.isEmpty()) item.words = run.candidates[best].fills.join(QStringLiteral(" \u00b7 ")).simplified();
  item.end = run.outcome;
  item.seconds = run.seconds;
  item.stored = run.stored;
  return item;
}

QVector<ui::RunItem> toItems(const QVector<storage::Run>& runs) {
  QVector<ui::RunItem> items;
  for (const storage::Run& run : runs) items.push_back(toItem(run));
  return items;
}

ui::RunView toView(const storage::Run& run, const QString& text) {
  ui::RunView view;
  view.item = toItem(run);
  view.text = text;
  view.steps = run.trajectory;
  view.context = run.context;
  view.candidates = run.candidates;
  return view;
}

}  // namespace lacuna::app
