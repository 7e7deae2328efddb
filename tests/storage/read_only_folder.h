// SPDX-License-Identifier: GPL-3.0-or-later
// A folder whose files may be read and not written while one lives, for whoever runs the tests.
#pragma once

#include <sys/stat.h>
#include <unistd.h>

#include <QDir>
#include <QFile>

namespace lacuna::tests {

class ReadOnlyFolder {
 public:
  explicit ReadOnlyFolder(const QString& folder) : folder_(folder) {
    setRights(0444, 0555);
    // Rights do not bind root.
    if (::geteuid() == 0) root_ = ::setresuid(kNobody, kNobody, 0) == 0;
  }
  ~ReadOnlyFolder() { makeWritable(); }
  ReadOnlyFolder(const ReadOnlyFolder&) = delete;
  ReadOnlyFolder& operator=(const ReadOnlyFolder&) = delete;

  void makeWritable() {
    if (folder_.isEmpty()) return;
    if (root_) (void)!::setresuid(0, 0, 0);
    setRights(0666, 0777);
    folder_.clear();
  }

 private:
  static constexpr uid_t kNobody = 65534;

  void setRights(mode_t ofFiles, mode_t ofFolder) const {
    const QDir dir(folder_);
    for (const QString& name : dir.entryList(QDir::Files | QDir::Hidden))
      (void)::chmod(QFile::encodeName(dir.filePath(name)).constData(), ofFiles);
    (void)::chmod(QFile::encodeName(folder_).constData(), ofFolder);
    // Whoever is not root must be able to go there.
    (void)::chmod(QFile::encodeName(QFileInfo(folder_).absolutePath()).constData(), 0777);
  }

  QString folder_;
  bool root_ = false;
};

}  // namespace lacuna::tests
