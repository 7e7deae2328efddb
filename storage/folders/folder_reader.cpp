// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/folders/folder_reader.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QHash>
#include <QRegularExpression>
#include <algorithm>
#include <optional>

#include "storage/files/input_file.h"
#include "storage/folders/folder_index.h"
#include "storage/folders/folder_scan.h"
#include "storage/folders/names.h"
#include "storage/formats/encoding.h"
#include "storage/importers/plain_text.h"
#include "storage/said.h"

namespace lacuna::storage {
namespace {

constexpr qint64 kMostBytes = qint64(1) << 30;  // of all texts together
constexpr int kLargestIndex = 1 << 28;

// Of a text that begins with one; else empty.
QString firstHeading(const QString& text) {
  static const QRegularExpression heading(
      QStringLiteral("\\A\\s*(?:---\\n.*?\\n---\\n\\s*)?#{1,6}[ \\t]+([^\\n]+?)[ \\t]*#*[ \\t]*(?:\\n|\\z)"),
      QRegularExpression::DotMatchesEverythingOption);
  return heading.match(text.left(20000)).captured(1).trimmed();
}

// A document in the making; those that lie in it are in order.
struct Node {
  FolderText made;
  QString name;  // of its file or folder, by which new ones find their place
  QVector<int> inside{};
  bool gone = false;
};

class Reader {
 public:
  Reader(const QString& path, const FolderReading& how, const Work& work)
      : how_(how), scan_(scanFolder(path)), steps_(work, scan_.entries.size()), used_(scan_.entries.size(), false) {
    read_.path = scan_.path;
    read_.leftOut = scan_.leftOut;
    for (qsizetype i = 0; i < scan_.entries.size(); ++i) entryAt_.insert(scan_.entries[i].path, static_cast<int>(i));
    holdsText_ = QVector<bool>(scan_.entries.size(), false);
    for (qsizetype i = scan_.entries.size() - 1; i >= 0; --i) {
      const FolderEntry& entry = scan_.entries[i];
      if (!entry.isFolder) holdsText_[i] = true;
      if (holdsText_[i] && entry.above >= 0) holdsText_[entry.above] = true;
    }
  }

  FolderRead read() {
    takeListed();
    if (nodes_.isEmpty()) {
      Node project;
      project.made.document.title = QFileInfo(scan_.path).fileName();
      project.made.document.kind = DocumentKind::Project;
      nodes_.append(project);
      folderAt_.insert(-1, 0);
    }
    takeNew();
    emitNode(0, -1);
    if (read_.files == 0 && !read_.listed) {
      const QString name = QDir::toNativeSeparators(scan_.path);
      throw StorageError(
          StorageCode::kInvalid,
          read_.leftOut.isEmpty()
              ? Said::tr("The folder %1 holds no text that can be taken in (.md, .markdown, .txt); choose another one.")
                    .arg(name)
              : Said::tr("The folder %1 holds no text that can be taken in: %2").arg(name, read_.leftOut.first()));
    }
    return read_;
  }

 private:
  QString at(const QString& relative) const { return scan_.path + u'/' + relative; }

  std::optional<TextFile> take(const QString& relative, const QString& ours = {}) {
    steps_.next();
    try {
      TextFile file = readTextFile(at(relative), how_.encoding, ours);
      bytes_ += file.bytes.size();
      if (bytes_ > kMostBytes) {
        throw StorageError(StorageCode::kNotOurs, Said::tr("The texts in %1 have more than %2 MB together, "
                                                           "which is too much at once; choose a folder in it.")
                                                      .arg(QDir::toNativeSeparators(scan_.path))
                                                      .arg(kMostBytes / 1000000));
      }
      ++read_.files;
      return file;
    } catch (const StorageError& error) {
      if (error.code() == StorageCode::kNotOurs) throw;
      read_.leftOut.append(error.sentence());
      read_.leftFiles.append(relative);
      return std::nullopt;
    }
  }

