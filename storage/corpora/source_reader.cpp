// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/corpora/source_reader.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <algorithm>
#include <optional>

#include "storage/corpora/chapter_cutter.h"
#include "storage/folders/names.h"
#include "storage/importers/importer.h"
#include "storage/library.h"
#include "storage/said.h"

namespace lacuna::storage {
namespace {

constexpr int kMostFiles = 5000;
constexpr int kDeepest = 20;

QString native(const QString& path) { return QDir::toNativeSeparators(path); }
QString quoted(const QString& title) { return u'\u201C' + title + u'\u201D'; }

QString goneFile(const CorpusSource& source) {
  return Said::tr("%1 is not there any more; put it back, or take it out.").arg(native(source.reference));
}

// Files that can be imported, in the order in which a person counts. What is hidden is passed over, and so is what a
// link leads to that lies elsewhere.
void addFiles(const QString& folder, int depth, QStringList& files) {
  const QDir dir(folder);
  QFileInfoList found = dir.entryInfoList(importPatterns(), QDir::Files | QDir::NoSymLinks);
  if (depth < kDeepest) found += dir.entryInfoList(QDir::Dirs | QDir::NoDotAndDotDot | QDir::NoSymLinks);
  std::sort(found.begin(), found.end(),
            [](const QFileInfo& a, const QFileInfo& b) { return compareNames(a.fileName(), b.fileName()) < 0; });
  for (const QFileInfo& info : found) {
    if (files.size() >= kMostFiles) return;
    if (info.isDir()) {
      addFiles(info.filePath(), depth + 1, files);
    } else {
      files << info.filePath();
    }
  }
}

QStringList filesOf(const CorpusSource& source) {
  if (source.kind == SourceKind::File) return {source.reference};
  QStringList files;
  addFiles(source.reference, 0, files);
  return files;
}

bool isThere(const CorpusSource& source) {
  const QFileInfo info(source.reference);
  return source.kind == SourceKind::Folder ? info.isDir() : info.isFile();
}

QString quickStamp(const CorpusSource& source, const QStringList& files) {
  QCryptographicHash hash(QCryptographicHash::Sha256);
  for (const QString& path : files) {
    const QFileInfo info(path);
    hash.addData(QStringLiteral("%1 %2 %3\n")
                     .arg(QDir(source.reference).relativeFilePath(path))
                     .arg(info.size())
                     .arg(info.lastModified().toMSecsSinceEpoch())
                     .toUtf8());
  }
  return QString::fromLatin1(hash.result().toHex());
}

QString fullStamp(const CorpusSource& source, const QStringList& files) {
  QCryptographicHash hash(QCryptographicHash::Sha256);
  for (const QString& path : files) {
    QFile file(path);
    hash.addData(QDir(source.reference).relativeFilePath(path).toUtf8());
    if (file.open(QIODevice::ReadOnly) && QFileInfo(path).size() <= kLargestImport) hash.addData(&file);
  }
  return QString::fromLatin1(hash.result().toHex());
}

// An old text is read as what it is likeliest to be.
Imported readFile(const QString& path) {
  try {
    return importFile(path);
  } catch (const StorageError& error) {
    if (error.code() != StorageCode::kEncoding) throw;
    const QVector<Reading> found = readingsOf(path);
    if (found.isEmpty()) throw;
    return importFile(path, kLargestImport, found.first().encoding);
  }
}

SourceRead readFiles(const CorpusSource& source, const Work& work) {
  SourceRead read;
  if (!isThere(source)) {
    read.notice = goneFile(source);
    read.away = true;
    return read;
  }
  const QStringList files = filesOf(source);
  read.stamp = quickStamp(source, files) + u' ' + fullStamp(source, files);
  QStringList wrong;
  for (qsizetype i = 0; i < files.size(); ++i) {
    work.at(static_cast<double>(i) / static_cast<double>(files.size()));
    try {
      const Imported imported = readFile(files[i]);
      read.texts.append({imported.title, unwrapped(imported.text)});
    } catch (const StorageError& error) {
      wrong << error.sentence();
    }
  }
  if (!wrong.isEmpty() && files.size() == 1) read.notice = wrong.first();
  if (!wrong.isEmpty() && files.size() > 1)
    read.notice = Said::tr("%1 of its %2 files could not be read; the first: %3")
                      .arg(wrong.size())
                      .arg(files.size())
                      .arg(wrong.first());
  if (files.isEmpty())
    read.notice =
        Said::tr("There is no text in %1 that can be read; choose another folder.").arg(native(source.reference));
  if (files.size() >= kMostFiles)
    read.notice =
        Said::tr("%1 holds more than %2 texts; the rest was not read.").arg(native(source.reference)).arg(kMostFiles);
  return read;
}

// The document and what lies in it, outside the bin; empty where there is none.
QVector<TreeNode> nodesOf(const CorpusSource& source, Library& library) {
  QVector<TreeNode> nodes;
  try {
    nodes = library.tree().subtree(source.reference);
  } catch (const StorageError& error) {
    if (error.code() != StorageCode::kNotFound) throw;
  }
  nodes.removeIf([](const TreeNode& node) { return node.inBin; });
  return nodes;
}

QString stampOf(const QVector<TreeNode>& nodes) {
  QCryptographicHash hash(QCryptographicHash::Sha256);
  for (const TreeNode& node : nodes)
    hash.addData(QStringLiteral("%1 %2 %3 %4 %5\n")
                     .arg(node.id, node.title)
                     .arg(node.updated.toMSecsSinceEpoch())
                     .arg(node.words)
                     .arg(static_cast<int>(node.kind))
                     .toUtf8());
  return QString::fromLatin1(hash.result().toHex());
}

QString goneDocument(const CorpusSource& source) {
  return Said::tr("“%1” is not in the library any more, or in its bin; restore it, or take it out.").arg(source.title);
}

void append(SourceText& to, const Document& document) {
  if (!to.text.isEmpty() && !document.text.isEmpty()) {
    while (to.text.endsWith(u'\n')) to.text.chop(1);
    to.text += QStringLiteral("\n\n");
  }
  const int at = static_cast<int>(to.text.size());
  to.text += document.text;
  for (const Mark& mark : document.marks)
    if (mark.kind == MarkKind::Generated)
      to.generated.append({mark.begin + at, mark.end + at, MarkKind::Generated, {}});
}

SourceRead readDocuments(const CorpusSource& source, Library* library, const Work& work) {
  SourceRead read;
  if (library == nullptr) {
    read.notice = Said::tr("“%1” could not be read: the library is not open.").arg(source.title);
    read.away = true;
    return read;
  }
  const QVector<TreeNode> nodes = nodesOf(source, *library);
  if (nodes.isEmpty()) {
    read.notice = goneDocument(source);
    return read;
  }
  read.title = nodes.first().title;
  read.stamp = stampOf(nodes);
  QStringList wrong;
  int chapterDepth = -1;  // of the chapter whose scenes come
  for (qsizetype i = 0; i < nodes.size(); ++i) {
    work.at(static_cast<double>(i) / static_cast<double>(nodes.size()));
    const TreeNode& node = nodes[i];
    Document document;
    try {
      document = library->read(node.id);
    } catch (const StorageError& error) {
      wrong << error.sentence();
      continue;
    }
    if (chapterDepth >= 0 && node.depth <= chapterDepth) chapterDepth = -1;
    const bool note = node.kind == DocumentKind::Note;
    if (chapterDepth >= 0 && !note) {
      append(read.texts.last(), document);
      continue;
    }
    SourceText text;
    text.title = node.title;
    append(text, document);
    if (note) {
      text.leaveOut = Said::tr("It is a note.");
      // It comes before the chapter's other scenes, which go on being the chapter's.
      read.texts.insert(chapterDepth >= 0 ? read.texts.size() - 1 : read.texts.size(), text);
      continue;
    }
    if (node.kind == DocumentKind::Chapter) chapterDepth = node.depth;
    read.texts.append(text);
  }
  if (!wrong.isEmpty()) read.notice = wrong.first();
  return read;
}

}  // namespace

SourceRead readSource(const CorpusSource& source, Library* library, const Work& work) {
  SourceRead read =
      source.kind == SourceKind::Document ? readDocuments(source, library, work) : readFiles(source, work);
  // What was wrong with it when it was read is so until it is read again.
  read.stamp += u' ' + read.notice;
  return read;
}

QString noticeOf(const CorpusSource& source, const QString& stamp, Library* library, QString* newStamp) {
  const QString changed = Said::tr("%1 has changed since it was read; read it again.");
  if (source.kind == SourceKind::Document) {
    if (library == nullptr) return source.notice;
    const QVector<TreeNode> nodes = nodesOf(source, *library);
    if (nodes.isEmpty()) return goneDocument(source);
    return stampOf(nodes) == stamp.section(u' ', 0, 0) ? stamp.section(u' ', 1) : changed.arg(quoted(source.title));
  }
  if (!isThere(source)) return goneFile(source);
  const QStringList files = filesOf(source);
  const QString quick = quickStamp(source, files);
  if (stamp.section(u' ', 0, 0) != quick) {
    const QString full = fullStamp(source, files);
    if (stamp.section(u' ', 1, 1) != full) return changed.arg(native(source.reference));
    if (newStamp != nullptr) *newStamp = quick + u' ' + full + u' ' + stamp.section(u' ', 2);
  }
  return stamp.section(u' ', 2);
}

}  // namespace lacuna::storage
