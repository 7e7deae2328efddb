// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/search/find_settings.h"

#include <QSettings>

namespace lacuna::ui {
namespace {

QString keyOf(const QString& name) { return QStringLiteral("find/recent_%1").arg(name); }

}  // namespace

FindSettings FindSettings::load() {
  const QSettings settings;
  const auto on = [&settings](const char* name) { return settings.value(QLatin1String(name), false).toBool(); };
  return {on("find/match_case"), on("find/whole_words"), on("find/regex"), on("find/keep_case")};
}

void FindSettings::save() const {
  QSettings settings;
  settings.setValue(QStringLiteral("find/match_case"), matchCase);
  settings.setValue(QStringLiteral("find/whole_words"), wholeWords);
  settings.setValue(QStringLiteral("find/regex"), regex);
  settings.setValue(QStringLiteral("find/keep_case"), keepCase);
}

QStringList recentSearches(const QString& name) { return QSettings().value(keyOf(name)).toStringList(); }

void rememberSearch(const QString& name, const QString& text) {
  if (text.isEmpty()) return;
  QStringList recent = recentSearches(name);
  if (!recent.isEmpty() && recent.first() == text) return;
  recent.removeAll(text);
  recent.prepend(text);
  QSettings().setValue(keyOf(name), recent.mid(0, FindSettings::kMostRecent));
}

void forgetSearches() {
  QSettings settings;
  settings.beginGroup(QStringLiteral("find"));
  const QStringList keys = settings.childKeys();
  for (const QString& key : keys)
    if (key.startsWith(QLatin1String("recent_"))) settings.remove(key);
}

}  // namespace lacuna::ui
