// SPDX-License-Identifier: GPL-3.0-or-later
// Every place of the window on small screens, in every theme: dialogs fit them, and nothing that can be pressed or read
// is cut off. QT_SCALE_FACTOR and LACUNA_PICTURES show the same on large pixels, as pictures.
#include <QAbstractButton>
#include <QScrollArea>
#include <QStyle>
#include <QStyleOptionButton>

#include "tests/ui/everywhere.h"
#include "ui/elided_label.h"

using namespace lacuna::ui;

namespace {

bool scrolls(const QWidget* widget) {
  for (const QWidget* above = widget->parentWidget(); above != nullptr && !above->isWindow();
       above = above->parentWidget())
    if (qobject_cast<const QAbstractScrollArea*>(above) != nullptr) return true;
  return false;
}

// What of a widget lies within all that it lies in.
QRect within(const QWidget* widget) {
  QRect seen = widget->rect();
  for (const QWidget* above = widget->parentWidget(); above != nullptr; above = above->parentWidget()) {
    seen &= QRect(widget->mapFrom(above, QPoint()), above->size());
    if (above->isWindow()) break;
  }
  return seen;
}

QString called(const QWidget* widget, const QString& text) {
  return QStringLiteral("%1 \u201C%2\u201D").arg(QLatin1String(widget->metaObject()->className()), text);
}

// What is wrong with what stands in a window.
QStringList cutOff(QWidget* window) {
  QStringList wrong;
  for (QWidget* each : window->findChildren<QWidget*>()) {
    if (!each->isVisible() || each->window() != window || each->size().isEmpty()) continue;
    if (qobject_cast<QMenuBar*>(each->parentWidget()) != nullptr) continue;  // it has a menu of what has no room
    if (each->focusPolicy() != Qt::NoFocus && !scrolls(each)) {
      const QRect seen = within(each);
      if (!seen.contains(each->rect()))
        wrong << called(each, each->accessibleName()) + QStringLiteral(" shows %1x%2 of %3x%4")
                                                            .arg(seen.width())
                                                            .arg(seen.height())
                                                            .arg(each->width())
                                                            .arg(each->height());
    }
    // What goes down with a bar has no room at the side.
    if (auto* area = qobject_cast<QScrollArea*>(each); area != nullptr && area->widget() != nullptr)
      if (area->horizontalScrollBarPolicy() == Qt::ScrollBarAlwaysOff &&
          area->widget()->width() > area->viewport()->width())
        wrong << called(area->widget(), area->widget()->accessibleName()) +
                     QStringLiteral(" is %1 wide in %2").arg(area->widget()->width()).arg(area->viewport()->width());
    if (auto* button = qobject_cast<QPushButton*>(each); button != nullptr && !button->text().isEmpty()) {
      QStyleOptionButton option;
      option.initFrom(button);
      const int room = button->style()->subElementRect(QStyle::SE_PushButtonContents, &option, button).width();
      const int wanted = button->fontMetrics().size(Qt::TextShowMnemonic, button->text()).width();
      if (room < wanted)
        wrong << called(button, button->text()) + QStringLiteral(" has %1 of %2 pixels").arg(room).arg(wanted);
    }
    if (auto* label = qobject_cast<QLabel*>(each); label != nullptr && !label->text().isEmpty()) {
      const bool high = label->wordWrap() && label->heightForWidth(label->width()) > label->height() + 1;
      const bool wide = !label->wordWrap() && label->sizeHint().width() > label->width() + 1 && !scrolls(label) &&
                        qobject_cast<ElidedLabel*>(label) == nullptr;
      if (high || wide)
        wrong << called(label, label->text()) +
                     QStringLiteral(" has %1x%2 of %3x%4")
                         .arg(label->width())
                         .arg(label->height())
                         .arg(label->sizeHint().width())
                         .arg(label->wordWrap() ? label->heightForWidth(label->width()) : label->sizeHint().height());
    }
  }
  return wrong;
}

}  // namespace

class SmallScreensTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void initTestCase() {
    useTestSettings();
    QApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
  }
  void init() { QSettings().clear(); }

  void nothingIsCutOff_data() {
    QTest::addColumn<QSize>("size");
    QTest::addColumn<QString>("theme");
    // The looks of a theme change no room; each is seen once.
    QTest::newRow("640x400") << QSize(640, 400) << QStringLiteral("light");
    QTest::newRow("800x600") << QSize(800, 600) << QStringLiteral("dark");
    QTest::newRow("1440x900") << QSize(1440, 900) << QStringLiteral("paper");
  }
  void nothingIsCutOff() {
    QFETCH(QSize, size);
    QFETCH(QString, theme);
    QStringList wrong;
    int places = 0;
    Everywhere everywhere(size, theme, [&](const QString& name, QWidget* place) {
      ++places;
      QWidget* window = place->window();
      if (window->windowType() == Qt::Popup) return;  // menus scroll
      if (window->width() > size.width() || window->height() > size.height())
        wrong << QStringLiteral("%1 is %2x%3").arg(name).arg(window->width()).arg(window->height());
      for (const QString& one : cutOff(window)) wrong << name + QStringLiteral(": ") + one;
    });
    everywhere.walk();
    QVERIFY(places > 30);
    QVERIFY2(wrong.isEmpty(), qPrintable(QStringLiteral("\n") + wrong.join(u'\n')));
  }
};

QTEST_MAIN(SmallScreensTest)
#include "small_screens_test.moc"
