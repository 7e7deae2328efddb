// SPDX-License-Identifier: GPL-3.0-or-later
// The preferences as an author meets them: seen at once, found by a word, all back by Cancel.
#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSpinBox>
#include <QTimer>
#include <QtTest/QtTest>
#include <functional>

#include "tests/ui/preferences_desk.h"
#include "ui/editor/page_typography.h"
#include "ui/editor/smart_typing.h"
#include "ui/gap/gap_options.h"
#include "ui/preferences/preferences_dialog.h"
#include "ui/search/find_bar.h"
#include "ui/spelling/spelling_rules.h"

namespace lacuna::ui {
namespace {

template <typename Widget>
Widget* named(PreferencesDialog& dialog, const QString& name) {
  const QList<Widget*> all = dialog.findChildren<Widget*>();
  for (Widget* widget : all)
    if (widget->accessibleName() == name) return widget;
  return nullptr;
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
    QCOMPARE(QSettings().value(QStringLiteral("ui/theme")).toString(), QStringLiteral("system"));
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

  void wordsAreAddedChangedAndTakenAway() {
    Desk desk(QStringLiteral("Some words."));
    SpellingRules& rules = *desk.window.spelling();
    rules.changeOwnWords({QStringLiteral("zorblax")}, {});
    QVERIFY(inDialog(desk, [&](PreferencesDialog& dialog) {
      auto* mine = named<QListWidget>(dialog, QStringLiteral("My words"));
      auto* line = named<QLineEdit>(dialog, QStringLiteral("My words: another word"));
      QCOMPARE(mine->count(), 1);
      line->setText(QStringLiteral("  tidewrack "));
      QTest::keyClick(line, Qt::Key_Return);
      QVERIFY(dialog.isVisible());  // Enter adds, and is no OK
      QVERIFY(rules.own().all().contains(QStringLiteral("tidewrack")));
      mine->item(0)->setText(QStringLiteral("saltern"));
      QVERIFY(rules.own().all().contains(QStringLiteral("saltern")));
      mine->clearSelection();
      mine->item(1)->setSelected(true);
      QTest::keyClick(mine, Qt::Key_Delete);
      QCOMPARE(rules.own().all(), QSet<QString>{QStringLiteral("saltern")});
      // Of the draft that lies in no project, by its title.
      auto* here = named<QLineEdit>(dialog, QStringLiteral("Words of \u201CA draft\u201D: another word"));
      QVERIFY(here != nullptr);
      here->setText(QStringLiteral("marram"));
      QTest::keyClick(here, Qt::Key_Return);
      QCOMPARE(rules.wordsOf(QStringLiteral("a")), QStringList{QStringLiteral("marram")});
    }));
    // Escape brought everything back.
    QCOMPARE(rules.own().all(), QSet<QString>{QStringLiteral("zorblax")});
    QCOMPARE(rules.wordsOf(QStringLiteral("a")), QStringList());
  }

  void usualLanguagesAreChecked() {
    const QTemporaryDir folder;
    for (const char* name : {"en_US.aff", "en_US.dic", "de_DE.aff", "de_DE.dic"}) {
      QFile file(folder.filePath(QLatin1String(name)));
      QVERIFY(file.open(QIODevice::WriteOnly));
      file.write(file.fileName().endsWith(QLatin1String("aff")) ? "SET UTF-8\n" : "1\nhouse\n");
    }
    qputenv("DICPATH", folder.path().toLocal8Bit());
    Desk desk(QStringLiteral("Some words."));
    SpellingRules& rules = *desk.window.spelling();
    QVERIFY(inDialog(desk, [&](PreferencesDialog& dialog) {
      auto* list = named<QListWidget>(dialog, QStringLiteral("Languages of drafts that name none"));
      for (int i = 0; i < list->count(); ++i)
        if (list->item(i)->data(Qt::UserRole) == QStringLiteral("de_DE")) list->item(i)->setCheckState(Qt::Checked);
      QVERIFY(rules.languages().contains(QStringLiteral("de_DE")));
      auto* places = named<QLabel>(dialog, QStringLiteral("Folders of dictionaries"));
      QVERIFY2(places->text().contains(folder.path() + QStringLiteral(": 2 ")), qPrintable(places->text()));
      QFile::remove(folder.filePath(QStringLiteral("de_DE.dic")));
      for (QPushButton* button : dialog.findChildren<QPushButton*>())
        if (button->text() == QStringLiteral("&Look again")) button->click();
      QVERIFY2(places->text().contains(folder.path() + QStringLiteral(": 1 ")), qPrintable(places->text()));
      dialog.accept();
    }));
    qunsetenv("DICPATH");
  }

  void theSearchIsAsItsSwitchesSay() {
    Desk desk(QStringLiteral("Some words."));
    rememberSearch(QStringLiteral("find"), QStringLiteral("lamp"));
    auto* bar = desk.window.findChild<FindBar*>();
    QVERIFY(inDialog(desk, [&](PreferencesDialog& dialog) {
      named<QCheckBox>(dialog, QStringLiteral("Whole words"))->click();
      QVERIFY(bar->query().wholeWords);
      named<QPushButton>(dialog, QStringLiteral("Forget what was looked for"))->click();
      QCOMPARE(recentSearches(QStringLiteral("find")), QStringList());
    }));
    QVERIFY(!bar->query().wholeWords && !FindSettings::load().wholeWords);
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
