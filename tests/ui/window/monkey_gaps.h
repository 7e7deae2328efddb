// SPDX-License-Identifier: GPL-3.0-or-later
// The hands of the monkey on gaps: asking, what the engine answers, taking, the brush, the popover and the list at a
// word, the panel of a run's steps and the branches that begin there. None of it but taking changes the text.
#pragma once

#include <QApplication>

#include "tests/ui/window/monkey_hands.h"
#include "tests/ui/window/monkey_library.h"
#include "ui/editor/markdown_acts.h"
#include "ui/panels/run_panel.h"
#include "ui/runs/run_steps.h"

namespace lacuna::ui {

class MonkeyGaps : public MonkeyHands {
 public:
  explicit MonkeyGaps(quint32 seed) : MonkeyHands(seed) {
    QObject::connect(&desk_.window, &MainWindow::infillRequested, &desk_.engine,
                     [this](const InfillAsk& ask) { asked(ask); });
    QObject::connect(&desk_.window, &MainWindow::branchRequested, &desk_.engine,
                     [this](const InfillAsk& ask) { asked(ask); });
  }

 protected:
  struct Asked {
    InfillAsk ask;
    QVector<QStringList> fills;  // [candidate][gap]
  };

  void asked(const InfillAsk& ask) {
    Asked now{ask, {}};
    for (int c = 0; c < 1 + (ask.way.isEmpty() ? ask.candidates % 4 : ask.candidates - 1); ++c) {
      QStringList of;
      for (qsizetype g = 0; g < ask.gaps.size(); ++g) of << prose(random_, random_.bounded(14)).prepend(u' ');
      now.fills << of;
    }
    asked_.push_back(now);
  }

  void ask() {
    PageView& page = desk_.page();
    switch (any(4)) {
      case 0:
        note(QStringLiteral("ask for what is written"));
        desk_.key(Qt::Key_Return, Qt::ControlModifier | Qt::ShiftModifier);
        break;
      case 1:
        note(QStringLiteral("go on at the end"));
        page.acts().continueAtEnd(any(2) * 40);
        break;
      default:
        note(QStringLiteral("ask"));
        desk_.ask();
        break;
    }
  }

  // Ctrl+B.
  Outcome bold() {
    PageView& page = desk_.page();
    note(QStringLiteral("bold"));
    Outcome outcome;
    if (!page.brush().active()) {
      const QTextCursor cursor = page.textCursor();
      const TextChange change =
          toggleEmphasis(draft().text(), page.pageDocument().toManuscript(cursor.selectionStart()),
                         page.pageDocument().toManuscript(cursor.selectionEnd()), InlineSpan::Bold);
      outcome.kind = Outcome::Becomes;
      outcome.inserted = draft().text();
      for (auto e = change.edits.rbegin(); e != change.edits.rend(); ++e)
        outcome.inserted.replace(e->position, e->removed, e->inserted);
    }
    page.typing().emphasize(InlineSpan::Bold);  // what the key does where the page has the focus
    return outcome;
  }

  void engine() {
    if (asked_.isEmpty()) return;
    const qsizetype back = any(4) == 0 ? any(3) : 0;
    const Asked now = asked_.at(std::max<qsizetype>(0, asked_.size() - 1 - back));
    const quint64 id = now.ask.id;
    switch (any(7)) {
      case 0: {
        note(QStringLiteral("the run ends"));
        ResultView result = FakeEngine::resultOf(id, now.fills);
        if (coin()) result.alternatives = alternatives(now.fills);
        desk_.window.showResult(result);
        if (coin()) desk_.window.showRun(runOf(now, id));
        break;
      }
      case 1: {
        note(QStringLiteral("the run is stopped"));
        ResultView result;
        result.ask = id;
        result.cancelled = true;
        desk_.window.showResult(result);
        break;
      }
      default:
        note(QStringLiteral("a frame"));
        desk_.window.showStep(desk_.engine.frameAt(id, now.fills, 1 + any(kSteps), kSteps));
        if (coin()) desk_.page().gaps().showing().flush();
        break;
    }
  }

  // Other words for every token, some of which cannot stand there.
  Alternatives alternatives(const QVector<QStringList>& fills) {
    Alternatives all;
    for (const QStringList& gaps : fills) {
      all.emplace_back();
      for (const QString& fill : gaps) {
        all.last().emplace_back();
        for (qsizetype t = FakeEngine::tokensOf(fill).size(); t > 0; --t)
          all.last().last().push_back({{-1, 102, QStringLiteral(" lantern")},
                                       {-1, 77, QStringLiteral("ish")},
                                       {-1, 51, QStringLiteral(" by")},
                                       {-1, 26, QStringLiteral("\n")}});
      }
    }
    return all;
  }

