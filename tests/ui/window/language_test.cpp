// SPDX-License-Identifier: GPL-3.0-or-later
// The window in each language that it speaks: menus, standard buttons, numbers; keys that open one thing each; nothing
// cut off; and how another language is chosen.
#include <QComboBox>
#include <QDialogButtonBox>
#include <QLabel>
#include <QMenuBar>
#include <QPushButton>
#include <QSignalSpy>
#include <QStyleOptionButton>
#include <QTimer>
#include <QToolButton>
#include <QtTest/QtTest>
#include <functional>

#include "tests/ui/preferences_desk.h"
#include "ui/files/file_actions.h"
#include "ui/files/folder_actions.h"
#include "ui/language.h"
#include "ui/palette/command_palette.h"
#include "ui/preferences/preferences_dialog.h"
#include "ui/window/unsaved_dialog.h"

namespace lacuna::ui {
namespace {

// Two things of one menu under one key, through all menus.
void twiceIn(QMenu* menu, const QString& name, QStringList* found) {
  Q_EMIT menu->aboutToShow();
  QHash<QString, QString> known;
  const QList<QAction*> actions = menu->actions();
  for (const QAction* action : actions) {
    if (action->menu() != nullptr) twiceIn(action->menu(), name + u'/' + action->text(), found);
    const QString key = QKeySequence::mnemonic(action->text()).toString();
    if (key.isEmpty() || !action->isVisible()) continue;
    if (known.contains(key)) *found << QStringLiteral("%1: %2 and %3").arg(name, known.value(key), action->text());
    known.insert(key, action->text());
  }
}

QStringList twiceInMenus(const QMenuBar& bar) {
  QStringList found;
  QHash<QString, QString> known;
  const QList<QAction*> actions = bar.actions();
  for (const QAction* action : actions) {
    const QString key = QKeySequence::mnemonic(action->text()).toString();
    if (known.contains(key)) found << QStringLiteral("%1 and %2").arg(known.value(key), action->text());
    known.insert(key, action->text());
    if (action->menu() != nullptr) twiceIn(action->menu(), action->text(), &found);
  }
  return found;
}

// The buttons that do not show all of their words.
QStringList cutOff(const QWidget& root) {
  QStringList found;
  const QList<QAbstractButton*> buttons = root.findChildren<QAbstractButton*>();
  for (const QAbstractButton* button : buttons) {
    if (!button->isVisible() || button->text().isEmpty()) continue;
    // A tool button asks for two spaces more than it needs.
    const int wanted = qobject_cast<const QToolButton*>(button) != nullptr
                           ? button->sizeHint().width() - button->fontMetrics().horizontalAdvance(QStringLiteral("  "))
                           : button->fontMetrics().size(Qt::TextShowMnemonic, button->text()).width();
    if (button->width() < wanted)
      found << QStringLiteral("%1: %2 of %3").arg(button->text()).arg(button->width()).arg(wanted);
  }
  return found;
}

// All that a window says: on it, to a pointer that rests, and to a screen reader.
QSet<QString> saidBy(const QWidget& root) {
  QSet<QString> said;
  const QList<QWidget*> all = root.findChildren<QWidget*>();
  for (const QWidget* widget : all) {
    said << widget->toolTip() << widget->accessibleName() << widget->accessibleDescription();
    for (const char* property : {"text", "placeholderText", "specialValueText", "suffix", "windowTitle"})
      said << widget->property(property).toString();
    // Not the typefaces.
    if (const auto* box = qobject_cast<const QComboBox*>(widget); box != nullptr && box->count() < 20)
      for (int i = 0; i < box->count(); ++i) said << box->itemText(i);
  }
  return said;
}

QComboBox* choiceOfLanguage(const PreferencesDialog& dialog) {
  const QList<QComboBox*> all = dialog.findChildren<QComboBox*>();
  for (QComboBox* box : all)
    if (box->findData(QStringLiteral("de")) >= 0 && box->findData(QStringLiteral("en")) >= 0 && box->count() == 3)
      return box;
  return nullptr;
}

}  // namespace

class LanguageTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() { useTestSettings(); }
  void init() { QSettings().clear(); }
  void cleanup() { speak(QStringLiteral("en")); }

