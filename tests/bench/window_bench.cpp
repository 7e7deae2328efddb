// SPDX-License-Identifier: GPL-3.0-or-later
// How long the window's own work takes, offscreen, in a document of 100,000 words: each frame of a run of 8 candidates
// of 64 tokens that a fake engine pushes as fast as it can, and each step of scrubbing over a run of 32 steps of them.
// Prints the median, the 99th percentile and the worst, in milliseconds; and the first two of the processor's time
// alone, which say something beside other work too.
#include <QApplication>
#include <QElapsedTimer>
#include <QTest>
#include <algorithm>
#include <cstdio>
#include <ctime>

#include "tests/ui/desk.h"
#include "tests/ui/made_up_view.h"
#include "ui/panels/run_panel.h"

using namespace lacuna::ui;

namespace {

// Of this thread, in milliseconds.
double processorTime() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

class Times {
 public:
  template <typename Work>
  void add(Work work) {
    QElapsedTimer clock;
    clock.start();
    const double before = processorTime();
    work();
    processor_.push_back(processorTime() - before);
    times_.push_back(static_cast<double>(clock.nsecsElapsed()) / 1e6);
  }
  void print(const char* name) {
    std::sort(times_.begin(), times_.end());
    std::sort(processor_.begin(), processor_.end());
    std::printf("%-44s median %6.2f   p99 %6.2f   worst %6.2f ms   processor %6.2f   %6.2f   (%lld)\n", name,
                at(times_, 0.5), at(times_, 0.99), times_.last(), at(processor_, 0.5), at(processor_, 0.99),
                static_cast<long long>(times_.size()));
  }

 private:
  static double at(const QVector<double>& sorted, double share) {
    return sorted.at(std::min(sorted.size() - 1, static_cast<qsizetype>(share * static_cast<double>(sorted.size()))));
  }
  QVector<double> times_, processor_;
};

QString longText() {
  QString text;
  while (text.count(u' ') < 100000) text += sampleDraft();
  return text;
}

void settleDown() {
  for (int i = 0; i < 20; ++i) QTest::qWait(10);
}

// Runs of 32 steps, as long as the window's are, one after the other in the same place.
void benchFrames(Desk& d, int position) {
  QVector<QStringList> fills;
  for (int c = 0; c < 8; ++c) {
    QString fill;
    for (int t = 0; t < 64; ++t) fill += QStringLiteral(" word%1").arg((t * 7 + c) % 50);
    fills.push_back({fill});
  }
  Times times;
  constexpr int kRuns = 19;
  constexpr int kSteps = 32;
  for (int run = 0; run < kRuns; ++run) {
    d.cursorTo(position);
    d.ask();
    settleDown();
    for (int s = 1; s <= kSteps; ++s) {
      const FrameView frame = d.engine.frameAt(d.engine.asks.last().id, fills, s, kSteps);
      times.add([&] {
        d.window.showFrame(frame);
        d.page().gaps().flush();
        QCoreApplication::processEvents();
      });
    }
    d.page().gaps().leaveAll();
    d.engine.cancelled();
  }
  times.print("a frame of 8 x 64 tokens, 100k words");
}

void benchScrubbing(Desk& d, int position, bool open) {
  RunView run = madeUpView(d.text(), {position, position}, 3, {32, 8, 64, 4, 8, 190});
  if (open) {
    d.cursorTo(position);
    d.ask();
    d.denoise(sampleFills());
    run.ask = d.engine.asks.last().id;
  }
  Q_EMIT d.window.runPanel()->runs()->opened(run.item.id);
  d.window.showRun(run);
  RunModel& model = d.window.runPanel()->model();
  model.setLens({LensKind::Entropy, 0});
  settleDown();
  Times times;
  for (int i = 0; i < 400; ++i) {
    times.add([&] {
      model.goToStep((i * 7) % 33);
      QCoreApplication::processEvents();
    });
  }
  times.print(open ? "scrubbing 32 x 8 x 64, in the open gap" : "scrubbing 32 x 8 x 64, a run of the past");
}

}  // namespace

int main(int argc, char** argv) {
  if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
  QApplication application(argc, argv);
  useTestSettings();
  const QString text = longText();
  Desk d(text);
  d.window.resize(1440, 900);
  const int position = static_cast<int>(text.indexOf(QStringLiteral("so small."), text.size() / 2)) + 8;
  settleDown();
  benchScrubbing(d, position, false);
  benchFrames(d, position);
  benchScrubbing(d, position, true);
  return 0;
}