  void takeListed() {
    const QString path = at(kFolderIndex);
    const QFileInfo info(path);
    if (!info.isFile() || info.isSymLink() || info.size() > kLargestIndex) return;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) return;
    const auto listed = readIndex(file.readAll(), path);
    if (!listed) return;
    read_.listed = true;
    for (const IndexedText& text : *listed) {
      const auto number = static_cast<int>(nodes_.size());
      Node node;
      node.made.document.title = text.title;
      node.made.document.kind = text.kind;
      node.made.document.id = text.id;
      node.made.document.archived = text.archived;
      node.made.document.form = text.form;
      node.made.folder = text.folder;
      const int folder = text.folder.isEmpty() ? (number == 0 ? -1 : -2) : entryAt_.value(text.folder, -2);
      if (folder >= 0) used_[folder] = true;
      if (folder >= -1 && !folderAt_.contains(folder)) folderAt_.insert(folder, number);
      node.name = (text.file.isEmpty() ? text.folder : text.file).section(u'/', -1);
      if (node.name.endsWith(QStringLiteral(".md"))) node.name.chop(3);
      if (!text.file.isEmpty()) node.gone = !fill(text, &node);
      nodes_.append(node);
      if (number > 0) nodes_[text.parent].inside.append(number);
    }
  }

  // False: its text is not there or cannot be read.
  bool fill(const IndexedText& text, Node* node) {
    const int entry = entryAt_.value(text.file, -1);
    if (entry < 0 || scan_.entries[entry].isFolder || used_[entry]) {
      read_.leftOut.append(Said::tr("%1, the text of “%2”, is not in the folder any more.")
                               .arg(QDir::toNativeSeparators(text.file), text.title));
      return false;
    }
    used_[entry] = true;
    const std::optional<TextFile> file = take(text.file, text.digest);
    if (!file) return false;
    node->made.file = text.file;
    const bool same = digestOf(file->bytes) == text.digest;
    node->made.document.text = same && !text.exact.isEmpty() ? unpackedText(text.exact) : file->text;
    node->made.document.form = same ? text.form : wordFor(file->form);
    return true;
  }

  void takeNew() {
    // In each folder: whether the names of all that is new are numbered.
    struct Fresh {
      int count = 0;
      bool numbered = true;
    };
    QHash<int, Fresh> fresh;
    for (qsizetype i = 0; i < scan_.entries.size(); ++i) {
      if (used_[i] || !holdsText_[i]) continue;
      Fresh& beside = fresh[scan_.entries[i].above];
      ++beside.count;
      beside.numbered = beside.numbered && numberPrefix(scan_.entries[i].name) > 0;
    }
    for (qsizetype i = 0; i < scan_.entries.size(); ++i) {
      const FolderEntry& entry = scan_.entries[i];
      if (used_[i] || !holdsText_[i]) continue;
      const Fresh beside = fresh.value(entry.above);
      const bool numbered = beside.numbered && (beside.count > 1 || entry.name.startsWith(u'0'));
      if (entry.isFolder) {
        addFolder(static_cast<int>(i), numbered);
      } else {
        addText(static_cast<int>(i), numbered);
      }
    }
  }

  static QString titleOf(const FolderEntry& entry, bool numbered) {
    return numbered ? entry.name.mid(numberPrefix(entry.name)) : entry.name;
  }

  // The folder of this name beside the text, or the text beside the folder; -1: none is there yet.
  int twinOf(const FolderEntry& entry, bool isFolder) const {
    const int above = folderAt_.value(entry.above, 0);
    for (const int each : nodes_[above].inside) {
      const Node& node = nodes_[each];
      const bool open = isFolder ? node.made.folder.isEmpty() : node.made.file.isEmpty();
      if (open && node.name == entry.name) return each;
    }
    return -1;
  }

  void addFolder(int number, bool numbered) {
    const FolderEntry& entry = scan_.entries[number];
    const bool deeper = std::any_of(scan_.entries.begin(), scan_.entries.end(), [number](const FolderEntry& each) {
      return each.above == number && each.isFolder;
    });
    const DocumentKind kind = deeper ? DocumentKind::Folder : DocumentKind::Chapter;
    int at = twinOf(entry, true);
    if (at < 0) {
      Node node;
      node.made.document.title = titleOf(entry, numbered);
      node.name = entry.name;
      at = put(node, entry.above);
    }
    nodes_[at].made.folder = entry.path;
    if (nodes_[at].made.document.kind == DocumentKind::Scene) nodes_[at].made.document.kind = kind;
    folderAt_.insert(number, at);
  }

