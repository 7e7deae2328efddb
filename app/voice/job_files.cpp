// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/voice/job_files.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>

#include "storage/corpora/corpus_reader.h"
#include "storage/files/input_file.h"
#include "storage/files/output_file.h"

namespace lacuna::app {
namespace {

constexpr std::size_t kMostBytes = std::size_t{1} << 30;  // of one text
constexpr const char* kVoiceFiles[] = {"config.json", "voice.safetensors", "README.md"};

QString readyMark(const QString& folder) { return folder + QStringLiteral("/texts.ready"); }
QString sittingMark(const QString& folder) { return folder + QStringLiteral("/sitting"); }

QStringList textsIn(const QString& folder) {
  QStringList texts;
  for (const QString& name : QDir(folder).entryList({QStringLiteral("*.txt")}, QDir::Files, QDir::Name))
    texts << QString::fromStdString(files::readFile((folder + u'/' + name).toStdString(), kMostBytes));
  return texts;
}

}  // namespace

void JobFiles::writeTexts(storage::VoiceStore& store, const QString& corpus) const {
  if (QFileInfo::exists(readyMark(folder_))) return;
  storage::writeTraining(store, corpus, learn(), heldOut());
  files::synchroniseDisk(folder_.toStdString());
  files::writeFile(readyMark(folder_).toStdString(), "");
}

QStringList JobFiles::learntTexts() const { return textsIn(learn()); }
QStringList JobFiles::heldOutTexts() const { return textsIn(heldOut()); }

int JobFiles::begin(qint64 step) const {
  const QString path = sittingMark(folder_);
  int killed = 0;
  QFile mark(path);
  if (mark.open(QIODevice::ReadOnly)) {
    // "step killed": of the sitting that was killed.
    const QList<QByteArray> parts = mark.readAll().simplified().split(' ');
    const bool further = step > parts.value(0).toLongLong();
    killed = further ? 1 : parts.value(1).toInt() + 1;
    mark.close();
  }
  files::writeFile(path.toStdString(), QStringLiteral("%1 %2\n").arg(step).arg(killed).toStdString());
  return killed;
}

void JobFiles::end() const { QFile::remove(sittingMark(folder_)); }

void JobFiles::removeTexts() const {
  QFile::remove(readyMark(folder_));
  for (const QString& part : {learn(), heldOut()}) QDir(part).removeRecursively();
  for (const char* tokens : {"/tokens.bin", "/valid.bin"}) QFile::remove(run() + QLatin1String(tokens));
}

void JobFiles::removeAll() const {
  removeTexts();
  QDir(run()).removeRecursively();
  QDir(folder_ + QStringLiteral("/dry")).removeRecursively();
  QFile::remove(config());
}

bool holdsVoice(const QString& folder) {
  return QFileInfo(folder + QStringLiteral("/voice.safetensors")).isFile() &&
         QFileInfo(folder + QStringLiteral("/config.json")).isFile();
}

qint64 bytesIn(const QString& folder) {
  qint64 bytes = 0;
  QDirIterator each(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
  while (each.hasNext()) {
    each.next();
    bytes += each.fileInfo().size();
  }
  return bytes;
}

void copyVoice(const QString& from, const QString& to) {
  files::makeFolder(to.toStdString());
  for (const char* const name : kVoiceFiles) {
    const QString path = from + u'/' + QLatin1String(name);
    if (QFileInfo(path).isFile())
      files::writeFile((to + u'/' + QLatin1String(name)).toStdString(),
                       files::readFile(path.toStdString(), kMostBytes));
  }
}

}  // namespace lacuna::app
