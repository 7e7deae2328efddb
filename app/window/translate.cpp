// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/translate.h"

#include <QJsonArray>
#include <algorithm>

namespace lacuna::app {
namespace {

int onLetter(const QString& text, int position) {
  const int inside = std::clamp(position, 0, static_cast<int>(text.size()));
  const bool splits =
      inside > 0 && inside < text.size() && text.at(inside).isLowSurrogate() && text.at(inside - 1).isHighSurrogate();
  return splits ? inside + 1 : inside;
}

// Kinds have the same names and order on both sides; a switch, so that a new one does not slip through.
storage::MarkKind toStorage(ui::MarkKind kind) {
  switch (kind) {
    case ui::MarkKind::Generated:
      return storage::MarkKind::Generated;
    case ui::MarkKind::Pin:
      return storage::MarkKind::Pin;
    case ui::MarkKind::Tag:
      return storage::MarkKind::Tag;
  }
  return storage::MarkKind::Generated;
}

ui::MarkKind toView(storage::MarkKind kind) {
  switch (kind) {
    case storage::MarkKind::Generated:
      return ui::MarkKind::Generated;
    case storage::MarkKind::Pin:
      return ui::MarkKind::Pin;
    case storage::MarkKind::Tag:
      return ui::MarkKind::Tag;
  }
  return ui::MarkKind::Generated;
}

// The engine's nested vectors as Qt's, token by token.
template <typename To, typename Convert>
QVector<QVector<QVector<To>>> convertTokens(const engine::StepFrame& frame, Convert convert) {
  QVector<QVector<QVector<To>>> candidates;
  candidates.reserve(static_cast<qsizetype>(frame.tokens.size()));
  for (const auto& candidate : frame.tokens) {
    QVector<QVector<To>> gaps;
    for (const auto& gap : candidate) {
      QVector<To> tokens;
      tokens.reserve(static_cast<qsizetype>(gap.size()));
      for (const engine::TokenState& token : gap) tokens.push_back(convert(token));
      gaps.push_back(std::move(tokens));
    }
    candidates.push_back(std::move(gaps));
  }
  return candidates;
}

// One number for a candidate of several gaps: the mean over all its tokens.
float scoreOf(const std::vector<engine::GapFill>& fills) {
  double sum = 0;
  int tokens = 0;
  for (const engine::GapFill& fill : fills) {
    const int weight = std::max(1, fill.lengthTokens);
    sum += static_cast<double>(fill.score) * weight;
    tokens += weight;
  }
  return tokens == 0 ? 0.0F : static_cast<float>(sum / tokens);
}

}  // namespace

engine::InfillRequest toRequest(const ui::InfillAsk& ask) {
  engine::InfillRequest request;
  int at = 0;
  const auto appendTo = [&](int position) {
    const int next = std::max(at, onLetter(ask.text, position));
    request.text += QStringView(ask.text).mid(at, next - at).toUtf8().toStdString();
    at = next;
    return request.text.size();
  };
  for (const ui::GapAsk& gap : ask.gaps) {
    engine::GapRequest wanted;
    wanted.begin = appendTo(gap.begin);
    wanted.end = appendTo(gap.end);
    wanted.words = gap.words;
    request.gaps.push_back(wanted);
  }
  appendTo(static_cast<int>(ask.text.size()));
  request.candidates = ask.candidates;
  request.steps = ask.steps;
  request.seed = ask.seed;
  request.temperature = ask.temperature;
  request.topP = ask.topP;
  return request;
}

QString TokenTexts::operator()(const std::string& text) {
  const auto found = known_.find(text);
  if (found != known_.end()) return found->second;
  return known_.emplace(text, QString::fromStdString(text)).first->second;
}

ui::FrameView toFrameView(const engine::StepFrame& frame, quint64 ask, TokenTexts& texts) {
  return {ask, frame.step, frame.steps, convertTokens<ui::TokenView>(frame, [&](const engine::TokenState& token) {
            return ui::TokenView{texts(token.text), token.confidence, token.settled, token.flipped};
          })};
}

storage::RunFrame toRunFrame(const engine::StepFrame& frame, TokenTexts& texts) {
  return {frame.step, convertTokens<storage::RunToken>(frame, [&](const engine::TokenState& token) {
            return storage::RunToken{token.id, storage::packConfidence(token.confidence), token.settled, token.flipped,
                                     texts(token.text)};
          })};
}

ui::ResultView toResultView(const engine::InfillResult& result, quint64 ask) {
  ui::ResultView view;
  view.ask = ask;
  view.seconds = result.seconds;
  view.cancelled = result.cancelled;
  for (std::size_t i = 0; i < result.candidates.size(); ++i) {
    ui::CandidateView candidate;
    for (const engine::GapFill& fill : result.candidates[i]) candidate.fills << QString::fromStdString(fill.text);
    candidate.score = scoreOf(result.candidates[i]);
    candidate.frameIndex = i < result.order.size() ? result.order[i] : static_cast<int>(i);
    view.candidates.push_back(std::move(candidate));
  }
  return view;
}

storage::Run toRun(const ui::InfillAsk& ask, const ui::ResultView& result, const engine::ModelInfo& model) {
  storage::Run run;
  run.model = QString::fromStdString(model.name);
  run.fingerprint = QString::fromStdString(model.fingerprint);
  run.seed = ask.seed;
  run.steps = ask.steps;
  run.seconds = result.seconds;
  QJsonArray words;
  for (const ui::GapAsk& gap : ask.gaps) {
    run.gaps.push_back({gap.begin, gap.end});
    words.append(gap.words);
  }
  for (const ui::CandidateView& candidate : result.candidates) {
    run.candidates.push_back({candidate.fills, static_cast<double>(candidate.score), candidate.frameIndex});
  }
  run.request = QJsonObject{{"candidates", ask.candidates},
                            {"temperature", static_cast<double>(ask.temperature)},
                            {"topP", static_cast<double>(ask.topP)},
                            {"words", words}};
  return run;
}

QVector<storage::Edit> toStorage(const QVector<ui::Edit>& edits) {
  QVector<storage::Edit> out;
  for (const ui::Edit& edit : edits) out.push_back({edit.position, edit.removed, edit.inserted});
  return out;
}

QVector<storage::Mark> toStorage(const QVector<ui::Mark>& marks) {
  QVector<storage::Mark> out;
  for (const ui::Mark& mark : marks) out.push_back({mark.begin, mark.end, toStorage(mark.kind), mark.note});
  return out;
}

ui::DocumentView toView(const storage::Document& document) {
  ui::DocumentView view{document.id, document.title, document.text, {}, document.cursor, document.scroll};
  for (const storage::Mark& mark : document.marks) {
    view.marks.push_back({mark.begin, mark.end, toView(mark.kind), mark.note});
  }
  return view;
}

QVector<ui::LibraryItem> toItems(const QVector<storage::DocumentInfo>& documents) {
  QVector<ui::LibraryItem> items;
  for (const storage::DocumentInfo& document : documents) {
    items.push_back({document.id, document.title, document.words});
  }
  return items;
}

}  // namespace lacuna::app
