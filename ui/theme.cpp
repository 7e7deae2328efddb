// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>
#include <cmath>

#include "ui/fonts.h"

namespace lacuna::ui {
namespace {

QColor colorOf(const QJsonObject& object, const char* key, const char* fallback) {
  const QColor color(object.value(QLatin1String(key)).toString());
  return color.isValid() ? color : QColor(QLatin1String(fallback));
}

// Their titles in English; a theme's file has the same one.
[[maybe_unused]] constexpr const char* kTitles[] = {
    QT_TRANSLATE_NOOP("Theme", "Light"), QT_TRANSLATE_NOOP("Theme", "Dark"), QT_TRANSLATE_NOOP("Theme", "Paper")};

}  // namespace

QStringList themeNames() { return {QStringLiteral("light"), QStringLiteral("dark"), QStringLiteral("paper")}; }

QStringList themeChoices() { return QStringList{kSystemTheme} + themeNames(); }

QString themeTitle(const QString& choice) {
  return choice == kSystemTheme ? QCoreApplication::translate("Theme", "As the system") : loadTheme(choice).title;
}

Theme loadTheme(const QString& name) {
  loadResources();
  const QString known = themeNames().contains(name) ? name : themeNames().first();
  QFile file(QStringLiteral(":/lacuna/themes/%1.json").arg(known));
  QJsonObject o;
  if (file.open(QIODevice::ReadOnly)) o = QJsonDocument::fromJson(file.readAll()).object();
  Theme t;
  t.name = known;
  t.title = QCoreApplication::translate("Theme", o.value(QLatin1String("title")).toString(known).toUtf8().constData());
  t.dark = o.value(QLatin1String("dark")).toBool();
  t.paper = colorOf(o, "paper", "#fbf8f1");
  t.ink = colorOf(o, "ink", "#2a2520");
  t.soft = colorOf(o, "soft", "#716858");
  t.faint = colorOf(o, "faint", "#8e8678");
  t.line = colorOf(o, "line", "#e6dfd1");
  t.accent = colorOf(o, "accent", "#9c4a2b");
  t.accent2 = colorOf(o, "accent2", "#2f6f73");
  t.chrome = colorOf(o, "chrome", "#f3eee3");
  t.card = colorOf(o, "card", "#fffdf8");
  t.selection = colorOf(o, "selection", "#e9d9c4");
  return t;
}

double contrastOf(const QColor& a, const QColor& b) {
  const auto light = [](const QColor& color) {
    const auto linear = [](double share) {
      return share <= 0.03928 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
  };
  const double one = light(a);
  const double other = light(b);
  return (std::max(one, other) + 0.05) / (std::min(one, other) + 0.05);
}

QColor withAlpha(QColor color, qreal alpha) {
  color.setAlphaF(static_cast<float>(qBound(0.0, alpha, 1.0)));
  return color;
}

QColor mixed(const QColor& top, const QColor& under, qreal share) {
  const auto blend = [share](int a, int b) { return qBound(0, qRound(a * share + b * (1 - share)), 255); };
  return QColor(blend(top.red(), under.red()), blend(top.green(), under.green()), blend(top.blue(), under.blue()));
}

QPalette paletteOf(const Theme& t) {
  QPalette p;
  p.setColor(QPalette::Window, t.chrome);
  p.setColor(QPalette::WindowText, t.ink);
  p.setColor(QPalette::Base, t.paper);
  p.setColor(QPalette::AlternateBase, t.card);
  p.setColor(QPalette::Text, t.ink);
  p.setColor(QPalette::PlaceholderText, t.soft);
  p.setColor(QPalette::Button, t.chrome);
  p.setColor(QPalette::ButtonText, t.ink);
  p.setColor(QPalette::BrightText, t.accent);
  p.setColor(QPalette::Highlight, t.selection);
  p.setColor(QPalette::HighlightedText, t.ink);
  p.setColor(QPalette::ToolTipBase, t.card);
  p.setColor(QPalette::ToolTipText, t.ink);
  p.setColor(QPalette::Link, t.accent2);
  p.setColor(QPalette::Mid, t.line);
  p.setColor(QPalette::Dark, t.line);
  p.setColor(QPalette::Light, t.card);
  p.setColor(QPalette::Shadow, t.line);
  for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
    p.setColor(QPalette::Disabled, role, t.faint);
  return p;
}

QString styleSheetOf(const Theme& t) {
  QString sheet = QStringLiteral(R"(
QMainWindow, QWidget#chrome { background: @chrome; color: @ink; }
QMenuBar { background: @chrome; color: @ink; border-bottom: 1px solid @line; padding: 5px 8px; }
QMenuBar::item { background: transparent; padding: 5px 10px; border-radius: 6px; }
QMenuBar::item:selected { background: @hover; }
QMenuBar QToolButton { padding: 0 2px; min-width: 16px; image: url(:/lacuna/icons/right.svg); }
QMenu { menu-scrollable: 1; background: @card; color: @ink; border: 1px solid @line; padding: 5px; }
QMenu::item { padding: 5px 26px 5px 22px; border-radius: 5px; }
QMenu::item:selected { background: @hover; }
QMenu::item:disabled { color: @faint; }
QMenu::right-arrow { image: url(:/lacuna/icons/right.svg); width: 9px; height: 9px; margin-right: 8px; }
QMenu::separator { height: 1px; background: @line; margin: 5px 8px; }
QStatusBar { background: @chrome; color: @soft; border-top: 1px solid @line; }
QStatusBar::item { border: none; }
QStatusBar QLabel { color: @soft; padding: 0 7px; }
QStatusBar QLabel[chip="true"] { color: @ink; border: 1px solid @line; border-radius: 9px; padding: 1px 9px; }
QTextEdit#page { background: @paper; border: none; }
QFrame#library, QFrame#searchPanel { background: @chrome; border: none; }
QFrame#left { background: @chrome; border: none; border-right: 1px solid @line; }
QFrame#side { background: @chrome; border: none; border-left: 1px solid @line; }
QFrame#card { background: @card; border: 1px solid @line; border-radius: 10px; }
QFrame#findBar, QFrame#provenanceCard { background: @card; border: 1px solid @line; border-radius: 9px; }
QFrame#findBar QLineEdit { background: @paper; color: @ink; border: 1px solid @line; border-radius: 6px; padding: 3px 7px; }
QFrame#findBar QToolButton { padding: 2px 5px; }
QFrame#popover, QFrame#tokenMenu { background: transparent; border: none; }
QFrame#chips { background: @paper; border: 1px solid @line; border-radius: 6px; }
QFrame#chips[typing="true"] { border: 1px solid @ring; }
QFrame#chips QLineEdit { background: transparent; color: @ink; border: none; padding: 0 4px; }
QToolButton#chip { background: @hover; color: @ink; border: 1px solid @line; border-radius: 8px; padding: 0 6px; }
QToolButton#chip:hover { border: 1px solid @soft; }
QToolButton#chip:focus { border: 1px solid @ring; }
QPushButton { outline: none; }
QPushButton#go { background: @accent; color: @card; border: none; border-radius: 7px; padding: 5px 14px; }
QPushButton#go:focus { border: 2px solid @ink; padding: 3px 12px; }
QLabel { color: @ink; background: transparent; }
QLabel[role="caption"] { color: @soft; font-weight: 600; }
QLabel[role="soft"] { color: @soft; }
QLabel[role="title"] { color: @ink; font-weight: 600; }
QLabel[role="note"] { color: @ink; background: @card; border: 1px solid @line; border-radius: 9px; padding: 7px 12px; }
QLabel[role="note"][acting="true"] { padding: 9px 120px 9px 12px; }
QPushButton[role="note"] { background: transparent; color: @accent; border: 1px solid @line; border-radius: 6px; padding: 2px 9px; }
QPushButton[role="note"]:hover { background: @hover; }
QPushButton[role="note"]:focus { border: 1px solid @ring; }
QToolBar { background: @chrome; border: none; border-top: 1px solid @line; padding: 0; spacing: 0; }
QFrame#linkLine { background: @chrome; border: none; border-top: 1px solid @line; }
QFrame#linkLine QLabel { color: @soft; }
QFrame#linkLine[urgent="true"] QLabel { color: @ink; }
QToolButton[role="line"] { color: @accent; border: 1px solid @line; padding: 2px 9px; }
QToolButton[role="line"]:hover { background: @hover; color: @accent; }
QToolButton[role="line"]:focus { border: 1px solid @ring; }
QToolButton[popupMode="2"]::menu-indicator { image: url(:/lacuna/icons/down.svg); width: 9px; height: 9px; subcontrol-position: right center; subcontrol-origin: padding; }
QToolButton[popupMode="2"] { padding-right: 14px; }
QTreeView, QListView { background: transparent; border: none; outline: none; color: @ink; selection-background-color: transparent; }
QFrame#searchPanel QTreeView { border: 1px solid transparent; border-radius: 6px; }
QFrame#searchPanel QTreeView:focus { border: 1px solid @ring; }
QToolButton { background: transparent; color: @soft; border: 1px solid transparent; border-radius: 6px; padding: 2px 7px; }
QToolButton:hover { background: @hover; color: @ink; }
QToolButton:checked { background: @card; color: @ink; border: 1px solid @line; }
QToolButton[tab="true"] { padding: 3px 7px; }
QToolButton[quiet="true"] { background: @chrome; color: @ink; border: 1px solid @edge; padding: 2px 8px; }
QToolButton[quiet="true"]:hover { background: @hover; }
QToolButton[quiet="true"]:pressed { background: @selection; }
QToolButton[quiet="true"]:checked { background: @selection; }
QToolButton[quiet="true"]:disabled { background: transparent; color: @faint; border: 1px solid @line; }
QToolButton:focus, QToolButton[quiet="true"]:focus { border: 1px solid @ring; }
QToolButton[popupMode="1"] { padding-right: 20px; }
QToolButton::menu-button { border: none; width: 18px; }
QToolButton::menu-arrow { image: url(:/lacuna/icons/down.svg); width: 9px; height: 9px; }
QScrollArea#sideScroll, QScrollArea#sideScroll > QWidget > QWidget { background: transparent; }
QScrollArea#popoverRows, QScrollArea#popoverRows > QWidget > QWidget { background: transparent; }
QSlider { min-height: 20px; border: 1px solid transparent; border-radius: 6px; }
QSlider:focus { border: 1px solid @ring; }
QSlider::groove:horizontal { height: 4px; border-radius: 2px; background: @line; }
QSlider::sub-page:horizontal { height: 4px; border-radius: 2px; background: @accent; }
QSlider::sub-page:horizontal:disabled { background: @line; }
QSlider::handle:horizontal { width: 11px; height: 11px; margin: -5px 0; border: 2px solid @accent; border-radius: 7px; background: @card; }
QSlider::handle:horizontal:disabled { border: 2px solid @edge; }
QSlider::handle:horizontal:hover, QSlider::handle:horizontal:focus { background: @accent; }
QComboBox { background: @paper; color: @ink; border: 1px solid @line; border-radius: 6px; padding: 2px 7px; }
QComboBox:hover { border: 1px solid @edge; }
QComboBox:focus { border: 1px solid @ring; }
QComboBox::drop-down { border: none; width: 16px; }
QComboBox::down-arrow { image: url(:/lacuna/icons/down.svg); width: 9px; height: 9px; }
QComboBox QAbstractItemView { background: @card; color: @ink; border: 1px solid @line; selection-background-color: @hover; selection-color: @ink; }
QLineEdit { background: @paper; color: @ink; border: 1px solid @line; border-radius: 6px; padding: 2px 7px; }
QAbstractSpinBox { background: @paper; color: @ink; border: 1px solid @line; border-radius: 6px; padding: 2px 7px; selection-background-color: @selection; selection-color: @ink; }
QAbstractSpinBox::up-button { subcontrol-origin: border; subcontrol-position: top right; width: 20px; border: none; background: transparent; }
QAbstractSpinBox::down-button { subcontrol-origin: border; subcontrol-position: bottom right; width: 20px; border: none; background: transparent; }
QAbstractSpinBox::up-arrow { image: url(:/lacuna/icons/up.svg); width: 9px; height: 9px; }
QAbstractSpinBox::down-arrow { image: url(:/lacuna/icons/down.svg); width: 9px; height: 9px; }
QAbstractSpinBox:focus, QLineEdit:focus, QFrame#findBar QLineEdit:focus { border: 1px solid @ring; }
QDateEdit::drop-down { subcontrol-origin: border; subcontrol-position: center right; width: 20px; border: none; }
QDateEdit::down-arrow { image: url(:/lacuna/icons/down.svg); width: 9px; height: 9px; }
QCalendarWidget QToolButton#qt_calendar_prevmonth { qproperty-icon: none; image: url(:/lacuna/icons/left.svg); }
QCalendarWidget QToolButton#qt_calendar_nextmonth { qproperty-icon: none; image: url(:/lacuna/icons/right.svg); }
QTextBrowser { background: @paper; color: @ink; border: 1px solid @line; border-radius: 6px; }
QTextBrowser:focus { border: 1px solid @ring; }
QTextBrowser#difference, QTextBrowser#difference:focus { border: none; border-left: 1px solid @line; border-radius: 0; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar::handle:vertical { background: @handle; border-radius: 2px; min-height: 40px; margin: 4px 4px; }
QScrollBar::handle:vertical:hover { background: @soft; }
QScrollBar::handle:vertical:disabled { background: transparent; }
QScrollBar::add-line, QScrollBar::sub-line { height: 0; width: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QScrollBar:horizontal { height: 0; }
QToolTip { background: @card; color: @ink; border: 1px solid @line; padding: 4px 6px; }
QSplitter::handle { background: transparent; }
QDialog { background: @chrome; color: @ink; }
QDialog QPushButton { background: @card; color: @ink; border: 1px solid @line; border-radius: 7px; padding: 5px 22px; }
QDialog QPushButton:hover { background: @hover; }
QDialog QPushButton:default { border: 1px solid @soft; }
QDialog QPushButton:focus { border: 1px solid @ring; }
QDialog QPushButton:disabled { color: @faint; }
QDialog QTreeView, QDialog QListView, QDialog QPlainTextEdit { background: @paper; border: 1px solid @line; border-radius: 6px; }
QDialog QTreeView:focus, QDialog QListView:focus, QDialog QPlainTextEdit:focus { border: 1px solid @ring; }
QDialog QAbstractItemView::item { color: @ink; background: transparent; padding: 2px; }
QDialog QAbstractItemView::item:hover { background: @hover; }
QDialog QAbstractItemView::item:selected { background: @selection; color: @ink; }
QDialog QComboBox { padding: 3px 7px; }
QDialog QLineEdit { padding: 4px 7px; selection-background-color: @selection; selection-color: @ink; }
QDialog QCheckBox { color: @ink; border: 1px solid transparent; border-radius: 6px; padding: 2px 5px; }
QDialog QCheckBox:disabled { color: @soft; }
QDialog QCheckBox:focus { border: 1px solid @ring; }
QTabWidget::pane { border: none; }
QTabBar { qproperty-drawBase: 0; }
QTabBar::tab { background: transparent; color: @soft; border: 1px solid transparent; border-radius: 6px; padding: 4px 14px; margin-right: 3px; }
QTabBar::tab:hover { background: @hover; color: @ink; }
QTabBar::tab:selected { background: @card; color: @ink; border: 1px solid @line; }
QTabBar::tab:selected:focus { border: 1px solid @ring; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QDialog QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QDialog QScrollBar::handle:horizontal { background: @handle; border-radius: 2px; min-width: 40px; margin: 4px 4px; }
QHeaderView { background: @paper; border: none; }
QHeaderView::section { background: @paper; color: @soft; border: none; border-bottom: 1px solid @line; padding: 4px 8px; }
)");
  const auto put = [&sheet](const char* key, const QColor& color) { sheet.replace(QLatin1String(key), color.name()); };
  put("@chrome", t.chrome);
  put("@card", t.card);
  put("@paper", t.paper);
  put("@line", t.line);
  put("@ink", t.ink);
  put("@soft", t.soft);
  put("@accent", t.accent);
  put("@selection", t.selection);
  put("@hover", mixed(t.accent, t.chrome, 0.10));
  put("@ring", t.accent);  // around whatever has the keys
  put("@edge", mixed(t.soft, t.card, 0.38));
  put("@faint", t.faint);
  put("@handle", mixed(t.soft, t.paper, 0.26));
  return sheet;
}

}  // namespace lacuna::ui
