// SPDX-License-Identifier: GPL-3.0-or-later
// Folders of texts as projects and back: random trees come back equal, only what changed is written again, and nothing
// of anybody else's is touched.
#include <QDateTime>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QTest>

#include "storage/folders/folder_index.h"
#include "storage/folders/folder_reader.h"
#include "storage/folders/folder_writer.h"
#include "storage/folders/names.h"
#include "storage/library.h"
#include "tests/storage/support.h"

using namespace lacuna::storage;

namespace {

bool put(const QString& path, const QByteArray& bytes) {
  QDir().mkpath(QFileInfo(path).path());
  QFile file(path);
  return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size();
}

QByteArray get(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(none)");
}

// Every file below, relative, with its bytes.
QMap<QString, QByteArray> filesIn(const QString& path) {
  QMap<QString, QByteArray> all;
  QDirIterator walk(path, QDir::Files | QDir::Hidden | QDir::System, QDirIterator::Subdirectories);
  while (walk.hasNext()) {
    walk.next();
    all.insert(QDir(path).relativeFilePath(walk.filePath()), get(walk.filePath()));
  }
  return all;
}

// One line a document: depth, kind, title, what it is.
QStringList drawn(const FolderRead& read) {
  QStringList lines;
  QVector<int> depth;
  for (const FolderText& text : read.texts) {
    depth.append(text.document.under < 0 ? 0 : depth[text.document.under] + 1);
    lines << QString(depth.last(), u'>') + QString::number(static_cast<int>(text.document.kind)) + u' ' +
                 text.document.title + (text.document.text.isEmpty() ? QString() : u'=' + text.document.text.trimmed());
  }
  return lines;
}

// All that is to come back, ids among it where they are wanted.
QStringList whole(Library& library, const QString& root, bool ids) {
  QStringList rows;
  for (const TreeNode& node : library.tree().subtree(root)) {
    if (node.inBin) continue;
    rows << QStringList{ids ? node.id : QString(),
                        node.title,
                        QString::number(static_cast<int>(node.kind)),
                        QString::number(node.depth),
                        QString::number(node.archived ? 1 : 0),
                        wordFor(library.formOf(node.id)),
                        library.read(node.id).text}
                .join(QChar(1));
  }
  return rows;
}

QString takeIn(Library& library, const FolderRead& read) {
  QVector<NewDocument> documents;
  for (const FolderText& text : read.texts) documents.append(text.document);
  return library.create(documents).first();
}

QVector<NewDocument> randomTree(test::Random& random) {
  static const QStringList kTitles{QStringLiteral("One"),
                                   QStringLiteral("a/b\\c: \"d\" <e>|?*"),
                                   QStringLiteral("..."),
                                   QStringLiteral("CON"),
                                   QStringLiteral("Trailing dot. . ."),
                                   QString::fromUtf8("Ünïcödé 🌊 \u202Eleft"),
                                   QStringLiteral("007"),
                                   QString(300, u'x'),
                                   QString(200, QChar(0x4E2D)),
                                   QStringLiteral("lacuna.json"),
                                   QStringLiteral("  spaces  in  it")};
  QVector<NewDocument> documents{
      {kTitles[random.below(static_cast<int>(kTitles.size()))], {}, {}, DocumentKind::Project}};
  if (random.oneIn(2)) documents.first().text = random.text(20);
  const int count = random.below(40);
  for (int i = 0; i < count; ++i) {
    NewDocument document;
    document.title = kTitles[random.below(static_cast<int>(kTitles.size()))];
    if (!random.oneIn(4)) document.text = random.text(random.below(30));
    if (random.oneIn(5)) document.text = QStringLiteral("Plain prose  \nwith a tail.   \n\n");
    document.kind = static_cast<DocumentKind>(1 + random.below(4));
    document.under = random.below(i + 1);
    document.archived = random.oneIn(5);
    document.form = QStringList{QString(), QStringLiteral("crlf"), QStringLiteral("cr mark"),
                                QStringLiteral("lf mark")}[random.below(4)];
    documents.append(document);
  }
  return documents;
}

}  // namespace

class FoldersTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void namesCountAsAPersonDoes() {
    QStringList names{"10", "2", "1", "01a", "Ä", "b", "A", "a2", "a10", "a1", "chapter 9 b", "chapter 10"};
    std::sort(names.begin(), names.end(), [](const QString& a, const QString& b) { return compareNames(a, b) < 0; });
    QCOMPARE(names,
             (QStringList{"1", "01a", "2", "10", "A", "a1", "a2", "a10", "b", "chapter 9 b", "chapter 10", "Ä"}));
    QCOMPARE(numberPrefix(QStringLiteral("01 - The lamp")), 5);
    QCOMPARE(numberPrefix(QStringLiteral("2. Low water")), 3);
    QCOMPARE(numberPrefix(QStringLiteral("1984 was a year")), 0);
    QCOMPARE(numberPrefix(QStringLiteral("007")), 0);
    QCOMPARE(numberPrefix(QStringLiteral("3rd day")), 0);
    QCOMPARE(safeName(QStringLiteral("a/b:c*"), 90), QStringLiteral("a-b-c-"));
    QCOMPARE(safeName(QStringLiteral(" . "), 90), QStringLiteral("Untitled"));
    QCOMPARE(safeName(QStringLiteral("e\u0301te\u0301."), 90), QString::fromUtf8("été"));
    QVERIFY(safeName(QString(500, QChar(0x4E2D)), 90).toUtf8().size() <= 90);
  }

  void aFolderOfOthersBecomesAProject() {
    const test::Folder folder;
    const QString dir = folder.path("My novel");
    QVERIFY(put(dir + "/01 Arrival/1 The boat.md", "The tide was out.\n"));
    QVERIFY(put(dir + "/01 Arrival/2 The lamp.txt", "Salt.\r\nRope.\r\n"));
    QVERIFY(put(dir + "/01 Arrival/10 The end.markdown", "Over.\n"));
    QVERIFY(put(dir + "/01 Arrival.md", "About the chapter.\n"));
    QVERIFY(put(dir + "/02 Part/deep/3.md", "# A heading #\n\nText.\n"));
    QVERIFY(put(dir + "/03 Alone.md", ""));
    QVERIFY(put(dir + "/.git/config.md", "hidden"));
    QVERIFY(put(dir + "/.hidden.md", "hidden"));
    QVERIFY(put(dir + "/pictures/cover.png", "not a text"));
    QVERIFY(put(dir + "/04 Old.md", "caf\xe9\n"));
    QVERIFY(put(folder.path("outside/secret.md"), "secret"));
    QVERIFY(QFile::link(folder.path("outside"), dir + "/05 out"));
    QVERIFY(QFile::link(folder.path("outside/secret.md"), dir + "/06 out.md"));
    QVERIFY(QFile::link(dir, dir + "/02 Part/round"));
    QVERIFY(QFile::link(dir + "/nowhere", dir + "/07 nowhere.md"));
    FolderRead read = readFolder(dir);
    QCOMPARE(drawn(read), (QStringList{"0 My novel", ">2 Arrival=About the chapter.", ">>3 The boat=The tide was out.",
                                       ">>3 The lamp=Salt.\nRope.", ">>3 The end=Over.", ">1 Part", ">>2 deep",
                                       ">>>3 A heading=# A heading #\n\nText.", ">3 Alone"}));
    QCOMPARE(read.files, 6);
    QCOMPARE(read.leftFiles, QStringList{"04 Old.md"});
    QCOMPARE(read.leftOut.size(), 4);
    for (const QString& sentence : read.leftOut) QVERIFY2(test::isSentence(sentence), qPrintable(sentence));
    QVERIFY(read.leftOut.join(u' ').contains(QStringLiteral("04 Old.md is not UTF-8: byte 3")));
    QVERIFY(!drawn(read).join(u' ').contains(QStringLiteral("secret")));
    QCOMPARE(read.texts[3].document.form, QStringLiteral("crlf"));
    read = readFolder(dir, {QStringLiteral("windows-1252"), true});
    QVERIFY(drawn(read).contains(QString::fromUtf8(">3 Old=café")));
    QCOMPARE(textsIn(dir).size(), 7);
  }

  void whatIsNoFolderOfTextsIsASentence() {
    const test::Folder folder;
    QVERIFY(QDir().mkpath(folder.path("empty/.git")));
    QVERIFY(put(folder.path("file.md"), "x"));
    const auto refused = [](const QString& path) {
      const auto error = test::errorOf([&] { readFolder(path); });
      return error && test::isSentence(error->sentence());
    };
    QVERIFY(refused(folder.path("empty")));
    QVERIFY(refused(folder.path("file.md")));
    QVERIFY(refused(folder.path("none")));
    QVERIFY(put(folder.path("later/lacuna.json"), R"({"lacuna_folder": 99, "documents": [{}]})"));
    QVERIFY(refused(folder.path("later")));
    // Lists that claim anything.
    QVERIFY(put(folder.path("bad/a.md"), "x"));
    QVERIFY(put(
        folder.path("bad/lacuna.json"),
        R"({"lacuna_folder":1,"documents":[{"in":7,"kind":"note","title":""},{"in":-3,"file":"../file.md"},)"
        R"({"in":2,"file":"/etc/passwd","folder":".."},{"in":0,"file":"a.md","id":"x","kind":"project","exact":"%%"}]})"));
    const FolderRead read = readFolder(folder.path("bad"));
    QCOMPARE(drawn(read), (QStringList{"4 ", ">1 =x"}));
    QCOMPARE(read.leftOut.size(), 2);
  }

  void randomTreesComeBackEqual() {
    for (quint32 seed = 1; seed <= 40; ++seed) {
      test::Random random(seed);
      const test::Folder folder;
      Library library(folder.path("a.lacuna"));
      library.database().execute("PRAGMA synchronous = OFF");
      const QString root = library.create(randomTree(random)).first();
      const QString dir = folder.path("out");
      const FolderWritten first = writeFolder(dir, folderParts(library, root));
      QVERIFY(first.changed.isEmpty());
      for (const QString& path : filesIn(dir).keys()) {
        for (const QString& name : path.split(u'/')) {
          QVERIFY2(name.toUtf8().size() <= 143, qPrintable(path));
          QVERIFY2(!name.endsWith(u'.') && !name.endsWith(u' ') && !name.contains(QRegularExpression("[<>:\"\\\\|?*]")),
                   qPrintable(path));
        }
      }
      const FolderRead read = readFolder(dir);
      QVERIFY(read.leftOut.isEmpty());
      Library other(folder.path("b.lacuna"));
      other.database().execute("PRAGMA synchronous = OFF");
      QCOMPARE(whole(other, takeIn(other, read), true), whole(library, root, true));
      // Into the same library its documents are there already: new ones, otherwise equal.
      QCOMPARE(whole(library, takeIn(library, read), false), whole(library, root, false));
      // Written again, nothing is.
      const FolderWritten again = writeFolder(dir, folderParts(other, root));
      QCOMPARE(again.written, 0);
      QCOMPARE(again.removed, 0);
      QCOMPARE(again.unchanged, first.written + first.unchanged);
    }
  }

  // Random acts on the project, with files of others between ours, and what another program does to ours.
  void onlyWhatChangedIsWritten() {
    for (quint32 seed = 1; seed <= 12; ++seed) {
      test::Random random(seed);
      const test::Folder folder;
      Library library(folder.path("a.lacuna"));
      library.database().execute("PRAGMA synchronous = OFF");
      const QString root = library.create(randomTree(random)).first();
      const QString dir = folder.path("out");
      QVERIFY(put(dir + "/01 One.md", "not ours"));
      QVERIFY(put(dir + "/01 One/mine.png", "not ours"));
      QMap<QString, QByteArray> foreign = filesIn(dir);
      writeFolder(dir, folderParts(library, root));
      for (int round = 0; round < 6; ++round) {
        const QVector<TreeNode> nodes = library.tree().subtree(root);
        const TreeNode& node = nodes[random.below(static_cast<int>(nodes.size()))];
        const int act = random.below(4);
        if (act == 0) library.rename(node.id, QStringLiteral("New name %1").arg(round));
        if (act == 1) library.apply(node.id, {{0, 0, QStringLiteral("More. ")}});
        if (act == 2 && node.id != root) library.tree().bin(node.id);
        if (act == 3 && node.id != root && !node.inBin) library.tree().move(node.id, {root, {}});
        library.commit();
        QDateTime before = QDateTime::currentDateTime().addDays(-2);
        const auto old = filesIn(dir);
        for (auto it = old.cbegin(); it != old.cend(); ++it) {
          QFile file(dir + u'/' + it.key());
          QVERIFY(file.open(QIODevice::ReadWrite));
          file.setFileTime(before, QFileDevice::FileModificationTime);
        }
        writeFolder(dir, folderParts(library, root));
        const auto now = filesIn(dir);
        for (auto it = now.cbegin(); it != now.cend(); ++it) {
          const bool same = old.value(it.key(), "(none)") == it.value();
          const bool untouched = QFileInfo(dir + u'/' + it.key()).lastModified() < before.addDays(1);
          QVERIFY2(same == untouched, qPrintable(it.key()));
        }
        for (auto it = foreign.cbegin(); it != foreign.cend(); ++it) QCOMPARE(now.value(it.key()), it.value());
        QCOMPARE(drawn(readFolder(dir)).filter(QStringLiteral("not ours")).size(), 1);
        for (const QString& path : foreign.keys()) QVERIFY(QFile::remove(dir + u'/' + path));
        const test::Folder second;
        Library other(second.path());
        other.database().execute("PRAGMA synchronous = OFF");
        QCOMPARE(whole(other, takeIn(other, readFolder(dir)), true), whole(library, root, true));
        for (auto it = foreign.cbegin(); it != foreign.cend(); ++it) QVERIFY(put(dir + u'/' + it.key(), it.value()));
      }
    }
  }

  void whatAnotherProgramChangedIsLeft() {
    const test::Folder folder;
    Library library(folder.path("a.lacuna"));
    const QStringList ids = library.create(QVector<NewDocument>{{QStringLiteral("Book"), {}, {}, DocumentKind::Project},
                                                                {"A", "One.", {}, DocumentKind::Scene, {}, 0},
                                                                {"B", "Two.", {}, DocumentKind::Scene, {}, 0}});
    const QString dir = folder.path("out");
    writeFolder(dir, folderParts(library, ids.first()));
    QVERIFY(put(dir + "/01 A.md", "Changed elsewhere."));
    library.apply(ids[1], {{0, 0, QStringLiteral("Here too. ")}});
    FolderWritten done = writeFolder(dir, folderParts(library, ids.first()));
    QCOMPARE(done.changed, QStringList{"01 A.md"});
    QCOMPARE(get(dir + "/01 A.md"), QByteArray("Changed elsewhere."));
    // Still, when it is to get another name: the old file stays.
    library.tree().move(ids[1], {ids.first(), {}});
    done = writeFolder(dir, folderParts(library, ids.first()));
    QCOMPARE(done.changed, QStringList{"01 A.md"});
    QCOMPARE(get(dir + "/01 A.md"), QByteArray("Changed elsewhere."));
    QCOMPARE(get(dir + "/02 A.md"), QByteArray("Here too. One."));
    QVERIFY(!QFile::exists(dir + "/02 B.md"));
    QVERIFY(put(dir + "/02 A.md", "Changed once more."));
    FolderWriting how;
    how.overChanged = true;
    QVERIFY(writeFolder(dir, folderParts(library, ids.first()), how).changed.isEmpty());
    QCOMPARE(get(dir + "/02 A.md"), QByteArray("Here too. One."));
    // Another project's folder, and a list that is none.
    const QString other = library.create(QStringLiteral("Other"), QStringLiteral("x"));
    const auto before = filesIn(dir);
    auto error = test::errorOf([&] { writeFolder(dir, folderParts(library, other)); });
    QVERIFY(error && error->code() == StorageCode::kNotOurs && test::isSentence(error->sentence()));
    QCOMPARE(filesIn(dir), before);
    QVERIFY(put(folder.path("theirs/lacuna.json"), "{}"));
    error = test::errorOf([&] { writeFolder(folder.path("theirs"), folderParts(library, other)); });
    QVERIFY(error && test::isSentence(error->sentence()));
  }

  // What was done in the folder meanwhile comes in: a text that changed, one that is new, one that went.
  void aFolderThatWasWorkedInComesBack() {
    const test::Folder folder;
    Library library(folder.path("a.lacuna"));
    const QString root = library
                             .create(QVector<NewDocument>{{QStringLiteral("Book"), {}, {}, DocumentKind::Project},
                                                          {"Sea: one", {}, {}, DocumentKind::Chapter, {}, 0},
                                                          {"A", "One.", {}, DocumentKind::Scene, {}, 1},
                                                          {"B", "Two.", {}, DocumentKind::Note, {}, 1},
                                                          {"C", "Three.", {}, DocumentKind::Scene, {}, 1}})
                             .first();
    const QString dir = folder.path("out");
    writeFolder(dir, folderParts(library, root));
    QVERIFY(put(dir + "/01 Sea- one/02 B.md", "Two and a half."));
    QVERIFY(put(dir + "/01 Sea- one/02 B2 new.md", "New."));
    QVERIFY(put(dir + "/02 More/x.md", "More."));
    QVERIFY(QFile::remove(dir + "/01 Sea- one/03 C.md"));
    const FolderRead read = readFolder(dir);
    QCOMPARE(drawn(read), (QStringList{"0 Book", ">2 Sea: one", ">>3 A=One.", ">>4 B=Two and a half.",
                                       ">>3 B2 new=New.", ">2 More", ">>3 x=More."}));
    QCOMPARE(read.leftOut.size(), 1);
    QVERIFY(read.leftOut.first().contains(QStringLiteral("03 C.md")));
  }

  void notesAndTheArchiveCanStay() {
    const test::Folder folder;
    Library library(folder.path("a.lacuna"));
    QVector<NewDocument> documents{{QStringLiteral("Book"), {}, {}, DocumentKind::Project},
                                   {"A", "One.", {}, DocumentKind::Scene, {}, 0},
                                   {"N", "Note.", {}, DocumentKind::Note, {}, 0},
                                   {"In N", "Deep.", {}, DocumentKind::Scene, {}, 2},
                                   {"Old", "Old.", {}, DocumentKind::Scene, {}, 0}};
    documents.last().archived = true;
    const QString root = library.create(documents).first();
    writeFolder(folder.path("out"), folderParts(library, root, {false, false}));
    QCOMPARE(filesIn(folder.path("out")).keys(), (QStringList{"01 A.md", "lacuna.json"}));
    writeFolder(folder.path("out"), folderParts(library, root));
    QCOMPARE(filesIn(folder.path("out")).size(), 5);
  }

  void aLinkInTheFolderLeadsNobodyOut() {
    const test::Folder folder;
    Library library(folder.path("a.lacuna"));
    const QString root = library
                             .create(QVector<NewDocument>{{QStringLiteral("Book"), {}, {}, DocumentKind::Project},
                                                          {"A", "One.", {}, DocumentKind::Scene, {}, 0},
                                                          {"F", {}, {}, DocumentKind::Folder, {}, 0},
                                                          {"B", "Two.", {}, DocumentKind::Scene, {}, 2}})
                             .first();
    QVERIFY(put(folder.path("outside/01 B.md"), "mine"));
    QVERIFY(QDir().mkpath(folder.path("out")));
    QVERIFY(QFile::link(folder.path("outside/01 B.md"), folder.path("out/01 A.md")));
    QVERIFY(QFile::link(folder.path("outside"), folder.path("out/02 F")));
    writeFolder(folder.path("out"), folderParts(library, root));
    QCOMPARE(filesIn(folder.path("outside")), (QMap<QString, QByteArray>{{"01 B.md", "mine"}}));
    QCOMPARE(get(folder.path("out/01 A (2).md")), QByteArray("One."));
    QCOMPARE(get(folder.path("out/02 F (2)/01 B.md")), QByteArray("Two."));
  }

  void thousandsOfTexts() {
    const test::Folder folder;
    Library library(folder.path("a.lacuna"));
    QVector<NewDocument> documents{{QStringLiteral("Book"), {}, {}, DocumentKind::Project}};
    for (int i = 0; i < 5000; ++i) {
      const int under = i % 50 == 0 ? 0 : 1 + i / 50 * 50;
      documents.append({QStringLiteral("Text %1").arg(i),
                        QStringLiteral("Words %1.").arg(i),
                        {},
                        under == 0 ? DocumentKind::Chapter : DocumentKind::Scene,
                        {},
                        under});
    }
    QElapsedTimer timer;
    timer.start();
    const QString root = library.create(documents).first();
    qInfo() << "made in" << timer.restart() << "ms";
    const auto parts = folderParts(library, root);
    qInfo() << "read in" << timer.restart() << "ms";
    writeFolder(folder.path("out"), parts);
    qInfo() << "written in" << timer.restart() << "ms";
    const FolderRead read = readFolder(folder.path("out"));
    qInfo() << "read from the folder in" << timer.restart() << "ms";
    QCOMPARE(read.texts.size(), 5001);
    Library other(folder.path("b.lacuna"));
    QCOMPARE(whole(other, takeIn(other, read), true), whole(library, root, true));
  }
};

QTEST_GUILESS_MAIN(FoldersTest)
#include "folders_test.moc"
