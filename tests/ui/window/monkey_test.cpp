// SPDX-License-Identifier: GPL-3.0-or-later
// Random hands on the whole window, in many sizes and scroll positions, against a plain model of what the text must
// be. After each act: the text is the model's, the view is the text with what denoises in its holes, the caret stands
// in the text and in sight, and the layout answers for every kind of place. At the end undo leads back to the first
// text and redo to the last, in the window as it is and in each draft as it is opened again.
//
// LACUNA_MONKEY_ACTS and LACUNA_MONKEY_SEED ask for more, or for one session again. A failure and a crash print the
// seed and the last acts.
#include <unistd.h>

#include <QTest>
#include <QTextBlock>
#include <climits>
#include <csignal>
#include <cstring>

#include "tests/ui/window/monkey_gaps.h"

using namespace lacuna::ui;

namespace {

constexpr int kSessionActs = 500;  // of one window
constexpr int kUsualActs = 20000;

void onCrash(int signal) {
  // What is not written is not written: the program is going down.
  (void)!write(STDERR_FILENO, lastMonkeyActs.data(), strnlen(lastMonkeyActs.data(), lastMonkeyActs.size()));
  std::signal(signal, SIG_DFL);
  (void)std::raise(signal);
}

class Monkey : public MonkeyGaps {
 public:
  using MonkeyGaps::MonkeyGaps;

  // Empty, or what is wrong.
  QString act() {
    const int kind = random_.bounded(1000);
    const Outcome outcome = perform(kind);
    if (qEnvironmentVariableIsSet("LACUNA_MONKEY_TELL"))
      qInfo().noquote() << (acts_.empty() ? QString() : acts_.back()) << state();
    return check(outcome);
  }

  QString state() {
    PageView& page = desk_.page();
    const QWidget* focus = QApplication::focusWidget();
    return whereCaretIs() + QStringLiteral(", at %1 of %2; focus in %3, gap mode %4, brush %5, selected %6, %7 gaps")
                                .arg(page.cursorPosition())
                                .arg(desk_.text().size())
                                .arg(QLatin1String(focus == nullptr ? "nothing" : focus->metaObject()->className()))
                                .arg(page.gaps().gapMode())
                                .arg(page.brush().active())
                                .arg(page.textCursor().selectedText().size())
                                .arg(page.pageDocument().holes().size());
  }

  // Back to the first text and on to the last; then the same of each draft, opened with what was kept of it.
  QString backAndOn() {
    QString wrong = backAndOnHere();
    for (int i = 0; i < 3 && wrong.isEmpty(); ++i) {
      openDraft(i);
      wrong = backAndOnHere();
      if (!wrong.isEmpty()) wrong = QStringLiteral("draft %1, opened again: ").arg(i) + wrong;
    }
    return wrong;
  }

 private:
  QString backAndOnHere() {
    PageView& page = desk_.page();
    page.brush().leave();
    page.gaps().taking().leaveAll();
    const auto undoable = [&page] { return page.pageDocument().manuscript().canUndo(); };
    for (int i = 0; i < 10000 && undoable(); ++i) page.undoEdit();
    QString wrong = desk_.text() == draft().first() ? QString() : QStringLiteral("undo leads to another first text");
    if (wrong.isEmpty()) wrong = checkPage();
    for (int i = 0; i < 10000 && page.pageDocument().manuscript().canRedo(); ++i) page.redoEdit();
    // What was undone before and not redone comes as well.
    while (draft().canRedo()) draft().redo();
    if (wrong.isEmpty() && desk_.text() != draft().text()) wrong = QStringLiteral("redo leads to another last text");
    if (wrong.isEmpty() && !desk_.histories.value(idOf(open_)).told)
      wrong = QStringLiteral("what was never told was undone or redone");
    return wrong.isEmpty() ? checkPage() : wrong;
  }

