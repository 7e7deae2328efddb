// SPDX-License-Identifier: GPL-3.0-or-later
// Draws the real window at work, with the real model, into PNG files.
#include <QApplication>
#include <QDir>
#include <QKeyEvent>
#include <QScrollBar>
#include <QSettings>
#include <QTemporaryDir>
#include <QTimer>
#include <functional>

#include "app/cli/exit_codes.h"
#include "app/cli/run.h"
#include "app/engine/engine_loader.h"
#include "app/window/camera.h"
#include "app/window/desk_pictures.h"
#include "app/window/run_window.h"
#include "ui/gap/markers.h"
#include "ui/page/page_view.h"
#include "ui/panels/run_panel.h"

namespace lacuna::app {
namespace {

constexpr QSize kWindowSize{1440, 900};       // logical pixels
constexpr QRect kDetail{250, 150, 800, 600};  // of the window: around the gap

class Photographer {
 public:
  explicit Photographer(Camera& camera) : camera_(camera), program_(camera.program()) {}

  void work() {
    QTimer heart;  // waitUntil() looks at least this often
    heart.start(3);
    program_.window().resize(kWindowSize);
    program_.show();
    bool ready = false;
    QString whyNot;
    QObject::connect(&program_.engine(), &EngineThread::ready, &program_.window(), [&] { ready = true; });
    QObject::connect(&program_.engine(), &EngineThread::failed, &program_.window(),
                     [&](const QString& sentence) { whyNot = sentence; });
    waitUntil([&] { return (ready || !whyNot.isEmpty()) && !program_.window().documentId().isEmpty(); }, "the model");
    if (!whyNot.isEmpty()) throw engine::Error(engine::ErrorCode::kBadModel, whyNot.toStdString());
    denoise("light", 7);
    waitUntil([&] { return stepOf() >= 19 || isDone(); }, "the denoising");
    save("page-light.png");
    waitUntil([&] { return isDone(); }, "the last step");
    letPass(700);
    save("candidates.png");
    steer();
    page().gaps().taking().leaveAll();
    brush();
    lookBehind();

    denoise("dark", 11);
    waitUntil([&] { return stepOf() >= 17 || isDone(); }, "the denoising");
    save("page-dark.png");
    waitUntil([&] { return isDone(); }, "the last step");
    page().gaps().taking().leaveAll();

    program_.window().setFocusMode(true);
    denoise("paper", 5);
    waitUntil([&] { return stepOf() >= 15 || isDone(); }, "the denoising");
    save("focus.png");
    page().gaps().taking().leaveAll();
    program_.window().setFocusMode(false);
  }

 private:
  // The run panel over a run that has ended.
  void lookBehind() {
    denoise("light", 7);
    waitUntil([&] { return isDone() && !model().run().live && !model().run().item.id.isEmpty(); }, "the run");
    showSteps();
    showBranches();
    showLenses();
    page().gaps().taking().leaveAll();
  }

  void showSteps() {
    for (const int step : {3, 12, 32}) {
      goToStep(step);
      save(QStringLiteral("step-%1.png").arg(step, 2, 10, QLatin1Char('0')));
    }
    goToStep(9);
    model().compareWith(model().place());
    goToStep(24);
    save("compare.png", sideOfWindow());
    model().endComparison();
  }

  // Two branches: one with another seed from the middle, one of that.
  void showBranches() {
    for (const int step : {12, 20}) {
      goToStep(step);
      const QString parent = model().run().item.id;
      Q_EMIT panel().denoising()->branchWanted(false);
      waitUntil([&] { return !model().run().live && model().run().item.parent == parent; }, "the branch");
      letPass(200);
    }
    goToStep(28);
    save("branches.png", sideOfWindow());
  }

  void showLenses() {
    panel().showTab(ui::RunPanel::Lenses);
    goToStep(32);
    for (const auto& [kind, name] :
         {std::pair(ui::LensKind::Settled, "settled"), std::pair(ui::LensKind::Flips, "flips"),
          std::pair(ui::LensKind::Confidence, "confidence"), std::pair(ui::LensKind::Entropy, "entropy"),
          std::pair(ui::LensKind::Experts, "experts")}) {
      model().setLens({kind, 1});
      save(QStringLiteral("lens-%1.png").arg(QLatin1String(name)), sideOfWindow());
    }
    model().setLens({});
    panel().showTab(ui::RunPanel::Denoising);
  }

  void goToStep(int number) {
    const auto& steps = model().run().steps;
    for (int i = 0; i < steps.size(); ++i)
      if (steps.at(i).step <= number) model().goToStep(i);
    letPass(150);
  }

  ui::RunPanel& panel() { return *program_.window().runPanel(); }
  ui::RunModel& model() { return panel().model(); }
  // The panel, the ribbon and as much of the page as the gap takes.
  QRect sideOfWindow() {
    const QRect window = program_.window().rect();
    return {window.width() - 1000, 33, 1000, 620};
  }

