// SPDX-License-Identifier: GPL-3.0-or-later
// What can be read and what shows where the keys are, in every theme: contrasts by WCAG 2, of the theme's colours and
// of every rule of the stylesheet.
#include <QApplication>
#include <QCheckBox>
#include <QDialog>
#include <QRegularExpression>
#include <QtTest/QtTest>

#include "ui/fonts.h"
#include "ui/theme.h"

using namespace lacuna::ui;

namespace {

constexpr double kText = 4.5;       // letters of the usual size
constexpr double kSecondary = 3.0;  // large letters, marks, frames around what has the keys

}  // namespace

class ContrastTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void theScaleIsThatOfTheStandard() {
    QCOMPARE(contrastOf(Qt::black, Qt::white), 21.0);
    QCOMPARE(contrastOf(Qt::white, Qt::white), 1.0);
    QVERIFY(std::abs(contrastOf(QColor(0x77, 0x77, 0x77), Qt::white) - 4.48) < 0.01);
  }

  void textCanBeRead_data() {
    QTest::addColumn<QString>("name");
    for (const QString& name : themeNames()) QTest::newRow(qPrintable(name)) << name;
  }
  void textCanBeRead() {
    QFETCH(QString, name);
    const Theme t = loadTheme(name);
    for (const QColor& ground : {t.paper, t.chrome, t.card}) {
      for (const QColor& text : {t.ink, t.soft, t.accent, t.accent2})
        QVERIFY2(contrastOf(text, ground) >= kText, qPrintable(text.name() + ground.name()));
      QVERIFY2(contrastOf(t.faint, ground) >= kSecondary, qPrintable(t.faint.name() + ground.name()));
    }
    QVERIFY(contrastOf(t.ink, t.selection) >= kText);
    QVERIFY(contrastOf(t.soft, t.selection) >= kSecondary);
    const QPalette p = paletteOf(t);
    for (const auto& [text, ground] :
         {std::pair{QPalette::WindowText, QPalette::Window}, std::pair{QPalette::Text, QPalette::Base},
          std::pair{QPalette::ButtonText, QPalette::Button}, std::pair{QPalette::HighlightedText, QPalette::Highlight},
          std::pair{QPalette::ToolTipText, QPalette::ToolTipBase}, std::pair{QPalette::PlaceholderText, QPalette::Base},
          std::pair{QPalette::Link, QPalette::Base}, std::pair{QPalette::BrightText, QPalette::Window}})
      QVERIFY2(contrastOf(p.color(text), p.color(ground)) >= kText, qPrintable(QString::number(text)));
  }

  // Its frame, when nothing is in it: to be seen on the ground of a dialog.
  void boxesAreSeen_data() { textCanBeRead_data(); }
  void boxesAreSeen() {
    QFETCH(QString, name);
    const Theme t = loadTheme(name);
    applyStyle();
    QApplication::setPalette(paletteOf(t));
    QDialog dialog;
    dialog.setStyleSheet(styleSheetOf(t));
    QCheckBox box(&dialog);
    box.resize(20, 20);
    dialog.resize(40, 40);
    dialog.show();
    double off = 0;
    double on = 0;
    for (double* most : {&off, &on}) {
      box.setChecked(most == &on);
      const QImage picture = box.grab().toImage();
      int seen = 0;
      for (int y = 0; y < picture.height(); ++y)
        for (int x = 0; x < picture.width(); ++x) {
          const double contrast = contrastOf(picture.pixelColor(x, y), t.chrome);
          *most = std::max(*most, contrast);
          if (contrast >= kSecondary) ++seen;
        }
      QVERIFY2(*most >= kSecondary && seen > 20, qPrintable(QStringLiteral("%1, %2 pixels").arg(*most).arg(seen)));
    }
    QVERIFY(on > 0);
  }

  void everyRuleOfTheStylesheet_data() { textCanBeRead_data(); }
  void everyRuleOfTheStylesheet() {
    QFETCH(QString, name);
    const Theme t = loadTheme(name);
    static const QRegularExpression rule(QStringLiteral("([^{}]+)\\{([^}]*)\\}"));
    static const QRegularExpression color(QStringLiteral("(?:^|[; ])color: (#[0-9a-f]+)"));
    static const QRegularExpression ground(QStringLiteral("background: (#[0-9a-f]+)"));
    static const QRegularExpression ring(QStringLiteral("border: \\dpx solid (#[0-9a-f]+)"));
    int rules = 0;
    int rings = 0;
    const QString sheet = styleSheetOf(t);
    QVERIFY(!sheet.contains(u'@'));  // every colour is known
    for (auto all = rule.globalMatch(sheet); all.hasNext();) {
      const QRegularExpressionMatch match = all.next();
      const QString what = match.captured(1).trimmed();
      const QString body = match.captured(2);
      const QString fore = color.match(body).captured(1);
      const QString back = ground.match(body).captured(1);
      // Without a ground of its own it stands on any of these.
      const QVector<QColor> grounds =
          back.isEmpty() ? QVector<QColor>{t.paper, t.chrome, t.card} : QVector<QColor>{QColor(back)};
      const double least = what.contains(QStringLiteral(":disabled")) ? kSecondary : kText;
      for (const QColor& one : grounds) {
        if (fore.isEmpty()) break;
        ++rules;
        QVERIFY2(contrastOf(QColor(fore), one) >= least, qPrintable(what + QString::number(contrastOf(fore, one))));
      }
      const QString frame = ring.match(body).captured(1);
      if (!what.contains(QStringLiteral(":focus")) || frame.isEmpty()) continue;
      ++rings;
      for (const QColor& one : {t.paper, t.chrome, t.card})
        QVERIFY2(contrastOf(QColor(frame), one) >= kSecondary, qPrintable(what));
    }
    QVERIFY(rules > 40 && rings > 5);
  }
};

QTEST_MAIN(ContrastTest)
#include "contrast_test.moc"
