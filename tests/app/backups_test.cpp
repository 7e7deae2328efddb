// SPDX-License-Identifier: GPL-3.0-or-later
// Backups in the real window: one is made, looked into, a text is brought back, the whole library goes back, and what
// an author sees whose library is damaged.
#include <QMessageBox>
#include <QtTest/QtTest>

#include "app/library/backup_calls.h"
#include "tests/app/writing_desk.h"

using namespace lacuna;
using namespace lacuna::tests;

namespace {

struct BackupDesk : WritingDesk {
  using WritingDesk::WritingDesk;
  ui::BackupsDialog* dialog() { return program.backups().dialog(); }
  ui::BackupReader* reader() { return program.backups().reader(); }
  bool openBackups() {
    Q_EMIT program.window().backupsWanted();
    return QTest::qWaitFor([this] { return dialog() != nullptr && dialog()->isVisible(); }, 5000);
  }
  bool listed(int count) {
    return QTest::qWaitFor([this, count] { return dialog() && dialog()->list()->topLevelItemCount() == count; }, 20000);
  }
  void press(QWidget* in, const QString& text) {
    for (QPushButton* button : in->findChildren<QPushButton*>()) {
      if (button->text().remove(u'&') != text) continue;
      QVERIFY2(button->isEnabled(), qPrintable(text));
      button->click();
      return;
    }
    QFAIL(qPrintable(text));
  }
  // Says yes to going back.
  void goBack() {
    QTimer::singleShot(0, qApp, [] {
      auto* box = qobject_cast<QMessageBox*>(QApplication::activeModalWidget());
      QVERIFY(box != nullptr);
      for (QAbstractButton* button : box->buttons())
        if (box->buttonRole(button) == QMessageBox::AcceptRole) button->click();
    });
    press(dialog(), QStringLiteral("Go back to it\u2026"));
  }
  QString said() {
    for (const QLabel* label : dialog()->findChildren<QLabel*>())
      if (label->accessibleName() == QStringLiteral("Message")) return label->text();
    return {};
  }
};

}  // namespace

class BackupsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init() {
    folder_ = std::make_unique<QTemporaryDir>();
    isolateSettings(folder_->path());
    library_ = folder_->filePath(QStringLiteral("book.sqlite"));
    storage::Library made(library_);
    id_ = made.create(QStringLiteral("Low Water"), QStringLiteral("The lamp burned.\n"));
  }

  void oneIsMadeLookedIntoAndGoneBackTo() {
    BackupDesk desk(library_);
    QVERIFY(desk.opened());
    QVERIFY(desk.openBackups());
    desk.press(desk.dialog(), QStringLiteral("Back up now"));
    QVERIFY(desk.listed(1));
    QTRY_VERIFY2(desk.said().contains(QStringLiteral("one document")), qPrintable(desk.said()));
    desk.press(desk.dialog(), QStringLiteral("Check"));
    QTRY_VERIFY2(desk.said().contains(QStringLiteral("Sound")), qPrintable(desk.said()));
    QCOMPARE(desk.dialog()->list()->topLevelItem(0)->text(2).section(u',', 1).trimmed(), QStringLiteral("3 words"));
    desk.dialog()->close();

    // Something terrible.
    desk.page().selectAll();
    QTest::keyClick(&desk.page(), Qt::Key_Backspace);
    desk.type(QStringLiteral("Gone"));
    QVERIFY(desk.allSaved());
    QVERIFY(desk.openBackups());
    QVERIFY(desk.listed(1));
    desk.press(desk.dialog(), QStringLiteral("Look inside\u2026"));
    QTRY_VERIFY(desk.reader() != nullptr);
    QTRY_COMPARE(desk.reader()->text(), QStringLiteral("The lamp burned.\n"));
    desk.press(desk.reader(), QStringLiteral("Bring into the library"));
    QTRY_COMPARE(desk.text(), QStringLiteral("The lamp burned.\n"));
    QVERIFY(desk.program.window().documentId() != id_);
    desk.reader()->close();
    QTRY_VERIFY(desk.reader() == nullptr);

    // All of it. The page shows what was then; the library before is in the list, and can be gone back to.
    desk.type(QStringLiteral("And on it went. "));
    desk.goBack();
    QTRY_VERIFY(desk.dialog() == nullptr);
    QTRY_COMPARE(desk.program.window().documentId(), id_);
    QCOMPARE(desk.text(), QStringLiteral("The lamp burned.\n"));
    desk.type(QStringLiteral("New. "));
    QVERIFY(desk.allSaved());
    QVERIFY(desk.openBackups());
    QVERIFY(desk.listed(2));
    for (int i = 0; i < 2; ++i) {
      QTreeWidgetItem* item = desk.dialog()->list()->topLevelItem(i);
      if (item->text(2).contains(QStringLiteral("before it went back"))) desk.dialog()->list()->setCurrentItem(item);
    }
    desk.goBack();
    QTRY_VERIFY(desk.dialog() == nullptr);
    QTRY_VERIFY2(desk.text().contains(QStringLiteral("And on it went.")), qPrintable(desk.text()));
    QVERIFY(desk.failed.isEmpty());
    desk.program.window().close();
    QVERIFY(desk.program.close());
    // The backup is what it was.
    storage::Library kept(library_);
    QCOMPARE(kept.read(id_).text, QStringLiteral("Gone"));
  }

  void aDamagedLibraryIsMetWithItsBackups() {
    {
      storage::Library library(library_);
      storage::makeBackup({library_, folder_->filePath(QStringLiteral("backups"))});
    }
    {
      QFile file(library_);
      QVERIFY(file.open(QIODevice::ReadWrite));
      file.write(QByteArray(4096, 'x'));
    }
    BackupDesk desk(library_);
    QTRY_VERIFY(desk.dialog() != nullptr);
    QVERIFY(desk.dialog()->isVisible());
    QVERIFY(desk.listed(1));
    desk.press(desk.dialog(), QStringLiteral("Look inside\u2026"));
    QTRY_VERIFY(desk.reader() != nullptr);
    QTRY_COMPARE(desk.reader()->text(), QStringLiteral("The lamp burned.\n"));
    desk.reader()->close();
    QTRY_VERIFY(desk.reader() == nullptr);
    desk.goBack();
    QTRY_VERIFY(desk.dialog() == nullptr);
    QTRY_COMPARE(desk.text(), QStringLiteral("The lamp burned.\n"));
    desk.type(QStringLiteral("On. "));
    QVERIFY(desk.allSaved());
    // The damaged file is there still.
    const QStringList aside = QDir(folder_->path()).entryList({QStringLiteral("book until *.lacuna")});
    QCOMPARE(aside.size(), 1);
    QFile file(folder_->filePath(aside.first()));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(file.read(4).startsWith("xxxx"));
  }

  // A wrong file is no reason to show an empty list.
  void withoutABackupThereIsOnlyTheSentence() {
    {
      QFile file(library_);
      QVERIFY(file.open(QIODevice::ReadWrite));
      file.write(QByteArray(4096, 'x'));
    }
    BackupDesk desk(library_);
    QSignalSpy listed(&desk.program.storage().backups(), &app::BackupCalls::listed);
    QTRY_VERIFY(!desk.failed.isEmpty());
    QTRY_VERIFY(!listed.isEmpty());
    QCoreApplication::processEvents();
    QVERIFY(desk.dialog() == nullptr);
  }

  void thePlanIsKept() {
    const QString elsewhere = folder_->filePath(QStringLiteral("elsewhere"));
    {
      BackupDesk desk(library_);
      QVERIFY(desk.opened());
      QVERIFY(desk.openBackups());
      QTRY_VERIFY(!desk.dialog()->folder().isEmpty());
      for (QSpinBox* box : desk.dialog()->findChildren<QSpinBox*>())
        if (box->accessibleName() == QStringLiteral("At most one every")) box->setValue(3);
      desk.dialog()->setFolder(elsewhere);
      desk.press(desk.dialog(), QStringLiteral("Back up now"));
      QVERIFY(desk.listed(1));
      desk.dialog()->close();
      desk.program.window().close();
      QVERIFY(desk.program.close());
    }
    storage::Library library(library_);
    QCOMPARE(storage::backupPlan(library).hours, 3);
    QCOMPARE(storage::backupPlan(library).folder, elsewhere);
    QCOMPARE(storage::backupsIn(elsewhere, library_).size(), 1);
  }

  // Quiet, and in sight for as long as it lasts.
  void whatFailsByItselfIsSaid() {
    BackupDesk desk(library_);
    QVERIFY(desk.opened());
    Q_EMIT desk.program.storage().backups().troubled(QStringLiteral("There is no room for a backup."));
    QTRY_VERIFY(desk.program.window().findChild<ui::BackupTrouble*>()->isVisible());
    auto* trouble = desk.program.window().findChild<ui::BackupTrouble*>();
    QCOMPARE(trouble->toolTip(), QStringLiteral("There is no room for a backup."));
    desk.program.storage().backups().makeNow();
    QTRY_VERIFY(!trouble->isVisible());
  }

 private:
  std::unique_ptr<QTemporaryDir> folder_;
  QString library_;
  QString id_;
};

QTEST_MAIN(BackupsTest)
#include "backups_test.moc"
