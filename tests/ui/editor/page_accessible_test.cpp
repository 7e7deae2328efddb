// SPDX-License-Identifier: GPL-3.0-or-later
// The page as a screen reader meets it.
#include "ui/editor/page_accessible.h"

#include <utility>

#include "tests/ui/desk.h"
#include "ui/spelling/spelling_lens.h"

namespace lacuna::ui {

class PageAccessibleTest : public QObject {
  Q_OBJECT

  struct Reader {
    explicit Reader(Desk& desk)
        : face(QAccessible::queryAccessibleInterface(&desk.page())),
          text(face->textInterface()),
          edits(face->editableTextInterface()) {}
    // What stands at an offset, and where.
    QString at(int offset, QAccessible::TextBoundaryType type) {
      const QString found = text->textAtOffset(offset, type, &begin, &end);
      return found;
    }
    QAccessibleInterface* face;
    QAccessibleTextInterface* text;
    QAccessibleEditableTextInterface* edits;
    int begin = 0;
    int end = 0;
  };

  // What is told of the author's acts, in words: "+4 l", "-4 l", "+-4 tide/ebb".
  struct Told {
    explicit Told(Desk& desk) {
      desk.page().events().setSend([this](QAccessibleEvent* event) {
        if (event->type() == QAccessible::TextInserted) {
          const auto* in = static_cast<QAccessibleTextInsertEvent*>(event);
          all << QStringLiteral("+%1 %2").arg(in->changePosition()).arg(in->textInserted());
        } else if (event->type() == QAccessible::TextRemoved) {
          const auto* out = static_cast<QAccessibleTextRemoveEvent*>(event);
          all << QStringLiteral("-%1 %2").arg(out->changePosition()).arg(out->textRemoved());
        } else if (event->type() == QAccessible::TextUpdated) {
          const auto* both = static_cast<QAccessibleTextUpdateEvent*>(event);
          all << QStringLiteral("+-%1 %2/%3")
                     .arg(both->changePosition())
                     .arg(both->textRemoved(), both->textInserted());
        }
      });
    }
    QStringList take() { return std::exchange(all, {}); }
    QStringList all;
  };

 private Q_SLOTS:
  void init() { useTestSettings(); }

  void itIsATextWithACaret() {
    Desk desk(QStringLiteral("The tide was out.\n\nNobody came."));
    Reader reader(desk);
    QCOMPARE(reader.face->role(), QAccessible::EditableText);
    QCOMPARE(reader.face->text(QAccessible::Name), QStringLiteral("Page"));
    QVERIFY(reader.text != nullptr && reader.edits != nullptr);
    const QAccessible::State state = reader.face->state();
    QVERIFY(state.editable && state.multiLine && state.focusable && !state.readOnly);
    QCOMPARE(reader.text->characterCount(), 31);
    QCOMPARE(reader.text->text(4, 8), QStringLiteral("tide"));
    QCOMPARE(reader.text->text(15, 20), QStringLiteral("t.\n\nN"));
    desk.cursorTo(6);
    QCOMPARE(reader.text->cursorPosition(), 6);
    reader.text->setCursorPosition(20);
    QCOMPARE(desk.page().cursorPosition(), 20);
    QCOMPARE(reader.text->selectionCount(), 0);
    reader.text->addSelection(4, 8);
    int begin = 0;
    int end = 0;
    reader.text->selection(0, &begin, &end);
    QCOMPARE(QPair(begin, end), QPair(4, 8));
    reader.text->removeSelection(0);
    QVERIFY(!desk.page().textCursor().hasSelection());
    // Nothing asked for is outside.
    QCOMPARE(reader.text->text(-1, 500), QString());
    reader.text->setCursorPosition(500);
    QCOMPARE(reader.text->cursorPosition(), 31);
  }

