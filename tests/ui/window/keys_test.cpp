// SPDX-License-Identifier: GPL-3.0-or-later
// Keys belong to who has the focus: whatever control of the popover, of the bars, lists and panels has it, no key that
// is pressed there reaches the manuscript, its selection or its undo.
#include <QApplication>
#include <QClipboard>
#include <QLineEdit>
#include <QPointer>
#include <QSlider>
#include <QSpinBox>
#include <QTest>
#include <QToolButton>
#include <functional>

#include "tests/ui/desk.h"
#include "ui/gap/gap_popover.h"
#include "ui/library/library_panel.h"
#include "ui/panels/run_panel.h"
#include "ui/search/find_bar.h"

using namespace lacuna::ui;

namespace {

struct Press {
  const char* name;
  std::function<void(QWidget*)> send;
};

void click(QWidget* widget, Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
  QTest::keyClick(widget, key, modifiers);
}

// Enter, Space and Esc may hide the control: they are pressed by tests of their own.
const QVector<Press>& presses() {
  static const QVector<Press> kPresses{
      {"letters", [](QWidget* w) { QTest::keyClicks(w, QStringLiteral("abc")); }},
      {"a digit", [](QWidget* w) { QTest::keyClicks(w, QStringLiteral("7")); }},
      {"Ctrl+A", [](QWidget* w) { click(w, Qt::Key_A, Qt::ControlModifier); }},
      {"Ctrl+X", [](QWidget* w) { click(w, Qt::Key_X, Qt::ControlModifier); }},
      {"Ctrl+V", [](QWidget* w) { click(w, Qt::Key_V, Qt::ControlModifier); }},
      {"Ctrl+Z", [](QWidget* w) { click(w, Qt::Key_Z, Qt::ControlModifier); }},
      {"Ctrl+Shift+Z", [](QWidget* w) { click(w, Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier); }},
      {"Delete", [](QWidget* w) { click(w, Qt::Key_Delete); }},
      {"Backspace", [](QWidget* w) { click(w, Qt::Key_Backspace); }},
      {"Ctrl+Backspace", [](QWidget* w) { click(w, Qt::Key_Backspace, Qt::ControlModifier); }},
      {"Home", [](QWidget* w) { click(w, Qt::Key_Home); }},
      {"Shift+End", [](QWidget* w) { click(w, Qt::Key_End, Qt::ShiftModifier); }},
      {"Up", [](QWidget* w) { click(w, Qt::Key_Up); }},
      {"Shift+Down", [](QWidget* w) { click(w, Qt::Key_Down, Qt::ShiftModifier); }},
      {"Left", [](QWidget* w) { click(w, Qt::Key_Left); }},
      {"Page down", [](QWidget* w) { click(w, Qt::Key_PageDown); }},
  };
  return kPresses;
}

// What has the focus by Tab or by the mouse, in the order of the tree.
QVector<QWidget*> controlsOf(QWidget* root) {
  QVector<QWidget*> found;
  for (QWidget* w : root->findChildren<QWidget*>())
    if (w->focusPolicy() != Qt::NoFocus && w->focusProxy() == nullptr && w->isVisibleTo(root) && w->isEnabled())
      found.push_back(w);
  return found;
}

QString nameOf(const QWidget* w) {
  return QString::fromLatin1(w->metaObject()->className()) + QStringLiteral(" \u201c") + w->accessibleName() +
         QStringLiteral("\u201d");
}

struct State {
  explicit State(Desk& d)
      : text(d.text()),
        view(d.view()),
        anchor(d.page().textCursor().anchor()),
        position(d.page().textCursor().position()) {}
  bool operator==(const State&) const = default;
  QString text;
  QString view;
  int anchor;
  int position;
};

// Presses every key on every control of root(), which is asked again before each: a key may build it anew.
// Returns the first that reached the page; empty: none did.
QString leak(Desk& d, const std::function<QWidget*()>& root) {
  const int count = static_cast<int>(controlsOf(root()).size());
  if (count == 0) return QStringLiteral("there is no control to try");
  for (int i = 0; i < count; ++i) {
    for (const Press& press : presses()) {
      QWidget* const card = root();
      const QVector<QWidget*> controls = controlsOf(card);
      if (i >= controls.size()) break;  // a chip went
      QWidget* const control = controls.at(i);
      const QString name = nameOf(control);
      control->setFocus(Qt::TabFocusReason);
      if (QApplication::focusWidget() != control) return name + QStringLiteral(" does not take the focus");
      QGuiApplication::clipboard()->setText(QStringLiteral("clip"));
      const State before(d);
      press.send(control);
      QCoreApplication::processEvents();
      const QWidget* const now = QApplication::focusWidget();
      if (!(State(d) == before)) return QStringLiteral("%1 on %2").arg(QLatin1String(press.name), name);
      if (now == &d.page()) return QStringLiteral("%1 on %2 gave the focus to the page").arg(press.name, name);
    }
  }
  return {};
}

// Tab and Shift+Tab go round: every control comes by, and the page never.
QString wayOut(QWidget* card, Qt::Key key) {
  const QVector<QWidget*> controls = controlsOf(card);
  QSet<QWidget*> seen;
  for (int i = 0; i < 2 * controls.size(); ++i) {
    QWidget* const from = QApplication::focusWidget();
    QTest::keyClick(from, key, key == Qt::Key_Backtab ? Qt::ShiftModifier : Qt::NoModifier);
    QWidget* const now = QApplication::focusWidget();
    if (now == nullptr || !card->isAncestorOf(now)) return QStringLiteral("left from ") + nameOf(from);
    seen.insert(now);
  }
  for (QWidget* w : controls)
    if ((w->focusPolicy() & Qt::TabFocus) != 0 && !seen.contains(w)) return QStringLiteral("never at ") + nameOf(w);
  return {};
}

}  // namespace

