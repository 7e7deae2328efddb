// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QDirIterator>

#include "storage/error.h"
#include "storage/said.h"
#include "storage/voices/voice_json.h"
#include "storage/voices/voice_rows.h"
#include "storage/voices/voice_schema.h"
#include "storage/voices/voice_store.h"

namespace lacuna::storage {
namespace {

constexpr double kLargestShare = 1.5;

qint64 bytesIn(const QString& folder) {
  qint64 bytes = 0;
  QDirIterator files(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
  while (files.hasNext()) {
    files.next();
    bytes += files.fileInfo().size();
  }
  return bytes;
}

StorageError goneVoice() {
  return StorageError(StorageCode::kNotFound, Said::tr("This voice has been deleted; choose another."));
}

}  // namespace

QString VoiceStore::addVoice(const Voice& voice) {
  const QString id = voice.id.isEmpty() ? newId() : voice.id;
  const QString name = voice.name.simplified();
  if (name.isEmpty()) throw StorageError(StorageCode::kInvalid, Said::tr("Give it a name first."));
  const qint64 created = voice.created.isValid() ? voice.created.toMSecsSinceEpoch() : nowMilliseconds();
  VoiceChange change(database_);
  // A job that was ended twice, because the machine stopped between its two last writes, has one voice.
  Statement(database_,
            "INSERT INTO voices(id, name, job, bytes, model_name, model_sha256, card, created) "
            "VALUES(?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(id) DO UPDATE SET name = excluded.name, "
            "bytes = excluded.bytes, card = excluded.card, created = excluded.created, deleted = 0")
      .bind(id, name, voice.jobId, voice.bytes > 0 ? voice.bytes : bytesIn(voiceFolder(id)), voice.modelName,
            voice.modelSha256, compact(toJson(voice.card)), created)
      .run();
  change.commit();
  return id;
}

void VoiceStore::renameVoice(const QString& id, const QString& name) {
  const QString sound = name.simplified();
  if (sound.isEmpty()) throw StorageError(StorageCode::kInvalid, Said::tr("Give it a name first."));
  VoiceChange change(database_);
  Statement(database_, "UPDATE voices SET name = ? WHERE id = ?").bind(sound, id).run();
  if (database_.changes() == 0) throw goneVoice();
  change.commit();
}

void VoiceStore::deleteVoice(const QString& id) {
  VoiceChange change(database_);
  Statement(database_, "UPDATE voices SET deleted = 1 WHERE id = ?").bind(id).run();
  if (database_.changes() == 0) throw goneVoice();
  change.commit();
}

void VoiceStore::restoreVoice(const QString& id) {
  VoiceChange change(database_);
  Statement(database_, "UPDATE voices SET deleted = 0 WHERE id = ?").bind(id).run();
  if (database_.changes() == 0) throw goneVoice();
  change.commit();
}

void VoiceStore::purge() {
  QStringList gone;
  {
    Statement row(database_, "SELECT id FROM voices WHERE deleted = 1");
    while (row.step()) gone << row.text(0);
  }
  if (gone.isEmpty()) return;
  // The files first: a row without files can be purged again, files without a row would stay for ever.
  for (const QString& id : gone)
    if (!id.isEmpty()) QDir(voiceFolder(id)).removeRecursively();
  {
    VoiceChange change(database_);
    for (const QString& id : gone)
      Statement(database_, "DELETE FROM voices WHERE id = ? AND deleted = 1").bind(id).run();
    change.commit();
  }
  wipeLog();
}

void VoiceStore::setDefault(const QString& project, const QVector<VoiceShare>& voices) {
  VoiceChange change(database_);
  Statement(database_, "DELETE FROM defaults WHERE project = ?").bind(project).run();
  int position = 0;
  for (const VoiceShare& each : voices) {
    {
      Statement known(database_, "SELECT 1 FROM voices WHERE id = ?");
      if (!known.bind(each.voiceId).step()) throw goneVoice();
    }
    if (!(each.share >= 0 && each.share <= kLargestShare))
      throw StorageError(StorageCode::kInvalid,
                         Said::tr("A voice's share is between 0 and 150 percent, not %1.").arg(each.share * 100));
    Statement(database_, "INSERT INTO defaults VALUES(?, ?, ?, ?)")
        .bind(project, ++position, each.voiceId, each.share)
        .run();
  }
  change.commit();
}

QVector<VoiceShare> VoiceStore::defaultFor(const QString& project) {
  QVector<VoiceShare> voices;
  Statement row(database_,
                "SELECT defaults.voice, defaults.share FROM defaults JOIN voices ON voices.id = defaults.voice "
                "WHERE defaults.project = ? AND voices.deleted = 0 ORDER BY defaults.position");
  row.bind(project);
  while (row.step()) voices.append({row.text(0), row.real(1)});
  return voices;
}

}  // namespace lacuna::storage
