// SPDX-License-Identifier: GPL-3.0-or-later
// What the store keeps as JSON in a column: settings, plans and cards grow by fields, and nobody asks SQL for one. What
// is missing has its usual value. What was not measured is null. Any thread.
#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QString>

#include "storage/values/voices.h"

namespace lacuna::storage {

QJsonObject toJson(const VoiceSettings& settings);
QJsonObject toJson(const VoicePlan& plan);
QJsonObject toJson(const VoiceCard& card);
VoiceSettings settingsFrom(const QJsonObject& json);
VoicePlan planFrom(const QJsonObject& json);
VoiceCard cardFrom(const QJsonObject& json);

QString compact(const QJsonObject& json);
QJsonObject objectFrom(const QString& text);  // empty where it is none
QString sharesText(const QVector<double>& shares);
QVector<double> sharesFrom(const QString& text);

}  // namespace lacuna::storage
