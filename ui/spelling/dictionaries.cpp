// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/spelling/dictionaries.h"

#include <QDir>
#include <QDirIterator>
#include <QFileInfo>
#include <QLocale>
#include <QSet>
#include <QStandardPaths>
#include <algorithm>

namespace lacuna::ui {
namespace {

// LibreOffice keeps those that it brings, and those that a user added, deep in folders of its extensions.
QStringList extensionFolders() {
  const QString home = QDir::homePath();
  const QStringList roots{home + QStringLiteral("/.config/libreoffice/4/user/uno_packages/cache/uno_packages"),
                          QStringLiteral("/usr/lib/libreoffice/share/extensions"),
                          QStringLiteral("/opt/libreoffice/share/extensions")};
  QStringList folders;
  for (const QString& root : roots) {
    QSet<QString> seen;
    QDirIterator files(root, {QStringLiteral("*.aff")}, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
      files.next();
      const QString folder = files.fileInfo().absolutePath();
      if (!seen.contains(folder)) folders << folder;
      seen.insert(folder);
    }
  }
  return folders;
}

}  // namespace

QString languageName(const QString& code) {
  const QLocale locale(code);
  if (locale.language() == QLocale::C) return code;
  // In English, or as its own country calls it.
  const QLocale::Language spoken = QLocale().language();
  const bool english = spoken == QLocale::English || spoken == QLocale::C;
  const QString language = english ? QLocale::languageToString(locale.language()) : locale.nativeLanguageName();
  const QStringList parts = code.split(QLatin1Char('_'));
  if (parts.size() < 2) return language;
  QString land = english ? QLocale::territoryToString(locale.territory()) : locale.nativeTerritoryName();
  if (parts.size() > 2) land += QStringLiteral(", ") + parts.mid(2).join(QLatin1Char(' '));
  return QStringLiteral("%1 (%2)").arg(language, land);
}

QStringList dictionaryFolders() {
  QStringList folders = qEnvironmentVariable("DICPATH").split(QDir::listSeparator(), Qt::SkipEmptyParts);
  for (const QString& data : QStandardPaths::standardLocations(QStandardPaths::GenericDataLocation))
    folders << data + QStringLiteral("/hunspell");
  folders << QStringLiteral("/usr/share/hunspell") << QStringLiteral("/usr/share/myspell")
          << QStringLiteral("/usr/share/myspell/dicts");
  folders << extensionFolders();
  folders.removeDuplicates();
  return folders;
}

QVector<Dictionary> findDictionaries(const QStringList& folders) {
  QVector<Dictionary> found;
  QSet<QString> seen;
  for (const QString& folder : folders) {
    const QFileInfoList files = QDir(folder).entryInfoList({QStringLiteral("*.aff")}, QDir::Files | QDir::Readable);
    for (const QFileInfo& file : files) {
      // Names with hyphens are "en-GB" in extensions; hyphenation patterns have no .aff.
      const QString code = file.completeBaseName().replace(QLatin1Char('-'), QLatin1Char('_'));
      const QString words = file.absolutePath() + QLatin1Char('/') + file.completeBaseName() + QStringLiteral(".dic");
      if (seen.contains(code) || !QFileInfo(words).isReadable()) continue;
      seen.insert(code);
      found.push_back({code, file.absoluteFilePath(), words});
    }
  }
  std::sort(found.begin(), found.end(),
            [](const Dictionary& a, const Dictionary& b) { return a.name().localeAwareCompare(b.name()) < 0; });
  return found;
}

QStringList dictionariesFor(const QString& language, const QVector<Dictionary>& dictionaries) {
  const QString wanted = language == QStringLiteral("C") ? QStringLiteral("en_US") : language;
  const QString tongue = wanted.section(QLatin1Char('_'), 0, 0);
  QString near;
  for (const Dictionary& dictionary : dictionaries) {
    if (dictionary.code == wanted) return {wanted};
    const bool same = dictionary.code.section(QLatin1Char('_'), 0, 0) == tongue;
    // The land that a language is named after, "de_DE", before its neighbours.
    if (same && (near.isEmpty() || dictionary.code == tongue + QLatin1Char('_') + tongue.toUpper()))
      near = dictionary.code;
  }
  return near.isEmpty() ? QStringList() : QStringList{near};
}

}  // namespace lacuna::ui
