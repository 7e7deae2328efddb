// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/ask_json.h"

#include <QJsonArray>

namespace lacuna::app {
namespace {

QJsonArray toJson(const QVector<ui::PinAsk>& pins) {
  QJsonArray array;
  for (const ui::PinAsk& pin : pins)
    array.append(QJsonObject{{"text", pin.text}, {"gap", pin.gap}, {"token", pin.token}});
  return array;
}

QJsonArray toJson(const QVector<ui::StrokeAsk>& strokes) {
  QJsonArray array;
  for (const ui::StrokeAsk& stroke : strokes)
    array.append(QJsonArray{stroke.begin, stroke.end, static_cast<double>(stroke.strength)});
  return array;
}

QJsonArray toJson(const QVector<ui::Passage>& passages) {
  QJsonArray array;
  for (const ui::Passage& passage : passages) array.append(QJsonArray{passage.begin, passage.end});
  return array;
}

// Seeds are text: JSON's numbers hold 53 bits.
QJsonArray toJson(const QVector<ui::BranchAsk>& way) {
  QJsonArray array;
  for (const ui::BranchAsk& stretch : way) {
    QJsonArray edits;
    for (const ui::StepEditAsk& edit : stretch.edits)
      edits.append(QJsonObject{{"gap", edit.gap}, {"token", edit.token}, {"text", edit.text}});
    array.append(QJsonObject{{"step", stretch.step},
                             {"seed", QString::number(stretch.seed)},
                             {"candidate", stretch.candidate},
                             {"edits", edits},
                             {"forbidden", QJsonArray::fromStringList(stretch.forbidden)}});
  }
  return array;
}

QVector<ui::BranchAsk> wayFrom(const QJsonArray& array) {
  QVector<ui::BranchAsk> way;
  for (const QJsonValue& value : array) {
    ui::BranchAsk stretch{
        value["step"].toInt(), value["seed"].toString().toULongLong(), value["candidate"].toInt(), {}};
    for (const QJsonValue& edit : value["edits"].toArray())
      stretch.edits.append({edit["gap"].toInt(), edit["token"].toInt(), edit["text"].toString()});
    for (const QJsonValue& word : value["forbidden"].toArray()) stretch.forbidden.append(word.toString());
    way.append(stretch);
  }
  return way;
}

}  // namespace

QJsonObject askToJson(const ui::InfillAsk& ask) {
  QJsonArray words;
  QJsonArray tokens;
  for (const ui::GapAsk& gap : ask.gaps) {
    words.append(gap.words);
    tokens.append(gap.tokens);
  }
  return {{"ask", QString::number(ask.id)},
          {"candidates", ask.candidates},
          {"steps", ask.steps},
          {"temperature", static_cast<double>(ask.temperature)},
          {"topP", static_cast<double>(ask.topP)},
          {"sampler", ask.sampler},
          {"words", words},
          {"tokens", tokens},
          {"pins", toJson(ask.pins)},
          {"forbidden", QJsonArray::fromStringList(ask.forbidden)},
          {"strokes", toJson(ask.strokes)},
          {"tagged", toJson(ask.tagged)},
          {"way", toJson(ask.way)},
          {"firstCandidate", ask.firstCandidate},
          {"consensus", ask.consensus}};
}

ui::InfillAsk askFromJson(const QJsonObject& json) {
  ui::InfillAsk ask;
  ask.id = json["ask"].toString().toULongLong();
  ask.candidates = json["candidates"].toInt(ask.candidates);
  ask.steps = json["steps"].toInt(ask.steps);
  ask.temperature = static_cast<float>(json["temperature"].toDouble(static_cast<double>(ask.temperature)));
  ask.topP = static_cast<float>(json["topP"].toDouble(static_cast<double>(ask.topP)));
  ask.sampler = json["sampler"].toString();
  const QJsonArray words = json["words"].toArray();
  const QJsonArray tokens = json["tokens"].toArray();
  for (qsizetype i = 0; i < words.size(); ++i) ask.gaps.append({0, 0, words[i].toInt(), tokens[i].toInt()});
  for (const QJsonValue& pin : json["pins"].toArray())
    ask.pins.append({pin["text"].toString(), pin["gap"].toInt(), pin["token"].toInt(-1)});
  for (const QJsonValue& word : json["forbidden"].toArray()) ask.forbidden.append(word.toString());
  for (const QJsonValue& stroke : json["strokes"].toArray())
    ask.strokes.append({stroke[0].toInt(), stroke[1].toInt(), static_cast<float>(stroke[2].toDouble())});
  for (const QJsonValue& passage : json["tagged"].toArray())
    ask.tagged.append({passage[0].toInt(), passage[1].toInt()});
  ask.way = wayFrom(json["way"].toArray());
  ask.firstCandidate = json["firstCandidate"].toInt();
  ask.consensus = json["consensus"].toBool();
  return ask;
}

}  // namespace lacuna::app
