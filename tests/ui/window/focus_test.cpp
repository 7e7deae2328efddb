// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever can have the keys shows, in every theme, that it has them; and the keys come everywhere.
#include <QFileDialog>
#include <QInputDialog>
#include <QPainter>
#include <QTest>
#include <QTreeView>

#include "tests/ui/everywhere.h"
#include "ui/gap/chips_field.h"
#include "ui/library/library_panel.h"
#include "ui/panels/candidate_row.h"
#include "ui/panels/context_ribbon.h"
#include "ui/panels/run_panel.h"
#include "ui/theme.h"
#include "ui/writing/writing_dialog.h"

using namespace lacuna::ui;

namespace {

constexpr int kRing = 40;     // pixels: more than a text cursor has, fewer than the smallest ring
constexpr int kVisible = 90;  // of the three channels' differences together
constexpr int kLittle = 8;    // pixels that a control must have to be looked at

// Of a field of chips the whole field shows it, not the line in it.
QWidget* shownBy(QWidget* control) {
  return qobject_cast<ChipsField*>(control->parentWidget()) != nullptr && qobject_cast<QLineEdit*>(control) != nullptr
             ? control->parentWidget()
             : control;
}

int differences(const QImage& a, const QImage& b) {
  int count = 0;
  for (int y = 0; y < std::min(a.height(), b.height()); ++y)
    for (int x = 0; x < std::min(a.width(), b.width()); ++x) {
      const QColor p = a.pixelColor(x, y);
      const QColor q = b.pixelColor(x, y);
      const int away = std::abs(p.red() - q.red()) + std::abs(p.green() - q.green()) + std::abs(p.blue() - q.blue());
      if (away >= kVisible) ++count;
    }
  return count;
}

// The controls in a widget whose focus cannot be seen; empty: none.
QString unseen(QWidget* in) {
  QList<QWidget*> controls;
  for (QWidget* each : in->findChildren<QWidget*>()) {
    const bool takes = (each->focusPolicy() & Qt::TabFocus) != 0 && each->focusProxy() == nullptr && each->isEnabled();
    const bool seen = each->isVisible() && each->window() == in->window() && each->width() > kLittle;
    if (takes && seen && qobject_cast<QTextEdit*>(each) == nullptr) controls << each;
  }
  if (controls.size() < 2) return QStringLiteral("no controls");
  QString wrong;
  const auto pictureOf = [](QWidget* focused, QWidget* shown) {
    focused->setFocus(Qt::TabFocusReason);
    QCoreApplication::processEvents();
    QImage picture(shown->size(), QImage::Format_RGB32);
    picture.fill(shown->palette().color(QPalette::Window));  // many have no ground of their own
    QPainter(&picture).drawPixmap(0, 0, shown->grab());
    return picture;
  };
  for (int i = 0; i < controls.size(); ++i) {
    QWidget* control = controls.at(i);
    QWidget* other = controls.at((i + 1) % controls.size());
    if (shownBy(other) == shownBy(control) || other->parentWidget() == control || control->parentWidget() == other)
      other = controls.at((i + 2) % controls.size());
    if (!control->isEnabled()) continue;  // what has been chosen meanwhile
    const QImage without = pictureOf(other, shownBy(control));
    const QImage with = pictureOf(control, shownBy(control));
    const int changed = differences(without, with);
    if (changed < kRing)
      wrong += QStringLiteral("%1 \u201c%2\u201d: %3 of %4; ")
                   .arg(QLatin1String(control->metaObject()->className()),
                        control->accessibleName().isEmpty() ? control->objectName() : control->accessibleName())
                   .arg(changed)
                   .arg(QLatin1String(other->metaObject()->className()) + other->objectName());
  }
  return wrong;
}

QString somewhere() { return sampleDraft() + sampleDraft(); }

void openRun(Desk& d) {
  RunView run = madeUpView(somewhere(), {60, 60}, 3);
  d.window.setRuns({run.item});
  Q_EMIT d.window.runPanel()->runs()->opened(run.item.id);
  d.window.showRun(run);
  QCoreApplication::processEvents();
}

}  // namespace

class FocusTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() {
    useTestSettings();
    QApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
  }
  void init() { QSettings().clear(); }

  void itIsSeen_data() {
    QTest::addColumn<QString>("theme");
    for (const QString& name : themeNames()) QTest::newRow(qPrintable(name)) << name;
  }
  void itIsSeen() {
    QFETCH(QString, theme);
    Desk d(somewhere());
    d.window.setTheme(theme);
    openRun(d);
    RunPanel* panel = d.window.runPanel();
    for (const RunPanel::Tab tab : {RunPanel::Denoising, RunPanel::Lenses, RunPanel::Runs}) {
      panel->showTab(tab);
      QCoreApplication::processEvents();
      QCOMPARE(unseen(panel), QString());
    }
    QCOMPARE(unseen(d.window.findChild<LibraryPanel*>()), QString());
    const QImage bare = d.window.ribbon()->grab().toImage();
    d.window.ribbon()->setFocus(Qt::TabFocusReason);
    QVERIFY(differences(bare, d.window.ribbon()->grab().toImage()) > 0);

    d.page().steering().togglePopover();
    auto* popover = d.page().steering().popover();
    for (ChipsField* field : popover->findChildren<ChipsField*>())
      field->setChips({{QStringLiteral("lamp"), false}, {QStringLiteral("sea"), true}});
    QCoreApplication::processEvents();
    QCOMPARE(unseen(popover), QString());
  }

  void itIsSeenInDialogs_data() { itIsSeen_data(); }
  void itIsSeenInDialogs() {
    QFETCH(QString, theme);
    Desk d(somewhere());
    d.window.setTheme(theme);
    QInputDialog number(&d.window);
    number.setInputMode(QInputDialog::IntInput);
    QFileDialog file(&d.window);
    file.setOption(QFileDialog::DontUseNativeDialog);
    for (QDialog* dialog : {static_cast<QDialog*>(&number), static_cast<QDialog*>(&file)}) {
      dialog->show();
      QVERIFY(QTest::qWaitForWindowExposed(dialog));
      dialog->activateWindow();
      QTRY_VERIFY(dialog->isActiveWindow());
      QCOMPARE(unseen(dialog), QString());
      dialog->hide();
    }
    WritingDialog writing(&d.window);
    writing.setNodes({node(QStringLiteral("book"), QStringLiteral("Low Water"))}, QStringLiteral("book"));
    writing.showReport({});
    writing.goals()->project()->show({80000, QDate::currentDate()});
    for (const WritingDialog::Tab tab :
         {WritingDialog::Days, WritingDialog::Texts, WritingDialog::Sessions, WritingDialog::Goals}) {
      writing.open();
      writing.showTab(tab);
      QVERIFY(QTest::qWaitForWindowExposed(&writing));
      writing.activateWindow();
      QTRY_VERIFY(writing.isActiveWindow());
      QCOMPARE(unseen(&writing), QString());
    }
  }

  void itIsSeenEverywhere_data() { itIsSeen_data(); }
  void itIsSeenEverywhere() {
    QFETCH(QString, theme);
    QStringList wrong;
    Everywhere everywhere(QSize(1100, 800), theme, [&](const QString& name, QWidget* place) {
      if (place->isWindow() && qobject_cast<QDialog*>(place) == nullptr) return;
      const QString what = unseen(place);
      if (!what.isEmpty() && what != QStringLiteral("no controls")) wrong << name + QStringLiteral(": ") + what;
    });
    everywhere.walk();
    QVERIFY2(wrong.isEmpty(), qPrintable(QStringLiteral("\n") + wrong.join(u'\n')));
  }

  // F6 goes from the page to the panel, whatever tab is open there, to the library, and back.
  void theKeysComeEverywhere() {
    Desk d(somewhere());
    RunPanel* panel = d.window.runPanel();
    const auto next = [&d] { QTest::keyClick(QApplication::focusWidget(), Qt::Key_F6); };
    for (const bool any : {false, true}) {
      if (any) openRun(d);
      for (const RunPanel::Tab tab : {RunPanel::Denoising, RunPanel::Lenses, RunPanel::Runs}) {
        panel->showTab(tab);
        d.page().setFocus();
        next();
        QVERIFY(panel->isAncestorOf(QApplication::focusWidget()));
        if (any && tab == RunPanel::Denoising) panel->findChild<CandidateRow*>()->setFocus();
        next();
        QCOMPARE(QApplication::focusWidget(),
                 static_cast<QWidget*>(d.window.findChild<QTreeView*>(QStringLiteral("libraryTree"))));
        next();
        QCOMPARE(QApplication::focusWidget(), static_cast<QWidget*>(&d.page()));
      }
    }
  }

  // Tab goes down the panel as the eye does.
  void tabGoesDownThePanel() {
    Desk d(somewhere());
    openRun(d);
    RunPanel* panel = d.window.runPanel();
    panel->showTab(RunPanel::Denoising);
    d.window.resize(1100, 1400);
    QCoreApplication::processEvents();
    QWidget* const content = panel->denoising();
    panel->firstStop()->setFocus(Qt::TabFocusReason);
    int above = 0;
    int stops = 0;
    for (QWidget* now = QApplication::focusWidget(); content->isAncestorOf(now); now = QApplication::focusWidget()) {
      const int bottom = now->mapTo(content, QPoint(0, now->height())).y();
      QVERIFY2(bottom > above, qPrintable(now->accessibleName()));
      above = now->mapTo(content, QPoint()).y();
      ++stops;
      QTest::keyClick(now, Qt::Key_Tab);
    }
    QVERIFY2(stops >= 9, qPrintable(QString::number(stops)));
  }
};

QTEST_MAIN(FocusTest)
#include "focus_test.moc"
