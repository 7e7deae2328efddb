// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/spelling/spelling_settings.h"

#include <QCoreApplication>
#include <QDir>
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

QString OwnWords::add(const QString& word) {
  if (words_.contains(word)) return {};
  words_.insert(word);
  // Appended: another window's words, and what the author wrote into the file, stay.
  QDir().mkpath(QFileInfo(path_).absolutePath());
  QFile file(path_);
  QByteArray line = word.toUtf8() + '\n';
  if (file.open(QIODevice::ReadWrite)) {
    if (file.size() > 0 && file.seek(file.size() - 1) && file.read(1) != "\n") line.prepend('\n');
    file.seek(file.size());
    if (file.write(line) == line.size() && file.flush()) return {};
  }
  return QCoreApplication::translate("OwnWords",
                                     "\u201C%1\u201D could not be kept in %2: %3. It is taken as right until "
                                     "Lacuna is closed.")
      .arg(word, path_, file.errorString());
}

}  // namespace lacuna::ui
