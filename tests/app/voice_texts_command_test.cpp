// SPDX-License-Identifier: GPL-3.0-or-later
// `lacuna voice`: a voice's texts in the terminal, from a name to chapters that are used as the author says.
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QtTest/QtTest>

#include "storage/library.h"
#include "storage/voices/voice_store.h"
#include "tests/app/support.h"

using namespace lacuna;
using namespace lacuna::tests;

namespace {

// English words in an order of its own for each name; each sentence begins with the name and its number.
QByteArray book(const QByteArray& name, int chapters, int sentences) {
  static const QList<QByteArray> kWords{"the", "tide", "and", "lamp", "of", "boat", "was",  "grey",
                                        "she", "had",  "he",  "to",   "in", "it",   "slow", "that"};
  QRandomGenerator random(static_cast<quint32>(name[0]) * 1000 + static_cast<quint32>(name[1]));
  QByteArray text;
  int number = 0;
  for (int i = 1; i <= chapters; ++i) {
    text += "# " + name + " " + QByteArray::number(i) + "\n\n";
    for (int k = 0; k < sentences; ++k) {
      text += "The " + name + " number " + QByteArray::number(++number);
      for (int w = 0; w < 12; ++w) text += ' ' + kWords[random.bounded(kWords.size())];
      text += k % 4 == 3 ? ".\n\n" : ". ";
    }
  }
  return text;
}

// "chapters/1/use".
QJsonValue at(const QJsonObject& object, const QString& path) {
  QJsonValue value = object;
  for (const QString& name : path.split('/'))
    value = value.isArray() ? value.toArray().at(name.toInt()) : value.toObject().value(name);
  return value;
}

}  // namespace

class VoiceTextsCommandTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void fromANameToChapters();
  void takesDocumentsOfTheLibrary();
  void noticesChanges();
  void deletes();
  void deletesTextsAlone();
  void refuses_data();
  void refuses();
  void teaches();

 private:
  QString path(const QString& name = QStringLiteral("library.lacuna")) const { return folder_->filePath(name); }
  Ran run(const QStringList& arguments) const {
    return runProgramWith(QStringList{"voice"} + arguments, {"LACUNA_LIBRARY=" + path()});
  }
  QJsonObject json(const QStringList& arguments) const {
    const Ran ran = run(arguments + QStringList{"--json"});
    return ran.code == 0 ? QJsonDocument::fromJson(ran.out).object() : QJsonObject();
  }

  std::unique_ptr<QTemporaryDir> folder_;
};

void VoiceTextsCommandTest::init() {
  folder_ = std::make_unique<QTemporaryDir>();
  QVERIFY(QDir().mkpath(path("drafts")));
  QVERIFY(writeFile(path("drafts/heron.md"), book("heron", 12, 20)));
  QVERIFY(writeFile(path("lamp.txt"), book("lamp", 1, 80)));
}

void VoiceTextsCommandTest::fromANameToChapters() {
  QVERIFY(isOneSentence(run({"list"}).err));
  const QJsonObject made = json({"new", "My novel"});
  QCOMPARE(at(made, "name").toString(), QString("My novel"));
  const Ran little = run({"add", "My novel", path("lamp.txt")});
  QCOMPARE(little.code, 0);
  QVERIFY2(isOneSentence(little.err) && little.err.contains("2000"), little.err);
  const Ran added = run({"add", "my NOVEL", path("drafts")});
  QCOMPARE(added.code, 0);
  QVERIFY2(added.err.isEmpty() && added.out.contains("heron 12") && added.out.contains("held-out"), added.out);
  QJsonObject shown = json({"show", "My novel"});
  QCOMPARE(at(shown, "sources").toArray().size(), 2);
  const QJsonArray chapters = at(shown, "chapters").toArray();
  QVERIFY(chapters.size() >= 13);
  const QJsonObject texts = at(shown, "texts").toObject();
  QVERIFY(at(texts, "words").toInt() > 2500 && at(texts, "held_out_words").toInt() > 150);
  QCOMPARE(at(texts, "language").toString(), QString("en"));
  QCOMPARE(at(shown, "chapters/0/number").toInt(), 1);
  QCOMPARE(run({"use", "My novel", "2", "left-out"}).code, 0);
  const QString title = at(shown, "chapters/2/title").toString();
  QCOMPARE(at(json({"use", "My novel", title, "held-out"}), "chapter").toString(), title);
  shown = json({"show", "My novel"});
  QCOMPARE(at(shown, "chapters/1/use").toString(), QString("left-out"));
  QVERIFY(at(shown, "chapters/1/by_hand").toBool() && !at(shown, "chapters/1/why").toString().isEmpty());
  QCOMPARE(at(shown, "chapters/2/use").toString(), QString("held-out"));
  QCOMPARE(at(json({"list"}), "texts/0/name").toString(), QString("My novel"));
  QVERIFY(run({"list"}).out.startsWith("My novel: "));
}

