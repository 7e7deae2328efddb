// SPDX-License-Identifier: GPL-3.0-or-later
// `lacuna model` over folders made here: list, show, add, remove, and what it refuses.
#include <sys/stat.h>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QtTest/QtTest>

#include "app/engine/engine_loader.h"
#include "tests/app/support.h"

using namespace lacuna::tests;

namespace {

constexpr qsizetype kShipped = 2;  // the quick model, and the adapter of a base

}  // namespace

class ModelCommandTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void listsWhatIsThere();
  void addsShowsAndRemoves();
  void refuses();
  void leavesWhatWasNotAdded();
  void saysWhatIsBroken();
  void pipesAreNotWaitedFor();
  void anotherBaseLeavesTheQuickModel();

 private:
  // The program with folders of its own.
  Ran run(const QStringList& arguments, const QStringList& more = {}) const {
    return runProgramWith(QStringList{"model"} + arguments,
                          QStringList{"LACUNA_MODEL", "XDG_DATA_HOME=" + folder_->filePath("data"),
                                      "XDG_CACHE_HOME=" + folder_->filePath("cache"), "LACUNA_BASE"} +
                              more);
  }
  QJsonArray list() const {
    const Ran ran = run({"list", "--json"});
    return QJsonDocument::fromJson(ran.out).object()["models"].toArray();
  }
  QString own(const QString& name) const { return folder_->filePath("data/lacuna/models/" + name); }

  std::unique_ptr<QTemporaryDir> folder_;
};

void ModelCommandTest::init() {
  NEED_MODEL();
  folder_ = std::make_unique<QTemporaryDir>();
  QVERIFY(copyModel(folder_->filePath("mine")));
}

void ModelCommandTest::listsWhatIsThere() {
  const QJsonArray models = list();
  QCOMPARE(models.size(), kShipped);
  const QJsonObject adapter = models[1].toObject();
  QCOMPARE(adapter["kind"].toString(), "adapter");
  QCOMPARE(adapter["base"].toObject()["sha256"].toString().size(), 64);
  QVERIFY(adapter["parameters"].toInteger() > 1000000);
  const QJsonObject shipped = models[0].toObject();
  QCOMPARE(shipped["kind"].toString(), "model");
  QCOMPARE(shipped["place"].toString(), "installed");
  QVERIFY(shipped["parameters"].toInteger() > 1000000);
  QCOMPARE(shipped["sha256"].toString().size(), 64);
  const Ran ran = run({});
  QCOMPARE(ran.code, 0);
  QVERIFY2(ran.out.contains("installed") && ran.out.contains(shipped["sha256"].toString().left(12).toUtf8()), ran.out);
  // A named one stands first, and none stands twice.
  const Ran named = run({"list", "--json"}, {"LACUNA_MODEL=" + folder_->filePath("mine") + "/"});
  const QJsonArray both = QJsonDocument::fromJson(named.out).object()["models"].toArray();
  QCOMPARE(both.size(), kShipped + 1);
  QCOMPARE(both[0].toObject()["place"].toString(), "named");
}

void ModelCommandTest::addsShowsAndRemoves() {
  const Ran added = run({"add", folder_->filePath("mine") + "/"});
  QVERIFY2(added.code == 0, added.err);
  QVERIFY(QFile::exists(own("mine/model.safetensors")));
  QCOMPARE(QDir(own("")).entryList(QDir::AllEntries | QDir::NoDotAndDotDot), QStringList{"mine"});
  QCOMPARE(list().size(), kShipped + 1);
  const Ran shown = run({"show", "mine", "--json"});
  QCOMPARE(shown.code, 0);
  const QJsonObject object = QJsonDocument::fromJson(shown.out).object();
  QCOMPARE(object["place"].toString(), "yours");
  QCOMPARE(object["path"].toString(), own("mine"));
  QVERIFY(run({"show", object["sha256"].toString().left(8)}).out.contains("sha256"));
  const Ran again = run({"add", folder_->filePath("mine")});
  QCOMPARE(again.code, 3);
  QVERIFY2(isOneSentence(again.err) && again.err.contains("there already"), again.err);
  const Ran removed = run({"remove", "mine"});
  QVERIFY2(removed.code == 0, removed.err);
  QVERIFY(!QFile::exists(own("mine")));
  QVERIFY(QFile::exists(folder_->filePath("mine/config.json")));
}

