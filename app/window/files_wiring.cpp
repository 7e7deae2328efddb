// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/files_wiring.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <utility>

#include "app/formats/pdf.h"
#include "app/library/tree_calls.h"
#include "storage/files/output_file.h"
#include "storage/formats/chapters.h"
#include "storage/formats/formats.h"
#include "storage/library.h"
#include "ui/files/encoding_dialog.h"

namespace lacuna::app {

FilesWiring::FilesWiring(ui::MainWindow& window, StorageThread& storage)
    : window_(window), storage_(storage), work_(window) {
  QVector<storage::FormatInfo> formats = storage::writtenFormats();
  formats.append({QStringLiteral("pdf"), tr("PDF")});
  actions_ = new ui::FileActions(&window, formats);
  actions_->addAction(work_.bar().stopAction());
  connect(actions_, &ui::FileActions::importWanted, this, [this](const QString& path) { read(path, {}); });
  connect(actions_, &ui::FileActions::exportWanted, this,
          [this](const QString& path, const QString& text, const ui::CompileChoice& choice) {
            const SourceAsk ask{ui::PrintScope::Document, window_.documentId(), text, choice.author, false};
            findManuscript(storage_, ask,
                           [this, path, choice](const MakeManuscript& make) { write(path, make, choice.look); });
          });
  connect(actions_, &ui::FileActions::compileWanted, this, &FilesWiring::compile);
}

void FilesWiring::read(const QString& path, const QString& encoding) {
  work_.run(tr("Reading %1").arg(QFileInfo(path).fileName()), [this, path, encoding](const storage::Work& work) {
    try {
      const storage::Imported imported =
          storage::importFile(path, storage::kLargestImport, encoding, work.part(0, 0.8));
      const QVector<storage::NewDocument> project = storage::asProject(imported.title, imported.text);
      work.at(1);
      QMetaObject::invokeMethod(
          this, [this, imported, project] { offer(imported, project); }, Qt::QueuedConnection);
    } catch (const storage::StorageError& error) {
      const QVector<storage::Reading> readings =
          error.code() == storage::StorageCode::kEncoding ? storage::readingsOf(path) : QVector<storage::Reading>();
      if (readings.isEmpty()) throw;
      QMetaObject::invokeMethod(
          this,
          [this, path, readings] {
            const QString chosen = ui::askEncoding(&window_, path, readings, tr("&Import"));
            if (!chosen.isEmpty()) read(path, chosen);
          },
          Qt::QueuedConnection);
    }
  });
}

void FilesWiring::offer(const storage::Imported& imported, QVector<storage::NewDocument> project) {
  if (!project.isEmpty()) {
    const int answer = actions_->askProject(imported.title, static_cast<int>(project.size()) - 1);
    if (answer == 0) return;
    if (answer == 1) project.clear();
  }
  const QVector<storage::NewDocument> documents =
      project.isEmpty() ? QVector<storage::NewDocument>{{imported.title, imported.text}} : project;
  const QString left = imported.leftOut.isEmpty() ? QString() : u' ' + imported.leftOut.join(u' ');
  storage_.post([this, documents, left](storage::Library& library) {
    const QStringList ids = library.create(documents);
    storage_.tree().list();
    storage_.listDocuments();
    storage_.openDocument(ids.size() > 1 ? ids[1] : ids.first());
    work_.say(tr("%1 was copied into the library; the file stays as it is.%2").arg(documents.first().title, left));
  });
}

void FilesWiring::write(const QString& path, const MakeManuscript& make, const storage::ManuscriptLook& look) {
  work_.run(tr("Writing %1").arg(QFileInfo(path).fileName()), [this, path, make, look](const storage::Work& work) {
    files::checkOutput(path.toStdString(), files::Target::kFilesOnly);
    const storage::Manuscript manuscript = make(work.part(0, 0.3));
    const QByteArray bytes = writeAnyFormat(QFileInfo(path).suffix().toLower(), manuscript, look, work.part(0.3, 0.98));
    work.at(0.98);  // the last chance: a file is replaced as a whole
    files::writeFile(path.toStdString(), std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())),
                     files::Target::kFilesOnly);
    work_.say(tr("Written: %1.").arg(QDir::toNativeSeparators(path)));
  });
}

void FilesWiring::compile(const QString& path, const ui::CompileChoice& choice) {
  const QString id = window_.documentId();
  if (id.isEmpty()) {
    window_.showSentence(tr("No draft of the library is open: open one of the project first."));
    return;
  }
  findManuscript(storage_, {ui::PrintScope::Project, id, {}, choice.author, choice.notes},
                 [this, path, choice](const MakeManuscript& make) { write(path, make, choice.look); });
}

}  // namespace lacuna::app
