// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/word_list.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSet>

#include "storage/error.h"
#include "storage/files.h"
#include "storage/said.h"

namespace lacuna::storage {

void changeWordList(const QString& path, const QStringList& added, const QStringList& removed) {
  QStringList lines;
  QFile file(path);
  if (file.exists()) {
    if (!file.open(QIODevice::ReadOnly))
      throw StorageError(StorageCode::kReadOnly,
                         Said::tr("The list of words %1 cannot be read, so it was left as it is: %2. Change the "
                                  "rights of the file.")
                             .arg(QDir::toNativeSeparators(path), file.errorString()));
    QString text = QString::fromUtf8(file.readAll());
    text.remove(QLatin1Char('\r'));
    lines = text.split(QLatin1Char('\n'));
    if (!lines.isEmpty() && lines.last().isEmpty()) lines.removeLast();
    file.close();
  }
  const QSet<QString> gone(removed.cbegin(), removed.cend());
  QSet<QString> there;
  QStringList kept;
  for (const QString& line : lines) {
    const QString word = line.trimmed();
    if (!word.isEmpty() && gone.contains(word)) continue;
    kept << line;
    there.insert(word);
  }
  for (const QString& word : added) {
    const QString line = word.simplified();
    if (line.isEmpty() || there.contains(line)) continue;
    kept << line;
    there.insert(line);
  }
  if (kept == lines && file.exists()) return;
  QDir().mkpath(QFileInfo(path).absolutePath());  // where that fails, writing says why
  saveTextFile(path, kept.isEmpty() ? QString() : kept.join(QLatin1Char('\n')) + QLatin1Char('\n'));
}

}  // namespace lacuna::storage