  // As the library gives a run back; ask 0: one of the past.
  RunView runOf(const Asked& asked, quint64 ask) {
    RunView run;
    run.item.id = QStringLiteral("run %1").arg(asked.ask.id);
    run.item.ask = asked.ask;
    run.item.steps = run.item.ask.steps = kSteps;
    run.ask = ask;
    run.text = asked.ask.text;
    for (int step = 0; step <= kSteps; ++step)
      run.steps.push_back(desk_.engine.frameAt(asked.ask.id, asked.fills, step, kSteps).frame);
    run.candidates = FakeEngine::resultOf(asked.ask.id, asked.fills).candidates;
    return run;
  }

  // Where the keys go while a card has them.
  static void keysInside(QWidget* card, const QVector<QPair<Qt::Key, Qt::KeyboardModifiers>>& keys) {
    for (const auto& key : keys) {
      QWidget* to = QApplication::activePopupWidget();
      if (to == nullptr) to = QApplication::focusWidget();
      const bool inside = to != nullptr && (to == QApplication::activePopupWidget() || card->isAncestorOf(to));
      if (!card->isVisible() || !inside) break;
      QTest::keyClick(to, key.first, key.second);
    }
    while (QWidget* list = QApplication::activePopupWidget()) list->close();
  }

  QVector<QPair<Qt::Key, Qt::KeyboardModifiers>> anyKeys(const QVector<Qt::Key>& of) {
    static const Qt::KeyboardModifiers kModifiers[] = {Qt::NoModifier, Qt::NoModifier, Qt::NoModifier,
                                                       Qt::ShiftModifier, Qt::ControlModifier};
    QVector<QPair<Qt::Key, Qt::KeyboardModifiers>> keys;
    for (int i = 1 + any(12); i > 0; --i) keys.push_back({of.at(any(static_cast<int>(of.size()))), kModifiers[any(5)]});
    return keys;
  }

  // The popover of the gap, and any keys in it: none of them is about the text.
  void popover() {
    static const QVector<Qt::Key> kKeys{
        Qt::Key_Tab,    Qt::Key_Tab,    Qt::Key_Tab,    Qt::Key_Backtab, Qt::Key_A,         Qt::Key_B,
        Qt::Key_Z,      Qt::Key_X,      Qt::Key_V,      Qt::Key_1,       Qt::Key_7,         Qt::Key_Semicolon,
        Qt::Key_Space,  Qt::Key_Left,   Qt::Key_Up,     Qt::Key_Down,    Qt::Key_Right,     Qt::Key_Home,
        Qt::Key_End,    Qt::Key_Delete, Qt::Key_PageUp, Qt::Key_Menu,    Qt::Key_Backspace, Qt::Key_Enter,
        Qt::Key_Return, Qt::Key_Period, Qt::Key_Escape, Qt::Key_F4};
    PageView& page = desk_.page();
    note(QStringLiteral("keys in the popover"));
    page.setFocus();
    desk_.key(Qt::Key_Period, Qt::ControlModifier);
    keysInside(page.steering().popover(), anyKeys(kKeys));
    if (any(4) == 0) scroll();
    if (any(4) == 0) engine();
    page.steering().close();
    page.setFocus();
  }

  // Words of a gap are chosen, and the list at one of them has the keys; or the gap's length is pulled at.
  void words() {
    static const QVector<Qt::Key> kKeys{Qt::Key_Down,   Qt::Key_Down,   Qt::Key_Up, Qt::Key_Return, Qt::Key_Delete,
                                        Qt::Key_Escape, Qt::Key_Space,  Qt::Key_A,  Qt::Key_N,      Qt::Key_Tab,
                                        Qt::Key_Left,   Qt::Key_PageUp, Qt::Key_Z,  Qt::Key_End,    Qt::Key_Backspace};
    PageView& page = desk_.page();
    if (!page.gaps().gapMode()) return;
    LengthHandle* const handle = page.steering().handle();
    if (handle->isVisible() && any(3) == 0) {
      note(QStringLiteral("pull at the length"));
      const QPoint grip = handle->rect().center();
      QTest::mousePress(handle, Qt::LeftButton, Qt::NoModifier, grip);
      QTest::mouseMove(handle, grip + QPoint(any(600) - 300, any(60) - 30));
      if (coin()) engine();
      QTest::mouseRelease(handle, Qt::LeftButton, Qt::NoModifier, grip);
      return;
    }
    note(QStringLiteral("keys in the list of words"));
    desk_.key(Qt::Key_Right, Qt::ShiftModifier);
    for (int i = any(5); i > 0; --i) desk_.key(Qt::Key_Right, coin() ? Qt::ShiftModifier : Qt::NoModifier);
    if (!page.gaps().wording().selection().any()) return;
    page.steering().openMenu();
    keysInside(page.steering().menu(), anyKeys(kKeys));
    if (any(4) == 0) engine();
    page.steering().close();
    page.setFocus();
  }

