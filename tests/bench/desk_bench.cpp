// SPDX-License-Identifier: GPL-3.0-or-later
// How the whole program serves the author's hands, offscreen, with the shipped model of 5 M parameters unless
// LACUNA_BENCH_MODEL names another folder: a window from nothing; a document of a million words until it stands on the
// page; keys in the middle of it, alone, with spelling on, while a run of eight candidates of 64 tokens goes on, and
// with a hundred thousand places marked by Find; keys in a paragraph of 200,000 letters; going to another document. A
// key is all that the UI thread does from the press until the page has painted it.
#include <functional>

#include "storage/library.h"
#include "tests/app/window_driver.h"
#include "tests/bench/long_text.h"
#include "tests/bench/times.h"
#include "ui/editor/page_document.h"
#include "ui/gap/gap_controller.h"

using namespace lacuna;
using tests::costOf;
using tests::Times;

namespace {

constexpr int kWords = 1'000'000;
constexpr int kKeys = 400;

// Counts what the page paints, and knows of which document it was.
class Painted : public QObject {
 public:
  explicit Painted(ui::MainWindow& window) : window_(window) { window.page()->viewport()->installEventFilter(this); }
  int count = 0;
  QString document;

 protected:
  bool eventFilter(QObject*, QEvent* event) override {
    if (event->type() != QEvent::Paint) return false;
    ++count;
    document = window_.documentId();
    return false;
  }

 private:
  ui::MainWindow& window_;
};

double since(const QElapsedTimer& clock) { return static_cast<double>(clock.nsecsElapsed()) / 1e6; }

struct Bench {
  explicit Bench(const QString& library) : d(library), painted(d.window()) {}

  // Keys as an author types them, thirteen a second, words and spaces; each until it is painted.
  void type(
      Times* times, int count, const std::function<bool()>& goesOn = [] { return true; }) {
    static const QString kText = QStringLiteral("the lamp was lit and nobody had seen her go ");
    d.page().setFocus();
    for (int i = 0; i < count; ++i) {
      QElapsedTimer pause;
      pause.start();
      while (pause.elapsed() < 75) QCoreApplication::processEvents(QEventLoop::AllEvents, 5);
      if (!goesOn()) return;
      const QChar letter = kText.at(i % kText.size());
      times->add(costOf([&] {
        const int before = painted.count;
        QTest::keyClick(&d.page(), letter.toLatin1());
        while (painted.count == before) QCoreApplication::sendPostedEvents(), QCoreApplication::processEvents();
      }));
    }
  }
  void keys(const char* name, int count = kKeys) {
    Times times;
    type(&times, count);
    times.print(name);
  }
  // From the click to the words on the page.
  void open(const QString& id) {
    Q_EMIT d.window().documentChosen(id);
    while (painted.document != id) QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
  }
  void cursorTo(double share) {
    const QString& text = d.text();
    d.page().setCursorPosition(
        static_cast<int>(
            text.indexOf(QStringLiteral(". "), static_cast<qsizetype>(share * static_cast<double>(text.size())))) +
        1);
    QTest::qWait(300);
  }
  // Runs one after the other, while the author writes elsewhere.
  bool keysBesideRuns(const char* name) {
    d.page().gaps().options().words = 200;
    d.page().gaps().options().candidates = 8;
    Times times;
    for (int run = 0; run < 12; ++run) {
      cursorTo(0.4);
      QTest::keyClick(&d.page(), Qt::Key_G, Qt::ControlModifier);
      if (!QTest::qWaitFor([&] { return d.isDenoising(); }, 120000)) return false;
      cursorTo(0.6);
      type(&times, kKeys / 8, [this] { return !d.isDone(); });
      d.page().gaps().taking().leaveAll();
      QTest::qWait(500);
    }
    times.print(name);
    return true;
  }

  tests::Driver d;
  Painted painted;
};

void switching(Bench& b, const QStringList& ids, const char* name) {
  Times times;
  for (int i = 0; i < 40; ++i) {
    const QString id = ids.at(i % ids.size());
    times.add(costOf([&] { b.open(id); }));
    QTest::qWait(150);
  }
  times.print(name);
}

int bench() {
  QTemporaryDir folder;
  tests::isolateSettings(folder.path());
  const QString path = folder.filePath(QStringLiteral("desk.lacuna"));
  QStringList chapters;
  QString paragraph, million;
  {
    storage::Library library(path);
    for (int i = 0; i < 3; ++i)
      chapters << library.create(QStringLiteral("Chapter"), tests::longText(50'000, static_cast<quint32>(7 + i)));
    paragraph = library.create(QStringLiteral("Paragraph"), tests::longText(40'000, 5).remove(u'\n').left(200'000));
    million = library.create(QStringLiteral("Million"), tests::longText(kWords, 1));
    (void)library.read(million);
  }
  QElapsedTimer clock;
  clock.start();
  Bench b(path);
  b.d.window().resize(1440, 900);
  b.d.program->show();
  while (b.painted.count == 0) QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 5);
  std::printf("%-44s %8.0f ms\n", "a window, painted, from the first line", since(clock));
  if (!QTest::qWaitFor([&] { return !b.d.window().documentId().isEmpty(); }, 60000)) return 1;
  Q_EMIT b.d.window().documentChosen(million);
  if (!QTest::qWaitFor([&] { return b.d.window().documentId() == million && b.d.ready.count() > 0; }, 120000)) return 1;
  QTest::qWait(2000);
  Q_EMIT b.d.window().documentChosen(chapters.first());
  if (!QTest::qWaitFor([&] { return b.d.window().documentId() == chapters.first(); }, 60000)) return 1;
  QTest::qWait(1000);
  switching(b, chapters, "another document of 50,000 words");
  Times opening;
  for (int i = 0; i < 3; ++i) {
    opening.add(costOf([&] { b.open(million); }));
    QTest::qWait(500);
    Q_EMIT b.d.window().documentChosen(chapters.first());
    if (!QTest::qWaitFor([&] { return b.d.window().documentId() == chapters.first(); }, 60000)) return 1;
    QTest::qWait(500);
  }
  opening.print("a million words, painted");
  Q_EMIT b.d.window().documentChosen(million);
  if (!QTest::qWaitFor([&] { return b.d.window().documentId() == million; }, 60000)) return 1;
  b.cursorTo(0.5);
  b.keys("a key in a million words, spelling on");
  b.d.page().finder().seek(QStringLiteral("the"), ui::PageFind::Here);
  if (!QTest::qWaitFor([&] { return !b.d.page().finder().working(); }, 60000)) return 1;
  b.cursorTo(0.5);
  std::printf("%-44s %8d\n", "  places marked by Find", b.d.page().finder().places());
  b.keys("a key with as many places marked");
  b.d.page().finder().leave();
  if (!b.keysBesideRuns("a key while eight candidates are denoised")) return 1;
  b.d.window().flush();
  Q_EMIT b.d.window().documentChosen(paragraph);
  if (!QTest::qWaitFor([&] { return b.d.window().documentId() == paragraph; }, 60000)) return 1;
  b.cursorTo(0.5);
  b.keys("a key in a paragraph of 200,000 letters", 150);
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
