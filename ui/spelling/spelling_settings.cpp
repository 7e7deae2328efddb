// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/spelling/spelling_settings.h"

#include <QFile>
#include <QFileInfo>
#include <QSettings>

namespace lacuna::ui {

SpellingSettings SpellingSettings::load() {
  const QSettings settings;
  return {settings.value(QStringLiteral("spelling/on"), true).toBool(),
          settings.value(QStringLiteral("spelling/languages")).toStringList()};
}

void SpellingSettings::save() const {
  QSettings settings;
  settings.setValue(QStringLiteral("spelling/on"), on);
  settings.setValue(QStringLiteral("spelling/languages"), languages);
}

OwnWords::OwnWords() : path_(QFileInfo(QSettings().fileName()).absolutePath() + QStringLiteral("/words.txt")) {
  QFile file(path_);
  if (!file.open(QIODevice::ReadOnly)) return;
  const QStringList lines = QString::fromUtf8(file.readAll()).split(QLatin1Char('\n'));
  for (const QString& line : lines)
    if (!line.trimmed().isEmpty()) words_.insert(line.trimmed());
}

void OwnWords::change(const QStringList& added, const QStringList& removed) {
  for (const QString& word : removed) words_.remove(word);
  for (const QString& word : added) words_.insert(word);
}

}  // namespace lacuna::ui
