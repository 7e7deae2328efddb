// SPDX-License-Identifier: GPL-3.0-or-later
// The program's own dialogs, in every theme: what stands on their buttons can be read whole, arrows and columns are
// seen.
#include <QAbstractButton>
#include <QDialog>
#include <QFile>
#include <QHeaderView>
#include <QInputDialog>
#include <QSpinBox>
#include <QStyle>
#include <QStyleOptionButton>
#include <QTest>
#include <QTimer>
#include <QToolButton>
#include <QTreeView>
#include <functional>

#include "tests/ui/desk.h"
#include "ui/panels/run_panel.h"
#include "ui/theme.h"
#include "ui/window/file_dialog.h"
#include "ui/window/unsaved_dialog.h"

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
  void aTitleBecomesTheNameOfAFile() {
    QCOMPARE(fileName(QStringLiteral("Salt / 2"), QStringLiteral(".md")), QStringLiteral("Salt - 2.md"));
    const QString longest = fileName(QStringLiteral("\u00e4\U0001f30a").repeated(200), QStringLiteral(".md"));
    QVERIFY(longest.toUtf8().size() <= 255 && longest.endsWith(QStringLiteral(".md")));
    QVERIFY(longest.toUtf8().size() > 240 && !longest.contains(QChar::ReplacementCharacter));
  }

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
    QCOMPARE(cutOff([&] { (void)d.window.offerFileText(QStringLiteral("tide.md"), QStringLiteral("ebb")); }),
             QString());
  }

  void arrowsOfNumbersAreSeen_data() { buttonsAreAsWideAsTheirWords_data(); }
  void arrowsOfNumbersAreSeen() {
    QFETCH(QString, theme);
    Desk d(sampleDraft());
    d.window.setTheme(theme);
    QInputDialog dialog(&d.window);
    dialog.setInputMode(QInputDialog::IntInput);
    dialog.show();
    QCoreApplication::processEvents();
    auto* box = dialog.findChild<QSpinBox*>();
    QVERIFY(box != nullptr);
    QStyleOptionSpinBox option;
    option.initFrom(box);
    option.subControls = QStyle::SC_All;
    const QImage picture = box->grab().toImage();
    for (const QStyle::SubControl arrow : {QStyle::SC_SpinBoxUp, QStyle::SC_SpinBoxDown}) {
      const QRect rect = box->style()->subControlRect(QStyle::CC_SpinBox, &option, arrow, box);
      QVERIFY(rect.width() >= 12 && rect.height() >= 8 && box->rect().contains(rect));
      int seen = 0;
      for (int y = rect.top() + 1; y < rect.bottom(); ++y)
        for (int x = rect.left() + 1; x < rect.right() - 1; ++x)
          seen += std::abs(picture.pixelColor(x, y).lightness() - loadTheme(theme).paper.lightness()) > 60 ? 1 : 0;
      QVERIFY2(seen >= 8, qPrintable(QString::number(seen)));
    }
  }

  // Names, sizes and dates of files can be read without pulling at the columns.
  void columnsOfFilesAreWideEnough() {
    Desk d(sampleDraft());
    const QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("a draft of some length.markdown")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QFileDialog dialog(&d.window, QString(), folder.path());
    dialog.setOption(QFileDialog::DontUseNativeDialog);
    makeRoom(&dialog);
    dialog.show();
    auto* list = dialog.findChild<QTreeView*>(QStringLiteral("treeView"));
    QVERIFY(list != nullptr);
    QTRY_COMPARE(list->model()->rowCount(list->rootIndex()), 1);
    const auto cut = [list] {
      QStringList names;
      for (int column = 0; column < list->model()->columnCount(); ++column) {
        const QModelIndex cell = list->model()->index(0, column, list->rootIndex());
        const int wanted = std::max(list->header()->sectionSizeHint(column), list->sizeHintForIndex(cell).width());
        if (list->columnWidth(column) < wanted)
          names << QStringLiteral("%1: %2 of %3").arg(column).arg(list->columnWidth(column)).arg(wanted);
      }
      return names.join(QStringLiteral("; "));
    };
    QTRY_COMPARE(cut(), QString());
    QVERIFY(list->header()->length() <= list->viewport()->width());
  }

  void whatCanBePressedLooksLikeAButton_data() { buttonsAreAsWideAsTheirWords_data(); }
  void whatCanBePressedLooksLikeAButton() {
    QFETCH(QString, theme);
    Desk d(sampleDraft());
    d.window.setTheme(theme);
    d.window.setRuns({RunItem()});
    d.window.runPanel()->showTab(RunPanel::Runs);
    QCoreApplication::processEvents();
    int buttons = 0;
    for (QToolButton* button : d.window.runPanel()->runs()->findChildren<QToolButton*>()) {
      if (!button->isVisible()) continue;
      const QImage picture = button->grab().toImage();
      const int edge = picture.pixelColor(0, picture.height() / 2).lightness();
      QVERIFY2(std::abs(edge - loadTheme(theme).card.lightness()) > 30, qPrintable(button->text()));
      ++buttons;
    }
    QCOMPARE(buttons, 2);
  }
};

QTEST_MAIN(DialogsTest)
#include "dialogs_test.moc"
