// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/folders/folder_writer.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QHash>
#include <QSet>
#include <algorithm>
#include <optional>

#include "storage/files/input_file.h"
#include "storage/files/output_file.h"
#include "storage/folders/folder_index.h"
#include "storage/folders/names.h"
#include "storage/importers/importer.h"
#include "storage/library.h"
#include "storage/said.h"

namespace lacuna::storage {
namespace {

constexpr int kDeepest = 64;       // documents in each other
constexpr int kLongestName = 96;   // bytes of a title in a name; encrypted file systems take 143 in all
constexpr int kLongestPath = 900;  // bytes below the folder
constexpr int kLargestIndex = 1 << 28;

StorageError refusal(const files::FileError& error, const QString& path) {
  const StorageCode code = error.fault() == files::FileFault::kFull ? StorageCode::kFull : StorageCode::kReadOnly;
  return {code, Said::tr("%1 could not be written (%2); what was written before it stays. Make room or choose "
                         "another folder, and export again.")
                    .arg(QDir::toNativeSeparators(path), QString::fromStdString(error.why()))};
}

// Nothing where there is no file that can be read.
std::optional<QByteArray> bytesOf(const QString& path) {
  if (!QFileInfo(path).isFile()) return std::nullopt;
  try {
    return QByteArray::fromStdString(files::readFile(QFile::encodeName(path).toStdString(), kLargestImport));
  } catch (const files::FileError&) {
    return QByteArray("\0", 1);  // it is there, and no text of ours
  }
}

class Writer {
 public:
  Writer(const QString& path, const QVector<FolderPart>& parts, const FolderWriting& how) : parts_(parts), how_(how) {
    try {
      files::makeFolder(QFile::encodeName(path).toStdString());
    } catch (const files::FileError& error) {
      throw StorageError(StorageCode::kInvalid, QString::fromUtf8(error.what()));
    }
    done_.path = QFileInfo(path).canonicalFilePath();
    readOld();
  }

  FolderWritten write() {
    Steps steps(how_.work, parts_.size());
    for (qsizetype i = 0; i < parts_.size(); ++i) {
      steps.next();
      place(static_cast<int>(i));
    }
    if (done_.written > 0) files::synchroniseDisk(QFile::encodeName(done_.path).toStdString());
    const QByteArray index = indexBytes(texts_);
    if (bytesOf(at(kFolderIndex)) != index) put(kFolderIndex, index);
    // Only now: until here everything is at its old place or at its new one.
    removeOld();
    return done_;
  }

 private:
  QString at(const QString& relative) const { return done_.path + u'/' + relative; }

  void readOld() {
    const QString path = at(kFolderIndex);
    if (QFileInfo(path).size() > kLargestIndex) return;
    const std::optional<QByteArray> bytes = bytesOf(path);
    if (!bytes) return;
    const auto old = readIndex(*bytes, path);
    if (!old || old->first().id != parts_.first().id) {
      const QString name = QDir::toNativeSeparators(done_.path);
      throw StorageError(
          StorageCode::kNotOurs,
          old ? Said::tr("The folder %1 holds another project, “%2”; choose another folder, or a new one in it.")
                    .arg(name, old->first().title)
              : Said::tr(
                    "The folder %1 holds a file lacuna.json that is no list of a project; choose another folder, or "
                    "a new one in it.")
                    .arg(name));
    }
    for (const IndexedText& text : *old) {
      if (!text.file.isEmpty()) ours_.insert(text.file, text.digest);
      if (!text.folder.isEmpty()) oldFolders_.append(text.folder);
    }
  }

  // A link leads elsewhere, where nothing is ours.
  bool isFree(const QString& relative) const {
    const QFileInfo info(at(relative));
    return !info.exists() && !info.isSymLink();
  }

  // What it can be called in its folder: what stands there already and is not ours keeps its name.
  QString freeName(const QString& folder, const QString& base, bool isFolder, const QByteArray& bytes) {
    for (int number = 1;; ++number) {
      const QString name = number == 1 ? base : QStringLiteral("%1 (%2)").arg(base, QString::number(number));
      const QString relative = (folder.isEmpty() ? name : folder + u'/' + name) + (isFolder ? QString() : kSuffix);
      if (taken_.contains(relative.toCaseFolded())) continue;
      const QFileInfo info(at(relative));
      const bool fits = isFolder ? info.isDir() && !info.isSymLink()
                                 : !info.isSymLink() && (ours_.contains(relative) || bytesOf(at(relative)) == bytes);
      if (!fits && !isFree(relative)) continue;
      taken_.insert(relative.toCaseFolded());
      return relative;
    }
  }