  QString check(const Outcome& outcome) {
    DraftModel& model = draft();
    const QString shown = desk_.text();
    const int grown = static_cast<int>(shown.size() - model.text().size());
    switch (outcome.kind) {
      case Outcome::Nothing:
        break;
      case Outcome::Replaces:
        model.edit(outcome.begin, outcome.end - outcome.begin, outcome.inserted);
        break;
      case Outcome::Types:
        // Letter by letter, the first in place of what is selected.
        for (int i = 0, at = outcome.begin; i < outcome.inserted.size(); ++i, ++at)
          model.edit(at, i == 0 ? outcome.end - at : 0, outcome.inserted.mid(i, 1));
        // The sign of the keyboard may have become one of print.
        if (outcome.inserted == kSign && shown != model.text())
          model.edit(outcome.begin, 1, shown.mid(outcome.begin, 1));
        break;
      case Outcome::Enters: {
        if (grown < 0 && outcome.begin == outcome.end) {  // an empty item ends
          const int begin = static_cast<int>(model.text().lastIndexOf(u'\n', outcome.begin - 1)) + 1;
          if (lineMarkOf(model.text().mid(begin, -grown)).length != -grown) return QStringLiteral("enter takes words");
          model.edit(begin, -grown, QString());
          break;
        }
        const QString inserted = shown.mid(outcome.begin, std::max(0, grown + outcome.end - outcome.begin));
        if (!inserted.startsWith(u'\n') || lineMarkOf(inserted.mid(1)).length != inserted.size() - 1)
          return QStringLiteral("enter puts in '%1'").arg(inserted);
        model.edit(outcome.begin, outcome.end - outcome.begin, inserted);
        break;
      }
      case Outcome::Becomes:
        model.edit(0, static_cast<int>(model.text().size()), outcome.inserted);
        break;
      case Outcome::Moves:
        model.move(outcome.begin, outcome.end, outcome.to);
        break;
      case Outcome::ReplacesAll:
        model.replaceAll(outcome.places, outcome.inserted);
        break;
      case Outcome::DeletesBack:
        if (grown > 0 || outcome.begin + grown < 0) return QStringLiteral("deleting back does something else");
        model.edit(outcome.begin + grown, -grown, QString());
        break;
      case Outcome::DeletesOn:
        if (grown > 0) return QStringLiteral("deleting adds");
        model.edit(outcome.begin, -grown, QString());
        break;
      case Outcome::Takes:
        model.take(outcome.begin, outcome.end - outcome.begin, outcome.inserted, outcome.run);
        break;
      case Outcome::TakesPart: {
        const int taken = grown + outcome.end - outcome.begin;
        if (taken < 0) return QStringLiteral("less than nothing is taken");
        const QString part = shown.mid(outcome.begin, taken);
        if (taken > outcome.inserted.size()) return QStringLiteral("more than the candidate is taken");
        model.take(outcome.begin, outcome.end - outcome.begin, part, outcome.run);
        break;
      }
      case Outcome::MayUndo:
        if (shown == model.text()) break;
        [[fallthrough]];
      case Outcome::Undoes:
        if (!model.undo(shown))
          return QStringLiteral("undo leads to a text that never was: ") + difference(shown, model.text());
        break;
      case Outcome::Redoes:
        model.redo();
        break;
      case Outcome::MayMark:
        model.mark();
        break;
    }
    if (shown != model.text()) return difference(shown, model.text());
    if (shown != desk_.mirror) return QStringLiteral("the edits that were told lead to another text");
    if (!wrong_.isEmpty()) return wrong_;
    if (!desk_.histories.value(idOf(open_)).told) return QStringLiteral("what was never told was undone or redone");
    if (outcome.caretSeen && !caretInSight()) return QStringLiteral("the caret is out of sight: ") + whereCaretIs();
    return checkPage();
  }

  static QString difference(const QString& is, const QString& shall) {
    qsizetype at = 0;
    while (at < is.size() && at < shall.size() && is.at(at) == shall.at(at)) ++at;
    return QStringLiteral("text of %1 letters, not %2: at %3 it is '%4' and not '%5'")
        .arg(is.size())
        .arg(shall.size())
        .arg(at)
        .arg(is.mid(at, 20), shall.mid(at, 20));
  }

