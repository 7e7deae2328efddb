// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/spelling_notes.h"

#include <QFile>
#include <QTest>

#include "storage/arrange.h"
#include "storage/library.h"
#include "storage/word_list.h"
#include "tests/storage/support.h"

using namespace lacuna::storage;

namespace {

QByteArray contents(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("no file");
}

}  // namespace

class SpellingNotesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void wordsAndLanguagesStayWithTheirProject() {
    const test::Folder folder;
    QString book;
    {
      Library library(folder.path());
      book = library.create(QVector<NewDocument>{{QStringLiteral("Book"), {}, {}, DocumentKind::Project}}).first();
      QCOMPARE(spellingNotes(library).size(), 0);
      changeSpellingWords(library, book, {QStringLiteral("zorblax"), QStringLiteral(" Anna "), QString()}, {});
      changeSpellingWords(library, book, {QStringLiteral("zorblax"), QStringLiteral("tidewrack")}, {});
      setSpellingLanguages(library, book, {QStringLiteral("de_DE")});
    }
    Library library(folder.path());
    const SpellingNotes notes = spellingNotes(library).value(book);
    QCOMPARE(notes.words,
             QStringList({QStringLiteral("Anna"), QStringLiteral("tidewrack"), QStringLiteral("zorblax")}));
    QCOMPARE(notes.languages, QStringList{QStringLiteral("de_DE")});
    changeSpellingWords(library, book, {}, notes.words);
    QCOMPARE(spellingNotes(library).value(book).words, QStringList());
    setSpellingLanguages(library, book, {});
    QCOMPARE(library.setting(spellingSettingOf(book), QStringLiteral("none")), QStringLiteral("none"));
  }

  void anUnknownDocumentIsRefusedAndDamageCountsAsNothing() {
    const test::Folder folder;
    Library library(folder.path());
    const auto error = test::errorOf([&] { changeSpellingWords(library, QStringLiteral("x"), {}, {}); });
    QVERIFY(error && error->code() == StorageCode::kNotFound && test::isSentence(error->sentence()));
    const QString id = library.create(QStringLiteral("a"), QString());
    library.setSetting(spellingSettingOf(id), QStringLiteral("{\"words\": [1, \"\", \"tide\", \"tide\"], \"lang"));
    QCOMPARE(spellingNotes(library).size(), 0);
    library.setSetting(spellingSettingOf(id), QStringLiteral("{\"words\": [1, \"\", \"tide\", \"tide\"]}"));
    QCOMPARE(spellingNotes(library).value(id).words, QStringList{QStringLiteral("tide")});
  }

  void copiesAndPartsSayTheSameAndWhatIsDeletedLeavesNothing() {
    const test::Folder folder;
    Library library(folder.path());
    const QString id = library.create(QStringLiteral("a"), QStringLiteral("The tide was out.\n\nNobody came."));
    changeSpellingWords(library, id, {QStringLiteral("tidewrack")}, {});
    setSpellingLanguages(library, id, {QStringLiteral("en_GB")});
    const SpellingNotes said = spellingNotes(library).value(id);
    const QString copy = duplicate(library, id);
    QCOMPARE(spellingNotes(library).value(copy), said);
    const QString part = split(library, {id, 19, {}});
    QCOMPARE(spellingNotes(library).value(part), said);
    changeSpellingWords(library, part, {QStringLiteral("saltern")}, {});
    setSpellingLanguages(library, part, {QStringLiteral("de_DE")});
    merge(library, {id, part}, QStringLiteral("\n\n"));
    QCOMPARE(spellingNotes(library).value(id).words,
             QStringList({QStringLiteral("saltern"), QStringLiteral("tidewrack")}));
    QCOMPARE(spellingNotes(library).value(id).languages, QStringList{QStringLiteral("en_GB")});
    library.remove(part);  // it was merged, and lies in the bin
    library.tree().bin(copy);
    QCOMPARE(library.emptyBin(), 1);
    QCOMPARE(spellingNotes(library).keys(), QStringList{id});
  }

  void aListOfWordsKeepsWhatItsOwnerWrote() {
    const test::Folder folder;
    const QString path = folder.path(QStringLiteral("deeper/words.txt"));
    changeWordList(path, {QStringLiteral("tide"), QStringLiteral("salt")}, {});
    QCOMPARE(contents(path), QByteArray("tide\nsalt\n"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("  wrack \n\nsalt\ntide");  // by hand, without an end
    file.close();
    changeWordList(path, {QStringLiteral("wrack"), QStringLiteral("f\u00f6hr")}, {QStringLiteral("salt")});
    QCOMPARE(contents(path), QByteArray("  wrack \n\ntide\nf\xC3\xB6hr\n"));
    const auto error = test::errorOf([&] { changeWordList(folder.path(QString()), {QStringLiteral("a")}, {}); });
    QVERIFY(error && test::isSentence(error->sentence()));
  }
};

QTEST_GUILESS_MAIN(SpellingNotesTest)
#include "spelling_notes_test.moc"
