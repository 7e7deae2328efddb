// SPDX-License-Identifier: GPL-3.0-or-later
// How long the window's own work takes, offscreen, in a document of 100,000 words: runs of 8 candidates of 64 tokens
// that a fake engine pushes, and each step of scrubbing over a run of 32 steps of them. A frame is all that the UI
// thread does from one painting of the window to the end of the next: what comes between, a step of the engine, a
// timer, counts with it. A step is all the work that it makes, page and panel, in one go. Prints the median, the 99th
// percentile and the worst, in milliseconds; and the first two of the processor's time alone, which say something
// beside other work too.
#include <QApplication>
#include <QTest>

#include "tests/bench/times.h"
#include "tests/ui/desk.h"
#include "tests/ui/made_up_view.h"
#include "ui/panels/run_panel.h"

using namespace lacuna::ui;
using lacuna::tests::Cost;
using lacuna::tests::costOf;
using lacuna::tests::Times;

namespace {

// Knows when the window was painted, and what the UI thread did until then.
class Application : public QApplication {
 public:
  using QApplication::QApplication;
  bool notify(QObject* receiver, QEvent* event) override {
    painted_ = painted_ || event->type() == QEvent::UpdateRequest;
    if (inside_) return QApplication::notify(receiver, event);
    inside_ = true;
    bool done = false;
    const Cost cost = costOf([&] { done = QApplication::notify(receiver, event); });
    inside_ = false;
    busy_ = {busy_.time + cost.time, busy_.processor + cost.processor};
    if (!painted_) return done;
    painted_ = false;
    if (frames != nullptr) frames->add(busy_);
    busy_ = {};
    return done;
  }
  Times* frames = nullptr;  // null: nobody counts

 private:
  bool inside_ = false;
  bool painted_ = false;
  Cost busy_;
};

QString longText() {
  QString text;
  while (text.count(u' ') < 100000) text += sampleDraft();
  return text;
}

void settleDown() {
  for (int i = 0; i < 20; ++i) QTest::qWait(10);
}

void eventsFor(int milliseconds) {
  QElapsedTimer clock;
  clock.start();
  while (clock.elapsed() < milliseconds)
    QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, milliseconds - static_cast<int>(clock.elapsed()));
}

// Runs of 32 steps, as long as the window's are, one after the other in the same place.
template <typename Push>
void eachStep(Desk& d, int position, Push push) {
  QVector<QStringList> fills;
  for (int c = 0; c < 8; ++c) {
    QString fill;
    for (int t = 0; t < 64; ++t) fill += QStringLiteral(" word%1").arg((t * 7 + c) % 50);
    fills.push_back({fill});
  }
  constexpr int kRuns = 19;
  constexpr int kSteps = 32;
  for (int run = 0; run < kRuns; ++run) {
    d.cursorTo(position);
    d.ask();
    settleDown();
    for (int s = 1; s <= kSteps; ++s) push(d.engine.frameAt(d.engine.asks.last().id, fills, s, kSteps));
    d.page().gaps().taking().leaveAll();
    d.engine.cancelled();
  }
}

void benchFrames(Desk& d, int position, Application* application) {
  Times frames;
  eachStep(d, position, [&](const LiveStep& frame) {
    constexpr int kStepMs = 40;  // the engine takes three times that for eight candidates
    QMetaObject::invokeMethod(
        &d.window, [&d, frame] { d.window.showStep(frame); }, Qt::QueuedConnection);
    application->frames = &frames;
    eventsFor(kStepMs);
    application->frames = nullptr;
  });
  frames.print("a frame, a step of 8 x 64 tokens every 40 ms");
  Times steps;
  eachStep(d, position, [&](const LiveStep& frame) {
    steps.add(costOf([&] {
      d.window.showStep(frame);
      d.window.flush();
      QCoreApplication::processEvents();
    }));
  });
  steps.print("a step of 8 x 64 tokens, page and panel");
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
    times.add(costOf([&] {
      model.goToStep((i * 7) % 33);
      QCoreApplication::processEvents();
    }));
  }
  times.print(open ? "scrubbing 32 x 8 x 64, in the open gap" : "scrubbing 32 x 8 x 64, a run of the past");
}

}  // namespace

int main(int argc, char** argv) {
  if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
  Application application(argc, argv);
  useTestSettings();
  const QString text = longText();
  Desk d(text);
  d.window.resize(1440, 900);
  const int position = static_cast<int>(text.indexOf(QStringLiteral("so small."), text.size() / 2)) + 8;
  settleDown();
  benchScrubbing(d, position, false);
  benchFrames(d, position, &application);
  benchScrubbing(d, position, true);
  return 0;
}
