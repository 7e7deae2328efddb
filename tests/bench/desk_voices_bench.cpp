// SPDX-License-Identifier: GPL-3.0-or-later
// How the window serves the author's hands while a voice learns beside it, offscreen: keys in a document of 50,000
// words, first with nothing beside it, then while the child trains over the model that LACUNA_BENCH_MODEL names (an
// adapter; its base must be here) and the voices' window stands open at the job. A key is all that the UI thread does
// from the press until the page has painted it; between keys the longest time that the UI thread was away is counted.
#include "storage/library.h"
#include "storage/voices/voice_store.h"
#include "tests/app/window_driver.h"
#include "tests/bench/long_text.h"
#include "tests/bench/times.h"

using namespace lacuna;
using tests::costOf;
using tests::Times;

namespace {

constexpr int kKeys = 600;

class Painted : public QObject {
 public:
  explicit Painted(QWidget* page) { page->installEventFilter(this); }
  int count = 0;

 protected:
  bool eventFilter(QObject*, QEvent* event) override {
    if (event->type() == QEvent::Paint) ++count;
    return false;
  }
};

void keys(tests::Driver& d, Painted& painted, const char* name) {
  static const QString kText = QStringLiteral("the lamp was lit and nobody had seen her go ");
  Times times;
  Times away;  // of whatever else the UI thread did: one turn of its loop
  d.window().activateWindow();
  d.page().setFocus();
  for (int i = 0; i < kKeys; ++i) {
    QElapsedTimer pause;
    pause.start();
    while (pause.elapsed() < 75) {
      away.add(costOf([] { QCoreApplication::processEvents(QEventLoop::AllEvents); }));
      QThread::msleep(1);
    }
    times.add(costOf([&] {
      const int before = painted.count;
      QTest::keyClick(&d.page(), kText.at(i % kText.size()).toLatin1());
      while (painted.count == before) QCoreApplication::sendPostedEvents(), QCoreApplication::processEvents();
    }));
  }
  times.print(name);
  away.print("  another turn of its loop");
}

QString draft(storage::VoiceStore& store, const QString& folder) {
  const QString file = folder + QStringLiteral("/texts.txt");
  QFile texts(file);
  if (!texts.open(QIODevice::WriteOnly)) return {};
  for (quint32 i = 0; i < 12; ++i) {
    texts.write(QStringLiteral("# Chapter %1\n\n").arg(i + 1).toUtf8());
    texts.write(tests::longText(4000, 40 + i).toUtf8());
    texts.write("\n\n");
  }
  texts.close();
  const QString corpus = store.addCorpus(QStringLiteral("Texts"));
  store.addSource(corpus, storage::SourceKind::File, file, QStringLiteral("texts.txt"));
  return corpus;
}

int bench() {
  QTemporaryDir folder;
  tests::isolateSettings(folder.path());
  const QString path = folder.filePath(QStringLiteral("desk.lacuna"));
  {
    storage::Library library(path);
    (void)library.read(library.create(QStringLiteral("Chapter"), tests::longText(50'000, 7)));
  }
  storage::VoiceStore store(storage::VoiceStore::pathFor(path));
  const QString corpus = draft(store, folder.path());
  tests::Driver d(path);
  Painted painted(d.page().viewport());
  d.window().resize(1440, 900);
  d.program->show();
  if (!QTest::qWaitFor([&] { return !d.window().documentId().isEmpty() && d.ready.count() > 0; }, 120000)) return 1;
  const QString model = qEnvironmentVariable("LACUNA_BENCH_MODEL");
  if (!model.isEmpty()) {
    Q_EMIT d.window().modelChosen(model);
    if (!QTest::qWaitFor([&] { return d.ready.count() > 1; }, 120000)) return 1;
  }
  d.page().setCursorPosition(static_cast<int>(d.text().size() / 2));
  QTest::qWait(2000);
  keys(d, painted, "a key, nothing beside it");

  app::VoicesWiring& voices = d.program->voices();
  voices.process()->setProgram(tests::programPath(), {});
  Q_EMIT d.window().voicesWanted();
  ui::VoiceActs& acts = voices.dialog()->acts();
  Q_EMIT acts.readingWanted(corpus);
  if (!QTest::qWaitFor([&] { return store.corpus(corpus)->words > 2000; }, 60000)) return 1;
  storage::VoiceSettings settings;
  settings.minutes = 10;
  const QString job = store.addJob(QStringLiteral("Voice"), corpus, settings);
  voices.dialog()->choose(ui::VoiceList::Job, job);
  QTest::qWait(1000);
  Q_EMIT acts.startWanted(job);
  const bool began = QTest::qWaitFor([&] { return store.job(job)->points.size() >= 3; }, 240000);
  if (!began) {
    std::fprintf(stderr, "The job is %d: %s\n", static_cast<int>(store.job(job)->job.state),
                 qPrintable(store.job(job)->job.note + voices.dialog()->said()));
    return 1;
  }
  const qsizetype before = store.job(job)->points.size();
  keys(d, painted, "a key while a voice learns, its curves open");
  std::printf("%-44s %8lld\n", "  steps that it made meanwhile",
              static_cast<long long>(store.job(job)->points.size() - before));
  Q_EMIT acts.pauseWanted(job);
  (void)QTest::qWaitFor([&] { return store.job(job)->job.state == storage::JobState::Paused; }, 120000);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
  QApplication application(argc, argv);
  const int code = bench();
  if (code != 0) std::fprintf(stderr, "The program did not answer.\n");
  return code;
}
