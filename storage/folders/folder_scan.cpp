// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/folders/folder_scan.h"

#include <QDir>
#include <QFileInfo>
#include <algorithm>

#include "storage/error.h"
#include "storage/folders/folder_index.h"
#include "storage/folders/names.h"
#include "storage/said.h"

namespace lacuna::storage {
namespace {

constexpr int kDeepest = 64;  // folders in each other
constexpr qsizetype kMostEntries = 100000;

bool isText(const QFileInfo& info) {
  static const QStringList kSuffixes{QStringLiteral("md"), QStringLiteral("markdown"), QStringLiteral("txt")};
  return kSuffixes.contains(info.suffix().toLower());
}

class Scanner {
 public:
  explicit Scanner(const QString& path) {
    const QFileInfo info(path);
    const QString name = QDir::toNativeSeparators(path);
    if (!info.exists()) {
      throw StorageError(StorageCode::kNotFound, Said::tr("There is no folder %1; check its name.").arg(name));
    }
    if (!info.isDir()) {
      throw StorageError(StorageCode::kInvalid, Said::tr("%1 is a file; name the folder it lies in.").arg(name));
    }
    if (!info.isReadable() || !info.isExecutable()) {
      throw StorageError(StorageCode::kUnreadable,
                         Said::tr("The folder %1 may not be read; change its rights.").arg(name));
    }
    scan_.path = info.canonicalFilePath();
  }

  FolderScan scan() {
    look({}, -1, 0);
    return scan_;
  }

 private:
  void leave(const QString& sentence, const QString& relative) {
    scan_.leftOut.append(sentence.arg(QDir::toNativeSeparators(relative)));
  }

  // Where a link leads says whether it is passed over in silence: into the folder, where the same is found anyway.
  bool isLink(const QFileInfo& info, const QString& relative) {
    if (!info.isSymLink()) return false;
    const QString target = info.canonicalFilePath();
    const bool inside = target == scan_.path || target.startsWith(scan_.path + u'/');
    if (target.isEmpty()) {
      leave(Said::tr("%1 is a link that leads nowhere."), relative);
    } else if (!inside && (info.isDir() || isText(info))) {
      leave(Said::tr("%1 is a link that leads out of the folder; copy what it leads to into the folder."), relative);
    }
    return true;
  }

  void look(const QString& folder, int above, int depth) {
    QDir dir(folder.isEmpty() ? scan_.path : scan_.path + u'/' + folder);
    // Hidden ones are not listed: .git, .obsidian, .DS_Store.
    QFileInfoList infos = dir.entryInfoList(QDir::Files | QDir::Dirs | QDir::NoDotAndDotDot | QDir::System);
    std::sort(infos.begin(), infos.end(), [](const QFileInfo& a, const QFileInfo& b) {
      return compareNames(a.completeBaseName(), b.completeBaseName()) < 0 ||
             (a.completeBaseName() == b.completeBaseName() && compareNames(a.fileName(), b.fileName()) < 0);
    });
    for (const QFileInfo& info : std::as_const(infos)) {
      const QString relative = folder.isEmpty() ? info.fileName() : folder + u'/' + info.fileName();
      if (relative == kFolderIndex || isLink(info, relative)) continue;
      if (info.isDir()) {
        if (depth >= kDeepest) {
          leave(Said::tr("%1 lies too deep, more folders in each other than a book has."), relative);
        } else if (!info.isReadable() || !info.isExecutable()) {
          leave(Said::tr("The folder %1 may not be read; change its rights."), relative);
        } else {
          add({relative, info.fileName(), true, above});
          look(relative, static_cast<int>(scan_.entries.size()) - 1, depth + 1);
        }
      } else if (info.isFile() && isText(info)) {
        add({relative, info.completeBaseName(), false, above});
      }
    }
  }

  void add(const FolderEntry& entry) {
    scan_.entries.append(entry);
    if (scan_.entries.size() > kMostEntries) {
      throw StorageError(StorageCode::kInvalid,
                         Said::tr("The folder %1 holds more than %2 texts and folders; choose a folder in it.")
                             .arg(QDir::toNativeSeparators(scan_.path))
                             .arg(kMostEntries));
    }
  }

  FolderScan scan_;
};

}  // namespace

FolderScan scanFolder(const QString& path) { return Scanner(path).scan(); }

}  // namespace lacuna::storage
