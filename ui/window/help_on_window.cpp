// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/help_on_window.h"

#include <QApplication>
#include <QHash>
#include <QKeyEvent>
#include <QMenuBar>

#include "ui/help/manual_window.h"
#include "ui/palette/command_palette.h"
#include "ui/palette/keys_page.h"
#include "ui/window/main_window_parts.h"
#include "ui/window/text_dialog.h"

namespace lacuna::ui {
namespace {

using Parts = MainWindow::Parts;

void showAbout(MainWindow* window) {
  const QString text =
      MainWindow::tr(
          "<p><span style=\"font-weight:600\">Lacuna %1</span> fills the gaps of a draft on this machine, "
          "while you watch.</p>"
          "<p>Nothing leaves the machine. Generated text stays marked until you edit or "
          "confirm it.</p><p>Free software under the GPL, version 3 or later.</p>"
          "<p>Estuary 135M works over SmolLM2 135M Instruct by Hugging Face, under the Apache License, "
          "version 2.0, which comes by itself as a file of its own.</p>")
          .arg(QCoreApplication::applicationVersion().toHtmlEscaped());
  showText(
      window, MainWindow::tr("About Lacuna"), [&text](QTextDocument* page) { page->setHtml(text); }, QSize(480, 340));
}

void namePages(MainWindow* window, Parts& p) {
  const QVector<QPair<QWidget*, const char*>> pages{
      {p.library, "organise"},    {&p.searching->panel(), "find"}, {&p.find->bar(), "find"},
      {p.panel, "steer"},         {&p.history->view(), "history"}, {p.page->steering().popover(), "steer"},
      {window->menuBar(), "keys"}};
  for (const auto& [widget, name] : pages) widget->setProperty(kManualPage, QLatin1String(name));
}

// Over a dialog that waits for an answer it is that dialog's: nothing else could be read.
void openManual(MainWindow* window, Parts& p, const QWidget* about) {
  const QString page = manualPageFor(about, *window);
  ManualWindow* manual = p.manual;
  if (QWidget* dialog = QApplication::activeModalWidget()) {
    manual = new ManualWindow(p.theme, dialog);
    manual->setAttribute(Qt::WA_DeleteOnClose);
  } else if (manual == nullptr) {
    manual = p.manual = new ManualWindow(p.theme, window);
  }
  manual->open(entriesOf(window->menuBar()), page);
}

// The menu's key reaches no dialog.
class HelpKey : public QObject {
 public:
  HelpKey(MainWindow* window, Parts& parts) : QObject(window), window_(window), parts_(parts) {
    QCoreApplication::instance()->installEventFilter(this);
  }

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override {
    if (event->type() != QEvent::KeyPress || !watched->isWidgetType()) return false;
    const auto* key = static_cast<QKeyEvent*>(event);
    if (key->key() != Qt::Key_F1 || key->modifiers() != Qt::ShiftModifier) return false;
    const auto* dialog = qobject_cast<QDialog*>(static_cast<QWidget*>(watched)->window());
    if (dialog == nullptr || qobject_cast<const ManualWindow*>(dialog) != nullptr) return false;
    openManual(window_, parts_, static_cast<QWidget*>(watched));
    return true;
  }

 private:
  MainWindow* window_;
  Parts& parts_;
};

// What a widget is by its kind or its name; empty: nothing that a page is about.
QString pageOf(const QWidget& widget) {
  static const QHash<QString, QString> names{{QStringLiteral("compile"), QStringLiteral("compile")},
                                             {QStringLiteral("importProject"), QStringLiteral("files")},
                                             {QStringLiteral("encoding"), QStringLiteral("files")},
                                             {QStringLiteral("changedFile"), QStringLiteral("files")},
                                             {QStringLiteral("unsaved"), QStringLiteral("trouble")},
                                             {QStringLiteral("palette"), QStringLiteral("move")},
                                             {QStringLiteral("replaceDialog"), QStringLiteral("find")},
                                             {QStringLiteral("generatedDialog"), QStringLiteral("take")},
                                             {QStringLiteral("provenanceCard"), QStringLiteral("take")},
                                             {QStringLiteral("forGood"), QStringLiteral("organise")}};
  if (widget.inherits("lacuna::ui::BackupsDialog") || widget.inherits("lacuna::ui::BackupReader"))
    return QStringLiteral("history");
  if (widget.inherits("lacuna::ui::PreferencesDialog")) return QStringLiteral("calm");
  const QString name = widget.property(kManualPage).toString();
  return name.isEmpty() ? names.value(widget.objectName()) : name;
}

}  // namespace

QString manualPageFor(const QWidget* focus, const MainWindow& window) {
  for (const QWidget* each = focus; each != nullptr; each = each->parentWidget()) {
    const QString name = pageOf(*each);
    if (!name.isEmpty()) return name;
  }
  if (window.history()->isOpen()) return QStringLiteral("history");
  if (window.page()->brush().active()) return QStringLiteral("steer");
  if (window.page()->gaps().gapMode()) return QStringLiteral("take");
  return QStringLiteral("start");
}

void buildHelp(MainWindow* w, Parts& p) {
  QMenu* menu = w->menuBar()->addMenu(MainWindow::tr("&Help"));
  const auto add = [menu, w](const QString& text, const QKeySequence& keys, auto act) {
    auto* action = new QAction(text, w);
    action->setShortcut(keys);
    action->setProperty(HistoryOnPage::kWithoutPage, true);
    menu->addAction(action);
    w->addAction(action);
    QObject::connect(action, &QAction::triggered, w, act);
  };
  add(MainWindow::tr("&Manual"), QKeySequence(Qt::SHIFT | Qt::Key_F1),
      [w, &p] { openManual(w, p, QApplication::focusWidget()); });
  add(MainWindow::tr("&Find an act\u2026"), QKeySequence(QStringLiteral("Ctrl+Shift+P")), [w, &p] {
    (new CommandPalette(MainWindow::tr("What do you want to do?"), QStringLiteral("palette/acts"),
                        entriesOf(w->menuBar()), p.theme, w))
        ->open();
  });
  add(MainWindow::tr("&Keys"), QKeySequence(Qt::Key_F1), [w] {
    showText(w, MainWindow::tr("Keys"), [w](QTextDocument* text) { text->setHtml(keysPage(w->menuBar())); });
  });
  add(MainWindow::tr("&About Lacuna"), QKeySequence(), [w] { showAbout(w); });
  namePages(w, p);
  new HelpKey(w, p);
}

}  // namespace lacuna::ui
