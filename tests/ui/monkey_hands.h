// SPDX-License-Identifier: GPL-3.0-or-later
// The hands of the monkey: random acts on a shown window, and what each may do to the text. What is drawn by a seed is
// the same each time; frames come by the clock.
#pragma once

#include <QClipboard>
#include <QGuiApplication>
#include <QHash>
#include <QInputMethodEvent>
#include <QScrollBar>
#include <QTest>
#include <algorithm>
#include <array>
#include <cstring>
#include <deque>

#include "tests/ui/desk.h"
#include "tests/ui/draft_model.h"
#include "tests/ui/monkey_outcome.h"

namespace lacuna::ui {

constexpr int kLongestDraft = 24000;  // letters; beyond it the monkey deletes

// The last acts, where a signal's handler can read them.
inline std::array<char, 4200> lastMonkeyActs{};

class MonkeyHands {
 public:
  explicit MonkeyHands(quint32 seed)
      : seed_(seed),
        random_(seed),
        drafts_{DraftModel(prose(random_, 2500)), DraftModel(), DraftModel(prose(random_, 60))},
        desk_(drafts_[0].text()) {
    desk_.page().setMotion(random_.bounded(2) == 0);
    QObject::connect(&desk_.window, &MainWindow::infillRequested, &desk_.engine, [this](const InfillAsk& ask) {
      QVector<QStringList> fills;
      for (int c = 0; c < 1 + ask.candidates % 4; ++c) {
        QStringList of;
        for (qsizetype g = 0; g < ask.gaps.size(); ++g) of << prose(random_, random_.bounded(14)).prepend(u' ');
        fills << of;
      }
      fills_.insert(ask.id, fills);
    });
  }

  QString lastActs() const {
    QString said;
    for (const QString& act : acts_) said += act + QStringLiteral("; ");
    return said;
  }

 protected:
  DraftModel& draft() { return drafts_.at(static_cast<std::size_t>(open_)); }
  int any(int below) { return below > 0 ? random_.bounded(below) : 0; }
  bool coin() { return random_.bounded(2) == 0; }

  void note(const QString& act) {
    acts_.push_back(act.left(60));
    if (acts_.size() > 24) acts_.pop_front();
    const QByteArray bytes =
        "LACUNA_MONKEY_SEED=" + QByteArray::number(seed_) + " ends with: " + lastActs().toUtf8().right(4000) + "\n";
    std::memcpy(lastMonkeyActs.data(), bytes.constData(), static_cast<std::size_t>(bytes.size()) + 1);
  }

  // [begin, end) of the manuscript that typing replaces now.
  Outcome hand(const QString& inserted) {
    PageView& page = desk_.page();
    PageDocument& document = page.pageDocument();
    if (page.brush().active()) return {};
    const QTextCursor cursor = page.textCursor();
    Outcome outcome{Outcome::Replaces,
                    document.toManuscript(cursor.selectionStart()),
                    document.toManuscript(cursor.selectionEnd()),
                    inserted,
                    0,
                    true};
    const PageDocument::Hole* hole = document.hole(page.gaps().activeHole());
    // In gap mode the author goes on behind the gap.
    if (page.gaps().gapMode() && hole != nullptr) outcome.begin = outcome.end = hole->end();
    return outcome;
  }

  Outcome type() {
    static const QStringList kTyped{QStringLiteral("a"),    QStringLiteral("word "), QStringLiteral("so. "),
                                    QStringLiteral("# "),   QStringLiteral("1"),     QStringLiteral(" "),
                                    QStringLiteral("[[]]"), QStringLiteral("\t")};
    QString typed = kTyped.at(any(static_cast<int>(kTyped.size())));
    // A tab is the next candidate in gap mode.
    if (desk_.page().gaps().gapMode() && typed == QStringLiteral("\t")) typed = QStringLiteral("a");
    if (desk_.page().gaps().gapMode() && typed == QStringLiteral(" ")) typed = QStringLiteral("b");
    note(QStringLiteral("type '%1'").arg(typed));
    Outcome outcome = hand(typed);
    if (outcome.kind == Outcome::Replaces) outcome.kind = Outcome::Types;
    desk_.type(typed);
    return outcome;
  }

