// SPDX-License-Identifier: GPL-3.0-or-later
// How long an author waits for a gap in a document of 100,000 words, with the shipped model and the whole program: from
// Ctrl+G until the page has painted the noise (step 0) and the first guesses (step 1). Cold: nothing around the gap has
// been read. Read ahead: the page was read while the author paused. Warm: a gap was there a moment ago. The length is
// left to the engine, but for the last row.
#include <cstdio>

#include "tests/app/window_driver.h"
#include "tests/bench/long_text.h"

using namespace lacuna;
using lacuna::tests::Driver;

namespace {

constexpr int kWords = 100'000;
constexpr int kPlaces = 6;

// Milliseconds from begin() until the page painted a frame of at least that step.
class Watch : public QObject {
 public:
  explicit Watch(ui::PageView& page) : page_(page) { page.viewport()->installEventFilter(this); }
  void begin() {
    clock_.start();
    noise_ = guesses_ = -1;
  }
  double noise() const { return noise_; }
  double guesses() const { return guesses_; }

 protected:
  bool eventFilter(QObject*, QEvent* event) override {
    const ui::GapRun* run = page_.gaps().latestRun();
    if (event->type() != QEvent::Paint || run == nullptr || !run->begunToStep()) return false;
    const double now = static_cast<double>(clock_.nsecsElapsed()) / 1e6;
    if (noise_ < 0) noise_ = now;
    if (guesses_ < 0 && run->frame().step >= 1) guesses_ = now;
    return false;
  }

 private:
  ui::PageView& page_;
  QElapsedTimer clock_;
  double noise_ = -1, guesses_ = -1;
};

struct Times {
  QVector<double> noise, guesses;
  void print(const char* name) {
    std::sort(noise.begin(), noise.end());
    std::sort(guesses.begin(), guesses.end());
    std::printf("%-12s noise %7.0f (worst %.0f)   guesses %7.0f (worst %.0f) ms   (%lld)\n", name,
                noise.at(noise.size() / 2), noise.last(), guesses.at(guesses.size() / 2), guesses.last(),
                static_cast<long long>(noise.size()));
  }
};

bool fill(Driver& d, Watch& watch, Times& times) {
  const qsizetype before = d.finished.count();
  watch.begin();
  QTest::keyClick(&d.page(), Qt::Key_G, Qt::ControlModifier);
  if (!QTest::qWaitFor([&] { return watch.guesses() >= 0; }, 120000)) return false;
  times.noise.push_back(watch.noise());
  times.guesses.push_back(watch.guesses());
  QTest::keyClick(&d.page(), Qt::Key_Escape);
  return QTest::qWaitFor([&] { return d.finished.count() > before; }, 120000);
}

int bench() {
  QTemporaryDir folder;
  tests::isolateSettings(folder.path());
  const QString text = tests::longText(kWords);
  const QString file = folder.filePath(QStringLiteral("long.md"));
  if (!tests::writeFile(file, text.toUtf8())) return 1;
  Driver d(folder.filePath(QStringLiteral("library")), file);
  if (!d.start() || !QTest::qWaitFor([&] { return d.text().size() > text.size() / 2; }, 60000)) return 1;
  Watch watch(d.page());
  Times cold, ahead, warm, told;
  for (int place = 0; place < kPlaces; ++place) {
    const auto at = [&](double share) {
      return static_cast<int>(text.indexOf(QStringLiteral(". "), static_cast<qsizetype>(share * text.size()))) + 1;
    };
    d.page().setCursorPosition(at((place + 0.25) / (kPlaces + 1)));
    if (!fill(d, watch, cold) || !fill(d, watch, warm)) return 1;
    d.page().gaps().options().words = 12;
    if (!fill(d, watch, told)) return 1;
    // Another place, and the pause that the page takes for one, with room to read.
    d.page().setCursorPosition(at((place + 0.75) / (kPlaces + 1)));
    QTest::qWait(12000);
    if (!fill(d, watch, ahead) || !fill(d, watch, warm)) return 1;
  }
  cold.print("cold");
  ahead.print("read ahead");
  warm.print("warm");
  told.print("warm, 12 w.");
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
