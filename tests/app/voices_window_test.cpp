// SPDX-License-Identifier: GPL-3.0-or-later
// Voices in the real window: its thread with the store, the menu, and what the window's acts do to what is kept.
#include <QMenu>
#include <QMenuBar>
#include <random>

#include "storage/voices/voice_store.h"
#include "tests/app/writing_desk.h"

using namespace lacuna;
using namespace lacuna::tests;
using storage::VoiceStore;

namespace {

QString addCorpus(VoiceStore& store) {
  const QString corpus = store.addCorpus(QStringLiteral("Tides"));
  const QString source =
      store.addSource(corpus, storage::SourceKind::File, QStringLiteral("/tides.txt"), QStringLiteral("tides.txt"));
  QVector<storage::ReadChapter> chapters(2);
  for (int i = 0; i < 2; ++i) {
    chapters[i].chapter.sourceId = source;
    chapters[i].chapter.title = QStringLiteral("Chapter %1").arg(i + 1);
    chapters[i].chapter.words = i == 0 ? 5000 : 600;
    chapters[i].chapter.use = i == 0 ? storage::ChapterUse::Learn : storage::ChapterUse::HeldOut;
    chapters[i].text = QStringLiteral("the tide ").repeated(static_cast<int>(chapters[i].chapter.words / 2));
  }
  store.setChapters(corpus, chapters, QStringLiteral("en"));
  return corpus;
}

QString addVoice(VoiceStore& store, const QString& name) {
  storage::Voice voice;
  voice.name = name;
  voice.modelName = QStringLiteral("Estuary 135M");
  return store.addVoice(voice);
}

QAction* modelAct(ui::MainWindow& window, const QString& text) {
  for (QAction* menu : window.menuBar()->actions())
    if (menu->text() == QStringLiteral("&Model"))
      for (QAction* each : menu->menu()->actions())
        if (each->text().remove(u'&') == text) return each;
  return nullptr;
}

}  // namespace

class VoicesWindowTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { isolateSettings(folder_.path()); }
  void init() { library_ = folder_.filePath(QStringLiteral("%1/library.lacuna").arg(++number_)); }

  void whoHasNoVoicesHasNoFileOfThem() {
    app::VoicesThread voices;
    voices.open(library_);
    voices.look(true);
    voices.setProject(QStringLiteral("p"), QStringLiteral("P"));
    voices.close();
    QVERIFY(!QFile::exists(VoiceStore::pathFor(library_)));
  }

  void whatOthersChangeIsTold() {
    app::VoicesThread voices;
    storage::VoicesView view;
    connect(&voices, &app::VoicesThread::viewed, this, [&view](const auto& told) { view = told; });
    voices.open(library_);
    voices.look(true);
    QDir().mkpath(QFileInfo(library_).path());
    VoiceStore store(VoiceStore::pathFor(library_));
    const QString corpus = addCorpus(store);
    QTRY_COMPARE_WITH_TIMEOUT(view.corpora.size(), 1, 20000);
    store.renameCorpus(corpus, QStringLiteral("Ebb"));
    QTRY_COMPARE_WITH_TIMEOUT(view.corpora.first().name, QStringLiteral("Ebb"), 20000);
    // Its own changes too, at once; and what is refused is said, each time that it is asked for.
    QSignalSpy failed(&voices, &app::VoicesThread::failed);
    QString job;
    voices.post([&](VoiceStore& own) { job = own.addJob(QStringLiteral("Ebb"), corpus, {}); });
    QTRY_COMPARE_WITH_TIMEOUT(view.jobs.size(), 1, 20000);
    for (int i = 1; i <= 2; ++i) {
      voices.post([&](VoiceStore& own) { own.resume(job); });
      QTRY_COMPARE_WITH_TIMEOUT(failed.count(), i, 20000);
    }
    QVERIFY(!failed.last().first().toString().isEmpty());
  }

  void aProjectSpeaksAsItSays() {
    QDir().mkpath(QFileInfo(library_).path());
    VoiceStore store(VoiceStore::pathFor(library_));
    const QString low = addVoice(store, QStringLiteral("Low"));
    const QString high = addVoice(store, QStringLiteral("High"));
    app::VoicesThread voices;
    ui::VoiceSpeaking now;
    connect(&voices, &app::VoicesThread::speakingViewed, this, [&now](const auto& told) { now = told; });
    voices.open(library_);
    voices.setProject(QStringLiteral("book"), QStringLiteral("Book"));
    voices.speak({}, {{low, 0.7}});
    QTRY_COMPARE_WITH_TIMEOUT(now.here.size(), 1, 20000);  // what is said of everywhere is heard here
    QVERIFY(!now.own);
    voices.speak(QStringLiteral("book"), {{high, 1.2}});
    QTRY_VERIFY_WITH_TIMEOUT(now.own, 20000);
    QCOMPARE(now.here, QVector<storage::VoiceShare>({{high, 1.2}}));
    QCOMPARE(now.everywhere, QVector<storage::VoiceShare>({{low, 0.7}}));
    // That nobody speaks here is a word of its own.
    voices.speak(QStringLiteral("book"), {});
    QTRY_VERIFY_WITH_TIMEOUT(now.own && now.here.isEmpty(), 20000);
    voices.setProject(QStringLiteral("other"), QStringLiteral("Other"));
    QTRY_COMPARE_WITH_TIMEOUT(now.here.size(), 1, 20000);
    // A deleted voice is gone for good when the program closes, and not before.
    voices.post([&](VoiceStore& own) { own.deleteVoice(high); });
    QTRY_VERIFY_WITH_TIMEOUT(store.view().voices.first().deleted || store.view().voices.last().deleted, 20000);
    voices.close();
    QCOMPARE(store.view().voices.size(), 1);
    QCOMPARE(store.view().voices.first().id, low);
  }

  void theWindowActsOnWhatIsKept() {
    QString corpus;
    QString voice;
    QDir().mkpath(QFileInfo(library_).path());
    {
      VoiceStore store(VoiceStore::pathFor(library_));
      corpus = addCorpus(store);
      voice = addVoice(store, QStringLiteral("Rock & Tide"));
    }
    WritingDesk desk(library_);
    ui::MainWindow& window = desk.program.window();
    QVERIFY(desk.opened());
    VoiceStore store(VoiceStore::pathFor(library_));
    // The menu switches with one click, for the open document's project.
    QTRY_VERIFY_WITH_TIMEOUT(modelAct(window, QStringLiteral("Rock  Tide")) != nullptr, 20000);
    QVERIFY(modelAct(window, QStringLiteral("No voice: the model alone"))->isChecked());
    modelAct(window, QStringLiteral("Rock  Tide"))->trigger();
    QTRY_VERIFY_WITH_TIMEOUT(!modelAct(window, QStringLiteral("No voice: the model alone"))->isChecked(), 20000);
    QVERIFY(modelAct(window, QStringLiteral("Rock  Tide"))->isChecked());
    QCOMPARE(store.defaultFor(window.documentId()), QVector<storage::VoiceShare>({{voice, 1.0}}));

    QTest::keyClick(&window, Qt::Key_Y, Qt::ControlModifier | Qt::ShiftModifier);
    ui::VoicesDialog* dialog = desk.program.voices().dialog();
    QVERIFY(dialog != nullptr && dialog->isVisible());
    QVERIFY(!dialog->isModal());
    desk.program.voices().process()->setProgram(QStringLiteral("/bin/true"), {});
    QTRY_COMPARE_WITH_TIMEOUT(dialog->list()->said({ui::VoiceList::Voice, voice}),
                              QStringLiteral("Rock & Tide, speaks, 100%"), 20000);
    // What is made is what is looked at.
    Q_EMIT dialog->acts().jobWanted(corpus, QStringLiteral("Tide"));
    QTRY_COMPARE_WITH_TIMEOUT(dialog->list()->chosen().kind, ui::VoiceList::Job, 20000);
    const QString job = dialog->list()->chosen().id;
    storage::VoiceSettings settings;
    settings.minutes = 7;
    Q_EMIT dialog->acts().settingsChosen(job, settings);
    QTRY_COMPARE_WITH_TIMEOUT(store.job(job)->job.settings.minutes, 7.0, 20000);
    Q_EMIT dialog->acts().jobRenamed(job, QStringLiteral("Ebb"));
    QTRY_COMPARE_WITH_TIMEOUT(store.job(job)->job.name, QStringLiteral("Ebb"), 20000);
    Q_EMIT dialog->acts().jobRemoved(job);
    QTRY_VERIFY_WITH_TIMEOUT(!store.job(job).has_value(), 20000);
    // Sources are read when they are added.
    QFile file(QFileInfo(library_).path() + QStringLiteral("/flood.txt"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    // No two passages alike: what stands there twice, nearly, is left out.
    const QByteArrayList words = QByteArray(
                                     "the of and to in that was with for on at by from had were which their has "
                                     "water tide keeper lamp stone river night morning house rope boat harbour "
                                     "salt wind letter window cold grey heavy slow wrote carried left found")
                                     .split(' ');
    std::mt19937 random(5);
    for (int i = 0; i < 5000; ++i) {
      file.write(words[static_cast<qsizetype>(random() % static_cast<std::size_t>(words.size()))]);
      file.write(i % 60 == 59 ? ".\n\n" : " ");
    }
    file.close();
    Q_EMIT dialog->acts().corpusWanted(QStringLiteral("Floods"));
    QTRY_VERIFY_WITH_TIMEOUT(store.view().corpora.size() == 2, 20000);
    QTRY_COMPARE_WITH_TIMEOUT(dialog->corpusPage()->corpus().name, QStringLiteral("Floods"), 20000);
    storage::CorpusSource source;
    source.kind = storage::SourceKind::File;
    source.reference = file.fileName();
    source.title = QStringLiteral("flood.txt");
    Q_EMIT dialog->acts().sourcesAdded(dialog->corpusPage()->corpus().id, {source});
    QTRY_VERIFY_WITH_TIMEOUT(dialog->corpusPage()->corpus().words > 2000, 60000);
    QVERIFY(dialog->corpusPage()->chapters()->topLevelItemCount() > 0);
    dialog->close();
    window.close();
    QVERIFY(desk.program.close());
  }

  void whatSpeaksIsNamed() {
    QCOMPARE(app::modelNameWith(QStringLiteral("Estuary"), {}), QStringLiteral("Estuary"));
    QCOMPARE(app::modelNameWith(QStringLiteral("Estuary"), {{QStringLiteral("/a"), QStringLiteral("Low"), 1.0},
                                                            {QStringLiteral("/b"), QStringLiteral("High"), 0.8}}),
             QStringLiteral("Estuary + Low + High (80%)"));
  }

  // The gaps are filled without it, and go on being filled.
  void aVoiceThatCannotBeUsedIsRefused() {
    NEED_MODEL();
    app::EngineThread engine;
    QSignalSpy ready(&engine, &app::EngineThread::ready);
    QSignalSpy refused(&engine, &app::EngineThread::voicesRefused);
    QSignalSpy changed(&engine, &app::EngineThread::voicesChanged);
    QSignalSpy compared(&engine, &app::EngineThread::compared);
    const app::SpeakingVoice none{folder_.filePath(QStringLiteral("no-voice-here")), QStringLiteral("None"), 1.0};
    ui::InfillAsk ask;
    ask.id = 7;
    ask.text = QStringLiteral("The lamp burned on the sill. Nobody came.");
    ask.gaps = {{28, 28, 4}};
    ask.candidates = 1;
    ask.steps = 2;
    engine.compare(ask, {none});  // there is no model yet
    QTRY_COMPARE_WITH_TIMEOUT(compared.count(), 1, 60000);
    QVERIFY(!compared.last().at(3).toString().isEmpty());
    engine.speakWith({none});
    engine.open(modelPath());
    QTRY_COMPARE_WITH_TIMEOUT(refused.count(), 1, 60000);
    QVERIFY(!ready.last().first().value<ui::EngineView>().model.contains(QStringLiteral("None")));
    engine.speakWith({});
    QTRY_COMPARE_WITH_TIMEOUT(changed.count(), 1, 60000);
    QCOMPARE(refused.count(), 1);
    // A comparison says why it cannot be had; stopped before it begins, it says that.
    ask.id = 8;
    engine.compare(ask, {none});
    QTRY_COMPARE_WITH_TIMEOUT(compared.count(), 2, 60000);
    QCOMPARE(compared.last().first().toULongLong(), 8U);
    QVERIFY(!compared.last().at(3).toString().isEmpty());
    ask.id = 9;
    engine.stop(9);
    engine.compare(ask, {});
    QTRY_COMPARE_WITH_TIMEOUT(compared.count(), 3, 60000);
    QCOMPARE(compared.last().at(3).toString(), QStringLiteral("The comparison was stopped."));
    // Without voices on either side both fills are the same words.
    ask.id = 10;
    engine.compare(ask, {});
    QTRY_COMPARE_WITH_TIMEOUT(compared.count(), 4, 60000);
    QCOMPARE(compared.last().at(3).toString(), QString());
    QVERIFY(!compared.last().at(1).toString().isEmpty());
    QCOMPARE(compared.last().at(1).toString(), compared.last().at(2).toString());
  }

 private:
  QTemporaryDir folder_;
  QString library_;
  int number_ = 0;
};

QTEST_MAIN(VoicesWindowTest)
#include "voices_window_test.moc"