void ModelCommandTest::refuses() {
  const auto refused = [&](const QStringList& arguments, int code, const char* why) {
    const Ran ran = run(arguments);
    if (ran.code != code || !isOneSentence(ran.err) || !ran.err.contains(why)) qWarning() << ran.code << ran.err;
    return ran.code == code && isOneSentence(ran.err) && ran.err.contains(why);
  };
  QVERIFY(refused({"show", "nothing-of-the-kind"}, 3, "no model named"));
  QVERIFY(refused({"remove", "nothing-of-the-kind"}, 3, "no model named"));
  QVERIFY(refused({"add", folder_->filePath("missing.gguf")}, 3, "missing.gguf"));
  QVERIFY(writeFile(folder_->filePath("bad.gguf"), "GGUF and then something else"));
  QVERIFY(refused({"add", folder_->filePath("bad.gguf")}, 4, "version"));
  QVERIFY(writeFile(folder_->filePath("mine/config.json"), "[]"));
  QVERIFY(refused({"add", folder_->filePath("mine")}, 4, "config.json"));
  QVERIFY(!QFile::exists(own("")) || QDir(own("")).isEmpty());
  QVERIFY(refused({"frobnicate"}, 2, "--help"));
  QVERIFY(refused({"show"}, 2, "--help"));
}

void ModelCommandTest::leavesWhatWasNotAdded() {
  const QString shipped = list()[0].toObject()["name"].toString();
  const Ran ran = run({"remove", shipped});
  QCOMPARE(ran.code, 3);
  QVERIFY2(isOneSentence(ran.err) && ran.err.contains("left alone"), ran.err);
  QCOMPARE(list().size(), kShipped);
  // One of the same name that was added is the one that goes.
  QVERIFY(QFile::rename(folder_->filePath("mine"), folder_->filePath(shipped)));
  QVERIFY(QDir().mkpath(own("")));
  QVERIFY(QDir().rename(folder_->filePath(shipped), own(shipped)));
  QCOMPARE(list().size(), kShipped + 1);
  QCOMPARE(run({"remove", shipped}).code, 0);
  QCOMPARE(list().size(), kShipped);
}

void ModelCommandTest::saysWhatIsBroken() {
  QVERIFY(QDir().mkpath(own("")));
  QVERIFY(writeFile(own("broken.gguf"), "GGUF"));
  const QJsonArray models = list();
  QCOMPARE(models.size(), kShipped + 1);
  QVERIFY(models[0].toObject()["error"].toString().contains("broken.gguf"));
  const Ran ran = run({"list"});
  QCOMPARE(ran.code, 0);
  QVERIFY(ran.out.contains("cannot be used"));
  const Ran shown = run({"show", "broken"});
  QCOMPARE(shown.code, 4);
  QVERIFY2(isOneSentence(shown.err), shown.err);
  QCOMPARE(run({"remove", "broken"}).code, 0);
}

// By whoever describes a model, as by whoever opens it: the folder's files, and a base.
void ModelCommandTest::pipesAreNotWaitedFor() {
  const QString base = folder_->filePath("pipe.gguf");
  QCOMPARE(::mkfifo(QFile::encodeName(base).constData(), 0600), 0);
  QStringList paths{base};
  for (const char* const name : {"config.json", "tokenizer.model", "model.safetensors"}) {
    const QString folder = folder_->filePath(QStringLiteral("without-") + name);
    QVERIFY(copyModel(folder) && QFile::remove(folder + '/' + name));
    QCOMPARE(::mkfifo(QFile::encodeName(folder + '/' + name).constData(), 0600), 0);
    paths << folder;
  }
  for (const QString& path : std::as_const(paths)) {
    const Ran added = run({"add", path});
    QVERIFY2(added.code == 4 && isOneSentence(added.err), qPrintable(path + ": " + added.err));
  }
}

void ModelCommandTest::anotherBaseLeavesTheQuickModel() {
  qunsetenv("LACUNA_MODEL");
  qunsetenv("LACUNA_BASE");
  qputenv("XDG_DATA_HOME", folder_->filePath("data").toUtf8());
  qputenv("XDG_CACHE_HOME", folder_->filePath("cache").toUtf8());
  const auto usual = [] { return QString::fromStdString(lacuna::app::modelFolder({})).section('/', -1); };
  const QString quick = usual();
  const QString models = folder_->filePath("cache/lacuna/models");
  QVERIFY(QDir().mkpath(models));
  const auto put = [&](const QString& name) {
    QFile file(models + "/" + name);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("GGUF") == 4);
  };
  put("other.gguf");
  QCOMPARE(usual(), quick);
  put("SmolLM2-135M-Instruct.Q4_1.gguf");
  QCOMPARE(usual(), QStringLiteral("estuary-135m"));
}

QTEST_APPLESS_MAIN(ModelCommandTest)
#include "model_command_test.moc"
