// SPDX-License-Identifier: GPL-3.0-or-later
// LinkCalls' part about projects that are linked to folders.
#include <QFileInfo>
#include <QSet>

#include "app/library/link_calls.h"
#include "app/library/tree_calls.h"
#include "app/storage_thread.h"
#include "storage/folders/folder_index.h"
#include "storage/folders/names.h"
#include "storage/library.h"

namespace lacuna::app {
namespace {

QString folderOf(const QString& path) { return path.section(u'/', 0, -2); }

// Where texts come to lie: in the document that those of the same folder lie in, before the first that their names come
// before; a folder that has none becomes a chapter.
class Places {
 public:
  Places(storage::Library& library, const QString& project, const QString& root) : library_(library), root_(root) {
    parents_.insert(root, project);
    QHash<QString, QString> parentOf;
    for (const storage::TreeNode& node : library.tree().subtree(project)) parentOf.insert(node.id, node.parent);
    for (const storage::Link& link : library.links().all()) {
      if (!parentOf.contains(link.id) || link.id == project) continue;
      links_.append(link);
      const QString folder = folderOf(link.path);
      if (!parents_.contains(folder)) parents_.insert(folder, parentOf.value(link.id));
    }
  }

  storage::TreePlace placeOf(const QString& path) {
    storage::TreePlace place{parentFor(folderOf(path)), {}};
    const QString name = QFileInfo(path).completeBaseName();
    QString first;
    for (const storage::Link& link : links_) {
      const QString other = QFileInfo(link.path).completeBaseName();
      if (folderOf(link.path) != folderOf(path) || storage::compareNames(name, other) > 0) continue;
      if (first.isEmpty() || storage::compareNames(other, first) < 0) {
        first = other;
        place.before = link.id;
      }
    }
    return place;
  }

  void add(const storage::Link& link) { links_.append(link); }

 private:
  QString parentFor(const QString& folder) {
    const auto known = parents_.constFind(folder);
    if (known != parents_.cend()) return *known;
    if (!folder.startsWith(root_ + u'/')) return parents_.value(root_);
    const QString above = parentFor(folderOf(folder));
    storage::NewDocument chapter;
    chapter.title = folder.section(u'/', -1);
    chapter.kind = storage::DocumentKind::Chapter;
    chapter.place = {above, {}};
    const QString id = library_.create(QVector<storage::NewDocument>{chapter}).first();
    parents_.insert(folder, id);
    return id;
  }

  storage::Library& library_;
  QString root_;
  QHash<QString, QString> parents_;  // of what lies in a folder
  QVector<storage::Link> links_;
};

}  // namespace

void LinkCalls::makeFolder(const storage::FolderRead& read, bool linked) {
  storage_.post([this, read, linked](storage::Library& library) {
    QVector<storage::NewDocument> documents;
    for (const storage::FolderText& text : read.texts) documents.append(text.document);
    const QStringList ids = library.create(documents);
    if (linked) {
      storage::FolderWritten files{read.path};
      for (qsizetype i = 0; i < ids.size(); ++i)
        if (!read.texts[i].file.isEmpty()) files.files.append({ids[i], read.path + u'/' + read.texts[i].file});
      files.changed = read.leftFiles;
      linkWritten(ids.first(), files);
    }
    announce(library);
    Q_EMIT folderMade(ids, read);
  });
}

void LinkCalls::linkWritten(const QString& project, const storage::FolderWritten& written) {
  storage_.post([this, project, written](storage::Library& library) {
    QVector<storage::Link> links;
    QStringList passed = written.changed;
    for (const auto& [id, path] : written.files) {
      if (!library.links().documentAt(path).isEmpty()) {  // it has its document
        passed.append(path.mid(written.path.size() + 1));
        continue;
      }
      // Nothing is known of the file yet: the first look compares it with the text.
      links.append({id,
                    path,
                    {-1, 0, QStringLiteral("none")},
                    storage::digestOfText(library.read(id).text),
                    library.links().lastEdit(id)});
    }
    library.links().set(links);
    library.links().setFolder({project, written.path, passed});
    lookAtAll(library);
    announce(library);
  });
}

void LinkCalls::checkFolders(storage::Library& library) {
  if (library.readOnly()) return;
  for (const storage::Links::Folder& folder : library.links().folders()) {
    onFiles(
        [path = folder.path]() -> QStringList {
          try {
            return storage::textsIn(path);
          } catch (const storage::StorageError&) {
            return {};  // each of its documents says that it is away
          }
        },
        [this, folder](storage::Library& there, const QStringList& texts) {
          QSet<QString> known(folder.passed.begin(), folder.passed.end());
          for (const storage::Link& link : there.links().all())
            if (link.path.startsWith(folder.path + u'/')) known.insert(link.path.mid(folder.path.size() + 1));
          storage::NewFiles fresh{folder.id, folder.path, {}};
          for (const QString& text : texts)
            if (!known.contains(text)) fresh.files.append(text);
          Q_EMIT newFiles(fresh);
        });
  }
}

void LinkCalls::takeNew(const storage::NewFiles& files) {
  struct Found {
    QVector<QPair<QString, storage::TextFile>> texts;
    QStringList refusals;
  };
  onFiles(
      [files] {
        Found found;
        for (const QString& relative : files.files) {
          const QString path = files.path + u'/' + relative;
          try {
            found.texts.append({path, storage::readTextFile(path)});
          } catch (const storage::StorageError& error) {
            found.refusals.append(error.sentence());
          }
        }
        return found;
      },
      [this, files](storage::Library& library, const Found& found) {
        Places places(library, files.id, files.path);
        for (const auto& [path, file] : found.texts) {
          if (!library.links().documentAt(path).isEmpty()) continue;
          const QString name = QFileInfo(path).completeBaseName();
          storage::NewDocument document;
          document.title = name.mid(storage::numberPrefix(name));
          document.text = file.text;
          document.form = wordFor(file.form);
          document.place = places.placeOf(path);
          const QString id = library.create(QVector<storage::NewDocument>{document}).first();
          const storage::Link link{id,
                                   path,
                                   {file.bytes.size(), 0, storage::digestOf(file.bytes)},
                                   storage::digestOfText(file.text),
                                   library.links().lastEdit(id)};
          library.links().set(link);
          places.add(link);
        }
        announce(library);
        if (!found.refusals.isEmpty()) Q_EMIT refused(found.refusals.join(u' '));
        Q_EMIT newFiles({files.id, files.path, {}});
      });
}

void LinkCalls::passNew(const storage::NewFiles& files) {
  storage_.post([this, files](storage::Library& library) {
    for (storage::Links::Folder folder : library.links().folders()) {
      if (folder.id != files.id) continue;
      folder.passed += files.files;
      library.links().setFolder(folder);
    }
    Q_EMIT newFiles({files.id, files.path, {}});
  });
}

}  // namespace lacuna::app
