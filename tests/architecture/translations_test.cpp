// SPDX-License-Identifier: GPL-3.0-or-later
// The translations are whole: each sentence of the sources is in each catalogue, translated, with the same places for
// values. The first half shows that each rule can fail; the second reads the tree.
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QLibraryInfo>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtTest/QtTest>

#include "tests/architecture/translation_rules.h"

using namespace lacuna::tests;

namespace {

const QStringList kParts{"app", "ui", "storage"};

QByteArray contentOf(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

TranslatedText entry(const QString& source, const QStringList& forms, bool counts = false) {
  return {QStringLiteral("Context"), source, {}, forms, counts};
}

}  // namespace

class TranslationsTest : public QObject {
  Q_OBJECT

  const QDir root_{QStringLiteral(LACUNA_SOURCE_DIR)};
  QStringList catalogues() const {
    QStringList paths;
    const QDir folder(root_.filePath(QStringLiteral("resources/translations")));
    for (const QString& name : folder.entryList({QStringLiteral("lacuna_*.ts")})) paths << folder.filePath(name);
    return paths;
  }

 private Q_SLOTS:
  void rulesOfOneText_data() {
    QTest::addColumn<QString>("source");
    QTest::addColumn<QStringList>("forms");
    QTest::addColumn<bool>("counts");
    QTest::addColumn<bool>("good");
    const auto row = [](const char* name, const QString& source, const QStringList& forms, bool counts, bool good) {
      QTest::newRow(name) << source << forms << counts << good;
    };
    row("as it should be", "&Open %1\u2026", {"%1 \u00f6&ffnen\u2026"}, false, true);
    row("another order", "%1 of %2", {"aus %2: %1"}, false, true);
    row("a value is missing", "%1 of %2", {"%1"}, false, false);
    row("a value twice", "%1", {"%1 %1"}, false, false);
    row("a number without its locale", "%L1 nats", {"%1 nat"}, false, false);
    row("empty", "Words", {""}, false, false);
    row("no mnemonic", "&Open", {"Auf"}, false, false);
    row("two mnemonics", "&Open", {"&A&uf"}, false, false);
    row("a tag is missing", "<b>Words</b>", {"<b>Worte"}, false, false);
    row("a space is missing", ", and ", {", und"}, false, false);
    row("a tab is missing", "Take\tEnter", {"Nehmen Enter"}, false, false);
    row("counted", "%n words of %1", {"ein Wort von %1", "%n Worte von %1"}, true, true);
    row("counted, without the number", "%n words", {"%n Wort", "Worte"}, true, false);
    row("counted, the other value is missing", "%n words of %1", {"ein Wort", "%n Worte von %1"}, true, false);
  }
  void rulesOfOneText() {
    QFETCH(QString, source);
    QFETCH(QStringList, forms);
    QFETCH(bool, counts);
    QFETCH(bool, good);
    const QStringList found = checkTranslation(entry(source, forms, counts));
    QVERIFY2(found.isEmpty() == good, qPrintable(found.join(u'\n')));
  }

  void unfinishedIsFound() {
    const QByteArray xml =
        "<TS><context><name>A</name><message><source>x</source><translation "
        "type=\"unfinished\"></translation></message>"
        "<message numerus=\"yes\"><source>%n</source><translation><numerusform>%n</numerusform></translation></message>"
        "</context></TS>";
    const QVector<TranslatedText> all = readCatalogue(xml);
    QCOMPARE(all.size(), 2);
    QCOMPARE(checkTranslation(all.at(0)).size(), 1);
    QVERIFY(all.at(1).counts && checkTranslation(all.at(1)).isEmpty());
    QVERIFY(readCatalogue("<TS><context>").isEmpty());
  }

  void whatIsNewOrGoneIsFound() {
    const QVector<TranslatedText> kept{entry("a", {"A"}), entry("b", {"B"})};
    QVERIFY(compareCatalogues(kept, kept).isEmpty());
    QCOMPARE(compareCatalogues(kept, {entry("a", {"A"}), entry("c", {"C"})}).size(), 2);
  }

