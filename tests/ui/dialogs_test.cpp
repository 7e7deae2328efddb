// SPDX-License-Identifier: GPL-3.0-or-later
// The program's own dialogs, in every theme: what stands on their buttons can be read whole.
#include <QAbstractButton>
#include <QDialog>
#include <QStyle>
#include <QStyleOptionButton>
#include <QTest>
#include <QTimer>
#include <functional>

#include "tests/ui/desk.h"
#include "ui/theme.h"
#include "ui/unsaved_dialog.h"

using namespace lacuna::ui;

namespace {

// Opens a dialog, and returns what is wrong with its buttons; empty: nothing.
QString cutOff(const std::function<void()>& open) {
  QString wrong = QStringLiteral("no dialog");
  QTimer timer;
  QObject::connect(&timer, &QTimer::timeout, &timer, [&] {
    auto* dialog = qobject_cast<QDialog*>(QApplication::activeModalWidget());
    if (dialog == nullptr) return;
    timer.stop();
    wrong.clear();
    for (QAbstractButton* button : dialog->findChildren<QAbstractButton*>()) {
      if (!button->isVisible() || button->text().isEmpty()) continue;
      QStyleOptionButton option;
      option.initFrom(button);
      const int room = button->style()->subElementRect(QStyle::SE_PushButtonContents, &option, button).width();
      const int wanted = button->fontMetrics().size(Qt::TextShowMnemonic, button->text()).width();
      if (room < wanted) wrong += QStringLiteral("%1: %2 of %3 pixels; ").arg(button->text()).arg(room).arg(wanted);
    }
    dialog->reject();
  });
  timer.start(20);
  open();
  return wrong;
}

}  // namespace

class DialogsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() {
    useTestSettings();
    QApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
  }

  void buttonsAreAsWideAsTheirWords_data() {
    QTest::addColumn<QString>("theme");
    for (const QString& name : themeNames()) QTest::newRow(qPrintable(name)) << name;
  }
  void buttonsAreAsWideAsTheirWords() {
    QFETCH(QString, theme);
    Desk d(sampleDraft());
    d.window.setTheme(theme);
    QCOMPARE(cutOff([&] { (void)askUnsaved(&d.window, {QStringLiteral("A draft")}, QStringLiteral("It is so.")); }),
             QString());
    QCOMPARE(cutOff([&] { d.window.askGoal(); }), QString());
  }
};

QTEST_MAIN(DialogsTest)
#include "dialogs_test.moc"
