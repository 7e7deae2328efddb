// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/replay/replay_json.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <cmath>

namespace lacuna::app {
namespace {

// Three decimals give a value of one byte back exactly.
double rounded(double value, double unit = 1000) { return std::round(value * unit) / unit; }

double probabilityOf(quint8 packed) { return rounded(static_cast<double>(storage::unpackConfidence(packed))); }

QJsonArray reachJson(quint8 reach) {
  QJsonArray names;
  if ((reach & storage::RunBlock::kWindow) != 0) names.append(QStringLiteral("window"));
  if ((reach & storage::RunBlock::kHops) != 0) names.append(QStringLiteral("hops"));
  if ((reach & storage::RunBlock::kGlobal) != 0) names.append(QStringLiteral("global"));
  if ((reach & storage::RunBlock::kTag) != 0) names.append(QStringLiteral("tag"));
  return names;
}

QJsonArray pageJson(const QVector<PagePart>& page) {
  QJsonArray parts;
  for (const PagePart& part : page) {
    switch (part.kind) {
      case PagePart::Text:
        parts.append(QJsonObject{{"text", part.text}});
        break;
      case PagePart::Gap:
        parts.append(QJsonObject{{"gap", part.gap}});
        break;
      case PagePart::LeftOut:
        parts.append(QJsonObject{{"left_out", true}});
        break;
    }
  }
  return parts;
}

QJsonObject tokenJson(const storage::RunToken& token) {
  QJsonObject object{{"id", token.id}, {"text", token.text}, {"confidence", probabilityOf(token.confidence)}};
  if (token.settled) object["settled"] = true;
  if (token.flipped) object["flipped"] = true;
  if (token.entropy > 0) object["entropy"] = token.entropy / 16.0;
  if (!token.alternatives.isEmpty()) {
    QJsonArray alternatives;
    for (const storage::RunAlternative& other : token.alternatives) {
      alternatives.append(
          QJsonObject{{"id", other.id}, {"text", other.text}, {"probability", probabilityOf(other.probability)}});
    }
    object["alternatives"] = alternatives;
  }
  if (!token.experts.isEmpty()) {
    QJsonArray experts;
    for (const char expert : token.experts) experts.append(static_cast<int>(static_cast<quint8>(expert)));
    object["experts"] = experts;
  }
  return object;
}

QJsonObject frameJson(const storage::RunFrame& frame) {
  QJsonArray candidates;
  for (const auto& gaps : frame.tokens) {
    QJsonArray gapsJson;
    for (const auto& tokens : gaps) {
      QJsonArray tokensJson;
      for (const storage::RunToken& token : tokens) tokensJson.append(tokenJson(token));
      gapsJson.append(tokensJson);
    }
    candidates.append(gapsJson);
  }
  QJsonObject object{{"step", frame.step}, {"tokens", candidates}};
  if (!frame.attention.isEmpty()) {
    QJsonArray attention;
    for (const float share : frame.attention) attention.append(rounded(static_cast<double>(share), 1e6));
    object["attention"] = attention;
  }
  if (!frame.expertLoad.isEmpty()) {
    QJsonArray layers;
    for (const QVector<float>& layer : frame.expertLoad) {
      QJsonArray loads;
      for (const float load : layer) loads.append(rounded(static_cast<double>(load), 1e4));
      layers.append(loads);
    }
    object["expert_load"] = layers;
  }
  return object;
}

}  // namespace

QString outcomeWord(storage::RunOutcome outcome) {
  switch (outcome) {
    case storage::RunOutcome::Open:
      return QStringLiteral("open");
    case storage::RunOutcome::Taken:
      return QStringLiteral("taken");
    case storage::RunOutcome::Left:
      return QStringLiteral("left");
    case storage::RunOutcome::Stopped:
      return QStringLiteral("stopped");
    case storage::RunOutcome::Failed:
      return QStringLiteral("failed");
  }
  return QStringLiteral("open");
}

QJsonObject runJson(const storage::Run& run) {
  QJsonObject object{{"id", run.id},
                     {"created", run.created.toUTC().toString(Qt::ISODate)},
                     {"model", run.model},
                     {"fingerprint", run.fingerprint},
                     {"seed", QString::number(run.seed)},  // a JSON number would lose some of its 64 bits
                     {"steps", run.steps},
                     {"seconds", rounded(run.seconds)},
                     {"outcome", outcomeWord(run.outcome)},
                     {"request", run.request}};
  if (run.taken >= 0) object["taken"] = run.taken;
  if (!run.parent.isEmpty()) object["parent"] = run.parent;
  return object;
}

QJsonObject replayHead(const Replay& replay) {
  const storage::Run& run = replay.run;
  QJsonArray gaps;
  for (int i = 0; i < run.gaps.size(); ++i) {
    gaps.append(
        QJsonObject{{"begin", run.gaps[i].begin}, {"end", run.gaps[i].end}, {"original", replay.originals.value(i)}});
  }
  QJsonArray candidates;
  for (const storage::RunCandidate& candidate : run.candidates) {
    QJsonArray streams;
    for (const int stream : candidate.streams) streams.append(stream);
    candidates.append(QJsonObject{{"fills", QJsonArray::fromStringList(candidate.fills)},
                                  {"score", rounded(candidate.score, 1e4)},
                                  {"streams", streams}});
  }
  QJsonArray context;
  for (int i = 0; i < run.context.size(); ++i) {
    const storage::RunBlock& block = run.context[i];
    context.append(QJsonObject{{"begin", block.begin},
                               {"end", block.end},
                               {"reach", reachJson(block.reach)},
                               {"opening", replay.openings.value(i)}});
  }
  return QJsonObject{{"run", runJson(run)},
                     {"document", QJsonObject{{"title", replay.title}, {"length", static_cast<qint64>(replay.length)}}},
                     {"page", pageJson(replay.page)},
                     {"gaps", gaps},
                     {"candidates", candidates},
                     {"context", context}};
}

QByteArray replayJson(const Replay& replay) {
  QJsonObject object = replayHead(replay);
  object["format"] = QLatin1String(kReplayFormat);
  object["version"] = kReplayVersion;
  object["program"] = QStringLiteral("Lacuna " LACUNA_VERSION);
  QJsonArray frames;
  for (const storage::RunFrame& frame : replay.run.trajectory) frames.append(frameJson(frame));
  object["frames"] = frames;
  return QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
}

}  // namespace lacuna::app
