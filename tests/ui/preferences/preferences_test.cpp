// SPDX-License-Identifier: GPL-3.0-or-later
// The preferences as an author meets them: seen at once, found by a word, all back by Cancel.
#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSpinBox>
#include <QTimer>
#include <QtTest/QtTest>
#include <functional>

#include "tests/ui/desk.h"
#include "ui/editor/page_typography.h"
#include "ui/editor/smart_typing.h"
#include "ui/gap/gap_options.h"
#include "ui/preferences/preferences_dialog.h"

namespace lacuna::ui {
namespace {

template <typename Widget>
Widget* named(PreferencesDialog& dialog, const QString& name) {
  const QList<Widget*> all = dialog.findChildren<Widget*>();
  for (Widget* widget : all)
    if (widget->accessibleName() == name) return widget;
  return nullptr;
}

// Opens the dialog as its key does, lets `act` work in it, and leaves it by Esc where `act` did not leave it.
bool inDialog(Desk& desk, const std::function<void(PreferencesDialog&)>& act) {
  bool met = false;
  QTimer::singleShot(0, &desk.window, [&] {
    auto* dialog = desk.window.findChild<PreferencesDialog*>();
    if (dialog == nullptr) return;
    met = true;
    act(*dialog);
    if (dialog->isVisible()) QTest::keyClick(dialog, Qt::Key_Escape);
  });
  const QList<QAction*> actions = desk.window.actions();
  for (QAction* action : actions)
    if (action->shortcut() == QKeySequence(QStringLiteral("Ctrl+,"))) action->trigger();
  return met;
}

}  // namespace

class PreferencesTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    useTestSettings();
    QSettings().clear();
  }

  void aChangeIsSeenAtOnceAndCancelBringsItBack() {
    Desk desk(QStringLiteral("Some words."));
    const double size = desk.page().typography().size;
    QVERIFY(inDialog(desk, [&](PreferencesDialog& dialog) {
      named<QDoubleSpinBox>(dialog, QStringLiteral("Size"))->setValue(31);
      QCOMPARE(desk.page().typography().size, 31.0);
      auto* theme = named<QComboBox>(dialog, QStringLiteral("Theme"));
      theme->setCurrentIndex(theme->findData(QStringLiteral("dark")));
      QCOMPARE(QSettings().value(QStringLiteral("ui/theme")).toString(), QStringLiteral("dark"));
    }));
    QCOMPARE(desk.page().typography().size, size);
    QCOMPARE(PageTypography::load().size, size);
    QCOMPARE(QSettings().value(QStringLiteral("ui/theme")).toString(), QStringLiteral("light"));
  }

  void okKeepsWhatWasChosen() {
    Desk desk(QStringLiteral("Some words."));
    QVERIFY(inDialog(desk, [&](PreferencesDialog& dialog) {
      named<QSpinBox>(dialog, QStringLiteral("Candidates"))->setValue(3);
      named<QCheckBox>(dialog, QStringLiteral("Curly quotes"))->setChecked(false);
      dialog.accept();
    }));
    QCOMPARE(desk.page().gaps().options().candidates, 3);
    QCOMPARE(loadGapOptions().candidates, 3);
    QVERIFY(!SmartTyping::load().quotes);
  }

  void defaultsAreOfTheShownPageAlone() {
    Desk desk(QStringLiteral("Some words."));
    QVERIFY(inDialog(desk, [&](PreferencesDialog& dialog) {
      named<QSpinBox>(dialog, QStringLiteral("Candidates"))->setValue(3);
      named<QDoubleSpinBox>(dialog, QStringLiteral("Size"))->setValue(31);
      named<QListWidget>(dialog, QStringLiteral("Pages"))->setCurrentRow(1);
      dialog.findChild<QDialogButtonBox*>()->button(QDialogButtonBox::RestoreDefaults)->click();
      QCOMPARE(desk.page().typography(), PageTypography());
      QCOMPARE(named<QDoubleSpinBox>(dialog, QStringLiteral("Size"))->value(), PageTypography().size);
      QCOMPARE(desk.page().gaps().options().candidates, 3);
    }));
  }

  void aWordFindsTheRowOnWhicheverPage() {
    Desk desk(QStringLiteral("Some words."));
    QVERIFY(inDialog(desk, [&](PreferencesDialog& dialog) {
      auto* search = named<QLineEdit>(dialog, QStringLiteral("Find a setting"));
      QTest::keyClicks(search, QStringLiteral("leading"));
      QVERIFY(named<QDoubleSpinBox>(dialog, QStringLiteral("Line spacing"))->isVisible());
      QVERIFY(!named<QDoubleSpinBox>(dialog, QStringLiteral("Size"))->isVisible());
      QVERIFY(named<QListWidget>(dialog, QStringLiteral("Pages"))->item(0)->isHidden());
      QTest::keyClick(search, Qt::Key_Return);
      QVERIFY(dialog.isVisible());
      search->clear();
      QVERIFY(named<QDoubleSpinBox>(dialog, QStringLiteral("Size"))->isVisible());
    }));
  }
};

}  // namespace lacuna::ui

QTEST_MAIN(lacuna::ui::PreferencesTest)
#include "preferences_test.moc"
