// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/library/link_calls.h"

#include <QDir>
#include <QFileInfo>
#include <utility>

#include "app/library/tree_calls.h"
#include "app/storage_thread.h"
#include "storage/difference.h"
#include "storage/folders/folder_index.h"
#include "storage/library.h"
#include "ui/editor/manuscript.h"

namespace lacuna::app {
namespace {

constexpr int kFinishMs = 2000;

QString named(const QString& path) { return QDir::toNativeSeparators(path); }

// What waits is on the disk. Where that cannot be, the library says so itself, and tries again.
bool isSaved(storage::Library& library) {
  try {
    library.commit();
    return true;
  } catch (const storage::StorageError&) {
    return false;
  }
}

QString titleOf(storage::Library& library, const QString& id) { return library.read(id).title; }

}  // namespace

LinkCalls::LinkCalls(StorageThread& storage) : storage_(storage) {
  qRegisterMetaType<storage::LinkStatus>();
  qRegisterMetaType<storage::NewFiles>();
  qRegisterMetaType<storage::FileStamp>();
  qRegisterMetaType<storage::FolderRead>();
  connect(&files_, &LinkedFiles::touched, this, &LinkCalls::checkShown, Qt::DirectConnection);
  connect(&storage_, &StorageThread::saved, this, &LinkCalls::saved, Qt::DirectConnection);
  connect(&storage_.tree(), &TreeCalls::textChanged, this, &LinkCalls::saved, Qt::DirectConnection);
  connect(
      &storage_, &StorageThread::documentOpened, this,
      [this](const storage::Document& document) { opened_ = document.id; }, Qt::DirectConnection);
  // Another library, or the same one as it was: nothing that was known of its files is so.
  connect(
      &storage_, &StorageThread::opened, this,
      [this] {
        known_.clear();
        opened_.clear();
        checkAll();
      },
      Qt::DirectConnection);
}

void LinkCalls::back(std::function<void(storage::Library&)> work) { storage_.postIfOpen(std::move(work)); }

void LinkCalls::finish() {
  for (int round = 0; round < 2; ++round) {  // a look, then the write that it asks for
    storage_.postIfOpen([this](storage::Library& library) { checkAhead(library); });
    storage_.waitForWork();
    if (!files_.waitForIdle(kFinishMs)) return;
    storage_.waitForWork();
  }
  files_.waitForIdle(kFinishMs);
}

// In the storage thread, after a commit.
void LinkCalls::saved() {
  if (std::exchange(scheduled_, true)) return;
  storage_.postLater(kWriteDelay, [this](storage::Library& library) {
    scheduled_ = false;
    checkAhead(library);
  });
}

void LinkCalls::checkAhead(storage::Library& library) {
  if (library.readOnly()) return;
  for (const QString& id : library.links().ahead()) look(library, id);
}

void LinkCalls::setShown(const QString& id) {
  back([this, id](storage::Library& library) {
    shown_ = opened_ = id;
    const auto link = library.links().of(id);
    files_.watch(link ? link->path : QString());
    if (link) {
      Q_EMIT statusChanged(known_.value(id, {false, false, {id, link->path, storage::LinkState::InStep}, {}}).status);
      look(library, id);
    } else {
      Q_EMIT statusChanged({id, {}, storage::LinkState::None, {}});
    }
    checkFolders(library);
  });
}

void LinkCalls::check(const QString& id) {
  back([this, id](storage::Library& library) {
    const QString wanted = id.isEmpty() ? shown_ : id;
    if (!wanted.isEmpty()) look(library, wanted);
  });
}

void LinkCalls::checkAll() {
  back([this](storage::Library& library) {
    lookAtAll(library);
    checkFolders(library);
  });
}

// In one go: of thousands nearly all are as they were.
void LinkCalls::lookAtAll(storage::Library& library) {
  if (library.readOnly()) return;
  checkAhead(library);
  QVector<storage::Link> links;
  QSet<QString> troubled;
  for (const storage::Link& link : library.links().all()) {
    const Known& known = known_[link.id];
    if (known.busy) continue;
    links.append(link);
    if (known.status.state != storage::LinkState::InStep) troubled.insert(link.id);
  }
  onFiles(
      [links, troubled] {
        QVector<storage::Link> changed;
        for (const storage::Link& link : links) {
          const storage::FileLook look = storage::lookAtFile(link.path, link.file);
          const bool same = look.state == storage::LinkState::InStep && look.stamp == link.file;
          if (!same || troubled.contains(link.id)) changed.append(link);
        }
        return changed;
      },
      [this](storage::Library& there, const QVector<storage::Link>& changed) {
        for (const storage::Link& link : changed)
          if (there.links().of(link.id)) lookAt(there, link);
      });
}

void LinkCalls::look(storage::Library& library, const QString& id) {
  const auto link = library.links().of(id);
  if (link && !library.readOnly() && library.links().documentAt(link->path) == id) lookAt(library, *link);
}

void LinkCalls::lookAt(storage::Library& library, const storage::Link& link) {
  Known& known = known_[link.id];
  if (known.busy) {
    known.again = true;
    return;
  }
  known.busy = true;
  if (link.id == shown_) files_.watch(link.path);
  const QString encoding = library.formOf(link.id).encoding;
  onFiles([link, encoding] { return storage::lookAtFile(link.path, link.file, encoding); },
          [this, link](storage::Library& there, const storage::FileLook& look) { looked(there, link, look); });
}

void LinkCalls::looked(storage::Library& library, const storage::Link& before, const storage::FileLook& look) {
  Known& known = known_[before.id];
  known.busy = false;
  const auto link = library.links().of(before.id);
  if (!link || library.readOnly()) return;
  const bool again = std::exchange(known.again, false);
  // It was written, or linked elsewhere, while somebody looked.
  if (link->path != before.path || link->file.digest != before.file.digest) return this->look(library, before.id);
  if (again) back([this, id = before.id](storage::Library& there) { this->look(there, id); });
  if (look.state != storage::LinkState::InStep) return tell({link->id, link->path, look.state, look.why});
  const bool fileChanged = look.stamp.digest != link->file.digest;
  if (look.stamp == link->file && library.links().lastEdit(link->id) == link->sequence)
    return tell({link->id, link->path, storage::LinkState::InStep, {}});
  if (!isSaved(library)) return;
  const QString text = library.read(link->id).text;
  if (fileChanged && look.file.text == text) {
    library.setForm(link->id, look.file.form);
    library.links().set(stepped(library, *link, look.stamp, text));
    return tell({link->id, link->path, storage::LinkState::InStep, {}});
  }
  const bool oursChanged = storage::digestOfText(text) != link->text;
  // What was written here once and stands there again is an old text that something has brought back, a program that
  // copies between machines perhaps: it is not taken without a word.
  if (fileChanged && (oursChanged || known.wrote.contains(look.stamp.digest))) {
    known.other = look;
    return tell({link->id, link->path, storage::LinkState::Conflict, {}});
  }
  if (fileChanged) return take(library, *link, text, look);
  if (oursChanged) return write(library, *link, text, link->file.digest);
  if (look.stamp != link->file || library.links().lastEdit(link->id) != link->sequence)
    library.links().set(stepped(library, *link, look.stamp, text));
  tell({link->id, link->path, storage::LinkState::InStep, {}});
}

// As both are the same now.
storage::Link LinkCalls::stepped(storage::Library& library, const storage::Link& link, const storage::FileStamp& stamp,
                                 const QString& text) {
  library.commit();
  return {link.id, link.path, stamp, storage::digestOfText(text), library.links().lastEdit(link.id)};
}

void LinkCalls::write(storage::Library& library, const storage::Link& link, const QString& text,
                      const QString& expected) {
  library.commit();  // the file is never ahead of the library
  storage::Link after = link;
  after.text = storage::digestOfText(text);
  after.sequence = library.links().lastEdit(link.id);
  const storage::TextForm form = library.formOf(link.id);
  known_[link.id].busy = true;
  onFiles([path = after.path, text, form, expected] { return storage::writeLinkedFile(path, text, form, expected); },
          [this, after](storage::Library& there, const storage::FileWrite& write) { written(there, after, write); });
}

void LinkCalls::written(storage::Library& library, const storage::Link& link, const storage::FileWrite& write) {
  Known& known = known_[link.id];
  known.busy = false;
  const bool again = std::exchange(known.again, false);
  const auto now = library.links().of(link.id);
  if (!now || now->path != link.path || library.readOnly()) return;
  if (write.state == storage::LinkState::Conflict) {
    // What stands there now has not been seen before: it may be our own text, or be taken, or be a conflict.
    return looked(library, *now, write.look);
  }
  if (write.state == storage::LinkState::InStep) {
    storage::Link done = link;
    done.file = write.stamp;
    library.links().set(done);
    known.wrote.insert(write.stamp.digest);
  }
  tell({link.id, link.path, write.state, write.why});
  if (again || write.state == storage::LinkState::InStep)
    back([this, id = link.id](storage::Library& there) { this->look(there, id); });
}

void LinkCalls::take(storage::Library& library, const storage::Link& link, const QString& text,
                     const storage::FileLook& look) {
  if (!isShown(link.id)) return takeIn(library, link, look);
  known_[link.id].other = look;
  known_[link.id].busy = true;
  Q_EMIT arrived({link.id, link.path, storage::LinkState::InStep, {}}, text, look.stamp, look.file.text);
}

// As the page does it: one step, with the marks that it leaves.
void LinkCalls::takeIn(storage::Library& library, const storage::Link& link, const storage::FileLook& look) {
  library.keepRevision(link.id, {storage::RevisionReason::BeforeFile});
  const storage::Document document = library.read(link.id);
  ui::Manuscript manuscript;
  manuscript.reset(document.text, document.marks);
  manuscript.setOrigin(storage::EditOrigin::Uncounted);
  QVector<storage::Edit> edits;
  for (const storage::Change& change : storage::difference(document.text, look.file.text))
    edits.append({change.beginBefore, change.endBefore - change.beginBefore,
                  look.file.text.mid(change.beginAfter, change.endAfter - change.beginAfter)});
  const QVector<storage::Edit> done = manuscript.replacePlaces(edits, document.cursor);
  library.apply(link.id, done, manuscript.takeHistoryEvent());
  library.setMarks(link.id, manuscript.marks());
  library.setForm(link.id, look.file.form);
  library.links().set(stepped(library, link, look.stamp, look.file.text));
  tell({link.id, link.path, storage::LinkState::InStep, {}});
  Q_EMIT storage_.tree().textChanged(link.id);
  Q_EMIT tookIn({link.id, link.path, storage::LinkState::InStep, {}}, document.title);
  announce(library);
}

void LinkCalls::notTaken(const QString& id) {
  back([this, id](storage::Library& library) {
    known_[id].busy = false;
    look(library, id);
  });
}

void LinkCalls::taken(const QString& id, const storage::FileStamp& file, const QString& text) {
  back([this, id, file, text](storage::Library& library) {
    known_[id].busy = known_[id].again = false;
    const auto link = library.links().of(id);
    if (!link) return;
    const storage::FileLook other = known_[id].other;
    if (other.stamp.digest == file.digest) library.setForm(id, other.file.form);
    library.links().set(stepped(library, *link, file, text));
    tell({id, link->path, storage::LinkState::InStep, {}});
    look(library, id);
  });
}

void LinkCalls::tell(const storage::LinkStatus& status) {
  Known& known = known_[status.id];
  const bool same = known.status.state == status.state && known.status.path == status.path;
  known.status = status;
  if (status.state != storage::LinkState::Conflict && status.state != storage::LinkState::InStep) known.other = {};
  if (!same) Q_EMIT statusChanged(status);
}

void LinkCalls::keepMine(const QString& id) {
  storage_.post([this, id](storage::Library& library) {
    const auto link = library.links().of(id);
    const storage::FileLook other = known_[id].other;
    if (!link || known_[id].status.state != storage::LinkState::Conflict) return;
    library.keepBeside(id, other.file.text, {storage::RevisionReason::OfFile});
    storage::Link base = *link;
    base.file = other.stamp;  // that has been seen, and may go
    base.text.clear();        // for ours, whatever it was
    base.sequence = -1;
    library.links().set(base);
    look(library, id);
  });
}

void LinkCalls::takeFile(const QString& id) {
  storage_.post([this, id](storage::Library& library) {
    const auto link = library.links().of(id);
    const storage::FileLook other = known_[id].other;
    if (!link || known_[id].status.state != storage::LinkState::Conflict) return;
    take(library, *link, library.read(id).text, other);
  });
}

void LinkCalls::compare(const QString& id) {
  storage_.post([this, id](storage::Library& library) {
    if (known_[id].status.state != storage::LinkState::Conflict) return;
    storage::Comparison found{id, 0, 0, known_[id].other.file.text, library.read(id).text, {}};
    pool_.start([this, found = std::move(found)]() mutable {
      found.changes = storage::difference(found.textBefore, found.textAfter);
      Q_EMIT compared(found);
    });
  });
}

void LinkCalls::writeAgain(const QString& id) {
  storage_.post([this, id](storage::Library& library) {
    const auto link = library.links().of(id);
    if (link && !known_[id].busy && !library.readOnly()) write(library, *link, library.read(id).text, {});
  });
}

void LinkCalls::unlink(const QString& id) {
  storage_.post([this, id](storage::Library& library) {
    library.links().remove(id);
    library.links().removeFolder(id);
    known_.remove(id);
    if (id == shown_) files_.watch({});
    Q_EMIT statusChanged({id, {}, storage::LinkState::None, {}});
    announce(library);
  });
}

void LinkCalls::link(const QString& id, const QString& path) {
  storage_.post([this, id, path](storage::Library& library) {
    onFiles(
        [path, encoding = library.formOf(id).encoding] {
          const QString known = storage::linkPath(path);
          return QPair<QString, storage::FileLook>(known, storage::lookAtFile(known, {}, encoding));
        },
        [this, id](storage::Library& there, const QPair<QString, storage::FileLook>& found) {
          begin(there, id, found.first, found.second);
        });
  });
}

void LinkCalls::begin(storage::Library& library, const QString& id, const QString& path,
                      const storage::FileLook& look) {
  const QString other = library.links().documentAt(path);
  if (!other.isEmpty() && other != id) {
    Q_EMIT refused(tr("%1 is linked to “%2” already; unlink that one first, or choose another file.")
                       .arg(named(path), titleOf(library, other)));
    return;
  }
  if (library.readOnly()) {
    Q_EMIT refused(tr("The library cannot be written, so nothing can be linked now."));
    return;
  }
  if (look.state == storage::LinkState::Away) {
    Q_EMIT refused(tr("There is no folder %1; choose another place.").arg(named(QFileInfo(path).path())));
    return;
  }
  if (look.state != storage::LinkState::InStep && look.state != storage::LinkState::Missing) {
    Q_EMIT refused(look.why.endsWith(u'.') ? look.why : tr("%1 cannot be read (%2).").arg(named(path), look.why));
    return;
  }
  const QString text = library.read(id).text;
  storage::Link link{id, path, look.stamp, storage::digestOfText(text), library.links().lastEdit(id)};
  const bool isThere = look.state == storage::LinkState::InStep;
  known_.remove(id);
  if (isThere) {
    // What both were last: the text that the document was made of, if it was this file's.
    const QString base = library.importOf(id, path);
    if (look.file.text != text) {
      link.text = base.isEmpty() ? storage::digestOfText(QString()) : base;
      const bool fileChanged = storage::digestOfText(look.file.text) != link.text;
      if (fileChanged) link.file.digest = QStringLiteral("none");
      link.sequence = -1;
    }
    library.setForm(id, look.file.form);
    if (storage::mixesLineEnds(look.file))
      Q_EMIT refused(tr("The lines of %1 end in different ways; when it is written, all end as most of them do.")
                         .arg(named(path)));
  } else {
    link.file = {};
  }
  library.links().set(link);
  tell({id, path, storage::LinkState::InStep, {}});
  if (id == shown_) files_.watch(path);
  announce(library);
  if (isThere) {
    this->look(library, id);
  } else {
    write(library, link, text, {});
  }
}

void LinkCalls::announce(storage::Library& library) {
  Q_EMIT storage_.libraryChanged(library.documents());
  Q_EMIT storage_.tree().treeChanged(library.tree().nodes());
}

}  // namespace lacuna::app