  void theLanguagesAreKnown() {
    QStringList codes;
    for (const Language& language : languages()) codes << language.code;
    QVERIFY(codes.contains(QStringLiteral("en")) && codes.contains(QStringLiteral("de")));
    QCOMPARE(chosenLanguage(), QString());
    chooseLanguage(QStringLiteral("de"));
    QCOMPARE(chosenLanguage(), QStringLiteral("de"));
    QCOMPARE(wantedLanguage(), QStringLiteral("de"));
    chooseLanguage(QStringLiteral("tlh"));  // from a later version's settings
    QCOMPARE(chosenLanguage(), QString());
    speak(QStringLiteral("tlh"));
    QCOMPARE(spokenLanguage(), QStringLiteral("en"));
  }

  void theWindowSpeaksGerman() {
    speak(QStringLiteral("de"));
    Desk d(QStringLiteral("Hallo, Welt.\n"));
    QStringList menus;
    for (const QAction* menu : d.window.menuBar()->actions()) menus << menu->text().remove(u'&');
    for (const char* name : {"Datei", "Bearbeiten", "Format", "Ansicht", "Bibliothek", "L\u00fccke", "Modell", "Hilfe"})
      QVERIFY2(menus.contains(QString::fromUtf8(name)), qPrintable(menus.join(u' ')));
    // No act keeps its English name, but for those that are the same in both.
    QStringList german;
    for (const PaletteEntry& entry : entriesOf(d.window.menuBar())) german << entry.title;
    speak(QStringLiteral("en"));
    Desk e(QStringLiteral("Hello, world.\n"));
    QStringList same;
    for (const PaletteEntry& entry : entriesOf(e.window.menuBar()))
      if (german.contains(entry.title)) same << entry.title;
    same.removeAll(QStringLiteral("Format › Code"));
    QVERIFY2(same.isEmpty(), qPrintable(same.join(u'\n')));
  }

  void nothingIsLeftInEnglish() {
    QSet<QString> said[2];
    for (const int german : {0, 1}) {
      speak(german == 1 ? QStringLiteral("de") : QStringLiteral("en"));
      Desk d(QStringLiteral("Es war Ebbe, und die Boote lagen schief.\n"));
      d.ask();
      d.denoise({{QStringLiteral("still")}, {QStringLiteral("laut")}});
      QTest::keyClick(&d.window, Qt::Key_Period, Qt::ControlModifier);
      d.key(Qt::Key_F, Qt::ControlModifier);
      QTest::keyClick(&d.window, Qt::Key_F, Qt::ControlModifier | Qt::ShiftModifier);
      QTest::keyClick(&d.window, Qt::Key_H, Qt::ControlModifier | Qt::ShiftModifier);
      QCoreApplication::processEvents();
      said[german] = saidBy(d.window);
      QVERIFY(inDialog(d, [&](PreferencesDialog& dialog) { said[german] += saidBy(dialog); }));
    }
    QStringList both;
    static const QRegularExpression words(QStringLiteral("[a-z]{3}"));
    for (const QString& text : said[0] & said[1])
      if (text.contains(words)) both << text;
    // Names, and words that are the same in both.
    static const QRegularExpression same(
        QStringLiteral("^(Lacuna.*|CPU.*|test model|still.*|laut|A "
                       "draft.*|English|Deutsch|Text|Zoom|.*\\(\\w+\\)|qt_\\w+)$"));
    both.erase(std::remove_if(both.begin(), both.end(), [](const QString& t) { return same.match(t).hasMatch(); }),
               both.end());
    both.sort();
    QVERIFY2(both.isEmpty(), qPrintable(both.join(u'\n')));
  }

  void numbersAndKeysAreGerman() {
    speak(QStringLiteral("de"));
    QString words;
    for (int i = 0; i < 1234; ++i) words += QStringLiteral("Wort ");
    Desk d(words);
    QStringList said;
    for (const QLabel* label : d.window.findChildren<QLabel*>()) said << label->text();
    QVERIFY2(said.contains(QStringLiteral("1.234 W\u00f6rter")), qPrintable(said.join(u'|')));
    QCOMPARE(QKeySequence(QStringLiteral("Ctrl+Shift+S")).toString(QKeySequence::NativeText),
             QStringLiteral("Strg+Umschalt+S"));
  }