void VoiceTextsCommandTest::takesDocumentsOfTheLibrary() {
  storage::Library library(path());  // as a window has it
  const QString text = QString::fromUtf8(book("reed", 1, 250));
  const int made = static_cast<int>(text.indexOf("number 7 "));
  library.create("The Estuary", text, {{made, made + 8, storage::MarkKind::Generated, {}}});
  QCOMPARE(run({"new", "A"}).code, 0);
  QJsonObject added = json({"add", "A", "--document", "the estuary"});
  QCOMPARE(at(added, "sources/0/kind").toString(), QString("document"));
  QCOMPARE(at(added, "sources/0/title").toString(), QString("The Estuary"));
  QCOMPARE(at(added, "texts/generated_words").toInt(), 2);
  QCOMPARE(at(added, "texts/takes_generated").toBool(), false);
  const int before = at(added, "texts/words").toInt() + at(added, "texts/held_out_words").toInt();
  added = json({"read", "A", "--with-generated"});
  QCOMPARE(at(added, "texts/takes_generated").toBool(), true);
  QVERIFY(at(added, "texts/words").toInt() + at(added, "texts/held_out_words").toInt() > before);
}

void VoiceTextsCommandTest::noticesChanges() {
  run({"new", "A"});
  run({"add", "A", path("drafts")});
  QVERIFY(at(json({"show", "A"}), "sources/0/notice").toString().isEmpty());
  QVERIFY(writeFile(path("drafts/heron.md"), book("heron", 13, 20)));
  QVERIFY(at(json({"show", "A"}), "sources/0/notice").toString().contains("changed"));
  QVERIFY(run({"show", "A"}).out.contains("changed"));
  QCOMPARE(at(json({"read", "A"}), "chapters").toArray().size(), 13);
  QVERIFY(at(json({"show", "A"}), "sources/0/notice").toString().isEmpty());
}

void VoiceTextsCommandTest::deletes() {
  run({"new", "A"});
  run({"add", "A", path("drafts")});
  QVERIFY(readFile(path("voices.sqlite")).contains("The heron number"));
  const Ran gone = run({"delete", "A"});
  QCOMPARE(gone.code, 0);
  QCOMPARE(gone.out, QByteArray("Deleted: job, texts.\n"));
  QVERIFY(!readFile(path("voices.sqlite")).contains("The heron number"));
  QVERIFY(QFile::exists(path("drafts/heron.md")));
  QCOMPARE(run({"show", "A"}).code, 3);
  QCOMPARE(run({"new", "A"}).code, 0);
}

void VoiceTextsCommandTest::deletesTextsAlone() {
  run({"new", "A"});
  run({"add", "A", path("drafts")});
  {
    storage::VoiceStore store(storage::VoiceStore::pathFor(path()));
    const auto job = store.jobNamed("A");
    store.enqueue(job->id, "/m", "m", "1");
    QCOMPARE(run({"delete", "A", "--texts"}).code, 3);  // it is needed yet
    QVERIFY(store.claim());
    store.endSitting(job->id, storage::JobState::Done, {});
    storage::Voice voice;
    voice.name = "A";
    voice.jobId = job->id;
    store.addVoice(voice);
  }
  QCOMPARE(run({"delete", "A", "--texts"}).out, QByteArray("Deleted: texts.\n"));
  QVERIFY(!readFile(path("voices.sqlite")).contains("The heron number"));
  QCOMPARE(run({"show", "A"}).code, 0);
  const Ran again = run({"delete", "A", "--texts"});
  QVERIFY2(again.code == 3 && isOneSentence(again.err), again.err);
  QCOMPARE(run({"delete", "A"}).out, QByteArray("Deleted: job, voice.\n"));
}

void VoiceTextsCommandTest::refuses_data() {
  QTest::addColumn<QStringList>("arguments");
  QTest::addColumn<int>("code");
  QTest::newRow("no name") << QStringList{"new"} << 2;
  QTest::newRow("an empty name") << QStringList{"new", "  "} << 2;
  QTest::newRow("an unknown action") << QStringList{"sing"} << 2;
  QTest::newRow("a name that is taken") << QStringList{"new", "there"} << 2;
  QTest::newRow("a voice that is not there") << QStringList{"show", "Nobody"} << 3;
  QTest::newRow("no texts") << QStringList{"add", "There"} << 2;
  QTest::newRow("a file that is not there") << QStringList{"add", "There", "/nowhere/novel.txt"} << 3;
  QTest::newRow("a document without a library") << QStringList{"add", "There", "--document", "X"} << 3;
  QTest::newRow("a chapter that is not there") << QStringList{"use", "There", "99", "learn"} << 3;
  QTest::newRow("an unknown use") << QStringList{"use", "There", "1", "burn"} << 2;
  QTest::newRow("with and without") << QStringList{"read", "There", "--with-generated", "--without-generated"} << 2;
}

void VoiceTextsCommandTest::refuses() {
  QFETCH(QStringList, arguments);
  run({"new", "There"});
  const Ran ran = run(arguments);
  QTEST(ran.code, "code");
  QVERIFY2(isOneSentence(ran.err) && ran.out.isEmpty(), ran.err);
}

void VoiceTextsCommandTest::teaches() {
  const Ran ran = run({"--help"});
  QCOMPARE(ran.code, 0);
  for (const char* word : {"add", "show", "use", "held out", "Examples:"}) QVERIFY2(ran.out.contains(word), word);
}

QTEST_APPLESS_MAIN(VoiceTextsCommandTest)
#include "voice_texts_command_test.moc"