  void itIsReadByLettersWordsSentencesLinesAndParagraphs() {
    Desk desk(QStringLiteral("The tide was out. Nobody came; e\u0301.\n\nIt rained."));
    Reader reader(desk);
    QCOMPARE(reader.at(4, QAccessible::CharBoundary), QStringLiteral("t"));
    QCOMPARE(reader.at(32, QAccessible::CharBoundary), QStringLiteral("e\u0301"));
    QCOMPARE(reader.at(5, QAccessible::WordBoundary), QStringLiteral("tide"));
    QCOMPARE(QPair(reader.begin, reader.end), QPair(4, 8));
    QCOMPARE(reader.at(20, QAccessible::SentenceBoundary).trimmed(), QStringLiteral("Nobody came; e\u0301."));
    QCOMPARE(reader.at(36, QAccessible::ParagraphBoundary), QStringLiteral("It rained."));
    QCOMPARE(reader.text->textAfterOffset(5, QAccessible::WordBoundary, &reader.begin, &reader.end),
             QStringLiteral("was"));
    QCOMPARE(reader.text->textBeforeOffset(5, QAccessible::WordBoundary, &reader.begin, &reader.end),
             QStringLiteral("The"));
    QCOMPARE(reader.text->textBeforeOffset(0, QAccessible::WordBoundary, &reader.begin, &reader.end), QString());
    QCOMPARE(reader.text->textAfterOffset(46, QAccessible::LineBoundary, &reader.begin, &reader.end), QString());
  }

  void linesAreThoseOfThePage() {
    QString text = QStringLiteral("The tide was out and nobody came. ").repeated(20).trimmed();
    Desk desk(text + QStringLiteral("\n\nIt rained."));
    Reader reader(desk);
    QString all;
    int lines = 0;
    for (int at = 0; at < reader.text->characterCount(); at = reader.end, ++lines) {
      all += reader.at(at, QAccessible::LineBoundary);
      QCOMPARE(reader.begin, at);
      QVERIFY(reader.end > at);
    }
    QCOMPARE(all, desk.text());
    QVERIFY(lines > 6);
    // A letter of the second line stands below one of the first, and is found again by its place.
    (void)reader.at(0, QAccessible::LineBoundary);
    const int second = reader.end + 4;
    const QRect letter = reader.text->characterRect(second);
    QVERIFY(letter.width() > 1 && letter.top() > reader.text->characterRect(4).top());
    QCOMPARE(reader.text->offsetAtPoint(letter.center() - QPoint(letter.width() / 3, 0)), second);
    QCOMPARE(reader.text->offsetAtPoint(QPoint(-1000, -1000)), -1);
  }

  void aFarLineIsLaidOutAndShownWhenItIsAskedFor() {
    QString text;
    for (int i = 0; i < 500; ++i) text += QStringLiteral("The tide was out.\n\n");
    Desk desk(text);
    Reader reader(desk);
    const int far = static_cast<int>(text.size()) - 10;
    QCOMPARE(reader.at(far, QAccessible::LineBoundary), QStringLiteral("The tide was out.\n"));
    reader.text->scrollToSubstring(far, far + 4);
    const QRect paper(desk.page().viewport()->mapToGlobal(QPoint()), desk.page().viewport()->size());
    QVERIFY(paper.contains(reader.text->characterRect(far)));
    QCOMPARE(desk.page().cursorPosition(), 0);
  }

  void whatIsSpecialIsSaid() {
    Desk desk(QStringLiteral("The **old** hosue stood there."));
    Reader reader(desk);
    desk.page().pageLayout().setMisspelled({{12, 17}});
    QCOMPARE(reader.text->attributes(14, &reader.begin, &reader.end), QStringLiteral("invalid:spelling;"));
    QCOMPARE(QPair(reader.begin, reader.end), QPair(12, 17));
    QCOMPARE(reader.text->attributes(7, &reader.begin, &reader.end), QStringLiteral("font-weight:bold;"));
    QCOMPARE(QPair(reader.begin, reader.end), QPair(6, 9));
    QCOMPARE(reader.text->attributes(20, &reader.begin, &reader.end), QString());
    QCOMPARE(QPair(reader.begin, reader.end), QPair(17, 30));
  }