  Outcome enter() {
    PageView& page = desk_.page();
    note(QStringLiteral("enter"));
    Outcome outcome = hand(QStringLiteral("\n"));
    if (page.brush().active()) {
      desk_.key(Qt::Key_Return);
      return {};
    }
    if (page.gaps().gapMode()) return take(Qt::NoModifier);
    desk_.key(Qt::Key_Return, any(4) == 0 ? Qt::ShiftModifier : Qt::NoModifier);
    return outcome;
  }

  Outcome take(Qt::KeyboardModifiers modifiers) {
    PageView& page = desk_.page();
    const GapRun* run = page.gaps().activeRun();
    const PageDocument::Hole* hole = page.pageDocument().hole(page.gaps().activeHole());
    Outcome outcome;
    if (run != nullptr && hole != nullptr && run->draft == 0 && run->state == GapRun::Done && page.gaps().gapMode()) {
      const QString fill = run->pieces(page.gaps().activeNumber() - 1).join(QString());
      const bool whole = modifiers == Qt::NoModifier && !page.gaps().selection().any();
      // Nothing in place of nothing is no edit.
      if (!fill.isEmpty() || hole->length > 0)
        outcome = {whole ? Outcome::Takes : Outcome::TakesPart, hole->begin, hole->end(), fill, run->id, false};
    }
    note(modifiers == Qt::NoModifier ? QStringLiteral("take") : QStringLiteral("take a word"));
    desk_.key(modifiers == Qt::NoModifier ? Qt::Key_Return : Qt::Key_Right, modifiers);
    return outcome;
  }

  Outcome erase() {
    PageView& page = desk_.page();
    const bool back = coin();
    const bool word = any(3) == 0;
    note(QStringLiteral("%1%2").arg(word ? QStringLiteral("ctrl+") : QString(),
                                    back ? QStringLiteral("backspace") : QStringLiteral("delete")));
    Outcome outcome = hand(QString());
    if (page.gaps().gapMode()) outcome = {};
    if (outcome.kind == Outcome::Replaces && outcome.begin == outcome.end) {
      const QVector<PageDocument::Hole>& holes = page.pageDocument().holes();
      const int caret = page.textCursor().position();
      const bool atHole = std::any_of(holes.begin(), holes.end(), [back, caret](const PageDocument::Hole& h) {
        return caret == (back ? h.viewEnd() : h.viewBegin);
      });
      outcome.kind = atHole ? Outcome::Nothing : back ? Outcome::DeletesBack : Outcome::DeletesOn;
    }
    desk_.key(back ? Qt::Key_Backspace : Qt::Key_Delete, word ? Qt::ControlModifier : Qt::NoModifier);
    return outcome;
  }

  Outcome paste() {
    static const int kWords[] = {1, 2, 3, 40, 40, 300, 1200};
    const QString text = prose(random_, kWords[any(7)]);
    note(QStringLiteral("paste %1 letters").arg(text.size()));
    Outcome outcome = hand(text);
    // From another system, with its line ends.
    QGuiApplication::clipboard()->setText(coin() ? text : QString(text).replace(u'\n', QLatin1String("\r\n")));
    desk_.key(Qt::Key_V, Qt::ControlModifier);
    return outcome;
  }

  Outcome cut() {
    note(QStringLiteral("cut"));
    Outcome outcome = desk_.page().textCursor().hasSelection() ? hand(QString()) : Outcome();
    // In gap mode the caret is the gap's, and nothing is selected any more.
    desk_.key(Qt::Key_X, Qt::ControlModifier);
    return outcome;
  }

  Outcome compose() {
    note(QStringLiteral("compose"));
    Outcome outcome = hand(QStringLiteral("\u00e9"));
    QInputMethodEvent event(QString(), {});
    event.setCommitString(QStringLiteral("\u00e9"));
    QCoreApplication::sendEvent(&desk_.page(), &event);
    return outcome;
  }

  Outcome undo() {
    PageView& page = desk_.page();
    if (page.brush().active()) return {};
    note(QStringLiteral("undo"));
    Outcome outcome{page.gaps().gapMode() ? Outcome::MayUndo : Outcome::Undoes, 0, 0, {}, 0, false};
    if (!draft().canUndo()) outcome.kind = Outcome::Nothing;
    desk_.undo();
    return outcome;
  }

  Outcome redo() {
    if (desk_.page().brush().active()) return {};
    note(QStringLiteral("redo"));
    desk_.redo();
    return {Outcome::Redoes, 0, 0, {}, 0, false};
  }

