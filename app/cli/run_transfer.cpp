// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFileInfo>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <string>

#include "app/cli/exit_codes.h"
#include "app/cli/infill_request.h"
#include "app/cli/offscreen_application.h"
#include "app/cli/report_table.h"
#include "app/cli/run.h"
#include "app/cli/styled_text.h"
#include "app/cli/text_file.h"
#include "app/cli/transfer.h"
#include "app/formats/pdf.h"
#include "app/window/library_path.h"
#include "storage/files/output_file.h"
#include "storage/formats/chapters.h"
#include "storage/formats/compile.h"
#include "storage/formats/formats.h"
#include "storage/formats/markdown_reader.h"
#include "storage/importers/importer.h"
#include "storage/library.h"

namespace lacuna::app {
namespace {

using Json = nlohmann::ordered_json;

std::string plain(const QString& text) { return printable(text.toStdString()); }

int importFiles(const TransferOptions& options) {
  storage::Library library(libraryPath(QString::fromStdString(options.library)));
  Json made = Json::array();
  for (const std::string& file : options.files) {
    if (QFileInfo(QString::fromStdString(file)).isDir()) {
      made.push_back(importFolder(library, file, options));
      continue;
    }
    const storage::Imported imported = storage::importFile(QString::fromStdString(file), storage::kLargestImport,
                                                           QString::fromStdString(options.encoding));
    QVector<storage::NewDocument> documents;
    if (options.project) documents = storage::asProject(imported.title, imported.text);
    if (documents.isEmpty()) documents.append({imported.title, imported.text});
    const QStringList ids = library.create(documents);
    Json leftOut = Json::array();
    for (const QString& sentence : imported.leftOut) leftOut.push_back(sentence.toStdString());
    made.push_back({{"file", file},
                    {"id", ids.first().toStdString()},
                    {"title", imported.title.toStdString()},
                    {"documents", ids.size()},
                    {"left_out", leftOut}});
    if (options.json) continue;
    std::printf("%s  %s", ids.first().left(8).toUtf8().constData(), plain(imported.title).c_str());
    if (documents.size() > 1)
      std::printf(", a project of %lld documents", static_cast<long long>(documents.size() - 1));
    std::printf("\n");
    for (const QString& sentence : imported.leftOut)
      complain(plain(QString::fromStdString(file)) + ": " + plain(sentence));
  }
  library.close();
  if (options.json) printJson({{"imported", made}});
  return kExitDone;
}

storage::Manuscript source(const TransferOptions& options) {
  if (options.action == "compile") {
    const auto library = libraryToRead(options);
    return storage::compile(
        storage::compileParts(*library, findDocument(*library, options.operand), {options.notes, false}));
  }
  const QString path = QString::fromStdString(options.operand);
  storage::Manuscript manuscript;
  if (QFileInfo::exists(path)) {
    const storage::Imported imported =
        storage::importFile(path, storage::kLargestImport, QString::fromStdString(options.encoding));
    manuscript = storage::readMarkdown(imported.text);
    manuscript.title = imported.title;
    manuscript.leftOut = imported.leftOut;
    return manuscript;
  }
  if (path.contains(u'/') || path.contains(u'.')) (void)storage::importFile(path);  // says that it is not there
  const auto library = libraryToRead(options);
  const storage::Document document = library->read(findDocument(*library, options.operand));
  manuscript = storage::readMarkdown(document.text);
  manuscript.title = document.title;
  return manuscript;
}

int write(const TransferOptions& options) {
  const QString suffix = QFileInfo(QString::fromStdString(options.output)).suffix().toLower();
  if (suffix != QStringLiteral("pdf")) (void)storage::writeManuscript(suffix, {});  // is there such a format?
  files::checkOutput(options.output);
  storage::Manuscript manuscript = source(options);
  manuscript.author = QString::fromStdString(options.author);
  storage::ManuscriptLook look;
  if (options.style == "manuscript") look.style = storage::ManuscriptStyle::Standard;
  if (options.style == "book") look.style = storage::ManuscriptStyle::Book;
  look.titlePage = options.action == "compile";
  QByteArray bytes;
  if (suffix == QStringLiteral("pdf")) {
    const OffscreenApplication application;
    bytes = writePdf(manuscript, look);
  } else {
    bytes = storage::writeManuscript(suffix, manuscript, look);
  }
  files::writeFile(options.output, std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())));
  for (const QString& sentence : manuscript.leftOut) complain(plain(sentence));
  if (options.json)
    printJson({{"file", options.output}, {"title", manuscript.title.toStdString()}, {"bytes", bytes.size()}});
  return kExitDone;
}

}  // namespace

std::unique_ptr<storage::Library> libraryToRead(const TransferOptions& options) {
  const QString path = libraryPath(QString::fromStdString(options.library));
  if (!QFileInfo(path).isFile())
    throw BadInput("There is no library at " + plain(path) +
                   ": name one with --library, or write in the window first.");
  return std::make_unique<storage::Library>(path, storage::Database::Access::ReadOnly);
}

QString findDocument(storage::Library& library, const std::string& name) {
  const QString wanted = QString::fromStdString(name);
  QStringList byId, byTitle;
  for (const storage::TreeNode& node : library.tree().nodes()) {
    if (node.inBin) continue;
    if (node.id == wanted) return node.id;
    if (wanted.size() >= 4 && node.id.startsWith(wanted)) byId.append(node.id);
    if (node.title.compare(wanted, Qt::CaseInsensitive) == 0) byTitle.append(node.id);
  }
  const QStringList found = byTitle.isEmpty() ? byId : byTitle;
  if (found.size() == 1) return found.first();
  throw BadInput(
      (found.isEmpty() ? "The library holds nothing called \"" : "The library holds several documents called \"") +
      plain(wanted) + "\": lacuna library lists them, with their ids.");
}

int runTransfer(const TransferOptions& options) {
  return guarded([&] {
    if (options.action == "import") return importFiles(options);
    const bool folder = options.action == "export" && isFolderOutput(options.output);
    return folder ? exportFolder(options) : write(options);
  });
}

}  // namespace lacuna::app