  void gapsAndGeneratedWordsAreSaid() {
    Desk desk(QStringLiteral("The tide was out."));
    Reader reader(desk);
    desk.cursorTo(8);
    desk.ask();
    desk.engine.step({{QStringLiteral(" slowly"), QStringLiteral(" never")}}, 1, 8);
    desk.page().gaps().showing().flush();
    QVERIFY(!desk.page().pageDocument().holes().isEmpty());
    const auto& hole = desk.page().pageDocument().holes().first();
    QVERIFY(reader.text->attributes(hole.viewBegin + 1, &reader.begin, &reader.end).contains("gap:true;"));
    QCOMPARE(QPair(reader.begin, reader.end), QPair(hole.viewBegin, hole.viewEnd()));
    desk.denoise({{QStringLiteral(" slowly"), QStringLiteral(" never")}});
    desk.key(Qt::Key_Return);
    QVERIFY(desk.page().pageDocument().holes().isEmpty());
    const QString said = reader.text->attributes(10, &reader.begin, &reader.end);
    QVERIFY2(said.contains(QStringLiteral("generated:true;")), qPrintable(said));
  }

  void typingIsTold() {
    Desk desk(QStringLiteral("The tide.\n\nNobody came."));
    desk.cursorTo(4);
    Told told(desk);
    desk.type(QStringLiteral("l"));
    QCOMPARE(told.take(), QStringList{QStringLiteral("+4 l")});
    desk.key(Qt::Key_Backspace);
    QCOMPARE(told.take(), QStringList{QStringLiteral("-4 l")});
    desk.key(Qt::Key_Delete);
    QCOMPARE(told.take(), QStringList{QStringLiteral("-4 t")});
    desk.cursorTo(9);
    desk.key(Qt::Key_Backspace);  // two paragraphs become one
    QCOMPARE(told.take(), QStringList{QStringLiteral("-8 \n")});
    desk.undo();
    QCOMPARE(told.take(), QStringList{QStringLiteral("+8 \n")});
    desk.select(0, 3);
    desk.type(QStringLiteral("A"));
    QVERIFY(told.take().join(u' ').contains(QStringLiteral("The")));
  }

  // Noise is no text: what is taken is told, once, and Qt's own control tells nothing any more.
  void whatDenoisesIsNotTold() {
    Desk desk(QStringLiteral("The tide was out."));
    desk.cursorTo(8);
    Told told(desk);
    desk.ask();
    for (int step = 1; step <= 8; ++step) {
      desk.engine.step({{QStringLiteral(" slowly")}}, step, 8);
      desk.page().gaps().showing().flush();
    }
    desk.engine.finish({{QStringLiteral(" slowly")}});
    QCOMPARE(told.take(), QStringList());
    desk.key(Qt::Key_Return);
    QCOMPARE(told.take(), QStringList{QStringLiteral("+8  slowly")});
    int controls = 0;
    for (QObject* child : desk.page().children()) {
      if (!child->inherits("QWidgetTextControl")) continue;
      ++controls;
      QVERIFY(!disconnect(desk.page().document(), &QTextDocument::contentsChange, child, nullptr));
    }
    QCOMPARE(controls, 1);
  }

  // As somebody who dictates does it: an act of the author, kept and undone as one.
  void otherProgramsMayWrite() {
    Desk desk(QStringLiteral("The tide was out."));
    Reader reader(desk);
    reader.edits->insertText(4, QStringLiteral("grey "));
    QCOMPARE(desk.text(), QStringLiteral("The grey tide was out."));
    reader.edits->replaceText(4, 8, QStringLiteral("green"));
    reader.edits->deleteText(10, 15);
    QCOMPARE(desk.text(), QStringLiteral("The green was out."));
    QCOMPARE(desk.mirror, desk.text());
    QCOMPARE(reader.text->cursorPosition(), 10);
    desk.undo();
    desk.undo();
    desk.undo();
    QCOMPARE(desk.text(), QStringLiteral("The tide was out."));
  }
};

}  // namespace lacuna::ui

QTEST_MAIN(lacuna::ui::PageAccessibleTest)
#include "page_accessible_test.moc"