  // The panel: another step, candidate, lens or run; a word put in; a branch from there.
  void panel() {
    RunPanel* const panel = desk_.window.runPanel();
    RunModel& model = panel->model();
    const int steps = static_cast<int>(model.run().steps.size());
    switch (any(8)) {
      case 0:
        note(QStringLiteral("another tab"));
        panel->showTab(static_cast<RunPanel::Tab>(any(3)));
        break;
      case 1:
        note(QStringLiteral("another lens"));
        model.setLens({static_cast<LensKind>(any(6)), any(3)});
        break;
      case 2:
        note(QStringLiteral("another candidate of the step"));
        model.goToCandidate(any(5));
        break;
      case 3:
        if (asked_.isEmpty()) break;
        note(QStringLiteral("a run of before"));
        {
          const RunView run = runOf(asked_.at(any(static_cast<int>(asked_.size()))), 0);
          Q_EMIT panel->runs()->opened(run.item.id);
          desk_.window.showRun(run);
        }
        break;
      case 4:
        note(QStringLiteral("another word in the step"));
        if (model.any()) model.edit({0, any(6), coin() ? QStringLiteral("tide") : QString()});
        [[fallthrough]];
      case 5:
        note(QStringLiteral("a branch"));
        QTest::keyClick(panel->denoising()->stepCard()->slider(), Qt::Key_B,
                        coin() ? Qt::ShiftModifier : Qt::NoModifier);
        break;
      default:
        note(QStringLiteral("another step"));
        model.goToStep(any(std::max(1, steps)));
        if (any(4) == 0) QTest::keyClick(panel->denoising()->stepCard()->slider(), coin() ? Qt::Key_C : Qt::Key_Space);
        break;
    }
  }

  Outcome gapKey() {
    PageView& page = desk_.page();
    switch (any(9)) {
      case 0:
        note(QStringLiteral("next gap"));
        page.acts().goToNextGap();
        return {};
      case 1:
        note(QStringLiteral("tab"));
        if (page.gaps().gapMode()) desk_.key(coin() ? Qt::Key_Tab : Qt::Key_Backtab);
        return {};
      case 2:
        note(QStringLiteral("escape"));
        desk_.key(Qt::Key_Escape);
        return {};
      case 3:
        note(QStringLiteral("longer"));
        if (page.gaps().gapMode()) desk_.key(coin() ? Qt::Key_Right : Qt::Key_Left, Qt::AltModifier);
        return {};
      case 4:
        note(QStringLiteral("leave all"));
        page.gaps().taking().leaveAll();
        return {};
      case 5:
      case 6:
        return page.gaps().gapMode() ? take(Qt::ControlModifier) : Outcome();
      default:
        return page.gaps().gapMode() ? take(Qt::NoModifier) : Outcome();
    }
  }

  void brush() {
    PageView& page = desk_.page();
    note(QStringLiteral("brush"));
    if (!page.brush().active()) {
      page.brush().start();
      return;
    }
    switch (any(4)) {
      case 0:
        page.brush().leave();
        break;
      case 1:
        page.brush().send();
        break;
      default:
        desk_.key(Qt::Key_Space);
        break;
    }
  }

  Outcome perform(int kind) {
    desk_.page().steering().close();  // a list that is open has the keys
    if (desk_.text().size() > kLongestDraft && kind < 500) {
      note(QStringLiteral("delete a half"));
      desk_.page().brush().leave();
      desk_.page().gaps().taking().leaveAll();
      desk_.select(0, static_cast<int>(desk_.text().size()) / 2);
      const Outcome outcome = hand(QString());
      desk_.key(Qt::Key_Delete);
      return outcome;
    }
    if (kind < 150) return type();
    if (kind < 178) return enter();
    if (kind < 184) return bold();
    if (kind < 250) return erase();
    if (kind < 285) return paste();
    if (kind < 305) return cut();
    if (kind < 315) return compose();
    if (kind < 395) return undo();
    if (kind < 440) return redo();
    if (kind < 510) return select(), Outcome();
    if (kind < 570) return move(), Outcome();
    if (kind < 610) return scroll(), Outcome();
    if (kind < 632) return shape(), Outcome();
    if (kind < 639) return switchDraft(), Outcome();
    if (kind < 644) return note(QStringLiteral("library")), actOnLibrary(desk_, random_), Outcome();
    if (kind < 677) return ask(), Outcome();
    if (kind < 772) return engine(), Outcome();
    if (kind < 842) return gapKey();
    if (kind < 860) return brush(), Outcome();
    if (kind < 885) return mouse(), Outcome();
    if (kind < 898) return marks();
    if (kind < 913) return dragToSelect(), Outcome();
    if (kind < 921) return drop();
    if (kind < 933) return moveWords();
    if (kind < 950) return popover(), Outcome();
    if (kind < 968) return words(), Outcome();
    if (kind < 992) return panel(), Outcome();
    note(QStringLiteral("wait"));
    QTest::qWait(1);
    return {};
  }

  static constexpr int kSteps = 8;
  QVector<Asked> asked_;  // in the order of asking, branches too
};

}  // namespace lacuna::ui