  void addText(int number, bool numbered) {
    const FolderEntry& entry = scan_.entries[number];
    std::optional<TextFile> file = take(entry.path);
    if (!file) return;
    const QString heading = firstHeading(file->text);
    const bool onlyNumber = std::all_of(entry.name.begin(), entry.name.end(), [](QChar c) { return c.isDigit(); });
    const QString title = !heading.isEmpty() && (how_.headingTitles || onlyNumber) ? heading : titleOf(entry, numbered);
    int at = twinOf(entry, false);
    if (at < 0) {
      Node node;
      node.name = entry.name;
      node.made.document.title = title;
      at = put(node, entry.above);
    } else if (how_.headingTitles) {
      nodes_[at].made.document.title = title;
    }
    nodes_[at].made.file = entry.path;
    nodes_[at].made.document.text = file->text;
    nodes_[at].made.document.form = wordFor(file->form);
  }

  // Before the first one beside it that its name comes before.
  int put(const Node& node, int folder) {
    const auto number = static_cast<int>(nodes_.size());
    nodes_.append(node);
    QVector<int>& beside = nodes_[folderAt_.value(folder, 0)].inside;
    auto place = beside.end();
    while (place != beside.begin() && compareNames(node.name, nodes_[*(place - 1)].name) < 0) --place;
    beside.insert(place, number);
    return number;
  }

  void emitNode(int number, int under) {
    Node& node = nodes_[number];
    const auto empty = [this](int each) { return nodes_[each].gone && nodes_[each].inside.isEmpty(); };
    if (under >= 0 && empty(number)) return;
    node.made.document.under = under;
    const auto at = static_cast<int>(read_.texts.size());
    read_.texts.append(node.made);
    const QVector<int> inside = node.inside;
    for (const int each : inside) emitNode(each, at);
  }

  FolderReading how_;
  FolderScan scan_;
  Steps steps_;
  QVector<bool> used_;       // entries that the list knows
  QVector<bool> holdsText_;  // itself, or something in it
  QHash<QString, int> entryAt_;
  QHash<int, int> folderAt_;  // which node stands for a folder, by its entry; -1: the project
  QVector<Node> nodes_;       // the first one is the project
  FolderRead read_;
  qint64 bytes_ = 0;
};

}  // namespace

FolderRead readFolder(const QString& path, const FolderReading& how, const Work& work) {
  return Reader(path, how, work).read();
}

QStringList textsIn(const QString& path) {
  QStringList texts;
  for (const FolderEntry& entry : scanFolder(path).entries)
    if (!entry.isFolder) texts.append(entry.path);
  return texts;
}

TextFile readTextFile(const QString& path, const QString& encoding, const QString& ours) {
  TextFile file;
  try {
    file.bytes = QByteArray::fromStdString(files::readFile(QFile::encodeName(path).toStdString(), kLargestImport));
  } catch (const files::FileError& error) {
    const bool missing = error.fault() == files::FileFault::kNotFound;
    throw StorageError(missing ? StorageCode::kNotFound : StorageCode::kUnreadable, QString::fromUtf8(error.what()));
  }
  if (!ours.isEmpty() && digestOf(file.bytes) == ours && findInvalidUtf8(file.bytes) < 0) {
    file.text = textFromBytes(file.bytes);
    file.form = formOf(file.bytes);
    return file;
  }
  const QString marked = markedEncoding(file.bytes);
  const QString said = !marked.isEmpty() ? marked : findInvalidUtf8(file.bytes) >= 0 ? encoding : QString();
  if (!said.isEmpty() && said != QStringLiteral("utf-8")) {
    const QString exact = exactEncoding(file.bytes, said);
    const QByteArray utf8 = decoded(file.bytes, exact).toUtf8();
    file.text = textFromBytes(utf8);
    file.form = formOf(utf8);
    file.form.encoding = exact;
    file.form.byteOrderMark = marked == exact;
    return file;
  }
  const Imported read = readPlainText(path, file.bytes);  // throws where it is not UTF-8
  file.text = read.text;
  file.form = read.form;
  return file;
}

}  // namespace lacuna::storage