  void select() {
    const int size = static_cast<int>(desk_.text().size());
    switch (any(5)) {
      case 0:
        note(QStringLiteral("select all"));
        desk_.page().selectAll();
        break;
      case 1: {
        const int begin = any(size + 1);
        note(QStringLiteral("select a little"));
        desk_.select(begin, std::min(size, begin + any(60)));
        break;
      }
      case 2:
        note(QStringLiteral("select at random"));
        desk_.select(any(size + 1), any(size + 1));
        break;
      default:
        note(QStringLiteral("caret"));
        desk_.cursorTo(any(size + 1));
        break;
    }
  }

  void move() {
    static const Qt::Key kKeys[] = {Qt::Key_Left, Qt::Key_Right, Qt::Key_Up,     Qt::Key_Down,
                                    Qt::Key_Home, Qt::Key_End,   Qt::Key_PageUp, Qt::Key_PageDown};
    const Qt::Key key = kKeys[any(8)];
    Qt::KeyboardModifiers modifiers;
    // Ctrl+Right takes a word of a gap.
    if (any(3) == 0 && !desk_.page().gaps().gapMode()) modifiers |= Qt::ControlModifier;
    if (any(3) == 0) modifiers |= Qt::ShiftModifier;
    note(QStringLiteral("key %1 %2").arg(QKeySequence(key).toString()).arg(modifiers.toInt(), 0, 16));
    desk_.key(key, modifiers);
  }

  void scroll() {
    QScrollBar* const bar = desk_.page().verticalScrollBar();
    note(QStringLiteral("scroll"));
    static const double kShares[] = {0, 0, 1, 1, 0.5};
    const int at = any(8);
    if (at < 5) {
      bar->setValue(qRound(kShares[at] * bar->maximum()));
    } else {
      bar->setValue(bar->value() + any(900) - 450);
    }
  }

  void shape() {
    static const QSize kSizes[] = {{1440, 900}, {1100, 800}, {800, 600}, {640, 400}, {520, 300}, {1920, 1080}};
    MainWindow& window = desk_.window;
    const bool seen = caretInSight();
    switch (any(5)) {
      case 0: {
        const QSize size = kSizes[any(6)];
        note(QStringLiteral("resize to %1 x %2").arg(size.width()).arg(size.height()));
        window.resize(size);
        break;
      }
      case 1:
        note(QStringLiteral("zoom"));
        window.setZoom(0.6 + 0.2 * any(7));
        break;
      case 2:
        note(QStringLiteral("focus mode"));
        desk_.key(Qt::Key_F9);
        break;
      case 3: {
        const QStringList names = themeNames();
        note(QStringLiteral("theme"));
        window.setTheme(names.at(any(static_cast<int>(names.size()))));
        break;
      }
      default:
        note(QStringLiteral("paint"));
        (void)desk_.grab();
        break;
    }
    QCoreApplication::processEvents();
    if (seen && !caretInSight()) wrong_ = QStringLiteral("the caret went out of sight: ") + whereCaretIs();
  }

  void switchDraft() {
    note(QStringLiteral("another draft"));
    openDraft(any(3));
  }

  // As the program opens one: with the marks and with what could be undone when it was left.
  void openDraft(int which) {
    open_ = which;
    const KeptHistory& kept = desk_.histories[idOf(open_)];
    DocumentView document;
    document.id = idOf(open_);
    document.text = draft().text();
    document.marks = kept.marks;
    document.done = kept.done;
    document.undone = kept.undone;
    document.cursor = any(static_cast<int>(document.text.size()) + 1);
    document.scroll = 0.25 * any(5);
    desk_.mirror = document.text;
    desk_.window.openDocument(document);
  }
  static QString idOf(int which) { return QString(QChar(u'a' + which)); }

  void ask() {
    PageView& page = desk_.page();
    switch (any(4)) {
      case 0:
        note(QStringLiteral("ask for what is written"));
        desk_.key(Qt::Key_Return, Qt::ControlModifier | Qt::ShiftModifier);
        break;
      case 1:
        note(QStringLiteral("go on at the end"));
        page.continueAtEnd(any(2) * 40);
        break;
      default:
        note(QStringLiteral("ask"));
        desk_.ask();
        break;
    }
  }

