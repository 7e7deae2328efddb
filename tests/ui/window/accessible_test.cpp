// SPDX-License-Identifier: GPL-3.0-or-later
// The whole window for a screen reader: whatever the keys come to has a name, a role, and what its role promises.
#include <QtTest/qtestaccessible.h>
#include <QAbstractButton>
#include <QAccessible>
#include <QButtonGroup>

#include "tests/ui/everywhere.h"
#include "ui/panels/step_text.h"

using namespace lacuna::ui;

namespace {

QString called(QAccessibleInterface* face) {
  const QObject* object = face->object();
  return QStringLiteral("%1 %2 \u201C%3\u201D")
      .arg(object == nullptr ? QString() : QLatin1String(object->metaObject()->className()),
           object == nullptr ? QString() : object->objectName(), face->text(QAccessible::Name));
}

// What is wrong with one; empty: nothing.
QString wrongWith(QAccessibleInterface* face) {
  const QAccessible::State state = face->state();
  const QAccessible::Role role = face->role();
  const auto* widget = qobject_cast<QWidget*>(face->object());
  if (widget == nullptr) return {};  // items of a list: the model's
  const bool stops = (widget->focusPolicy() & Qt::TabFocus) != 0 && widget->focusProxy() == nullptr;
  if (!stops || state.invisible || state.disabled) return {};
  QString wrong;
  if (face->text(QAccessible::Name).trimmed().isEmpty()) wrong += QStringLiteral(" has no name");
  if (role == QAccessible::NoRole || role == QAccessible::Client) wrong += QStringLiteral(" has no role");
  switch (role) {
    case QAccessible::Slider:
    case QAccessible::SpinBox:
      if (face->valueInterface() == nullptr) wrong += QStringLiteral(" has no value");
      break;
    case QAccessible::Button:
    case QAccessible::CheckBox:
    case QAccessible::RadioButton:
    case QAccessible::ComboBox:
      if (face->actionInterface() == nullptr || face->actionInterface()->actionNames().isEmpty())
        wrong += QStringLiteral(" does nothing");
      break;
    case QAccessible::EditableText:
      if (face->textInterface() == nullptr) wrong += QStringLiteral(" has no text");
      break;
    case QAccessible::List:
    case QAccessible::Tree:
    case QAccessible::Table:
      if (face->tableInterface() == nullptr && face->childCount() == 0) wrong += QStringLiteral(" has no rows");
      break;
    default:
      break;
  }
  return wrong;
}

bool takesTheKeys(const QWidget* widget) {
  return (widget->focusPolicy() & Qt::TabFocus) == Qt::TabFocus && widget->focusProxy() == nullptr &&
         widget->isEnabled() && widget->isVisible() && !widget->size().isEmpty();
}

// The controls of a place that Tab does not come to, from the first on, until it goes round or out; empty: none.
QStringList notReached(QWidget* place) {
  QSet<QWidget*> wanted;
  for (QWidget* each : place->findChildren<QWidget*>())
    if (takesTheKeys(each) && each->window() == place->window()) wanted.insert(each);
  QWidget* first = nullptr;
  // The chain begins at the window.
  for (QWidget* each = place->window()->nextInFocusChain(); first == nullptr && each != place->window();
       each = each->nextInFocusChain())
    if (wanted.contains(each)) first = each;
  if (first == nullptr) return {};
  first->setFocus(Qt::TabFocusReason);
  QSet<QWidget*> met;
  for (QWidget* now = QApplication::focusWidget(); now != nullptr && !met.contains(now) && place->isAncestorOf(now);
       now = QApplication::focusWidget()) {
    met.insert(now);
    // A text goes through its links first.
    for (int links = 0; links < 10 && QApplication::focusWidget() == now; ++links) QTest::keyClick(now, Qt::Key_Tab);
  }
  // Of buttons that belong together Tab comes to one, and the arrows go on.
  QSet<QButtonGroup*> groups;
  const auto groupOf = [](QWidget* widget) {
    const auto* button = qobject_cast<QAbstractButton*>(widget);
    return button == nullptr ? nullptr : button->group();
  };
  for (QWidget* each : std::as_const(met)) groups.insert(groupOf(each));
  QStringList missed;
  for (QWidget* each : std::as_const(wanted))
    if (!met.contains(each) && (groupOf(each) == nullptr || !groups.contains(groupOf(each))))
      missed << called(QAccessible::queryAccessibleInterface(each));
  return missed;
}

void walk(QAccessibleInterface* face, int depth, QStringList* wrong, int* met) {
  if (face == nullptr || !face->isValid() || depth > 40) return;
  ++*met;
  const QString what = wrongWith(face);
  if (!what.isEmpty()) *wrong << called(face) + what;
  // The rows of a list may be thousands.
  if (face->tableInterface() != nullptr) return;
  for (int i = 0; i < face->childCount(); ++i) walk(face->child(i), depth + 1, wrong, met);
}

}  // namespace

class AccessibleTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    useTestSettings();
    QApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
    QTestAccessibility::initialize();
  }
  void cleanupTestCase() { QTestAccessibility::cleanup(); }

  void whateverHasTheKeysHasAName() {
    QStringList places;
    QStringList wrong;
    Everywhere everywhere(QSize(1440, 900), QStringLiteral("light"), [&](const QString& name, QWidget* place) {
      places << name;
      int met = 0;
      QStringList here;
      walk(QAccessible::queryAccessibleInterface(place->window()), 0, &here, &met);
      QVERIFY2(met > 1, qPrintable(name));
      for (const QString& one : here)
        if (!wrong.contains(one)) wrong << name + QStringLiteral(": ") + one;
    });
    everywhere.walk();
    QVERIFY2(places.size() > 30, qPrintable(places.join(u' ')));
    wrong.removeDuplicates();
    QVERIFY2(wrong.isEmpty(), qPrintable(QStringLiteral("\n") + wrong.join(u'\n')));
  }

  // Rows that a control paints itself have names, places and acts as those of a list have.
  void paintedRowsAreRows() {
    Desk desk(sampleDraft());
    const RunView run = madeUpView(sampleDraft(), {60, 60}, 3);
    desk.window.setRuns({run.item});
    Q_EMIT desk.window.runPanel()->runs()->opened(run.item.id);
    desk.window.showRun(run);
    desk.window.runPanel()->showTab(RunPanel::Denoising);
    QCoreApplication::processEvents();
    auto* words = desk.window.runPanel()->denoising()->findChild<StepText*>();
    QAccessibleInterface* list = QAccessible::queryAccessibleInterface(words);
    QCOMPARE(list->role(), QAccessible::List);
    QCOMPARE(list->childCount(), words->tokenCount());
    QAccessibleInterface* third = list->child(2);
    QCOMPARE(third->role(), QAccessible::ListItem);
    QVERIFY(!third->text(QAccessible::Name).isEmpty());
    QCOMPARE(list->indexOfChild(third), 2);
    QCOMPARE(third->parent(), list);
    QCOMPARE(third->rect().topLeft(), words->mapToGlobal(words->tokenRect(2).topLeft()));
    QVERIFY(!third->state().selected);
    third->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
    QVERIFY(third->state().selected);
    QVERIFY(list->child(words->tokenCount()) == nullptr);
    // A row that is gone is told to be.
    QAccessibleInterface* last = list->child(words->tokenCount() - 1);
    words->show(RunView(), {});
    QVERIFY(!last->isValid() && last->state().invalid && last->text(QAccessible::Name).isEmpty());
  }

  void tabComesToEveryControl() {
    QStringList wrong;
    Everywhere everywhere(QSize(1440, 900), QStringLiteral("light"), [&](const QString& name, QWidget* place) {
      if (place->isWindow() && place->windowType() != Qt::Dialog) return;  // panels have their turn; menus have arrows
      for (const QString& one : notReached(place)) wrong << name + QStringLiteral(": ") + one;
    });
    everywhere.walk();
    QVERIFY2(wrong.isEmpty(), qPrintable(QStringLiteral("\n") + wrong.join(u'\n')));
  }
};

QTEST_MAIN(AccessibleTest)
#include "accessible_test.moc"