  void oneKeyOpensOneThing_data() {
    QTest::addColumn<QString>("language");
    for (const Language& language : languages()) QTest::newRow(qPrintable(language.code)) << language.code;
  }
  void oneKeyOpensOneThing() {
    QFETCH(QString, language);
    speak(language);
    Desk d(QStringLiteral("Hallo, Welt.\n"));
    // What the program adds to the File menu.
    new FileActions(&d.window, {{QStringLiteral("docx"), QStringLiteral("Word")}});
    new FolderActions(&d.window);
    const QStringList found = twiceInMenus(*d.window.menuBar());
    QVERIFY2(found.isEmpty(), qPrintable(found.join(u'\n')));
  }

  void wordsFitOnTheirButtons_data() {
    QTest::addColumn<QString>("language");
    QTest::addColumn<QSize>("size");
    for (const Language& language : languages())
      for (const QSize& size : {QSize(1440, 900), QSize(800, 600), QSize(640, 400)})
        QTest::addRow("%s %d", qPrintable(language.code), size.width()) << language.code << size;
  }
  void wordsFitOnTheirButtons() {
    QFETCH(QString, language);
    QFETCH(QSize, size);
    speak(language);
    Desk d(QStringLiteral("Es war Ebbe, und die Boote lagen schief.\n"));
    d.window.resize(size);
    QCoreApplication::processEvents();
    QCOMPARE(d.window.size(), size);
    QCOMPARE(cutOff(d.window).join(u'\n'), QString());
    d.key(Qt::Key_F, Qt::ControlModifier);
    d.key(Qt::Key_H, Qt::ControlModifier);
    QCoreApplication::processEvents();
    QCOMPARE(cutOff(d.window).join(u'\n'), QString());
    d.key(Qt::Key_Escape);
    for (const auto& [key, place] : {std::pair(Qt::Key_L, "library"), std::pair(Qt::Key_F, "search"),
                                     std::pair(Qt::Key_D, "denoising"), std::pair(Qt::Key_H, "history")}) {
      QTest::keyClick(&d.window, key, Qt::ControlModifier | Qt::ShiftModifier);
      QCoreApplication::processEvents();
      QVERIFY2(cutOff(d.window).isEmpty(), qPrintable(place + (u'\n' + cutOff(d.window).join(u'\n'))));
    }
    QString inPreferences;
    QVERIFY(inDialog(d, [&](PreferencesDialog& dialog) { inPreferences = cutOff(dialog).join(u'\n'); }));
    QCOMPARE(inPreferences, QString());
  }

  void standardButtonsAreGerman() {
    speak(QStringLiteral("de"));
    Desk d(QStringLiteral("Hallo.\n"));
    QStringList texts;
    QVERIFY(inDialog(d, [&](PreferencesDialog& dialog) {
      for (const QPushButton* button : dialog.findChildren<QPushButton*>()) texts << button->text().remove(u'&');
    }));
    QVERIFY2(texts.contains(QStringLiteral("Abbrechen")), qPrintable(texts.join(u'|')));
  }

  void anotherLanguageIsChosen() {
    Desk d(QStringLiteral("Hello.\n"));
    speak(QStringLiteral("en"));
    const QSignalSpy chosen(&d.window, &MainWindow::languageChosen);
    const auto choose = [](PreferencesDialog& dialog) {
      QComboBox* box = choiceOfLanguage(dialog);
      QVERIFY(box != nullptr);
      box->setCurrentIndex(box->findData(QStringLiteral("de")));
    };
    // Taken back by Esc.
    QVERIFY(inDialog(d, choose));
    QCOMPARE(chosenLanguage(), QString());
    QCOMPARE(chosen.count(), 0);
    QVERIFY(inDialog(d, [&](PreferencesDialog& dialog) {
      choose(dialog);
      dialog.accept();
    }));
    QCOMPARE(chosenLanguage(), QStringLiteral("de"));
    QCOMPARE(chosen.count(), 1);
  }
};

}  // namespace lacuna::ui

QTEST_MAIN(lacuna::ui::LanguageTest)
#include "language_test.moc"
