// SPDX-License-Identifier: GPL-3.0-or-later
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTest>
#include <csignal>

#include "storage/files.h"
#include "storage/importers/importer.h"
#include "storage/importers/plain_text.h"
#include "tests/storage/support.h"

using namespace lacuna::storage;

namespace {

void write(const QString& path, const QByteArray& bytes) {
  QFile file(path);
  QVERIFY(file.open(QIODevice::WriteOnly));
  QCOMPARE(file.write(bytes), qint64(bytes.size()));
}

QByteArray bytesOf(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

}  // namespace

class FilesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void aTextIsTakenAsItStands_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("title");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("markdown") << "9 The House.md" << QByteArray("# Nine\n\nlow \xC3\xA9") << "9 The House"
                              << QByteArray("# Nine\n\nlow \xC3\xA9");
    QTest::newRow("plain") << "notes.v2.TXT" << QByteArray("a\tb") << "notes.v2" << QByteArray("a\tb");
    QTest::newRow("empty") << "empty.txt" << QByteArray() << "empty" << QByteArray();
    QTest::newRow("no suffix") << "README" << QByteArray("x\n") << "README" << QByteArray("x\n");
    QTest::newRow("byte order mark") << "mark.md" << QByteArray("\xEF\xBB\xBFx") << "mark" << QByteArray("x");
    QTest::newRow("zero byte") << "zero.txt" << QByteArray("a\0b", 3) << "zero" << QByteArray("a\0b", 3);
    QTest::newRow("CRLF") << "dos.txt" << QByteArray("a\r\n\r\nb\r\n") << "dos" << QByteArray("a\n\nb\n");
    QTest::newRow("CR") << "mac.txt" << QByteArray("a\rb\r") << "mac" << QByteArray("a\nb\n");
  }
  void aTextIsTakenAsItStands() {
    QFETCH(QString, name);
    QFETCH(QByteArray, bytes);
    QFETCH(QString, title);
    QFETCH(QByteArray, text);
    const test::Folder folder;
    write(folder.path(name), bytes);
    const Imported imported = importFile(folder.path(name));
    QCOMPARE(imported.title, title);
    QCOMPARE(imported.text.toUtf8(), text);
    // What was read is written back as it was.
    saveTextFile(folder.path(QStringLiteral("again")), imported.text, imported.form);
    QCOMPARE(bytesOf(folder.path(QStringLiteral("again"))), bytes);
    QCOMPARE(formFromWord(wordFor(imported.form)), imported.form);
  }

  void theFormIsThatOfMostLines() {
    QCOMPARE(formOf("a\r\nb\r\nc\n").lineEnd, TextForm::CarriageReturnLineFeed);
    QCOMPARE(formOf("a\nb\r\nc\n").lineEnd, TextForm::LineFeed);
    QCOMPARE(formOf("a").lineEnd, TextForm::LineFeed);
    QCOMPARE(bytesFromText(QStringLiteral("a\nb\r\nc"), {TextForm::CarriageReturnLineFeed, true}),
             QByteArray("\xEF\xBB\xBF"
                        "a\r\nb\r\nc"));
    // Without a form of the document's, a file keeps that of what stood there.
    const test::Folder folder;
    const QString path = folder.path(QStringLiteral("draft.md"));
    write(path, QByteArray("\xEF\xBB\xBFone\r\ntwo\r\n"));
    saveTextFile(path, QStringLiteral("three\nfour\n"));
    QCOMPARE(bytesOf(path), QByteArray("\xEF\xBB\xBFthree\r\nfour\r\n"));
  }

  void aFileThatIsNotUtf8NamesItsByte_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("offset");
    QTest::addColumn<int>("line");
    QTest::newRow("Latin-1") << QByteArray("low\ncaf\xE9 water") << 7 << 2;
    QTest::newRow("cut at the end") << QByteArray("abc\xE2\x82") << 3 << 1;
    QTest::newRow("surrogate") << QByteArray("abc\xED\xA0\x80") << 3 << 1;
    QTest::newRow("overlong") << QByteArray("\n\n\xC0\x80") << 2 << 3;
    QTest::newRow("above Unicode") << QByteArray("a\xF4\x90\x80\x80") << 1 << 1;
  }
  void aFileThatIsNotUtf8NamesItsByte() {
    QFETCH(QByteArray, bytes);
    QFETCH(int, offset);
    QFETCH(int, line);
    const test::Folder folder;
    const QString path = folder.path(QStringLiteral("draft.md"));
    write(path, bytes);
    const auto error = test::errorOf([&] { importFile(path); });
    QVERIFY(error);
    QCOMPARE(error->code(), StorageCode::kEncoding);
    QVERIFY(test::isSentence(error->sentence()));
    QVERIFY(error->sentence().contains(path));
    QVERIFY2(error->sentence().contains(QStringLiteral("byte %1 (line %2)").arg(offset).arg(line)),
             qPrintable(error->sentence()));
  }

  void utf8AgreesWithQt() {
    test::Random random(1);
    int sound = 0;
    for (int round = 0; round < 20000; ++round) {
      QByteArray bytes = random.text(1 + random.below(3)).toUtf8().left(8);
      for (int i = random.below(3); i > 0; --i) {
        bytes[random.below(static_cast<int>(bytes.size()))] = static_cast<char>(random.below(256));
      }
      const bool qt = QUtf8StringView(bytes.constData(), bytes.size()).isValidUtf8();
      QCOMPARE(findInvalidUtf8(bytes) < 0, qt);
      sound += qt ? 1 : 0;
    }
    QVERIFY(sound > 1000 && sound < 19000);
  }

  void findsTheFirstBadByte_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("at");
    QTest::newRow("well") << QByteArray("aä€😀") << -1;
    QTest::newRow("Latin-1") << QByteArray("caf\xE9 noir") << 3;
    QTest::newRow("cut off") << QByteArray("a\xE2\x82") << 1;
    QTest::newRow("overlong") << QByteArray("\xC0\xAF") << 0;
    QTest::newRow("surrogate") << QByteArray("ab\xED\xA0\x80") << 2;
    QTest::newRow("outside") << QByteArray("\xF4\x90\x80\x80") << 0;
  }
  void findsTheFirstBadByte() {
    QFETCH(QByteArray, bytes);
    QFETCH(int, at);
    QCOMPARE(findInvalidUtf8(bytes), qint64{at});
  }

  void whatCannotBeReadIsASentence() {
    const test::Folder folder;
    const QString dir = folder.path(QStringLiteral("chapter.md"));
    QVERIFY(QDir().mkpath(dir));
    write(folder.path(QStringLiteral("image.png")), QByteArray("\x89PNG"));
    write(folder.path(QStringLiteral("binary")), QByteArray("\x7F"
                                                            "ELF\0\0",
                                                            6));
    write(folder.path(QStringLiteral("large.txt")), QByteArray(1001, 'x'));
    const QString pipe = folder.path(QStringLiteral("pipe.txt"));
    QCOMPARE(::mkfifo(QFile::encodeName(pipe).constData(), 0600), 0);
    const auto codeOf = [](const QString& path) {
      const auto error = test::errorOf([&] { importFile(path, 1000); });
      return error && test::isSentence(error->sentence()) && error->sentence().contains(path)
                 ? static_cast<int>(error->code())
                 : -1;
    };
    QCOMPARE(codeOf(folder.path(QStringLiteral("missing.md"))), static_cast<int>(StorageCode::kNotFound));
    QCOMPARE(codeOf(dir), static_cast<int>(StorageCode::kUnreadable));
    QCOMPARE(codeOf(folder.path(QStringLiteral("image.png"))), static_cast<int>(StorageCode::kInvalid));
    QCOMPARE(codeOf(folder.path(QStringLiteral("binary"))), static_cast<int>(StorageCode::kInvalid));
    QCOMPARE(codeOf(folder.path(QStringLiteral("large.txt"))), static_cast<int>(StorageCode::kInvalid));
    QCOMPARE(codeOf(pipe), static_cast<int>(StorageCode::kUnreadable));  // and does not wait for a writer
    if (geteuid() != 0) {                                                // no rights stop root
      QFile::setPermissions(folder.path(QStringLiteral("large.txt")), {});
      QVERIFY(test::errorOf([&] { importFile(folder.path(QStringLiteral("large.txt"))); }));
    }
  }

  void theRegistryIsWhole() {
    QStringList seen;
    for (const Importer& importer : importers()) {
      for (const QString& suffix : QString::fromLatin1(importer.suffixes).split(QLatin1Char(' '))) {
        QVERIFY2(!seen.contains(suffix), "two importers take one suffix");
        QVERIFY(importer.canRead(suffix, {}));
        seen.append(suffix);
      }
    }
    // Those of storage/formats are told by their content.
    QCOMPARE(importPatterns().size(), seen.size() + 5);
  }

  void savingReplacesTheFile() {
    const test::Folder folder;
    const QString path = folder.path(QStringLiteral("draft.md"));
    saveTextFile(path, QStringLiteral("first, and longer than the second\n"));
    saveTextFile(path, QStringLiteral("caf\u00e9\n"));
    QCOMPARE(bytesOf(path), QByteArray("caf\xC3\xA9\n"));
    QCOMPARE(QDir(folder.dir.path()).entryList(QDir::Files).size(), 1);  // no temporary file is left
  }

  void savingNowhereIsASentence() {
    const test::Folder folder;
    const auto missing = test::errorOf([&] { saveTextFile(folder.path(QStringLiteral("no/such/draft.md")), {}); });
    QVERIFY(missing);
    QCOMPARE(missing->code(), StorageCode::kNotFound);
    QVERIFY(test::isSentence(missing->sentence()));
    const auto dir = test::errorOf([&] { saveTextFile(folder.dir.path(), {}); });
    QVERIFY(dir);
    QVERIFY(test::isSentence(dir->sentence()));
  }

  void aPipeIsNotReplaced() {
    const test::Folder folder;
    const QString pipe = folder.path(QStringLiteral("pipe.md"));
    QCOMPARE(::mkfifo(QFile::encodeName(pipe).constData(), 0600), 0);
    const auto error = test::errorOf([&] { saveTextFile(pipe, QStringLiteral("x")); });
    QVERIFY(error);
    QCOMPARE(error->code(), StorageCode::kInvalid);
    QVERIFY(test::isSentence(error->sentence()));
    QVERIFY(QFileInfo::exists(pipe) && !QFileInfo(pipe).isFile());
  }

  // Below what a buffer holds nothing fails before the last flush.
  void aWriteThatFailsLeavesTheOldFile_data() {
    QTest::addColumn<int>("letters");
    QTest::newRow("a page") << 12000;
    QTest::newRow("a book") << 100000;
  }
  void aWriteThatFailsLeavesTheOldFile() {
    QFETCH(int, letters);
    const test::Folder folder;
    const QString path = folder.path(QStringLiteral("draft.md"));
    saveTextFile(path, QStringLiteral("as it was"));
    // A limit on the size of files stands for a full disk.
    rlimit old{};
    QCOMPARE(::getrlimit(RLIMIT_FSIZE, &old), 0);
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit small{10000, old.rlim_max};
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &small), 0);
    const auto error = test::errorOf([&] { saveTextFile(path, QString(letters, QLatin1Char('x'))); });
    ::setrlimit(RLIMIT_FSIZE, &old);
    std::signal(SIGXFSZ, handler);
    QVERIFY(error);
    QCOMPARE(error->code(), StorageCode::kFull);
    QVERIFY2(test::isSentence(error->sentence()), qPrintable(error->sentence()));
    QCOMPARE(bytesOf(path), QByteArray("as it was"));
    QCOMPARE(QDir(folder.dir.path()).entryList(QDir::Files | QDir::Hidden).size(), 1);
  }
};

QTEST_APPLESS_MAIN(FilesTest)
#include "files_test.moc"
