// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/gap/gap_options.h"

#include <QCoreApplication>
#include <QSettings>
#include <algorithm>

namespace lacuna::ui {
namespace {

constexpr qsizetype kMostForbidden = 256;  // as the engine allows

struct Said {
  Q_DECLARE_TR_FUNCTIONS(GapOptions)
};

}  // namespace

QVector<DenoisingWay> denoisingWays() {
  return {
      {{},
       Said::tr("The usual way"),
       Said::tr("From left to right where the model knows the language, else the surest words first")},
      {QStringLiteral("confidence"), Said::tr("Surest words first"),
       Said::tr("Each step settles the words that the model is surest of")},
      {QStringLiteral("guided"), Said::tr("From left to right"),
       Said::tr("Each step settles the next word; a pretrained model has a say of its own in it")},
      {QStringLiteral("parallel"), Said::tr("Many at once"),
       Said::tr("Quick drafts: every word that is sure enough settles")},
      {QStringLiteral("remasking"), Said::tr("With second thoughts"), Said::tr("A settled word may go back to noise")},
      {QStringLiteral("ancestral"), Said::tr("In any order"),
       Said::tr("Words settle at random: the most varied candidates")},
      {QStringLiteral("deterministic"), Said::tr("Straight"), Said::tr("The noise is taken away without chance")},
      {QStringLiteral("dpm-solver++"), Said::tr("Straight, in large strides"),
       Said::tr("As before, good with few steps")},
  };
}

GapOptions loadGapOptions() {
  const QSettings settings;
  GapOptions o;
  const auto value = [&settings](const char* key, const QVariant& usual) {
    return settings.value(QStringLiteral("gap/") + QLatin1String(key), usual);
  };
  o.candidates = qBound(1, value("candidates", o.candidates).toInt(), 8);
  o.steps = qBound(4, value("steps", o.steps).toInt(), 128);
  o.temperature = qBound(0.0F, value("temperature", o.temperature).toFloat(), 2.0F);
  o.topP = qBound(0.05F, value("topP", o.topP).toFloat(), 1.0F);
  o.seed = value("seed", 0).toULongLong();
  o.strength = qBound(0.1F, value("strength", o.strength).toFloat(), 1.0F);
  o.consensus = value("consensus", o.consensus).toBool();
  o.forbidden = value("forbidden", QStringList()).toStringList().mid(0, kMostForbidden);
  o.forbidden.removeAll(QString());
  o.continueWords = qBound(5, value("continueWords", o.continueWords).toInt(), kMostGapWords);
  const QString sampler = value("sampler", QString()).toString();
  const QVector<DenoisingWay> ways = denoisingWays();
  if (std::any_of(ways.begin(), ways.end(), [&](const DenoisingWay& way) { return way.sampler == sampler; }))
    o.sampler = sampler;
  return o;
}

void saveGapOptions(const GapOptions& o) {
  QSettings settings;
  const auto keep = [&settings](const char* key, const QVariant& value) {
    settings.setValue(QStringLiteral("gap/") + QLatin1String(key), value);
  };
  keep("candidates", o.candidates);
  keep("steps", o.steps);
  keep("temperature", static_cast<double>(o.temperature));
  keep("topP", static_cast<double>(o.topP));
  keep("seed", o.seed);
  keep("strength", static_cast<double>(o.strength));
  keep("consensus", o.consensus);
  keep("forbidden", o.forbidden);
  keep("continueWords", o.continueWords);
  keep("sampler", o.sampler);
}

}  // namespace lacuna::ui
