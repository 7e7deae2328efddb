// SPDX-License-Identifier: GPL-3.0-or-later
// A folder as a project, and a project as a folder.
#include <QDir>
#include <QFileInfo>
#include <cstdio>

#include "app/cli/exit_codes.h"
#include "app/cli/infill_request.h"
#include "app/cli/report_table.h"
#include "app/cli/run.h"
#include "app/cli/styled_text.h"
#include "app/cli/text_file.h"
#include "app/cli/transfer.h"
#include "storage/folders/folder_reader.h"
#include "storage/folders/folder_writer.h"
#include "storage/linked_file.h"

namespace lacuna::app {
namespace {

using Json = nlohmann::ordered_json;

std::string plain(const QString& text) { return printable(text.toStdString()); }

Json listOf(const QStringList& texts) {
  Json list = Json::array();
  for (const QString& text : texts) list.push_back(text.toStdString());
  return list;
}

// Each document that has a file to that, the project to the folder.
void linkAll(storage::Library& library, const QStringList& ids, const storage::FolderRead& read) {
  QVector<storage::Link> links;
  for (qsizetype i = 0; i < ids.size(); ++i) {
    if (read.texts[i].file.isEmpty()) continue;
    const QString path = read.path + u'/' + read.texts[i].file;
    if (!library.links().documentAt(path).isEmpty())
      throw BadInput(plain(path) +
                     " is linked to another document already, so nothing was linked: unlink that one first.");
    links.append({ids[i], path, storage::lookAtFile(path, {}).stamp, storage::digestOfText(read.texts[i].document.text),
                  library.links().lastEdit(ids[i])});
  }
  library.links().set(links);
  library.links().setFolder({ids.first(), read.path, read.leftFiles});
}

}  // namespace

Json importFolder(storage::Library& library, const std::string& path, const TransferOptions& options) {
  if (!options.project)
    throw BadInput(printable(path) + " is a folder: add --project to make a project of it, or name a file in it.");
  const storage::FolderRead read =
      storage::readFolder(QString::fromStdString(path), {QString::fromStdString(options.encoding), options.headings});
  QVector<storage::NewDocument> documents;
  for (const storage::FolderText& text : read.texts) documents.append(text.document);
  const QStringList ids = library.create(documents);
  if (options.link) linkAll(library, ids, read);
  const QString title = documents.first().title;
  if (!options.json) {
    std::printf("%s  %s, a project of %lld documents from %d texts\n", ids.first().left(8).toUtf8().constData(),
                plain(title).c_str(), static_cast<long long>(ids.size() - 1), read.files);
  }
  for (const QString& sentence : read.leftOut) complain(plain(sentence));
  return {{"folder", path},
          {"id", ids.first().toStdString()},
          {"title", title.toStdString()},
          {"documents", ids.size()},
          {"left_out", listOf(read.leftOut)}};
}

bool isFolderOutput(const std::string& output) {
  return (!output.empty() && output.back() == '/') || QFileInfo(QString::fromStdString(output)).isDir();
}

int exportFolder(const TransferOptions& options) {
  const auto library = libraryToRead(options);
  const QVector<storage::FolderPart> parts = storage::folderParts(*library, findDocument(*library, options.operand),
                                                                  {!options.withoutNotes, !options.withoutArchived});
  storage::FolderWriting how;
  how.overChanged = options.force;
  const storage::FolderWritten done = storage::writeFolder(QString::fromStdString(options.output), parts, how);
  for (const QString& file : done.changed)
    complain(plain(file) +
             " was changed by another program since it was exported, and was left as it is: take it in "
             "with import, or write over it with --force.");
  if (options.json) {
    printJson({{"folder", done.path.toStdString()},
               {"title", parts.first().title.toStdString()},
               {"written", done.written},
               {"unchanged", done.unchanged},
               {"removed", done.removed},
               {"changed_elsewhere", listOf(done.changed)}});
  } else {
    std::printf("%s: %d written, %d as they were, %d removed\n", plain(done.path).c_str(), done.written, done.unchanged,
                done.removed);
  }
  return done.changed.isEmpty() ? kExitDone : kExitFailed;
}

}  // namespace lacuna::app
