// SPDX-License-Identifier: GPL-3.0-or-later
// Text files that are not UTF-8: how they read, what is offered first, and that they are saved as they were.
#include <QtTest/QtTest>

#include "storage/files.h"
#include "storage/formats/encoding.h"
#include "storage/importers/importer.h"
#include "storage/library.h"
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

const QString kWords = QString::fromUtf8("Die Bäume am Café sind größer geworden, sagte sie.\nUnd naïv.\n");

}  // namespace

class EncodingTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void theLikeliestComesFirst_data() {
    QTest::addColumn<QString>("encoding");
    QTest::addColumn<QString>("text");
    const QString russian = QString::fromUtf8("Был холодный ясный апрельский день, и часы пробили тринадцать.\n");
    const QString chinese = QString::fromUtf8("四月，天气寒冷晴朗，钟敲了十三下。他把下巴缩在胸前，躲避着寒风。\n");
    for (const char* name : {"utf-16le", "utf-16be", "windows-1252"}) QTest::newRow(name) << QString(name) << kWords;
    QTest::newRow("macintosh") << "macintosh" << kWords;
    QTest::newRow("quotes") << "windows-1252" << QString::fromUtf8("“Never,” she said — and left…\n");
    QTest::newRow("windows-1251") << "windows-1251" << russian;
    QTest::newRow("koi8-r") << "koi8-r" << russian;
    QTest::newRow("gb18030") << "gb18030" << chinese;
    QTest::newRow("Chinese UTF-16") << "utf-16le" << chinese;
  }
  void theLikeliestComesFirst() {
    QFETCH(QString, encoding);
    QFETCH(QString, text);
    if (!encodings().contains(encoding)) QSKIP("this Qt does not know the encoding");
    QCOMPARE(firstOutside(text, encoding), qsizetype(-1));
    const QVector<Reading> found = readings(encoded(text, encoding));
    QVERIFY(!found.isEmpty());
    QCOMPARE(found.first().encoding, encoding);
    QCOMPARE(found.first().text, text);
    QCOMPARE(decoded(encoded(text, encoding), encoding), text);
  }

  // One damaged character among many: the others are not to be read as something else for it.
  void damagedUtf8IsUtf8() {
    const QByteArray bytes = kWords.repeated(3).toUtf8() + "caf\xE9 noir\n";
    const QVector<Reading> found = readings(bytes);
    QCOMPARE(found.first().encoding, QStringLiteral("utf-8"));
    const lacuna::storage::test::Folder folder;
    const QString path = folder.path(QStringLiteral("damaged.txt"));
    write(path, bytes);
    const auto error = lacuna::storage::test::errorOf([&] { importFile(path); });
    QVERIFY(error && error->code() == StorageCode::kEncoding);
    const Imported read = importFile(path, kLargestImport, QStringLiteral("utf-8"));
    QCOMPARE(read.text, kWords.repeated(3) + QString::fromUtf8("caf\uFFFD noir\n"));
    QVERIFY(read.form.encoding.isEmpty());
  }

  void whatIsNoTextHasNoReading() {
    lacuna::storage::test::Random random(3);
    QByteArray noise;
    for (int i = 0; i < 4000; ++i) noise += static_cast<char>(random.below(256));
    QVERIFY(readings(noise).isEmpty());
    QVERIFY(readings(QByteArray("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16) + noise).isEmpty());
  }

  // A file is opened in an encoding and saved as it was: its bytes are the same.
  void whatIsSavedIsAsItWas_data() {
    QTest::addColumn<QString>("encoding");
    QTest::addColumn<QByteArray>("mark");
    QTest::addColumn<QString>("lineEnd");
    QTest::newRow("Windows") << "windows-1252" << QByteArray() << "\r\n";
    QTest::newRow("Latin-1") << "latin-1" << QByteArray() << "\n";
    QTest::newRow("UTF-16 with its mark") << "utf-16le" << QByteArray("\xFF\xFE") << "\r\n";
    QTest::newRow("UTF-16 without it") << "utf-16be" << QByteArray() << "\n";
    QTest::newRow("big UTF-16 with its mark") << "utf-16be" << QByteArray("\xFE\xFF") << "\r";
  }
  void whatIsSavedIsAsItWas() {
    QFETCH(QString, encoding);
    QFETCH(QByteArray, mark);
    QFETCH(QString, lineEnd);
    const lacuna::storage::test::Folder folder;
    const QString path = folder.path(QStringLiteral("old.txt"));
    QString lines = kWords;
    lines.replace(u'\n', lineEnd);
    const QByteArray bytes = mark + encoded(lines, encoding);
    write(path, bytes);
    const Imported read = importFile(path, kLargestImport, mark.isEmpty() ? encoding : QString());
    QCOMPARE(read.text, kWords);
    QCOMPARE(read.form.encoding, encoding);
    QCOMPARE(formFromWord(wordFor(read.form)), read.form);
    const QString copy = folder.path(QStringLiteral("copy.txt"));
    QCOMPARE(saveTextFile(copy, read.text, read.form), QString());
    QCOMPARE(bytesOf(copy), bytes);
  }

  void withoutItsEncodingItIsAskedFor_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("Latin-1") << encoded(kWords, QStringLiteral("latin-1"));
    // All of its bytes are UTF-8 too.
    QTest::newRow("UTF-16") << encoded(QStringLiteral("Low water.\nSalt.\n"), QStringLiteral("utf-16le"));
  }
  void withoutItsEncodingItIsAskedFor() {
    QFETCH(QByteArray, bytes);
    const lacuna::storage::test::Folder folder;
    const QString path = folder.path(QStringLiteral("old.txt"));
    write(path, bytes);
    const auto error = lacuna::storage::test::errorOf([&] { importFile(path); });
    QVERIFY(error);
    QCOMPARE(error->code(), StorageCode::kEncoding);
    QVERIFY(!readingsOf(path).isEmpty());
  }

  // A letter that the encoding lacks is never lost: the file becomes UTF-8, and that is said.
  void aLetterThatItLacksMakesItUtf8() {
    const lacuna::storage::test::Folder folder;
    const QString path = folder.path(QStringLiteral("old.txt"));
    TextForm form;
    form.encoding = QStringLiteral("latin-1");
    form.lineEnd = TextForm::CarriageReturnLineFeed;
    const QString text = QString::fromUtf8("One\ntwo € three\n");
    const QString said = saveTextFile(path, text, form);
    QVERIFY2(
        lacuna::storage::test::isSentence(said) && said.contains(u'\u20AC') && said.contains(QStringLiteral("line 2")),
        qPrintable(said));
    QCOMPARE(bytesOf(path), QByteArray("One\r\ntwo \xE2\x82\xAC three\r\n"));
    QCOMPARE(saveTextFile(path, QString::fromUtf8("café\n"), form), QString());
    QCOMPARE(bytesOf(path), QByteArray("caf\xE9\r\n"));
  }

  // The library knows in which encoding a file was opened, and does not ask again.
  void openedAgainWithoutAWord() {
    const lacuna::storage::test::Folder folder;
    const QString path = folder.path(QStringLiteral("old.txt"));
    write(path, encoded(kWords, QStringLiteral("windows-1252")));
    Library library(folder.path(QStringLiteral("library.lacuna")));
    QVERIFY(lacuna::storage::test::errorOf([&] { (void)library.importOnce(path); }));
    const QString id = library.importOnce(path, QStringLiteral("windows-1252")).id;
    QCOMPARE(library.read(id).text, kWords);
    QCOMPARE(library.importOnce(path).id, id);
    QCOMPARE(library.formOf(id).encoding, QStringLiteral("windows-1252"));
    write(path, encoded(kWords + QString::fromUtf8("Ça.\n"), QStringLiteral("windows-1252")));
    const FileDraft changed = library.importOnce(path);
    QCOMPARE(changed.id, id);
    QCOMPARE(changed.fileText.value_or(QString()), kWords + QString::fromUtf8("Ça.\n"));
  }
};

QTEST_GUILESS_MAIN(EncodingTest)
#include "encoding_test.moc"
