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
#include "storage/formats/compile.h"
#include "storage/formats/encoding.h"
#include "storage/formats/formats.h"
#include "storage/formats/markdown_reader.h"
#include "storage/importers/plain_text.h"
#include "storage/library.h"

namespace lacuna::app {
namespace {

constexpr qint64 kPreviewBytes = 64 * 1024;

// A text in another encoding than UTF-8, as it reads in each; empty where the file is none.
QVector<QPair<QString, QString>> previews(const QString& path) {
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly)) return {};
  const QByteArray head = file.read(kPreviewBytes);
  if (storage::findInvalidUtf8(head) < 0 || head.startsWith("PK")) return {};
  QVector<QPair<QString, QString>> found;
  for (const char* name : {"windows-1252", "latin-1", "utf-16"}) {
    QString text = storage::decoded(head, QLatin1String(name));
    found.append({QLatin1String(name), text.left(4000).remove(QChar(u'\0'))});
  }
  return found;
}

// The topmost document above this one.
QString rootOf(const QVector<storage::TreeNode>& nodes, const QString& id) {
  QString at = id;
  for (qsizetype i = 0; i < nodes.size(); ++i) {
    QString parent;
    for (const storage::TreeNode& node : nodes)
      if (node.id == at) parent = node.parent;
    if (parent.isEmpty()) break;
    at = parent;
  }
  return at;
}

}  // namespace

FilesWiring::FilesWiring(ui::MainWindow& window, StorageThread& storage) : window_(window), storage_(storage) {
  QVector<storage::FormatInfo> formats = storage::writtenFormats();
  formats.append({QStringLiteral("pdf"), tr("PDF")});
  actions_ = new ui::FileActions(&window, formats);
  pool_.setMaxThreadCount(1);
  connect(&storage_, &StorageThread::documentOpened, this,
          [this](const storage::Document& document) { title_ = document.title; });
  connect(actions_, &ui::FileActions::importWanted, this, [this](const QString& path) { read(path, {}); });
  connect(actions_, &ui::FileActions::exportWanted, this, [this](const QString& path, const QString& text) {
    work([this, path, text, title = title_] {
      storage::Manuscript manuscript = storage::readMarkdown(text);
      manuscript.title = title;
      write(path, std::move(manuscript), {});
    });
  });
  connect(actions_, &ui::FileActions::compileWanted, this, &FilesWiring::compile);
}

FilesWiring::~FilesWiring() { pool_.waitForDone(); }

void FilesWiring::say(const QString& sentence) {
  QMetaObject::invokeMethod(
      this, [this, sentence] { window_.showSentence(sentence); }, Qt::QueuedConnection);
}

void FilesWiring::work(std::function<void()> act) {
  pool_.start([this, act = std::move(act)] {
    try {
      act();
    } catch (const storage::StorageError& error) {
      say(error.sentence());
    } catch (const std::exception& error) {
      say(QString::fromUtf8(error.what()));
    }
  });
}

void FilesWiring::read(const QString& path, const QString& encoding) {
  work([this, path, encoding] {
    const QVector<QPair<QString, QString>> other =
        encoding.isEmpty() ? previews(path) : QVector<QPair<QString, QString>>();
    try {
      const storage::Imported imported = storage::importFile(path, storage::kLargestImport, encoding);
      QMetaObject::invokeMethod(
          this, [this, imported] { offer(imported); }, Qt::QueuedConnection);
    } catch (const storage::StorageError&) {
      if (other.isEmpty()) throw;
      QMetaObject::invokeMethod(
          this,
          [this, path, other] {
            const QString chosen = actions_->askEncoding(path, other);
            if (!chosen.isEmpty()) read(path, chosen);
          },
          Qt::QueuedConnection);
    }
  });
}

void FilesWiring::offer(const storage::Imported& imported) {
  QVector<storage::NewDocument> documents = storage::asProject(imported.title, imported.text);
  if (!documents.isEmpty()) {
    const int answer = actions_->askProject(imported.title, static_cast<int>(documents.size()) - 1);
    if (answer == 0) return;
    if (answer == 1) documents.clear();
  }
  if (documents.isEmpty()) documents.append({imported.title, imported.text});
  const QString left = imported.leftOut.isEmpty() ? QString() : u' ' + imported.leftOut.join(u' ');
  storage_.post([this, documents, left](storage::Library& library) {
    const QStringList ids = library.create(documents);
    storage_.tree().list();
    storage_.listDocuments();
    storage_.openDocument(ids.size() > 1 ? ids[1] : ids.first());
    say(tr("%1 was copied into the library; the file stays as it is.%2").arg(documents.first().title, left));
  });
}

void FilesWiring::write(const QString& path, storage::Manuscript manuscript, const storage::ManuscriptLook& look) {
  const QByteArray bytes = writeAnyFormat(QFileInfo(path).suffix().toLower(), manuscript, look);
  files::writeFile(path.toStdString(), std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())),
                   files::Target::kFilesOnly);
  say(tr("Written: %1.").arg(QDir::toNativeSeparators(path)));
}

void FilesWiring::compile(const QString& path, const ui::CompileChoice& choice) {
  const QString id = window_.documentId();
  if (id.isEmpty()) {
    window_.showSentence(tr("No draft of the library is open: open one of the project first."));
    return;
  }
  storage_.post([this, path, choice, id](storage::Library& library) {
    const QString root = rootOf(library.tree().nodes(), id);
    const QVector<storage::CompilePart> parts = storage::compileParts(library, root, {choice.notes, false});
    work([this, path, choice, parts] {
      storage::Manuscript manuscript = storage::compile(parts);
      manuscript.author = choice.author;
      write(path, std::move(manuscript), choice.look);
    });
  });
}

}  // namespace lacuna::app