  void place(int i) {
    const FolderPart& part = parts_[i];
    const bool root = part.parent < 0;
    const IndexedText* above = root ? nullptr : &texts_[part.parent];
    depth_.append(root ? 0 : depth_[part.parent] + 1);
    if (depth_.last() > kDeepest) {
      throw StorageError(StorageCode::kInvalid,
                         Said::tr("“%1” lies deeper than %2 documents in each other, which is more than a folder "
                                  "takes; move it up first.")
                             .arg(part.title)
                             .arg(kDeepest));
    }
    const auto beside = [this, &part](const FolderPart& each) { return each.parent == part.parent; };
    if (!root && !siblings_.contains(part.parent))
      siblings_.insert(part.parent, static_cast<int>(std::count_if(parts_.begin(), parts_.end(), beside)));
    const auto width = static_cast<int>(QString::number(siblings_.value(part.parent, 0)).size());
    const QString folder = above == nullptr ? QString() : above->folder;
    const auto room = static_cast<int>(kLongestPath - folder.toUtf8().size());
    const QString base = QStringLiteral("%1 %2")
                             .arg(root ? 0 : ++count_[part.parent], std::max(2, width), 10, QLatin1Char('0'))
                             .arg(safeName(part.title, std::min(kLongestName, room / 3)));
    const auto inIt = [i](const FolderPart& each) { return each.parent == i; };
    const bool holds = i + 1 < parts_.size() && inIt(parts_[i + 1]);
    const bool isFolder = holds || (part.text.isEmpty() && part.kind == DocumentKind::Folder);
    IndexedText text{part.id, part.title, part.kind, part.parent, part.archived};
    if (part.form != TextForm()) text.form = wordFor(part.form);
    if (isFolder && !root) {
      text.folder = freeName(folder, base, true, {});
      makeFolder(text.folder);
    }
    if (!part.text.isEmpty() || (!isFolder && !root)) writeText(part, folder, base, &text);
    texts_.append(text);
  }

  void writeText(const FolderPart& part, const QString& folder, const QString& base, IndexedText* text) {
    TextForm form = part.form;
    form.encoding.clear();  // Markdown is UTF-8; the list remembers the other one
    const QByteArray bytes = bytesFromText(part.text, form);
    text->file = freeName(folder, base, false, bytes);
    text->digest = digestOf(bytes);
    if (textFromBytes(bytes) != part.text) text->exact = packedText(part.text);
    done_.files.append({part.id, at(text->file)});
    const std::optional<QByteArray> there = bytesOf(at(text->file));
    if (there == bytes) {
      ++done_.unchanged;
    } else if (there && digestOf(*there) != ours_.value(text->file) && !how_.overChanged) {
      done_.changed.append(text->file);
      text->digest = ours_.value(text->file);
      text->exact.clear();
    } else {
      put(text->file, bytes);
    }
  }

  void put(const QString& relative, const QByteArray& bytes) {
    try {
      files::writeFile(QFile::encodeName(at(relative)).toStdString(),
                       {bytes.constData(), static_cast<std::size_t>(bytes.size())}, files::Target::kFilesOnly,
                       relative == kFolderIndex ? files::Synchronise::kNow : files::Synchronise::kLater);
    } catch (const files::FileError& error) {
      throw refusal(error, at(relative));
    }
    if (relative != kFolderIndex) ++done_.written;
  }

  void makeFolder(const QString& relative) {
    try {
      files::makeFolder(QFile::encodeName(at(relative)).toStdString());
    } catch (const files::FileError& error) {
      throw refusal(error, at(relative));
    }
  }

  // Of what the list of before names: files as we wrote them, and folders with nothing left in them.
  void removeOld() {
    for (auto it = ours_.cbegin(); it != ours_.cend(); ++it) {
      const bool inside = !it.key().contains(QStringLiteral("..")) && !it.key().startsWith(u'/');
      if (taken_.contains(it.key().toCaseFolded()) || !inside || throughLink(it.key())) continue;
      const std::optional<QByteArray> there = bytesOf(at(it.key()));
      if (!there) continue;
      if (digestOf(*there) != it.value()) {
        done_.changed.append(it.key());
      } else if (QFile::remove(at(it.key()))) {
        ++done_.removed;
      }
    }
    for (auto folder = oldFolders_.crbegin(); folder != oldFolders_.crend(); ++folder) {
      const bool inside = !folder->contains(QStringLiteral("..")) && !folder->startsWith(u'/');
      if (inside && !taken_.contains(folder->toCaseFolded()) && !throughLink(*folder)) QDir().rmdir(at(*folder));
    }
  }

  bool throughLink(const QString& relative) const {
    for (QString path = relative; !path.isEmpty(); path = path.section(u'/', 0, -2))
      if (QFileInfo(at(path)).isSymLink()) return true;
    return false;
  }

  inline static const QString kSuffix = QStringLiteral(".md");
  const QVector<FolderPart>& parts_;
  const FolderWriting& how_;
  FolderWritten done_;
  QVector<IndexedText> texts_;
  QVector<int> depth_;
  QHash<int, int> siblings_;      // how many lie in each
  QHash<int, int> count_;         // how many of them are placed
  QHash<QString, QString> ours_;  // files of the list of before, and their digests
  QStringList oldFolders_;        // of it, a folder before those in it
  QSet<QString> taken_;           // by this project now, without regard to capitals
};

}  // namespace

QVector<FolderPart> folderParts(Library& library, const QString& id, const FolderSelection& selection) {
  QVector<FolderPart> parts;
  QHash<QString, int> numbers;
  for (const TreeNode& node : library.tree().subtree(id)) {
    const bool root = node.id == id;
    const bool left =
        node.inBin || (node.archived && !selection.archived) || (node.kind == DocumentKind::Note && !selection.notes);
    if (!root && (left || !numbers.contains(node.parent))) continue;
    numbers.insert(node.id, static_cast<int>(parts.size()));
    parts.append({node.id, node.title, node.kind, node.archived, root ? -1 : numbers.value(node.parent),
                  library.read(node.id).text, library.formOf(node.id)});
  }
  return parts;
}

FolderWritten writeFolder(const QString& path, const QVector<FolderPart>& parts, const FolderWriting& how) {
  return Writer(path, parts, how).write();
}

}  // namespace lacuna::storage
