// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/voices/voice_json.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <cmath>

namespace lacuna::storage {
namespace {

QJsonValue orNull(double value) { return std::isnan(value) ? QJsonValue() : QJsonValue(value); }
double orNan(const QJsonValue& value) { return value.isDouble() ? value.toDouble() : kNotMeasured; }

qint64 whole(const QJsonValue& value, qint64 absent = 0) { return value.isDouble() ? value.toInteger() : absent; }

QStringList wordsFrom(const QJsonValue& value) {
  QStringList words;
  for (const QJsonValue& word : value.toArray()) words << word.toString();
  return words;
}

}  // namespace

QJsonObject toJson(const VoiceSettings& settings) {
  return {{"rank", settings.rank},
          {"linears", QJsonArray::fromStringList(settings.linears)},
          {"rate", settings.rate},
          {"minutes", settings.minutes},
          {"steps", settings.steps},
          {"rehearsal", settings.rehearsal},
          {"patience", settings.patience},
          {"sampleEvery", settings.sampleEvery},
          {"onBattery", settings.onBattery},
          {"fromHour", settings.fromHour},
          {"untilHour", settings.untilHour},
          {"device", settings.device},
          {"seed", QString::number(settings.seed)}};  // more digits than a number of JSON has
}

VoiceSettings settingsFrom(const QJsonObject& json) {
  VoiceSettings settings;
  settings.rank = json["rank"].toInt(settings.rank);
  settings.linears = wordsFrom(json["linears"]);
  settings.rate = json["rate"].toDouble(settings.rate);
  settings.minutes = json["minutes"].toDouble(settings.minutes);
  settings.steps = whole(json["steps"]);
  settings.rehearsal = json["rehearsal"].toDouble(settings.rehearsal);
  settings.patience = json["patience"].toInt(settings.patience);
  settings.sampleEvery = json["sampleEvery"].toInt(settings.sampleEvery);
  settings.onBattery = json["onBattery"].toBool(settings.onBattery);
  settings.fromHour = json["fromHour"].toInt(settings.fromHour);
  settings.untilHour = json["untilHour"].toInt(settings.untilHour);
  settings.device = json["device"].toString(settings.device);
  if (json.contains("seed")) settings.seed = json["seed"].toString().toULongLong();
  return settings;
}

QJsonObject toJson(const VoicePlan& plan) {
  return {{"measured", plan.measured}, {"secondsAStep", plan.secondsAStep}, {"steps", plan.steps},
          {"passes", plan.passes},     {"minutes", plan.minutes},           {"memory", plan.memory},
          {"disk", plan.disk},         {"memoryFree", plan.memoryFree},     {"diskFree", plan.diskFree},
          {"refusal", plan.refusal}};
}

VoicePlan planFrom(const QJsonObject& json) {
  VoicePlan plan;
  plan.measured = json["measured"].toBool();
  plan.secondsAStep = json["secondsAStep"].toDouble();
  plan.steps = whole(json["steps"]);
  plan.passes = json["passes"].toDouble();
  plan.minutes = json["minutes"].toDouble();
  plan.memory = whole(json["memory"]);
  plan.memoryFree = whole(json["memoryFree"]);
  plan.disk = whole(json["disk"]);
  plan.diskFree = whole(json["diskFree"]);
  plan.refusal = json["refusal"].toString();
  return plan;
}

QJsonObject toJson(const VoiceCard& card) {
  QJsonArray passages;
  for (const VerbatimPassage& passage : card.passages)
    passages << QJsonObject{{"fill", passage.fill}, {"chapter", passage.chapter}, {"words", passage.words}};
  return {{"words", card.words},
          {"steps", card.steps},
          {"tokens", card.tokens},
          {"seconds", card.seconds},
          {"heldOutBefore", orNull(card.heldOutBefore)},
          {"heldOutAfter", orNull(card.heldOutAfter)},
          {"fills", card.fills},
          {"distinctive", orNull(card.distinctive)},
          {"verbatim", orNull(card.verbatim)},
          {"longestVerbatim", card.longestVerbatim},
          {"passages", passages},
          {"language", card.language},
          {"sources", QJsonArray::fromStringList(card.sources)},
          {"device", card.device}};
}

VoiceCard cardFrom(const QJsonObject& json) {
  VoiceCard card;
  card.words = whole(json["words"]);
  card.steps = whole(json["steps"]);
  card.tokens = whole(json["tokens"]);
  card.seconds = json["seconds"].toDouble();
  card.heldOutBefore = orNan(json["heldOutBefore"]);
  card.heldOutAfter = orNan(json["heldOutAfter"]);
  card.fills = json["fills"].toInt();
  card.distinctive = orNan(json["distinctive"]);
  card.verbatim = orNan(json["verbatim"]);
  card.longestVerbatim = json["longestVerbatim"].toInt();
  for (const QJsonValue& each : json["passages"].toArray())
    card.passages.append({each["fill"].toString(), each["chapter"].toString(), each["words"].toInt()});
  card.language = json["language"].toString();
  card.sources = wordsFrom(json["sources"]);
  card.device = json["device"].toString();
  return card;
}

QString compact(const QJsonObject& json) {
  return QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Compact));
}

QJsonObject objectFrom(const QString& text) { return QJsonDocument::fromJson(text.toUtf8()).object(); }

QString sharesText(const QVector<double>& shares) {
  QJsonArray array;
  for (const double share : shares) array << orNull(share);
  return QString::fromUtf8(QJsonDocument(array).toJson(QJsonDocument::Compact));
}

QVector<double> sharesFrom(const QString& text) {
  QVector<double> shares;
  for (const QJsonValue& share : QJsonDocument::fromJson(text.toUtf8()).array()) shares << orNan(share);
  return shares;
}

}  // namespace lacuna::storage