  void engine() {
    if (desk_.engine.asks.isEmpty()) return;
    const qsizetype back = any(4) == 0 ? any(3) : 0;
    const quint64 id = desk_.engine.asks.at(std::max<qsizetype>(0, desk_.engine.asks.size() - 1 - back)).id;
    const QVector<QStringList>& fills = fills_.value(id);
    switch (any(7)) {
      case 0:
        note(QStringLiteral("the run ends"));
        desk_.window.showResult(FakeEngine::resultOf(id, fills));
        break;
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
        desk_.window.showFrame(desk_.engine.frameAt(id, fills, 1 + any(8), 8));
        if (coin()) desk_.page().gaps().flush();
        break;
    }
  }

  Outcome gapKey() {
    PageView& page = desk_.page();
    switch (any(9)) {
      case 0:
        note(QStringLiteral("next gap"));
        page.goToNextGap();
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
        page.gaps().leaveAll();
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

  void mouse() {
    QWidget* const viewport = desk_.page().viewport();
    const QPoint at(any(viewport->width()), any(viewport->height()));
    note(QStringLiteral("click at %1, %2").arg(at.x()).arg(at.y()));
    switch (any(3)) {
      case 0:
        QTest::mouseDClick(viewport, Qt::LeftButton, Qt::NoModifier, at);
        break;
      case 1:
        QTest::mouseClick(viewport, Qt::LeftButton, Qt::ShiftModifier, at);
        break;
      default:
        QTest::mouseClick(viewport, Qt::LeftButton, Qt::NoModifier, at);
        break;
    }
    desk_.page().steering().close();
  }

  Outcome marks() {
    PageView& page = desk_.page();
    switch (any(4)) {
      case 0:
        note(QStringLiteral("confirm"));
        if (page.confirmGenerated()) draft().mark();
        return {};
      case 1: {
        note(QStringLiteral("tag"));
        const QTextCursor cursor = page.textCursor();
        const QPair<int, int> whole =
            paragraphsOf(desk_.text(), page.pageDocument().toManuscript(cursor.selectionStart()),
                         page.pageDocument().toManuscript(cursor.selectionEnd()));
        page.toggleTagged();
        if (!desk_.text().mid(whole.first, whole.second - whole.first).remove(u'\n').isEmpty())
          return {Outcome::MayMark, 0, 0, {}, 0, false};
        return {};
      }
      case 2:
        note(QStringLiteral("find"));
        page.find(QStringLiteral("house"), coin(), coin());
        return {};
      default:
        note(QStringLiteral("motion"));
        page.setMotion(coin());
        return {};
    }
  }

  Outcome perform(int kind) {
    if (desk_.text().size() > kLongestDraft && kind < 500) {
      note(QStringLiteral("delete a half"));
      desk_.page().brush().leave();
      desk_.page().gaps().leaveAll();
      desk_.select(0, static_cast<int>(desk_.text().size()) / 2);
      const Outcome outcome = hand(QString());
      desk_.key(Qt::Key_Delete);
      return outcome;
    }
    if (kind < 170) return type();
    if (kind < 200) return enter();
    if (kind < 270) return erase();
    if (kind < 310) return paste();
    if (kind < 335) return cut();
    if (kind < 345) return compose();
    if (kind < 435) return undo();
    if (kind < 490) return redo();
    if (kind < 570) return select(), Outcome();
    if (kind < 640) return move(), Outcome();
    if (kind < 690) return scroll(), Outcome();
    if (kind < 715) return shape(), Outcome();
    if (kind < 722) return switchDraft(), Outcome();
    if (kind < 760) return ask(), Outcome();
    if (kind < 850) return engine(), Outcome();
    if (kind < 920) return gapKey();
    if (kind < 940) return brush(), Outcome();
    if (kind < 970) return mouse(), Outcome();
    if (kind < 985) return marks();
    note(QStringLiteral("wait"));
    QTest::qWait(1);
    return {};
  }

  QString whereCaretIs() {
    const QScrollBar* bar = desk_.page().verticalScrollBar();
    return QStringLiteral("%1 of %2 pixels, scrolled %3 of %4")
        .arg(desk_.page().cursorRect().center().y())
        .arg(desk_.page().viewport()->height())
        .arg(bar->value())
        .arg(bar->maximum());
  }
  bool caretInSight() {
    const int middle = desk_.page().cursorRect().center().y();
    return middle >= 0 && middle <= desk_.page().viewport()->height();
  }

  quint32 seed_;
  QRandomGenerator random_;
  std::array<DraftModel, 3> drafts_;
  int open_ = 0;
  Desk desk_;
  QHash<quint64, QVector<QStringList>> fills_;
  std::deque<QString> acts_;
  QString wrong_;
};

}  // namespace lacuna::ui
