// SPDX-License-Identifier: GPL-3.0-or-later
// A linked file is written only while it is what was seen last, whoever comes between.
#include <sys/stat.h>

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QTest>

#include "storage/folders/folder_index.h"
#include "storage/library.h"
#include "storage/linked_file.h"
#include "tests/storage/read_only_folder.h"
#include "tests/storage/support.h"

using namespace lacuna::storage;

namespace {

void put(const QString& path, const QByteArray& bytes) {
  QFile file(path);
  QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
}

// As most editors do it: a new file in the place of the old one.
void replaceBy(const QString& path, const QByteArray& bytes) {
  put(path + ".tmp", bytes);
  QFile::remove(path);
  QVERIFY(QFile::rename(path + ".tmp", path));
}

QByteArray get(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(none)");
}

void makeOld(const QString& path, int seconds) {
  QFile file(path);
  QVERIFY(file.open(QIODevice::ReadWrite));
  file.setFileTime(QDateTime::currentDateTime().addSecs(-seconds), QFileDevice::FileModificationTime);
}

}  // namespace

class LinkedFileTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void aLookSeesWhatHasChanged() {
    const test::Folder folder;
    const QString path = folder.path("a.md");
    QCOMPARE(lookAtFile(path, {}).state, LinkState::Missing);
    QCOMPARE(lookAtFile(folder.path("none/a.md"), {}).state, LinkState::Away);
    put(path, "One.\r\n");
    FileLook look = lookAtFile(path, {});
    QCOMPARE(look.state, LinkState::InStep);
    QVERIFY(look.changed);
    QCOMPARE(look.file.text, QStringLiteral("One.\n"));
    QCOMPARE(look.stamp.modified, 0);  // so new that a second change might not be seen
    const FileStamp fresh = look.stamp;
    put(path, "Two.\r\n");  // the same size, within the same tick perhaps
    QVERIFY(lookAtFile(path, fresh).changed);
    makeOld(path, 60);
    look = lookAtFile(path, fresh);
    QVERIFY(look.stamp.modified != 0);
    QVERIFY(!lookAtFile(path, look.stamp).changed);
    QVERIFY(lookAtFile(path, look.stamp).file.bytes.isEmpty());  // it was not read again
    put(path, "caf\xe9");
    look = lookAtFile(path, look.stamp);
    QCOMPARE(look.state, LinkState::NoText);
    QVERIFY(test::isSentence(look.why));
    QVERIFY(QFile::remove(path) && QDir().mkpath(path));
    QCOMPARE(lookAtFile(path, {}).state, LinkState::Unreadable);
  }

  void whatWasSeenIsWrittenOver() {
    const test::Folder folder;
    const QString path = folder.path("a.md");
    QCOMPARE(writeLinkedFile(path, "New.", {}, {}).state, LinkState::InStep);  // where there is to be none
    QCOMPARE(::chmod(QFile::encodeName(path).constData(), 0640), 0);
    QVERIFY(QFile::link(path, folder.path("link.md")));
    const FileWrite write = writeLinkedFile(linkPath(folder.path("link.md")), "Newer.", {}, digestOf("New."));
    QCOMPARE(write.state, LinkState::InStep);
    QCOMPARE(write.stamp.digest, digestOf("Newer."));
    QVERIFY(!lookAtFile(path, write.stamp).changed);
    QCOMPARE(get(path), QByteArray("Newer."));
    QVERIFY(QFileInfo(folder.path("link.md")).isSymLink());
    struct stat about {};
    QCOMPARE(::stat(QFile::encodeName(path).constData(), &about), 0);
    QCOMPARE(about.st_mode & 0777U, 0640U);
    QCOMPARE(QDir(folder.dir.path()).entryList(QDir::Files | QDir::Hidden), (QStringList{"a.md", "link.md"}));
  }

  void whatAnotherProgramWroteIsNot() {
    const test::Folder folder;
    const QString path = folder.path("a.md");
    put(path, "Theirs.");
    FileWrite write = writeLinkedFile(path, "Ours.", {}, digestOf("Seen."));
    QCOMPARE(write.state, LinkState::Conflict);
    QCOMPARE(write.look.file.text, QStringLiteral("Theirs."));
    QCOMPARE(writeLinkedFile(path, "Ours.", {}, {}).state, LinkState::Conflict);  // there was to be none
    QCOMPARE(get(path), QByteArray("Theirs."));
    // Between our look and our write: in place, and by a file of its own.
    for (const bool inPlace : {true, false}) {
      put(path, "Seen.");
      write = writeLinkedFile(path, "Ours.", {}, digestOf("Seen."), [&] {
        if (inPlace) {
          put(path, "Quick.");
        } else {
          replaceBy(path, "Quick.");
        }
      });
      QCOMPARE(write.state, LinkState::Conflict);
      QCOMPARE(write.look.file.text, QStringLiteral("Quick."));
      QCOMPARE(get(path), QByteArray("Quick."));
    }
    QVERIFY(QFile::remove(path));
    write = writeLinkedFile(path, "Ours.", {}, {}, [&] { put(path, "First."); });
    QCOMPARE(write.state, LinkState::Conflict);
    QCOMPARE(get(path), QByteArray("First."));
    QVERIFY(QFile::remove(path));
    QCOMPARE(writeLinkedFile(path, "Ours.", {}, digestOf("Seen.")).state, LinkState::Missing);
    QVERIFY(!QFile::exists(path));
    QCOMPARE(QDir(folder.dir.path()).entryList(QDir::Files | QDir::Hidden).size(), 0);
  }

  void whatCannotBeWrittenSaysWhy() {
    const test::Folder folder;
    QVERIFY(QDir().mkpath(folder.path("sub")));
    const QString path = folder.path("sub/a.md");
    put(path, "Old.");
    {
      const lacuna::tests::ReadOnlyFolder guard(folder.path("sub"));
      const FileWrite write = writeLinkedFile(path, "New.", {}, digestOf("Old."));
      QCOMPARE(write.state, LinkState::ReadOnly);
      QVERIFY(!write.why.isEmpty());
    }
    QCOMPARE(get(path), QByteArray("Old."));
    QVERIFY(QDir(folder.path("sub")).removeRecursively());
    QCOMPARE(writeLinkedFile(path, "New.", {}, digestOf("Old.")).state, LinkState::Away);
  }

  void anOldEncodingStays() {
    const test::Folder folder;
    const QString path = folder.path("a.txt");
    put(path, "caf\xe9\r\n");
    const FileLook look = lookAtFile(path, {}, QStringLiteral("windows-1252"));
    QCOMPARE(look.file.text, QString::fromUtf8("café\n"));
    FileWrite write = writeLinkedFile(path, QString::fromUtf8("café, thé\n"), look.file.form, look.stamp.digest);
    QCOMPARE(write.state, LinkState::InStep);
    QCOMPARE(get(path), QByteArray("caf\xe9, th\xe9\r\n"));
    // What it cannot say is not written, and said.
    write = writeLinkedFile(path, QString::fromUtf8("日\n"), look.file.form, write.stamp.digest);
    QCOMPARE(write.state, LinkState::Failed);
    QVERIFY(write.why.contains(QString::fromUtf8("“日”, in line 1")));
    QCOMPARE(get(path), QByteArray("caf\xe9, th\xe9\r\n"));
  }

  void linksAreKept() {
    const test::Folder folder;
    QStringList ids;
    {
      Library library(folder.path());
      ids = library.create(QVector<NewDocument>{{"A", "One."}, {"B", "Two."}, {"C", {}}});
      Links& links = library.links();
      const qint64 last = links.lastEdit(ids[0]);
      links.set({{ids[0], "/x/a.md", {4, 7, "d"}, digestOfText("One."), last},
                 {ids[1], "/x/b.md", {4, 7, "d"}, digestOfText("Two."), links.lastEdit(ids[1])}});
      QVERIFY(links.ahead().isEmpty());
      library.apply(ids[0], {{0, 0, QStringLiteral("x")}});
      QVERIFY(links.ahead().isEmpty());  // not on the disk yet
      library.commit();
      QCOMPARE(links.ahead(), QStringList{ids[0]});
      library.close();
    }
    Library library(folder.path());
    Links& links = library.links();
    QCOMPARE(links.ahead(), QStringList{ids[0]});  // folded into a revision
    QCOMPARE(links.of(ids[0])->file, (FileStamp{4, 7, "d"}));
    QCOMPARE(links.documentAt("/x/b.md"), ids[1]);
    QCOMPARE(library.tree().nodes()[1].link, QStringLiteral("/x/b.md"));
    library.tree().bin(ids[1]);
    QVERIFY(links.documentAt("/x/b.md").isEmpty());
    QCOMPARE(links.all().size(), 1);
    links.set({ids[2], "/x/b.md", {}, {}, 0});  // the bin's loses it
    library.tree().restore(ids[1]);
    QVERIFY(!links.of(ids[1]));
    QCOMPARE(links.documentAt("/x/b.md"), ids[2]);
    links.setFolder({ids[2], "/x", {"c.md", "d e.md"}});
    QCOMPARE(links.folders().size(), 1);
    QCOMPARE(links.folders().first().passed, (QStringList{"c.md", "d e.md"}));
    links.remove(ids[2]);
    library.tree().bin(ids[0]);
    library.remove(ids[0]);
    QCOMPARE(library.database().number("SELECT count(*) FROM links"), 0);
  }

  void aFilesTextIsKeptBesideTheDocuments() {
    const test::Folder folder;
    auto kept = std::make_unique<Library>(folder.path());
    Library& library = *kept;
    const QString id = library.create("A", "One.");
    library.apply(id, {{0, 0, QStringLiteral("Ours. ")}});
    library.keepBeside(id, QStringLiteral("Theirs."), {RevisionReason::OfFile});
    const QVector<RevisionInfo> states = library.revisions(id);
    QCOMPARE(states.size(), 3);
    QCOMPARE(states[1].reason, RevisionReason::OfFile);
    QCOMPARE(library.revision(id, states[1].id), QStringLiteral("Theirs."));
    QCOMPARE(library.read(id).text, QStringLiteral("Ours. One."));
    library.close();
    kept.reset();
    Library again(folder.path());
    QCOMPARE(again.open(id).text, QStringLiteral("Ours. One."));
    QVERIFY(again.open(id).notice.isEmpty());
  }
};

QTEST_GUILESS_MAIN(LinkedFileTest)
#include "linked_file_test.moc"