  QString checkPage() {
    PageView& page = desk_.page();
    PageDocument& document = page.pageDocument();
    if (document.changing()) return QStringLiteral("a change has not ended");
    if (page.brush().active() && page.gaps().gapMode()) return QStringLiteral("a gap and the brush both have the keys");
    QString shown = toViewText(desk_.text());
    const QString view = desk_.view();
    const auto& holes = document.holes();
    for (auto it = holes.rbegin(); it != holes.rend(); ++it)
      shown.replace(it->begin, it->length, view.mid(it->viewBegin, it->viewLength));
    if (view != shown) return QStringLiteral("the view is another text than the manuscript");
    const QTextCursor cursor = page.textCursor();
    const int last = page.document()->characterCount() - 1;
    for (const int position : {cursor.position(), cursor.anchor()}) {
      if (position < 0 || position > last) return QStringLiteral("the caret stands outside the text");
      if (document.holeAround(position) != nullptr) return QStringLiteral("the caret stands in a gap");
    }
    if (page.cursorPosition() > desk_.text().size()) return QStringLiteral("the caret stands behind the manuscript");
    return checkLayout();
  }

  QString checkLayout() {
    PageView& page = desk_.page();
    PageLayout& layout = page.pageLayout();
    const int last = page.document()->characterCount() - 1;
    QVector<int> places{INT_MIN, -1, 0, page.textCursor().position(), last, last + 1, last + 5000, INT_MAX, any(last)};
    for (const PageDocument::Hole& h : page.pageDocument().holes()) places << h.viewBegin << h.viewEnd();
    for (const int place : std::as_const(places)) {
      const QRectF line = layout.lineRect(place);
      // To be asked about, it was laid out: now the page is as high as it is.
      const qreal height = layout.documentSize().height();
      if (line.height() <= 0 || line.top() < -1 || line.bottom() > height + 1)
        return QStringLiteral("line %1 at %2 of %3").arg(place).arg(line.top()).arg(height);
      (void)layout.rangeRect(place, places.first());
      (void)layout.opacityOf(place);
      (void)layout.shiftBelow(place);
    }
    const qreal far = 1e7;
    const QSize port = page.viewport()->size();
    const int scroll = page.verticalScrollBar()->value();
    for (const QPointF& point : {QPointF(-far, -far), QPointF(far, far), QPointF(0, scroll),
                                 QPointF(any(port.width()), scroll + any(port.height()))}) {
      const int hit = layout.hitTest(point, Qt::FuzzyHit);
      if (hit < 0 || hit > last) return QStringLiteral("a hit outside the text");
      (void)layout.hitTest(point, Qt::ExactHit);
    }
    const int blocks = page.document()->blockCount();
    for (const int block : {-1, 0, any(blocks), blocks, blocks + 7}) {
      const qreal top = layout.blockTop(block);
      if (top < 0 || top > layout.documentSize().height()) return QStringLiteral("a paragraph outside the page");
    }
    (void)layout.blockBoundingRect(QTextBlock());
    const QRectF end = layout.blockBoundingRect(page.document()->lastBlock());
    if (end.bottom() > layout.documentSize().height()) return QStringLiteral("the last paragraph is cut off");
    return {};
  }
};

}  // namespace

class MonkeyTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() {
    useTestSettings();
    for (const int signal : {SIGSEGV, SIGABRT, SIGFPE}) std::signal(signal, onCrash);
  }

  void randomHands() {
    bool one = false;
    const uint seed = qEnvironmentVariable("LACUNA_MONKEY_SEED").toUInt(&one);
    bool asked = false;
    const int wanted = qEnvironmentVariableIntValue("LACUNA_MONKEY_ACTS", &asked);
    const int acts = asked ? wanted : one ? kSessionActs : kUsualActs;
    for (int done = 0, session = 0; done < acts; ++session) {
      const quint32 of = (one ? seed : 1U) + static_cast<quint32>(session);
      Monkey monkey(of);
      const auto failed = [&](const QString& wrong) {
        return QStringLiteral("LACUNA_MONKEY_SEED=%1: %2\nlast acts: %3\n%4")
            .arg(of)
            .arg(wrong, monkey.lastActs(), monkey.state());
      };
      for (int i = 0; i < kSessionActs && done < acts; ++i, ++done) {
        const QString wrong = monkey.act();
        QVERIFY2(wrong.isEmpty(), qPrintable(failed(wrong)));
      }
      const QString wrong = monkey.backAndOn();
      QVERIFY2(wrong.isEmpty(), qPrintable(failed(wrong)));
    }
  }
};

QTEST_MAIN(MonkeyTest)
#include "monkey_test.moc"
