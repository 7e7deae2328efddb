// SPDX-License-Identifier: GPL-3.0-or-later
// The hands of the monkey on the text: random acts on a shown window, and what each may do to the text. What is drawn
// by a seed is the same each time; frames come by the clock. monkey_gaps.h has its hands on gaps.
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
#include "tests/ui/drag.h"
#include "tests/ui/window/draft_model.h"
#include "tests/ui/window/monkey_outcome.h"

namespace lacuna::ui {

constexpr int kLongestDraft = 24000;  // letters; beyond it the monkey deletes

// It becomes another sign when it is typed.
inline const QString kSign = QStringLiteral("\"");

// The last acts, where a signal's handler can read them.
inline std::array<char, 4200> lastMonkeyActs{};

class MonkeyHands {
 public:
  explicit MonkeyHands(quint32 seed)
      : seed_(seed),
        random_((useTestSettings(), seed)),
        drafts_{DraftModel(prose(random_, 2500)), DraftModel(), DraftModel(prose(random_, 60))},
        desk_(drafts_[0].text()) {
    desk_.page().setMotion(random_.bounded(2) == 0);
    SmartTyping smart;
    smart.dashes = smart.ellipses = false;  // what becomes one sign depends on more than a model of text knows
    desk_.page().typing().setSmart(smart);
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
                                    QStringLiteral("[[]]"), QStringLiteral("\t"),    kSign};
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
    outcome.kind = Outcome::Enters;
    desk_.key(Qt::Key_Return, any(4) == 0 ? Qt::ShiftModifier : Qt::NoModifier);
    return outcome;
  }

