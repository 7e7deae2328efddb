// SPDX-License-Identifier: GPL-3.0-or-later
// `lacuna cache`: what is kept of drafts that were read can be seen, emptied and turned off.
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QtTest/QtTest>

#include "tests/app/support.h"

using namespace lacuna::tests;

namespace {

// As engine/base/page_store names them.
QString pageName(char digit) {
  return QString(16, QLatin1Char(digit)) + '-' + QString(64, QLatin1Char(digit)) + QStringLiteral(".page");
}

}  // namespace

class CacheCommandTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void saysWhatIsThere();
  void empties();
  void isTurnedOffAndOn();
  void theFolderCanBeNamed();
  void refuses();

 private:
  Ran run(const QStringList& arguments, const QStringList& more = {"LACUNA_CONTEXT_CACHE"}) const {
    return runProgramWith(
        QStringList{"cache"} + arguments,
        QStringList{"XDG_CACHE_HOME=" + folder_->filePath("cache"), "XDG_CONFIG_HOME=" + folder_->filePath("config")} +
            more);
  }
  QJsonObject shown(const QStringList& more = {"LACUNA_CONTEXT_CACHE"}) const {
    return QJsonDocument::fromJson(run({"--json"}, more).out).object();
  }
  QString kept(const QString& name = {}) const { return folder_->filePath("cache/lacuna/context/" + name); }
  void fill() const {
    QVERIFY(QDir().mkpath(kept()));
    for (const QString& name : {pageName('a'), pageName('0'), QStringLiteral(".7-0.part"),
                                QStringLiteral("letter.page"), QStringLiteral(".film.part")})
      QVERIFY(writeFile(kept(name), QByteArray(1000, 'x')));
  }

  std::unique_ptr<QTemporaryDir> folder_;
};

void CacheCommandTest::init() { folder_ = std::make_unique<QTemporaryDir>(); }

void CacheCommandTest::saysWhatIsThere() {
  QJsonObject object = shown();
  QCOMPARE(object["kept"].toBool(), true);
  QCOMPARE(object["files"].toInt(), 0);
  QCOMPARE(object["folder"].toString() + "/", kept());
  QVERIFY(!QFile::exists(kept()));  // looking makes nothing
  fill();
  object = shown();
  QCOMPARE(object["files"].toInt(), 3);
  QCOMPARE(object["bytes"].toInt(), 3000);
  const Ran ran = run({});
  QCOMPARE(ran.code, 0);
  QVERIFY2(ran.out.startsWith("on: 3 files, 0.0 MB in "), ran.out);
}

void CacheCommandTest::empties() {
  fill();
  const Ran ran = run({"clear"});
  QCOMPARE(ran.code, 0);
  QVERIFY2(ran.out.contains("3 files"), ran.out);
  QCOMPARE(QDir(kept()).entryList(QDir::Files | QDir::Hidden), (QStringList{".film.part", "letter.page"}));
  QCOMPARE(shown()["kept"].toBool(), true);
  QCOMPARE(run({"clear"}).code, 0);
}

void CacheCommandTest::isTurnedOffAndOn() {
  fill();
  QVERIFY(QFile::remove(kept("letter.page")) && QFile::remove(kept(".film.part")));
  QCOMPARE(run({"off"}).code, 0);
  QVERIFY(!QFile::exists(kept()));
  QCOMPARE(shown()["kept"].toBool(), false);
  QVERIFY(run({}).out.startsWith("off: 0 files"));
  QCOMPARE(run({"on"}).code, 0);
  QCOMPARE(shown()["kept"].toBool(), true);
}

void CacheCommandTest::theFolderCanBeNamed() {
  fill();
  QVERIFY(QDir().mkpath(folder_->filePath("mine")));
  QVERIFY(writeFile(folder_->filePath("mine/" + pageName('c')), "x"));
  const QString mine = "LACUNA_CONTEXT_CACHE=" + folder_->filePath("mine");
  QCOMPARE(shown({mine})["files"].toInt(), 1);
  QCOMPARE(run({"clear"}, {mine}).code, 0);
  QVERIFY(!QFile::exists(folder_->filePath("mine/" + pageName('c'))));
  QVERIFY(QFile::exists(kept(pageName('a'))));
  const QJsonObject none = shown({"LACUNA_CONTEXT_CACHE="});
  QCOMPARE(none["kept"].toBool(), false);
  QCOMPARE(none["files"].toInt(), 0);
  QCOMPARE(run({"clear"}, {"LACUNA_CONTEXT_CACHE="}).code, 0);
  QVERIFY(QFile::exists(kept(pageName('a'))));
}

void CacheCommandTest::refuses() {
  const Ran ran = run({"burn"});
  QCOMPARE(ran.code, 2);
  QVERIFY2(isOneSentence(ran.err) && ran.err.contains("--help"), ran.err);
}

QTEST_APPLESS_MAIN(CacheCommandTest)
#include "cache_command_test.moc"
