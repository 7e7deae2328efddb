// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/voice/voice_transfer.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QUuid>
#include <algorithm>

#include "app/voice/job_files.h"
#include "storage/error.h"
#include "storage/files/input_file.h"
#include "storage/files/output_file.h"
#include "storage/formats/zip_archive.h"

namespace lacuna::app {
namespace {

constexpr const char* kFiles[] = {"config.json", "voice.safetensors", "README.md"};
constexpr std::size_t kMostBytes = std::size_t{1} << 30;

[[noreturn]] void refuse(const QString& sentence) {
  throw storage::StorageError(storage::StorageCode::kInvalid, sentence);
}

bool isArchive(const QString& path) { return path.endsWith(QLatin1String(".zip"), Qt::CaseInsensitive); }

QByteArray bytesOf(const QString& path) {
  return QByteArray::fromStdString(files::readFile(path.toStdString(), kMostBytes));
}

void unpack(const QString& from, const QString& to) {
  storage::ZipReader archive(from, bytesOf(from));
  files::makeFolder(to.toStdString());
  for (const char* const name : kFiles) {
    const QByteArray bytes = archive.readIfThere(QString::fromLatin1(name));
    if (!bytes.isEmpty())
      files::writeFile((to + u'/' + QLatin1String(name)).toStdString(), {bytes.data(), std::size_t(bytes.size())});
  }
}

// Made over that adapter, and sound: the engine makes it speak once. Throws otherwise.
engine::ModelFile check(engine::Engine& engine, const QString& folder, const QString& from, const QString& model) {
  if (!holdsVoice(folder))
    refuse(QStringLiteral("%1 holds no voice: it has no config.json with a voice.safetensors beside it.").arg(from));
  const engine::ModelFile voice = engine.describe(folder.toStdString());
  if (voice.kind != "voice") refuse(QStringLiteral("%1 holds a model of another kind, and no voice.").arg(from));
  const engine::ModelFile over = engine.describe(model.toStdString());
  if (over.sha256 != voice.overSha256)
    refuse(
        QStringLiteral("The voice in %1 was made over %2 with the hash %3, and the model here is %4 with %5: give the "
                       "right one with --model.")
            .arg(from, QString::fromStdString(voice.over), QString::fromStdString(voice.overSha256).left(12),
                 QString::fromStdString(over.name), QString::fromStdString(over.sha256).left(12)));
  if (over.baseSha256 != voice.baseSha256)
    refuse(QStringLiteral("The voice in %1 was made over another base (%2) than the model here has (%3).")
               .arg(from, QString::fromStdString(voice.baseSha256).left(12),
                    QString::fromStdString(over.baseSha256).left(12)));
  engine.open(model.toStdString())->speakWith({{folder.toStdString(), 1.0F}});
  return voice;
}

}  // namespace

void exportVoice(const storage::Voice& voice, const QString& to) {
  if (!holdsVoice(voice.folder))
    refuse(QStringLiteral("The files of the voice %1 are not in %2 any more.").arg(voice.name, voice.folder));
  if (!isArchive(to)) {
    if (QFileInfo::exists(to)) refuse(QStringLiteral("There is already %1: give another name.").arg(to));
    copyVoice(voice.folder, to);
    return;
  }
  storage::ZipWriter archive;
  for (const char* const name : kFiles) {
    const QString path = voice.folder + u'/' + QLatin1String(name);
    if (QFileInfo(path).isFile()) archive.add(QLatin1String(name), bytesOf(path), true);
  }
  const QByteArray bytes = archive.finish();
  files::writeFile(to.toStdString(), {bytes.data(), std::size_t(bytes.size())});
}

QString importVoice(storage::VoiceStore& store, engine::Engine& engine, const QString& from, const QString& model) {
  storage::Voice voice;
  voice.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
  voice.folder = store.voiceFolder(voice.id);
  try {
    QString source = from;
    if (isArchive(from)) {
      unpack(from, voice.folder);
      source = voice.folder;
    }
    const engine::ModelFile made = check(engine, source, from, model);
    if (source != voice.folder) copyVoice(source, voice.folder);
    voice.name = QString::fromStdString(made.name);
    voice.modelName = QString::fromStdString(made.over);
    voice.modelSha256 = QString::fromStdString(made.overSha256);
    voice.bytes = bytesIn(voice.folder);
    return store.addVoice(voice);
  } catch (...) {
    QDir(voice.folder).removeRecursively();
    throw;
  }
}

}  // namespace lacuna::app