  ui::PageView& page() { return *program_.window().page(); }
  const ui::GapRun* run() { return page().gaps().latestRun(); }
  int stepOf() { return run() == nullptr ? 0 : run()->frame().step; }
  bool isDone() { return run() != nullptr && run()->state() == ui::GapRun::Done; }

  // A kept word, what else could stand in a word's place, and the popover.
  void steer() {
    ui::GapController& gaps = page().gaps();
    gaps.setGapMode(true);
    const QVector<ui::GapWord> words = gaps.wording().words();
    if (words.size() < 8) throw CannotDraw("The pictures could not be drawn: the candidate is too short.");
    int longest = 0;
    for (int i = 0; i < words.size(); ++i)
      if (words.at(i).length() > words.at(longest).length()) longest = i;
    gaps.wording().keepWord(words.at(longest), gaps.wording().textOfWord(words.at(longest)), true);
    const int other = longest >= 3 ? longest - 2 : longest + 2;
    gaps.wording().selectWords({other, other});
    page().steering().openMenu();
    letPass(100);
    save("words.png", kDetail);
    page().steering().close();
    gaps.wording().selectWords({});
    gaps.options().forbidden = QStringList{QStringLiteral("suddenly")};
    page().steering().togglePopover();
    letPass(100);
    save("popover.png", kDetail);
    page().steering().close();
    gaps.options().forbidden.clear();
  }

  // Five strokes, from polish to rewrite, over the paragraph above the gap.
  void brush() {
    const QString text = program_.window().manuscriptText();
    const int gap = ui::markersIn(text).first().begin;
    const auto paragraph = static_cast<int>(text.lastIndexOf(QLatin1String("\n\n"), gap)) + 2;
    page().brush().start();
    int at = static_cast<int>(text.lastIndexOf(QLatin1String("\n\n"), paragraph - 4)) + 2;
    for (int pressure = 1; pressure <= ui::kPressures; ++pressure, at += 38) {
      page().brush().setPressure(pressure);
      QTextCursor cursor(page().document());
      cursor.setPosition(at + 2);
      cursor.setPosition(at + 18, QTextCursor::KeepAnchor);
      page().setTextCursor(cursor);
      QKeyEvent space(QEvent::KeyPress, Qt::Key_Space, Qt::NoModifier, QStringLiteral(" "));
      QApplication::sendEvent(&page(), &space);
    }
    letPass(100);
    save("brush.png", kDetail);
    page().brush().leave();
  }

  // Starts on the first written gap of the sample.
  void denoise(const QString& theme, quint64 seed) {
    program_.window().setTheme(theme);
    page().gaps().options().seed = seed;
    const QVector<ui::GapAsk> gaps = ui::markersIn(program_.window().manuscriptText());
    if (gaps.isEmpty()) throw CannotDraw("The pictures could not be drawn: the sample draft has no gap.");
    page().setCursorPosition(gaps.first().begin);
    letPass(100);
    ui::GapAsk ask = gaps.first();
    ask.words = 24;
    page().gaps().asking().ask({ask});
    bringToView();
  }

  // The gap in the upper middle of the page, where the bar has room below it.
  void bringToView() {
    letPass(50);
    if (page().pageDocument().holes().isEmpty()) return;
    QTextCursor cursor(page().document());
    cursor.setPosition(page().pageDocument().holes().first().viewBegin);
    const int top = page().cursorRect(cursor).top();
    QScrollBar* bar = page().verticalScrollBar();
    bar->setValue(bar->value() + top - page().viewport()->height() * 2 / 5);
    letPass(50);
  }

  void waitUntil(const std::function<bool()>& holds, const char* what) { camera_.waitUntil(holds, what); }
  void letPass(int milliseconds) { camera_.letPass(milliseconds); }
  void save(const QString& name, const QRect& part = {}) { camera_.save(name, part); }

  Camera& camera_;
  ProgramWindow& program_;
};

}  // namespace

int runScreenshots(const ScreenshotOptions& options) {
  return guarded([&] {
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    qputenv("QT_SCALE_FACTOR", QByteArray::number(options.scale));
    nameProgram();
    QTemporaryDir temporary;
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, temporary.path());
    int count = 1;
    char name[] = "lacuna";
    char* arguments[] = {name, nullptr};
    QApplication application(count, arguments);
    QApplication::setCursorFlashTime(0);
    const QString folder = QString::fromStdString(options.output);
    if (!temporary.isValid() || !QDir().mkpath(folder)) {
      complain("The folder " + options.output + " could not be made: choose another --output.");
      return kExitFailed;
    }
    ProgramWindow program(
        {temporary.filePath(QStringLiteral("library.lacuna")), QString::fromStdString(modelFolder(options.model)), {}});
    try {
      Camera camera(program, folder);
      Photographer(camera).work();
      photographDesk(camera);
    } catch (const CannotDraw& error) {
      complain(error.what());
      return kExitFailed;
    }
    return kExitDone;
  });
}

}  // namespace lacuna::app
