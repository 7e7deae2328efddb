// SPDX-License-Identifier: GPL-3.0-or-later
// The dialogs about backups without a library behind them.
#include <QLabel>
#include <QSignalSpy>
#include <QTest>

#include "tests/ui/desk.h"
#include "ui/backups/backup_reader.h"
#include "ui/backups/backups_dialog.h"

using namespace lacuna;
using namespace lacuna::ui;

namespace {

const QString kPath = QStringLiteral("/backups/library 2026-11-30 21.14.05.lacuna");

storage::BackupPlan plan(const QString& folder) {
  storage::BackupPlan made;
  made.folder = folder;
  return made;
}

QVector<storage::BackupInfo> one() { return {{kPath, QDateTime(QDate(2026, 11, 30), QTime(21, 14, 5)), 4096}}; }

QPushButton* button(QWidget& in, const QString& text) {
  for (QPushButton* each : in.findChildren<QPushButton*>())
    if (each->text().remove(u'&') == text) return each;
  return nullptr;
}

bool says(QWidget& in, const QString& part) {
  for (const QLabel* label : in.findChildren<QLabel*>())
    if (!label->isHidden() && label->text().contains(part)) return true;
  return false;
}

}  // namespace

class BackupsDialogTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { useTestSettings(); }

  void whatIsChosenCountsAtOnce() {
    BackupsDialog dialog(nullptr);
    QSignalSpy chosen(&dialog, &BackupsDialog::planChosen);
    QSignalSpy folder(&dialog, &BackupsDialog::folderWanted);
    dialog.setBackups(plan(QStringLiteral("/backups")), one());
    QCOMPARE(chosen.size(), 0);
    auto* on = dialog.findChild<QCheckBox*>();
    QVERIFY(on->isChecked());
    on->click();
    QCOMPARE(chosen.size(), 1);
    QVERIFY(chosen[0][0].value<storage::BackupPlan>().folder.isEmpty());
    on->click();
    QCOMPARE(chosen[1][0].value<storage::BackupPlan>().folder, QStringLiteral("/backups"));
    dialog.findChildren<QSpinBox*>().first()->setValue(2);
    QCOMPARE(chosen[2][0].value<storage::BackupPlan>().hours, 2);
    // Without any folder the author is asked for one.
    dialog.setFolder({});
    QCOMPARE(chosen.size(), 3);
    QCOMPARE(folder.size(), 0);
    dialog.setFolder(QStringLiteral("/disk"));
    QCOMPARE(chosen[3][0].value<storage::BackupPlan>().folder, QStringLiteral("/disk"));
  }

  void withoutALibraryItsBackupsCanBeLookedInto() {
    BackupsDialog dialog(nullptr);
    dialog.setLibraryTrouble(QStringLiteral("The library is damaged."));
    dialog.setBackups(plan(QStringLiteral("/backups")), one());
    QVERIFY(says(dialog, QStringLiteral("The library is damaged.")));
    QVERIFY(!button(dialog, QStringLiteral("Back up now"))->isEnabled());
    QSignalSpy look(&dialog, &BackupsDialog::lookWanted);
    button(dialog, QStringLiteral("Look inside\u2026"))->click();
    QCOMPARE(look.size(), 1);
    QCOMPARE(look[0][0].toString(), kPath);
    // One thing after the other.
    QVERIFY(!button(dialog, QStringLiteral("Check"))->isEnabled());
    dialog.setBusy({});
    QVERIFY(button(dialog, QStringLiteral("Check"))->isEnabled());
  }

  void damageIsNamed() {
    BackupsDialog dialog(nullptr);
    dialog.setBackups(plan(QStringLiteral("/backups")), one());
    dialog.showCheck(kPath, {2, 1833, {QStringLiteral("Low Water")}});
    QVERIFY(dialog.list()->topLevelItem(0)->text(2).contains(QStringLiteral("Low Water")));
    // It stays when the list comes again.
    dialog.setBackups(plan(QStringLiteral("/backups")), one());
    QVERIFY(dialog.list()->topLevelItem(0)->text(2).contains(QStringLiteral("Low Water")));
  }

  void theyFitASmallScreen() {
    BackupsDialog dialog(nullptr);
    dialog.setLibraryTrouble(QStringLiteral("The library at a place of some length is damaged inside and was left."));
    BackupReader reader(QStringLiteral("backup of 30 November 2026"), true, nullptr);
    for (QWidget* each : {static_cast<QWidget*>(&dialog), static_cast<QWidget*>(&reader)}) {
      each->resize(640, 400);
      each->show();
      QCoreApplication::processEvents();
      QVERIFY2(each->width() <= 640 && each->height() <= 400,
               qPrintable(QStringLiteral("%1 x %2").arg(each->width()).arg(each->height())));
      for (const QWidget* child : each->findChildren<QWidget*>()) {
        const bool control = child->focusPolicy() != Qt::NoFocus && child->isVisible();
        if (!control || qobject_cast<const QAbstractButton*>(child) == nullptr) continue;
        QVERIFY(each->rect().contains(QRect(child->mapTo(each, QPoint()), child->size())));
      }
    }
  }

  void theReaderBeginsWithTheDocumentOnThePage() {
    BackupReader reader(QStringLiteral("backup"), true, nullptr);
    QSignalSpy wanted(&reader, &BackupReader::textWanted);
    storage::TreeNode book;
    book.id = QStringLiteral("a");
    book.title = QStringLiteral("Book");
    storage::TreeNode scene = book;
    scene.id = QStringLiteral("b");
    scene.title = QStringLiteral("Scene");
    scene.depth = 1;
    reader.setDocuments({book, scene}, QStringLiteral("b"));
    QCOMPARE(wanted.last()[0].toString(), QStringLiteral("b"));
    QVERIFY(!button(reader, QStringLiteral("Bring into the library"))->isEnabled());
    reader.showText(QStringLiteral("a"), QStringLiteral("late"));
    QVERIFY(reader.text().isEmpty());
    reader.showText(QStringLiteral("b"), QStringLiteral("The lamp burned.\n"));
    QSignalSpy bring(&reader, &BackupReader::bringWanted);
    button(reader, QStringLiteral("Bring into the library"))->click();
    QCOMPARE(bring[0][0].toString(), QStringLiteral("Scene (backup)"));
    QCOMPARE(bring[0][1].toString(), QStringLiteral("The lamp burned.\n"));
  }
};

QTEST_MAIN(BackupsDialogTest)
#include "backups_dialog_test.moc"