  Outcome take(Qt::KeyboardModifiers modifiers) {
    PageView& page = desk_.page();
    const GapRun* run = page.gaps().activeRun();
    const PageDocument::Hole* hole = page.pageDocument().hole(page.gaps().activeHole());
    Outcome outcome;
    if (run != nullptr && hole != nullptr && run->draft() == 0 && run->state() == GapRun::Done &&
        page.gaps().gapMode()) {
      const QString fill = run->pieces(page.gaps().activeNumber() - 1).join(QString());
      const bool whole = modifiers == Qt::NoModifier && !page.gaps().wording().selection().any();
      // Nothing in place of nothing is no edit.
      if (!fill.isEmpty() || hole->length > 0)
        outcome = {whole ? Outcome::Takes : Outcome::TakesPart, hole->begin, hole->end(), fill, run->id(), false};
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
    const bool takesBack = back && !word && outcome.kind == Outcome::Replaces && page.typing().justChanged();
    if (takesBack) outcome.kind = Outcome::Undoes;
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
    // What a gap that denoises above the caret makes of its lines meanwhile may push it down: that is no place lost.
    desk_.page().gaps().showing().flush();
    const bool still = !desk_.page().gaps().showing().motion() || desk_.page().pageDocument().holes().isEmpty();
    const bool seen = still && caretInSight();
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
    Document document;
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

  // A point of the viewport, or somewhat beside it.
  QPoint anyPoint() {
    const QSize port = desk_.page().viewport()->size();
    return {any(port.width() + 80) - 40, any(port.height() + 80) - 40};
  }

  // The mouse is held down and pulled: over text, over the words of a gap, over the edge of the page.
  void dragToSelect() {
    PageView& page = desk_.page();
    QWidget* const port = page.viewport();
    const auto hole = page.pageDocument().hole(page.gaps().activeHole());
    QPoint from(any(port->width()), any(port->height()));
    if (hole != nullptr && coin()) {
      QTextCursor inside(page.document());
      inside.setPosition(hole->viewBegin + any(hole->viewLength));
      from = page.cursorRect(inside).center();
    }
    note(QStringLiteral("drag from %1, %2").arg(from.x()).arg(from.y()));
    // What is selected would be dragged away.
    QTextCursor bare = page.textCursor();
    bare.clearSelection();
    if (!page.gaps().gapMode()) page.setTextCursor(bare);
    QTest::mousePress(port, Qt::LeftButton, Qt::NoModifier, from);
    QPoint at = from;
    for (int moves = 1 + any(4); moves > 0; --moves) {
      at = anyPoint();
      QMouseEvent move(QEvent::MouseMove, at, port->mapToGlobal(at), Qt::NoButton, Qt::LeftButton, Qt::NoModifier);
      QCoreApplication::sendEvent(port, &move);
    }
    if (any(8) == 0) QTest::qWait(1);
    QTest::mouseRelease(port, Qt::LeftButton, Qt::NoModifier, at);
    page.steering().close();
  }

  // Words from another program, let go of anywhere on the page.
  Outcome drop() {
    PageView& page = desk_.page();
    QWidget* const port = page.viewport();
    const QString text = prose(random_, 1 + any(30));
    const QPoint at(any(port->width()), any(port->height()));
    note(QStringLiteral("drop %1 letters at %2, %3").arg(text.size()).arg(at.x()).arg(at.y()));
    const int target = page.cursorForPosition(at).position();
    const int before = static_cast<int>(desk_.text().size());
    Outcome outcome{Outcome::Replaces, page.pageDocument().toManuscript(target), 0, text, 0, true};
    outcome.end = outcome.begin;
    const bool inGap = page.pageDocument().holeAround(target) != nullptr || page.brush().active();
    const bool beside = besideHole(target);
    dropOn(page, coin() ? text : QString(text).replace(u'\n', QLatin1String("\r\n")), at);
    // The half letters at the edges of a gap belong to it.
    const bool refused = inGap || (beside && desk_.text().size() == before);
    return refused ? Outcome() : outcome;
  }

  // The selection, dragged to another place of the page.
  Outcome moveWords() {
    PageView& page = desk_.page();
    const QTextCursor cursor = page.textCursor();
    const int target = any(page.document()->characterCount());
    const PageDocument& document = page.pageDocument();
    const bool words = document.toManuscript(cursor.selectionStart()) != document.toManuscript(cursor.selectionEnd());
    const bool free = words && !page.brush().active() && document.holeAround(target) == nullptr &&
                      (target < cursor.selectionStart() || target > cursor.selectionEnd());
    note(QStringLiteral("move %1 letters to %2").arg(cursor.selectionEnd() - cursor.selectionStart()).arg(target));
    Outcome outcome;
    if (free)
      outcome = {Outcome::Moves,
                 document.toManuscript(cursor.selectionStart()),
                 document.toManuscript(cursor.selectionEnd()),
                 {},
                 0,
                 true,
                 document.toManuscript(target)};
    if (page.moveSelection(target) != free) wrong_ = QStringLiteral("words are moved where they may not be");
    return outcome;
  }

  void find() {
    const bool back = coin();
    const bool on = coin();
    desk_.page().finder().seek(QStringLiteral("house"), back ? PageFind::Previous
                                                        : on ? PageFind::Next
                                                             : PageFind::Here);
  }

  // Every place that no gap hides; the gaps stay.
  Outcome replaceAll() {
    PageFind& find = desk_.page().finder();
    const bool there = coin();
    const QString word = there ? QStringLiteral("house") : QStringLiteral("home");
    note(QStringLiteral("replace all '%1'").arg(word));
    Outcome outcome;
    outcome.kind = Outcome::ReplacesAll;
    outcome.inserted = there ? QStringLiteral("home") : QStringLiteral("house");
    const QString text = desk_.text();
    const auto hidden = [this, &word](qsizetype at) {
      const QVector<PageDocument::Hole>& holes = desk_.page().pageDocument().holes();
      return std::any_of(holes.begin(), holes.end(), [at, &word](const PageDocument::Hole& h) {
        return h.length > 0 ? at < h.end() && at + word.size() > h.begin : at < h.begin && at + word.size() > h.begin;
      });
    };
    for (qsizetype at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.size()))
      if (!hidden(at)) outcome.places.push_back({static_cast<int>(at), static_cast<int>(word.size())});
    find.seek(word, PageFind::Here);
    if (find.replaceAll({outcome.inserted, false}) != outcome.places.size())
      wrong_ = QStringLiteral("another number of places is replaced");
    return outcome;
  }

  bool besideHole(int viewPosition) {
    const QVector<PageDocument::Hole>& holes = desk_.page().pageDocument().holes();
    return std::any_of(holes.begin(), holes.end(), [viewPosition](const PageDocument::Hole& h) {
      return viewPosition == h.viewBegin || viewPosition == h.viewEnd();
    });
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
        if (any(4) == 0) return replaceAll();
        note(QStringLiteral("find"));
        find();
        return {};
      default:
        note(QStringLiteral("motion"));
        page.setMotion(coin());
        return {};
    }
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
  std::deque<QString> acts_;
  QString wrong_;
};

}  // namespace lacuna::ui
