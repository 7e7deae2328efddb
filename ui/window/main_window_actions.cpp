// SPDX-License-Identifier: GPL-3.0-or-later
// The menus: every act of the window has a name, a shortcut and a place here.
#include <QActionGroup>
#include <QApplication>
#include <QInputDialog>
#include <QMenuBar>
#include <algorithm>
#include <utility>

#include "ui/fonts.h"
#include "ui/motion.h"
#include "ui/window/file_dialog.h"
#include "ui/window/format_menu.h"
#include "ui/window/help_on_window.h"
#include "ui/window/main_window_parts.h"
#include "ui/window/preferences_pages.h"
#include "ui/window/unsaved_dialog.h"
#include "ui/window/writing_view.h"

namespace lacuna::ui {
namespace {

using Parts = MainWindow::Parts;

constexpr int kTitleWidth = 440;  // pixels

template <typename Act>
QAction* add(QMenu* menu, const QString& text, const QKeySequence& keys, MainWindow* window, Act act) {
  auto* action = new QAction(text, window);
  action->setShortcut(keys);
  const QString shown = keys.toString(QKeySequence::NativeText);
  QString plain = text;
  plain.remove(u'&');
  action->setToolTip(shown.isEmpty() ? plain : QStringLiteral("%1 (%2)").arg(plain, shown));
  QObject::connect(action, &QAction::triggered, window, act);
  menu->addAction(action);
  // Also when the menu bar is hidden in full screen.
  window->addAction(action);
  return action;
}

// It can be had while the page is away.
QAction* withoutPage(QAction* action) {
  action->setProperty(HistoryOnPage::kWithoutPage, true);
  return action;
}

void buildFile(MainWindow* w, Parts& p) {
  QMenu* menu = w->menuBar()->addMenu(MainWindow::tr("&File"));
  add(menu, MainWindow::tr("&New draft"), QKeySequence::New, w, [w] { Q_EMIT w->newDocumentRequested(); });
  add(menu, MainWindow::tr("&Open a file\u2026"), QKeySequence::Open, w, [w] {
    const QString path =
        askOpenFile(w, MainWindow::tr("Open a draft"),
                    {MainWindow::tr("Drafts (*.md *.markdown *.txt)"), MainWindow::tr("All files (*)")});
    if (!path.isEmpty()) Q_EMIT w->openFileRequested(path);
  });
  p.recent->fillFileMenu(menu);
  add(menu, MainWindow::tr("Save a &copy\u2026"), QKeySequence(QStringLiteral("Ctrl+Shift+S")), w, [w, &p] {
    const QString path = askCopyPath(w, p.open.title);
    if (!path.isEmpty()) Q_EMIT w->saveFileRequested(p.open.id, path, w->manuscriptText());
  });
  p.links->addTo(menu);
  add(menu, MainWindow::tr("&Rename\u2026"), QKeySequence(QStringLiteral("Shift+F2")), w, [w, &p] {
    QInputDialog dialog(w);
    dialog.setWindowTitle(MainWindow::tr("Rename the draft"));
    dialog.setLabelText(MainWindow::tr("Title"));
    dialog.setTextValue(p.open.title);
    dialog.resize(std::min(kTitleWidth, w->width()), dialog.sizeHint().height());  // a title is a line
    if (dialog.exec() != QDialog::Accepted) return;
    const QString title = dialog.textValue().trimmed();
    if (!title.isEmpty() && !p.open.id.isEmpty()) Q_EMIT w->renameRequested(p.open.id, title);
  });
  add(menu, MainWindow::tr("Is it &saved?"), QKeySequence::Save, w, [w, &p] {
    w->showSentence(
        p.saved.notSaved() ? MainWindow::tr("Not saved. %1 Your words stay in this window and are tried again "
                                            "every few seconds; Ctrl+Shift+S saves a copy elsewhere.")
                                 .arg(p.saved.trouble)
        : !p.saved.trouble.isEmpty()
            ? MainWindow::tr("Everything is saved so far. What comes next cannot be: %1").arg(p.saved.trouble)
        : p.saved.unsaved()
            ? MainWindow::tr("Saving. Every change is kept within a second of the last key.")
            : MainWindow::tr("Everything is saved. Each change is kept within a second of the last key."));
  });
  menu->addSeparator();
  menu->addAction(p.history->action());
  w->addAction(p.history->action());
  withoutPage(add(menu, MainWindow::tr("&Backups\u2026"), QKeySequence(), w, [w] { Q_EMIT w->backupsWanted(); }));
  menu->addSeparator();
  withoutPage(add(menu, MainWindow::tr("&Quit"), QKeySequence::Quit, w, [w] { w->close(); }));
}

// What looks further than the page.
void addSearchActions(QMenu* menu, MainWindow* w, Parts& p) {
  add(menu, MainWindow::tr("Searc&h all documents\u2026"), QKeySequence(QStringLiteral("Ctrl+Shift+F")), w,
      [&p] { p.searching->open(); });
  add(menu, MainWindow::tr("Next place f&ound"), QKeySequence(Qt::Key_F4), w, [&p] { p.searching->step(1); });
  add(menu, MainWindow::tr("Previous place foun&d"), QKeySequence(Qt::SHIFT | Qt::Key_F4), w,
      [&p] { p.searching->step(-1); });
  add(menu, MainWindow::tr("Replace in all docu&ments\u2026"), QKeySequence(QStringLiteral("Ctrl+Shift+R")), w,
      [&p] { p.searching->openReplacing(); });
  add(menu, MainWindow::tr("Take &back replacement in all documents"), QKeySequence(), w,
      [&p] { p.searching->takeBack(); });
}

void buildEdit(MainWindow* w, Parts& p) {
  QMenu* menu = w->menuBar()->addMenu(MainWindow::tr("&Edit"));
  PageView* page = p.page;
  p.actions.undo = add(menu, MainWindow::tr("&Undo"), QKeySequence::Undo, w, [page] { page->undoEdit(); });
  p.actions.redo =
      add(menu, MainWindow::tr("&Redo"), QKeySequence(QStringLiteral("Ctrl+Shift+Z")), w, [page] { page->redoEdit(); });
  p.actions.redo->setShortcuts({QKeySequence(QStringLiteral("Ctrl+Shift+Z")), QKeySequence(QStringLiteral("Ctrl+Y"))});
  menu->addSeparator();
  QList<QAction*> keys{p.actions.undo, p.actions.redo};
  keys << add(menu, MainWindow::tr("Cu&t"), QKeySequence::Cut, w, [page] { page->cutSelection(); });
  keys << add(menu, MainWindow::tr("&Copy"), QKeySequence::Copy, w, [page] { page->copy(); });
  keys << add(menu, MainWindow::tr("&Paste"), QKeySequence::Paste, w, [page] { page->pasteClipboard(); });
  keys << add(menu, MainWindow::tr("Paste as plain te&xt"), QKeySequence(QStringLiteral("Ctrl+Shift+V")), w,
              [page] { page->pastePlain(); });
  keys << add(menu, MainWindow::tr("Select &all"), QKeySequence::SelectAll, w, [page] { page->selectAll(); });
  // These keys are about the text of whatever has the focus: the page's only when the page has it.
  for (QAction* action : std::as_const(keys)) {
    action->setShortcutContext(Qt::WidgetShortcut);
    page->addAction(action);
  }
  menu->addSeparator();
  add(menu, MainWindow::tr("&Find\u2026"), QKeySequence::Find, w, [&p] { p.find->open(); });
  add(menu, MainWindow::tr("Rep&lace\u2026"), QKeySequence(QStringLiteral("Ctrl+H")), w, [&p] { p.find->open(true); });
  add(menu, MainWindow::tr("Find &next"), QKeySequence(Qt::Key_F3), w, [&p] { p.find->next(PageFind::Next); });
  add(menu, MainWindow::tr("Find pre&vious"), QKeySequence(Qt::SHIFT | Qt::Key_F3), w,
      [&p] { p.find->next(PageFind::Previous); });
  menu->addSeparator();
  addSearchActions(menu, w, p);
  buildSpelling(menu, w, p);
  menu->addSeparator();
  withoutPage(add(menu, MainWindow::tr("Pr&eferences\u2026"), QKeySequence(QStringLiteral("Ctrl+,")), w,
                  [w, &p] { showPreferences(w, p); }));
}

void buildView(MainWindow* w, Parts& p) {
  QMenu* menu = w->menuBar()->addMenu(MainWindow::tr("&View"));
  QMenu* themes = menu->addMenu(MainWindow::tr("&Theme"));
  auto* group = new QActionGroup(w);
  for (const QString& name : themeChoices()) {
    QAction* action = themes->addAction(themeTitle(name), w, [w, name] { w->setTheme(name); });
    action->setCheckable(true);
    action->setData(name);
    withoutPage(action);
    group->addAction(action);
    p.actions.themes << action;
  }
  menu->addSeparator();
  add(menu, MainWindow::tr("&Larger"), QKeySequence(QStringLiteral("Ctrl++")), w, [w, &p] {
    w->setZoom(p.zoom * 1.1);
  })->setShortcuts({QKeySequence(QStringLiteral("Ctrl++")), QKeySequence(QStringLiteral("Ctrl+="))});
  add(menu, MainWindow::tr("&Smaller"), QKeySequence(QStringLiteral("Ctrl+-")), w,
      [w, &p] { w->setZoom(p.zoom / 1.1); });
  add(menu, MainWindow::tr("&Usual size"), QKeySequence(QStringLiteral("Ctrl+0")), w, [w] { w->setZoom(1.0); });
  menu->addSeparator();
  p.actions.focusMode = add(menu, MainWindow::tr("&Focus"), QKeySequence(Qt::Key_F9), w, [] {});
  p.actions.focusMode->setCheckable(true);
  QObject::connect(p.actions.focusMode, &QAction::toggled, w, &MainWindow::setFocusMode);
  addWritingView(menu, w, p);
  menu->addSeparator();
  QAction* surprise = add(menu, MainWindow::tr("Surprise &in the text"), QKeySequence(Qt::Key_F8), w,
                          [&p](bool on) { p.surprise->setOn(on); });
  surprise->setCheckable(true);
  surprise->setChecked(p.surprise->on());
  QObject::connect(p.surprise.get(), &SurpriseLens::switched, surprise, &QAction::setChecked);
  const auto panel = [&p, menu, w](const QString& name, const QString& keys, QWidget* widget) {
    p.room->addSwitch(add(menu, name, QKeySequence(keys), w, [] {}), widget);
  };
  panel(MainWindow::tr("Li&brary"), QStringLiteral("Ctrl+Shift+L"), p.left);
  panel(MainWindow::tr("&Denoising"), QStringLiteral("Ctrl+Shift+D"), p.panel);
  add(menu, MainWindow::tr("Go to the next &panel"), QKeySequence(Qt::Key_F6), w, [&p] {
    const QList<QPair<const QWidget*, QWidget*>> rooms{
        {p.page, p.page}, {p.panel, p.panel->firstStop()}, {p.left, p.left->firstStop()}};
    const QWidget* const now = QApplication::focusWidget();
    const auto here = std::find_if(rooms.begin(), rooms.end(), [now](const auto& room) {
      return now != nullptr && (room.first == now || room.first->isAncestorOf(now));
    });
    qsizetype at = here == rooms.end() ? -1 : here - rooms.begin();
    do at = (at + 1) % rooms.size();
    while (!rooms.at(at).first->isVisible());  // the page always is
    rooms.at(at).second->setFocus(Qt::ShortcutFocusReason);
  });
  p.recent->fillViewMenu(menu);
  menu->addSeparator();
  QAction* still = p.actions.still = add(menu, MainWindow::tr("Reduced &motion"), QKeySequence(), w, [&p](bool on) {
    p.page->setMotion(!on);
    setReducedMotion(on);
  });
  still->setCheckable(true);
  still->setChecked(reducedMotion());
  withoutPage(add(menu, MainWindow::tr("&What was written, and goals\u2026"),
                  QKeySequence(QStringLiteral("Ctrl+Shift+W")), w, [w] { Q_EMIT w->writingWanted(); }));
}

// Where to, and as what; empty when the author thought better of it.
QString askReplayPath(MainWindow* w, const QString& title) {
  const QList<QPair<QString, QString>> kinds{
      {QStringLiteral(".html"), MainWindow::tr("Page for a browser (*.html)")},
      {QStringLiteral(".webp"), MainWindow::tr("Animated picture (*.webp)")},
      {QStringLiteral(".json"), MainWindow::tr("JSON for other programs (*.json)")}};
  QStringList filters;
  for (const auto& kind : kinds) filters << kind.second;
  QString chosen;
  const QString path = askSaveFile(w, MainWindow::tr("Export this run"),
                                   fileName(title, MainWindow::tr(", replay.html")), filters, &chosen);
  if (path.isEmpty()) return {};
  for (const auto& kind : kinds)
    if (path.endsWith(kind.first, Qt::CaseInsensitive)) return path;
  return path + kinds.value(std::max<qsizetype>(0, filters.indexOf(chosen))).first;
}

void addExport(QMenu* menu, MainWindow* w, Parts& p) {
  QObject::connect(w, &MainWindow::infillRequested, w, [&p](const InfillAsk& ask) { p.lastAsk = ask.id; });
  add(menu, MainWindow::tr("Export this &run\u2026"), QKeySequence(), w, [w, &p] {
    if (p.lastAsk == 0) {
      w->showSentence(MainWindow::tr("There is no run to export yet: fill a gap first (Ctrl+G)."));
      return;
    }
    const QString path = askReplayPath(w, p.open.title);
    if (!path.isEmpty()) Q_EMIT w->exportRunRequested({}, p.lastAsk, path);
  });
}

void buildGap(MainWindow* w, Parts& p) {
  QMenu* menu = w->menuBar()->addMenu(MainWindow::tr("&Gap"));
  PageView* page = p.page;
  add(menu, MainWindow::tr("&Fill here, or rewrite the selection"), QKeySequence(QStringLiteral("Ctrl+G")), w, [page] {
    page->setFocus();
    page->acts().askHere();
  });
  auto* all =
      add(menu, MainWindow::tr("Fill &all written gaps"), QKeySequence(QStringLiteral("Ctrl+Shift+Enter")), w, [page] {
        page->setFocus();
        page->acts().askMarkers();
      });
  all->setShortcuts(
      {QKeySequence(QStringLiteral("Ctrl+Shift+Enter")), QKeySequence(QStringLiteral("Ctrl+Shift+Return"))});
  menu->addSeparator();
  add(menu, MainWindow::tr("&Options of the gap\u2026"), QKeySequence(QStringLiteral("Ctrl+.")), w,
      [page] { page->steering().togglePopover(); });
  add(menu, MainWindow::tr("Re-noise &brush"), QKeySequence(QStringLiteral("Ctrl+Shift+B")), w, [page] {
    page->setFocus();
    page->brush().start();
  });
  add(menu, MainWindow::tr("&Mend the seams"), QKeySequence(QStringLiteral("Ctrl+Shift+M")), w, [page] {
    page->setFocus();
    page->acts().mendSeams();
  });
  QMenu* onwards = menu->addMenu(MainWindow::tr("Continue at the &end"));
  add(onwards, MainWindow::tr("As long as &last time"), QKeySequence(QStringLiteral("Ctrl+Shift+E")), w, [page] {
    page->setFocus();
    page->acts().continueAtEnd(page->gaps().options().continueWords);
  });
  const QVector<QPair<QString, int>> lengths{{MainWindow::tr("A &sentence, about 20 words"), 20},
                                             {MainWindow::tr("A &paragraph, about 80 words"), 80},
                                             {MainWindow::tr("A p&age, about 300 words"), 300}};
  for (const auto& length : lengths)
    add(onwards, length.first, QKeySequence(), w, [page, words = length.second] {
      page->setFocus();
      page->acts().continueAtEnd(words);
    });
  add(menu, MainWindow::tr("&Seen from everywhere"), QKeySequence(QStringLiteral("Ctrl+Shift+T")), w,
      [page] { page->toggleTagged(); });
  menu->addSeparator();
  // Enter, Tab and Esc belong to the page while the keys are the gap's; here they are named and can be clicked.
  add(menu, MainWindow::tr("&Take\tEnter"), QKeySequence(), w, [page] { page->acts().takeActive(); });
  add(menu, MainWindow::tr("Take a &word\tCtrl+Right"), QKeySequence(), w, [page] { page->acts().takeWord(); });
  add(menu, MainWindow::tr("&Next candidate\tTab"), QKeySequence(), w, [page] { page->gaps().showing().step(1); });
  add(menu, MainWindow::tr("&Previous candidate\tShift+Tab"), QKeySequence(), w,
      [page] { page->gaps().showing().step(-1); });
  add(menu, MainWindow::tr("&Leave or stop\tEsc"), QKeySequence(), w, [page] { page->gaps().taking().leave(); });
  add(menu, MainWindow::tr("Ask a&gain"), QKeySequence(), w, [page] { page->gaps().asking().askAgain(); });
  menu->addSeparator();
  add(menu, MainWindow::tr("Go to the ne&xt gap"), QKeySequence(QStringLiteral("Ctrl+J")), w, [page] {
    page->setFocus();
    page->acts().goToNextGap();
  });
  buildGenerated(menu, w, p);
  menu->addSeparator();
  addExport(menu, w, p);
}

void buildRest(MainWindow* w, Parts& p) {
  QMenu* model = w->menuBar()->addMenu(MainWindow::tr("&Model"));
  p.models = new ModelMenu(model, w);
  QObject::connect(p.models, &ModelMenu::wanted, w, &MainWindow::modelsWanted);
  QObject::connect(p.models, &ModelMenu::chosen, w, &MainWindow::modelChosen);
  add(model, MainWindow::tr("&Choose a model\u2026"), QKeySequence(), w, [w] {
    const QString folder = askFolder(w, MainWindow::tr("A model's folder, with its config.json"));
    if (!folder.isEmpty()) Q_EMIT w->modelChosen(folder);
  });
  add(model, MainWindow::tr("&Load it again"), QKeySequence(), w, [w] { Q_EMIT w->modelChosen({}); });
  p.models->beginVoices();
  QObject::connect(p.models, &ModelMenu::voiceChosen, w, &MainWindow::voiceChosen);
  withoutPage(add(model, MainWindow::tr("&Voices\u2026"), QKeySequence(QStringLiteral("Ctrl+Shift+Y")), w,
                  [w] { Q_EMIT w->voicesWanted(); }));
}

}  // namespace

void buildMenus(MainWindow* window, MainWindow::Parts& parts) {
  auto* brand = new QLabel(QStringLiteral("Lacuna"), window->menuBar());
  brand->setFont(chromeFont(13, QFont::DemiBold));
  brand->setContentsMargins(16, 0, 6, 0);
  window->menuBar()->setCornerWidget(brand, Qt::TopLeftCorner);
  buildFile(window, parts);
  buildEdit(window, parts);
  buildFormatMenu(window, parts);
  buildView(window, parts);
  parts.library->fillMenu(window->menuBar()->addMenu(MainWindow::tr("&Library")));
  buildGap(window, parts);
  buildRest(window, parts);
  buildHelp(window, parts);
}

void MainWindow::setDesktopStillness(std::optional<bool> still) {
  heardOfStillness(still);
  parts_->page->setMotion(!reducedMotion());
  const QSignalBlocker quiet(parts_->actions.still);  // not the author's choice
  parts_->actions.still->setChecked(reducedMotion());
}

}  // namespace lacuna::ui
