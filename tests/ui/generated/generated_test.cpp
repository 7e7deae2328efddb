// SPDX-License-Identifier: GPL-3.0-or-later
// Generated text keeps its mark until the author edits or confirms it, wherever it goes; and says where it came from.
#include <QClipboard>
#include <QGuiApplication>
#include <QHelpEvent>
#include <QMimeData>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>
#include <QToolTip>

#include "tests/ui/desk.h"
#include "ui/editor/marked_text.h"
#include "ui/generated/generated_dialog.h"
#include "ui/generated/generated_text.h"

using namespace lacuna::ui;

namespace {

const QString kText = QStringLiteral("She came to the house. It was dark.\n\nNobody answered the bell.\n");
const QVector<QStringList> kFills{{QStringLiteral(" A lamp burned low.")}};
const int kAt = static_cast<int>(kText.indexOf(QStringLiteral(" It was")));

QString wordsOf(const Desk& d, const Mark& mark) { return d.text().mid(mark.begin, mark.end - mark.begin); }

// A desk on which a fill was taken.
struct Taken : Desk {
  Taken() : Desk(kText) {
    cursorTo(kAt);
    ask();
    denoise(kFills);
    key(Qt::Key_Return);
  }
  QStringList marked() const {
    QStringList all;
    for (const Mark& mark : marks) all << wordsOf(*this, mark);
    return all;
  }
  int of(const char* words) const { return static_cast<int>(text().indexOf(QString::fromLatin1(words))); }
  GeneratedText& generated() { return *window.generated(); }
};

}  // namespace

class GeneratedTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { useTestSettings(); }

  void aNoteSaysWhereItCameFrom() {
    const Provenance from{QStringLiteral("Estuary, 135M"), 18446744073709551615U, 32,
                          QDateTime(QDate(2026, 11, 30), QTime(21, 14, 5), Qt::UTC), 1764537245123U};
    QVERIFY(provenanceOf(noteOf(from)) == from);
    QVERIFY(factsOf(from).contains(QStringLiteral("seed 18446744073709551615")));
    QVERIFY(factsOf(from).startsWith(from.model));
    // As versions before wrote them, and what nobody wrote.
    const Provenance old = provenanceOf(QStringLiteral("Estuary, seed 7, 8 steps, 2026-11-01T10:00:00Z"));
    QCOMPARE(old.seed, 7U);
    QCOMPARE(old.run, 0U);
    for (const QString& odd : {QString(), QStringLiteral("Lacuna small, seed 7"), QString(5000, u',')})
      QCOMPARE(provenanceOf(odd).model, odd);
  }

  void aTakeSaysWhichRunItWas() {
    Taken d;
    QCOMPARE(d.marked(), QStringList{QStringLiteral("A lamp burned low.")});
    const Provenance from = provenanceOf(d.marks.first().note);
    QCOMPARE(from.run, d.engine.asks.first().id);
    QCOMPARE(from.seed, d.engine.asks.first().seed);
    QCOMPARE(from.model, QStringLiteral("test model"));
  }

  void anEditedWordIsTheAuthors() {
    Taken d;
    d.cursorTo(d.of("burned") + 2);
    d.type(QStringLiteral("x"));
    QCOMPARE(d.marked(), (QStringList{QStringLiteral("A lamp"), QStringLiteral("low.")}));
    d.undo();
    QCOMPARE(d.marked(), QStringList{QStringLiteral("A lamp burned low.")});
    // Letters at its edges make another word of it, and a word beside it none.
    d.cursorTo(d.of("lamp") + 4);
    d.type(QStringLiteral("s"));
    QCOMPARE(d.marked(), (QStringList{QStringLiteral("A"), QStringLiteral("burned low.")}));
    d.undo();
    d.cursorTo(d.of("low.") + 4);
    d.type(QStringLiteral(" Here"));
    QCOMPARE(d.marked(), QStringList{QStringLiteral("A lamp burned low.")});
    d.cursorTo(d.of("A lamp"));
    d.type(QStringLiteral("h"));
    QCOMPARE(d.marked(), QStringList{QStringLiteral("lamp burned low.")});
  }

  void confirmingAPart() {
    Taken d;
    d.select(d.of("lamp"), d.of("lamp") + 4);
    QVERIFY(d.page().confirmGenerated());
    QCOMPARE(d.marked(), (QStringList{QStringLiteral("A"), QStringLiteral("burned low.")}));
    d.cursorTo(d.of("low"));
    QVERIFY(d.page().confirmGenerated());
    QCOMPARE(d.marked(), QStringList{QStringLiteral("A")});
    d.undo();
    d.undo();
    QCOMPARE(d.marked(), QStringList{QStringLiteral("A lamp burned low.")});
    d.cursorTo(d.of("Nobody"));
    QVERIFY(!d.generated().confirmParagraph());
    d.cursorTo(2);
    QVERIFY(d.generated().confirmParagraph());
    QVERIFY(d.marks.isEmpty());
    d.undo();
    QVERIFY(d.generated().confirmAll());
    QVERIFY(d.marks.isEmpty());
    QVERIFY(!d.generated().confirmAll());
  }

  void marksGoWithCutAndPaste() {
    Taken d;
    const QString note = d.marks.first().note;
    const QString before = d.text();
    d.select(d.of("lamp"), d.of(" It was"));
    d.page().cutSelection();
    QCOMPARE(d.marked(), QStringList{QStringLiteral("A")});
    d.cursorTo(static_cast<int>(d.text().size()));
    d.page().pasteClipboard();
    QCOMPARE(d.marked(), (QStringList{QStringLiteral("A"), QStringLiteral("lamp burned low.")}));
    QCOMPARE(d.marks.last().note, note);
    d.page().pasteClipboard();  // a copy is as generated as what it was copied of
    QCOMPARE(d.marks.size(), 3);
    d.undo();
    QCOMPARE(d.marks.size(), 2);
    d.undo();
    QCOMPARE(d.marked(), QStringList{QStringLiteral("A")});
    d.redo();
    QCOMPARE(d.marked(), (QStringList{QStringLiteral("A"), QStringLiteral("lamp burned low.")}));
    d.undo();
    d.undo();
    QCOMPARE(d.text(), before);
    QCOMPARE(d.marked(), QStringList{QStringLiteral("A lamp burned low.")});
  }

  // What is kept for the next start is what stands on the page.
  void marksThatWerePastedAreKeptWithTheirStep() {
    Taken d;
    d.select(d.of("lamp"), d.of(" It was"));
    d.page().copy();
    d.cursorTo(static_cast<int>(d.text().size()));
    d.page().pasteClipboard();
    const QVector<Mark> marks = d.marks;
    const KeptHistory kept = d.histories.value(QStringLiteral("a"));
    QVERIFY(kept.marks == marks);
    Manuscript again;
    again.reset(d.text(), marks);
    again.restore(kept.done, kept.undone);
    again.undo();
    QCOMPARE(again.marks().size(), 1);
    again.redo();
    QVERIFY(again.marks() == marks);
  }

  void marksGoWithADrag() {
    Taken d;
    d.select(d.of("lamp"), d.of(" It was"));
    QVERIFY(d.page().moveSelection(d.page().pageDocument().toView(static_cast<int>(d.text().size()))));
    QCOMPARE(d.marked(), (QStringList{QStringLiteral("A"), QStringLiteral("lamp burned low.")}));
    d.undo();
    QCOMPARE(d.marked(), QStringList{QStringLiteral("A lamp burned low.")});
  }

  // A section, a paragraph: up and down, with a gap that is open elsewhere.
  void marksGoWithAPieceThatIsMoved() {
    Taken d;
    const QString before = d.text();
    const auto line = static_cast<int>(before.indexOf(u'\n')) + 2;
    const auto size = static_cast<int>(before.size());
    const int edits = d.editedCount;
    PageDocument& document = d.page().pageDocument();
    QCOMPARE(document.moveText(0, line, line), -1);
    QCOMPARE(document.moveText(5, 5, 0), -1);
    const int at = document.moveText(0, line, size);
    QCOMPARE(at, size - line);
    QCOMPARE(d.text(), before.mid(line) + before.left(line));
    QCOMPARE(d.mirror, d.text());
    QCOMPARE(d.view(), d.text());
    QCOMPARE(d.editedCount, edits + 1);
    QCOMPARE(d.marked(), QStringList{QStringLiteral("A lamp burned low.")});
    d.undo();
    QCOMPARE(d.text(), before);
    QCOMPARE(d.marked(), QStringList{QStringLiteral("A lamp burned low.")});
    d.redo();
    QCOMPARE(d.marked(), QStringList{QStringLiteral("A lamp burned low.")});
    d.cursorTo(3);
    d.ask();
    QCOMPARE(document.moveText(size - line, size, 0), 0);
    QCOMPARE(d.text(), before);
    QCOMPARE(document.holes().size(), 1);
    QCOMPARE(document.holes().first().begin, line + 3);
    d.engine.cancelled();
    QCOMPARE(d.view(), before);
  }

  void marksGoWithADropFromAnotherWindow() {
    Taken d;
    d.select(d.of("lamp"), d.of(" It was"));
    d.page().copy();
    const QMimeData* mime = QGuiApplication::clipboard()->mimeData();
    Desk other(QStringLiteral("Here.\n"));
    QVERIFY(other.page().dropText(mime->text(), 5, marksIn(*mime, mime->text())));
    QCOMPARE(other.text(), QStringLiteral("Here.lamp burned low.\n"));
    QCOMPARE(other.marks.size(), 1);
    QCOMPARE(wordsOf(other, other.marks.first()), QStringLiteral("lamp burned low."));
  }

  void marksOfAnotherTextAreNoMarks() {
    const QString text = QStringLiteral("one two three");
    QMimeData mime;
    mime.setText(text);
    addMarks(mime, text, {{4, 7, MarkKind::Generated, QStringLiteral("note")}});
    QCOMPARE(marksIn(mime, text).size(), 1);
    QVERIFY(marksIn(mime, QStringLiteral("one two three ")).isEmpty());
    const QString format = mime.formats().filter(QStringLiteral("lacuna")).value(0);
    QByteArray bytes = mime.data(format);
    for (const char* bad : {"[4,99,", "[-1,7,", "[7,4,", "[\"4\",7,"}) {
      QMimeData other;
      other.setData(format, QByteArray(bytes).replace("[4,7,", bad));
      QVERIFY(marksIn(other, text).isEmpty());
    }
    QMimeData broken;
    broken.setData(format, bytes.left(bytes.size() / 2));
    QVERIFY(marksIn(broken, text).isEmpty());
  }

  void theCardSaysWhereItCameFrom() {
    Taken d;
    d.cursorTo(d.of("Nobody"));
    d.key(Qt::Key_I, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(!d.generated().card()->isVisible());
    d.cursorTo(d.of("burned"));
    d.key(Qt::Key_I, Qt::ControlModifier | Qt::ShiftModifier);
    ProvenanceCard* card = d.generated().card();
    QVERIFY(card->isVisible());
    QVERIFY(d.page().rect().contains(card->geometry()));
    QVERIFY(card->facts().contains(QStringLiteral("seed %1").arg(d.engine.asks.first().seed)));
    QSignalSpy wanted(&d.generated(), &GeneratedText::runWanted);
    QTest::keyClick(card->run(), Qt::Key_Return);
    QCOMPARE(wanted.count(), 1);
    QVERIFY(!card->isVisible());
    QVERIFY(d.page().hasFocus());
    d.key(Qt::Key_I, Qt::ControlModifier | Qt::ShiftModifier);
    QTest::keyClick(card->run(), Qt::Key_Right);
    QTest::keyClick(card->confirm(), Qt::Key_Return);
    QVERIFY(d.marks.isEmpty());
    d.undo();
    QCOMPARE(d.marks.size(), 1);
    d.key(Qt::Key_I, Qt::ControlModifier | Qt::ShiftModifier);
    QTest::keyClick(card->run(), Qt::Key_Escape);
    QVERIFY(!card->isVisible());
    QVERIFY(d.page().hasFocus());
  }

  // The run of a text is opened in the panel; where it is gone, that is said.
  void theCardLeadsToTheRun() {
    Taken d;
    RunItem item;
    item.id = QStringLiteral("of the text");
    item.ask = d.engine.asks.first();
    QSignalSpy wanted(&d.window, &MainWindow::runWanted);
    const Provenance from = provenanceOf(d.marks.first().note);
    Q_EMIT d.generated().runWanted(from);
    QCOMPARE(wanted.count(), 0);
    d.window.setRuns({item});
    Q_EMIT d.generated().runWanted(from);
    QCOMPARE(wanted.count(), 1);
    QCOMPARE(wanted.first().first().toString(), item.id);
  }

  void theMouseIsToldWhereItCameFrom() {
    Taken d;
    const auto said = [&d](int position) {
      const QPoint at = d.page().caretRect(d.page().pageDocument().toView(position)).center() + QPoint(2, 0);
      QHelpEvent help(QEvent::ToolTip, at, d.page().viewport()->mapToGlobal(at));
      QCoreApplication::sendEvent(d.page().viewport(), &help);
      return QToolTip::text();
    };
    QVERIFY(said(d.of("burned") + 2).contains(QStringLiteral("seed %1").arg(d.engine.asks.first().seed)));
    QTRY_VERIFY(said(d.of("Nobody") + 2).isEmpty());
  }

  // Whatever is done, undo and redo lead through the same texts with the same marks, and edits replayed give the text.
  void randomHands() {
    QRandomGenerator random(11);
    const auto any = [&random](qsizetype most) { return random.bounded(static_cast<int>(most) + 1); };
    for (int round = 0; round < 40; ++round) {
      Manuscript m;
      m.reset(QStringLiteral("one two three four.\nfive six, seven\n\neight nine ten eleven twelve"),
              {{4, 13, MarkKind::Generated, QStringLiteral("a")},
               {20, 35, MarkKind::Tag, {}},
               {25, 28, MarkKind::Generated, QStringLiteral("b")}});
      QString mirror = m.text();
      QVector<QPair<QString, QVector<Mark>>> states{{m.text(), m.marks()}};
      int now = 0;
      for (int act = 0; act < 60; ++act) {
        const auto size = m.text().size();
        QVector<Edit> edits;
        const int kind = any(5);
        m.breakUndoRun();
        if (kind == 0) {
          edits = m.undoEdits();
          if (m.canUndo()) --now;
          (void)m.undo();
        } else if (kind == 1) {
          edits = m.redoEdits();
          if (m.canRedo()) ++now;
          (void)m.redo();
        } else {
          const int begin = any(size);
          const int end = begin + any(std::min<qsizetype>(12, size - begin));
          bool did = true;
          if (kind == 2) {
            did = m.confirm(begin, end);
          } else if (kind == 3) {
            const int to = any(size);
            did = begin < end && (to < begin || to > end);
            if (did) edits = m.move(begin, end, to, 0);
          } else if (kind == 4) {
            edits = {m.edit({begin, end - begin, QStringLiteral("xyz ").left(any(4))}, EditKind::Other, 0)};
            did = edits.first().removed > 0 || !edits.first().inserted.isEmpty();
          } else {
            edits = {m.take({begin, end - begin, QStringLiteral(" taken")}, 0, QStringLiteral("c"), 0)};
          }
          if (did) {
            states.resize(++now);
            states.push_back({m.text(), m.marks()});
          }
        }
        for (const Edit& e : edits) mirror.replace(e.position, e.removed, e.inserted);
        QCOMPARE(m.text(), mirror);
        QCOMPARE(m.text(), states.at(now).first);
        QVERIFY(m.marks() == states.at(now).second);
        int last = 0;
        for (const Mark& mark : m.marks()) {
          QVERIFY(mark.begin >= last && mark.begin < mark.end && mark.end <= m.text().size());
          last = mark.begin;
        }
      }
    }
  }

  void keysGoThroughThePassages() {
    Taken d;
    d.cursorTo(0);
    d.key(Qt::Key_F12);
    QCOMPARE(d.page().textCursor().selectedText(), QStringLiteral("A lamp burned low."));
    d.key(Qt::Key_G, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(d.marks.isEmpty());
    d.key(Qt::Key_F12);
    QCOMPARE(d.text().indexOf(QStringLiteral("A lamp")) > 0, true);
  }

  void theListFollowsTheText() {
    Taken d;
    GeneratedDialog dialog(d.generated(), d.page(), &d.window);
    dialog.open();
    QVERIFY(QTest::qWaitForWindowActive(&dialog));
    QCOMPARE(dialog.list()->count(), 1);
    QVERIFY(dialog.list()->item(0)->text().startsWith(QStringLiteral("A lamp burned low.")));
    QVERIFY(dialog.summary().startsWith(QStringLiteral("4 of 16 words (25%)")));
    QTest::keyClick(dialog.list(), Qt::Key_Return);
    QCOMPARE(d.page().textCursor().selectedText(), QStringLiteral("A lamp burned low."));
    QTest::keyClick(dialog.list(), Qt::Key_Space);
    QCOMPARE(dialog.list()->count(), 0);
    QVERIFY(d.marks.isEmpty());
    dialog.undo()->click();
    QCOMPARE(dialog.list()->count(), 1);
    QTest::keyClick(dialog.list(), Qt::Key_Delete);
    QCOMPARE(d.text(), kText);
    QCOMPARE(d.mirror, kText);
    d.undo();
    QCOMPARE(d.marked(), QStringList{QStringLiteral("A lamp burned low.")});
    QTRY_COMPARE(dialog.list()->count(), 1);
  }

  void removingTakesOneSpaceAlong() {
    const QString text = QStringLiteral("One two, three.");
    QCOMPARE(removalOf(text, 4, 7), (QPair<int, int>{3, 7}));
    QCOMPARE(removalOf(text, 0, 3), (QPair<int, int>{0, 4}));
    QCOMPARE(removalOf(text, 9, 14), (QPair<int, int>{8, 14}));
    QCOMPARE(removalOf(text, 5, 6), (QPair<int, int>{5, 6}));
  }
};

QTEST_MAIN(GeneratedTest)
#include "generated_test.moc"