  void whatLupdateMisreadsIsFound() {
    QVERIFY(checkTranslatable("a.cpp", "tr(\"1\\u2013 5\"); tr(\"\\u201cx\\u201d\")").isEmpty());
    QCOMPARE(checkTranslatable("a.cpp", "tr(\"1\\u20135\")").size(), 1);
    QCOMPARE(checkTranslatable("a.cpp", "QString say(const char* t) { return QCoreApplication::translate(\"A\", t); }")
                 .size(),
             1);
    QCOMPARE(checkTranslatable("a.cpp", "QString say(const char* text) { return Dialog::tr(text); }").size(), 1);
    QVERIFY(checkTranslatable("a.cpp", "QString say(const char* t) { return QString::fromUtf8(t); }").isEmpty());
  }

  // --- The tree ---------------------------------------------------------------------------------------------------

  void everyTextIsTranslated() {
    QVERIFY(!catalogues().isEmpty());
    for (const QString& path : catalogues()) {
      const QVector<TranslatedText> all = readCatalogue(contentOf(path));
      QVERIFY2(!all.isEmpty(), qPrintable(path));
      QStringList found;
      for (const TranslatedText& text : all) found += checkTranslation(text);
      QVERIFY2(found.isEmpty(), qPrintable(QStringLiteral("%1:\n%2").arg(path, found.join(u'\n'))));
    }
  }

  void everyTextCanBeRead() {
    QStringList found;
    for (const QString& part : kParts) {
      QDirIterator walk(root_.filePath(part), {"*.cpp", "*.h"}, QDir::Files, QDirIterator::Subdirectories);
      while (walk.hasNext()) {
        const QString path = walk.next();
        found += checkTranslatable(root_.relativeFilePath(path), QString::fromUtf8(contentOf(path)));
      }
    }
    QVERIFY2(found.isEmpty(), qPrintable(found.join(u'\n')));
  }

  void everySentenceOfTheSourcesIsThere() {
    const QString lupdate =
        QStandardPaths::findExecutable(QStringLiteral("lupdate"), {QLibraryInfo::path(QLibraryInfo::BinariesPath)});
    if (lupdate.isEmpty()) QSKIP("Qt's lupdate is not here: install qt6-l10n-tools.");
    for (const QString& path : catalogues()) {
      QTemporaryDir folder;
      const QString made = folder.filePath(QFileInfo(path).fileName());
      QVERIFY(QFile::copy(path, made));
      QVERIFY(QFile::setPermissions(made, QFile::ReadOwner | QFile::WriteOwner));
      QProcess run;
      run.setWorkingDirectory(root_.path());
      run.setProcessChannelMode(QProcess::MergedChannels);
      run.start(lupdate, QStringList{"-I", ".", "-extensions", "cpp,h", "-locations", "none", "-no-obsolete"} + kParts +
                             QStringList{"-ts", made});
      QVERIFY2(run.waitForFinished(120000), qPrintable(run.errorString()));
      const QString said = QString::fromUtf8(run.readAll());
      QVERIFY2(run.exitStatus() == QProcess::NormalExit && run.exitCode() == 0, qPrintable(said));
      // Words that would be looked up under another name than they are kept under.
      QVERIFY2(!said.contains(QStringLiteral("lacks Q_OBJECT")) && !said.contains(QStringLiteral("Qualifying with")),
               qPrintable(said));
      const QStringList found = compareCatalogues(readCatalogue(contentOf(path)), readCatalogue(contentOf(made)));
      QVERIFY2(found.isEmpty(), qPrintable(QStringLiteral("%1:\n%2").arg(path, found.join(u'\n'))));
    }
  }
};

QTEST_GUILESS_MAIN(TranslationsTest)
#include "translations_test.moc"