#define NO_LEAK(expression)                       \
  do {                                            \
    const QString found = (expression);           \
    QVERIFY2(found.isEmpty(), qPrintable(found)); \
  } while (false)

class KeysTest : public QObject {
  Q_OBJECT

  static GapPopover* popover(Desk& d) { return d.page().steering().popover(); }
  static void openPopover(Desk& d) {
    if (!popover(d)->isVisible()) d.page().steering().togglePopover();
  }
  // Something to undo and something chosen, so that a key that leaks does harm.
  static void write(Desk& d) {
    d.cursorTo(static_cast<int>(d.text().indexOf(QStringLiteral("She had not"))));
    d.type(QStringLiteral("Then "));
  }

 private Q_SLOTS:
  void initTestCase() { useTestSettings(); }
  void init() { QSettings().clear(); }

  void thePopoverKeepsItsKeys() {
    Desk d(sampleDraft());
    write(d);
    const auto card = [&d]() -> QWidget* {
      openPopover(d);
      return popover(d);
    };
    NO_LEAK(leak(d, card));
    // With words in both fields, whose chips are controls too.
    for (QLineEdit* line : popover(d)->findChildren<QLineEdit*>()) {
      if (line->accessibleName().isEmpty()) continue;  // a spin box's own
      line->setFocus();
      QTest::keyClicks(line, QStringLiteral("lamp"));
      QTest::keyClick(line, Qt::Key_Return);
      QVERIFY(popover(d)->isAncestorOf(QApplication::focusWidget()));
    }
    NO_LEAK(leak(d, card));
  }

  void thePopoverOfAGapKeepsItsKeys() {
    Desk d(sampleDraft());
    write(d);
    d.ask();
    d.denoise(sampleFills());
    NO_LEAK(leak(d, [&d]() -> QWidget* {
      openPopover(d);
      return popover(d);
    }));
  }

  void tabGoesRoundInThePopover() {
    Desk d(sampleDraft());
    openPopover(d);
    for (const Qt::Key key : {Qt::Key_Tab, Qt::Key_Backtab}) NO_LEAK(wayOut(popover(d), key));
    // After Enter has made a chip.
    QLineEdit* line = popover(d)->findChild<ChipsField*>()->edit();
    line->setFocus();
    QTest::keyClicks(line, QStringLiteral("lamp"));
    QTest::keyClick(line, Qt::Key_Return);
    QCOMPARE(QApplication::focusWidget(), line);
    for (const Qt::Key key : {Qt::Key_Tab, Qt::Key_Backtab}) NO_LEAK(wayOut(popover(d), key));
    // The chips stand before the room to type: Tab leads on from there, not back to them.
    auto* chip = popover(d)->findChild<QToolButton*>(QStringLiteral("chip"));
    line->setFocus();
    QTest::keyClick(line, Qt::Key_Tab);
    QVERIFY(QApplication::focusWidget() != line && QApplication::focusWidget() != chip);
    chip->setFocus(Qt::TabFocusReason);
    QTest::keyClick(chip, Qt::Key_Tab);
    QCOMPARE(QApplication::focusWidget(), line);
    // Whoever types on a chip means the next word.
    chip->setFocus(Qt::TabFocusReason);
    QTest::keyClicks(chip, QStringLiteral("h"));
    QCOMPARE(line->text(), QStringLiteral("h"));
    QCOMPARE(QApplication::focusWidget(), line);
  }

