// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDir>
#include <QFile>

#include "storage/corpora/corpus_reader.h"
#include "storage/error.h"
#include "storage/files/output_file.h"
#include "storage/said.h"

namespace lacuna::storage {
namespace {

StorageCode codeOf(files::FileFault fault) {
  return fault == files::FileFault::kFull       ? StorageCode::kFull
         : fault == files::FileFault::kNoRights ? StorageCode::kReadOnly
                                                : StorageCode::kIo;
}

// Texts as files with numbers for names, in their order.
void writeTexts(const QStringList& texts, const QString& folder) {
  QDir(folder).removeRecursively();
  files::makeFolder(QFile::encodeName(folder).toStdString());
  for (qsizetype i = 0; i < texts.size(); ++i) {
    const QString path = QStringLiteral("%1/%2.txt").arg(folder).arg(i + 1, 5, 10, QLatin1Char('0'));
    const QByteArray bytes = texts[i].toUtf8();
    files::writeFile(QFile::encodeName(path).toStdString(),
                     std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())),
                     files::Target::kFilesOnly, files::Synchronise::kLater);
  }
  files::synchroniseDisk(QFile::encodeName(folder).toStdString());
}

}  // namespace

void writeTraining(VoiceStore& store, const QString& id, const QString& learn, const QString& heldOut) {
  const std::optional<Corpus> corpus = store.corpus(id);
  if (!corpus) throw StorageError(StorageCode::kNotFound, Said::tr("These texts have been deleted; choose others."));
  QStringList learnt, asked;
  const CorpusChapter* before = nullptr;
  for (const CorpusChapter& chapter : corpus->chapters) {
    if (chapter.use != ChapterUse::LeftOut) {
      QStringList& texts = chapter.use == ChapterUse::Learn ? learnt : asked;
      QString text = store.chapterText(chapter.id);
      while (text.endsWith(u'\n')) text.chop(1);
      text += u'\n';
      if (before != nullptr && before->use == chapter.use && before->sourceId == chapter.sourceId) {
        texts.last() += u'\n' + text;
      } else {
        texts << text;
      }
    }
    before = &chapter;
  }
  try {
    writeTexts(learnt, learn);
    writeTexts(asked, heldOut);
  } catch (const files::FileError& error) {
    throw StorageError(codeOf(error.fault()), QString::fromUtf8(error.what()));
  }
}

}  // namespace lacuna::storage