  void escapeAndEnterLeaveThePopover_data() {
    QTest::addColumn<int>("key");
    QTest::newRow("Esc") << static_cast<int>(Qt::Key_Escape);
    QTest::newRow("Enter") << static_cast<int>(Qt::Key_Return);
  }
  void escapeAndEnterLeaveThePopover() {
    QFETCH(int, key);
    Desk d(sampleDraft());
    openPopover(d);
    const int count = static_cast<int>(controlsOf(popover(d)).size());
    for (int i = 0; i < count; ++i) {
      const State before(d);
      openPopover(d);
      QWidget* control = controlsOf(popover(d)).at(i);
      control->setFocus();
      const QString name = nameOf(control);
      QTest::keyClick(control, static_cast<Qt::Key>(key));
      QVERIFY2(!popover(d)->isVisible(), qPrintable(name));
      QCOMPARE(QApplication::focusWidget(), &d.page());
      QCOMPARE(d.text(), before.text);
      QCOMPARE(d.engine.asks.size(), key == Qt::Key_Escape ? 0 : i + 1);
      if (key == Qt::Key_Escape) continue;
      d.denoise(sampleFills());
      d.key(Qt::Key_Escape);
      QCOMPARE(d.view(), before.view);
    }
  }

  void theFindBarKeepsItsKeys() {
    Desk d(sampleDraft());
    write(d);
    auto* find = d.window.findChild<FindBar*>();
    const auto card = [find]() -> QWidget* {
      if (!find->isVisible()) find->open(QString());
      return find;
    };
    // Letters in the line go to the next place, which is its purpose; the text and the undo stay.
    const QString text = d.text();
    for (QWidget* control : controlsOf(card())) {
      for (const Press& press : presses()) {
        control->setFocus();
        press.send(control);
        QVERIFY2(d.text() == text, qPrintable(nameOf(control) + QLatin1String(press.name)));
        QVERIFY(find->isAncestorOf(QApplication::focusWidget()));
      }
    }
    for (const Qt::Key key : {Qt::Key_Tab, Qt::Key_Backtab}) NO_LEAK(wayOut(find, key));
    for (QWidget* control : controlsOf(find)) {
      card();
      control->setFocus();
      QTest::keyClick(control, Qt::Key_Escape);
      QVERIFY(!find->isVisible());
      QCOMPARE(QApplication::focusWidget(), &d.page());
    }
    QCOMPARE(d.text(), text);
  }

  void theListAtAWordKeepsItsKeys() {
    Desk d(sampleDraft());
    write(d);
    d.ask();
    d.denoise(sampleFills());
    TokenMenu* menu = d.page().steering().menu();
    const auto card = [&d, menu]() -> QWidget* {
      if (!menu->isVisible()) {
        d.page().setFocus();
        d.page().gaps().setGapMode(true);
        d.page().gaps().wording().selectWords({2, 2});
        d.page().steering().openMenu();
      }
      return menu;
    };
    // Delete in the list forbids the word, which asks again: what stands in the gap may change, the text may not.
    const QString text = d.text();
    for (const Press& press : presses()) {
      QWidget* list = controlsOf(card()).first();
      list->setFocus();
      press.send(list);
      QVERIFY2(d.text() == text, press.name);
      QVERIFY2(!d.page().textCursor().hasSelection(), press.name);
      if (d.page().gaps().activeRun()->state() != GapRun::Done) d.denoise(sampleFills());
    }
    QTest::keyClick(card()->focusProxy(), Qt::Key_Tab);
    QVERIFY(menu->isVisible() && menu->isAncestorOf(QApplication::focusWidget()));
    QTest::keyClick(menu->focusProxy(), Qt::Key_Escape);
    QCOMPARE(QApplication::focusWidget(), &d.page());
  }

  void thePanelsKeepTheirKeys() {
    Desk d(sampleDraft());
    write(d);
    d.ask();
    d.denoise(sampleFills());
    auto* library = d.window.findChild<LibraryPanel*>();
    NO_LEAK(leak(d, [library]() -> QWidget* { return library; }));
    for (const RunPanel::Tab tab : {RunPanel::Denoising, RunPanel::Lenses, RunPanel::Runs}) {
      d.window.runPanel()->showTab(tab);
      QCoreApplication::processEvents();
      // Arrows on the steps show an earlier step in the gap: only the manuscript, its cursor and undo are asked after.
      const QString text = d.text();
      for (QWidget* control : controlsOf(d.window.runPanel())) {
        for (const Press& press : presses()) {
          const QPointer<QWidget> held = control;
          if (held.isNull() || !control->isVisible()) break;
          control->setFocus();
          press.send(control);
          const QString what = nameOf(control) + QStringLiteral(", ") + QLatin1String(press.name);
          QVERIFY2(d.text() == text, qPrintable(what));
          QVERIFY2(!d.page().textCursor().hasSelection(), qPrintable(what));
        }
      }
    }
    d.page().setFocus();
    d.key(Qt::Key_Escape);
    // The author's own keys still work on the page.
    d.key(Qt::Key_A, Qt::ControlModifier);
    QVERIFY(d.page().textCursor().hasSelection());
    d.undo();
    QCOMPARE(d.text(), sampleDraft());
  }
};

QTEST_MAIN(KeysTest)
#include "keys_test.moc"
