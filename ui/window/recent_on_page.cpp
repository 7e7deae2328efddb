// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/recent_on_page.h"

#include <QDir>
#include <QFileInfo>
#include <QGuiApplication>
#include <QKeyEvent>
#include <utility>

#include "ui/library/library_panel.h"
#include "ui/page/page_view.h"
#include "ui/palette/command_palette.h"
#include "ui/palette/document_entries.h"
#include "ui/panels/run_panel.h"
#include "ui/window/history_on_page.h"
#include "ui/window/search_desk.h"

namespace lacuna::ui {
namespace {

constexpr int kShown = 12;     // documents in the menu
constexpr int kSwitched = 15;  // in the list of Ctrl+Tab

QString asMenuText(QString title) {
  if (title.size() > 60) title = title.left(59) + u'\u2026';
  return title.replace(u'&', QLatin1String("&&"));
}

}  // namespace

RecentOnPage::RecentOnPage(MainWindow& window, const Theme& theme) : window_(window), theme_(theme) {
  connect(&window, &MainWindow::openFileRequested, this, &RecentOnPage::noteFile);
  connect(window.library(), &LibraryPanel::headingChosen, this, &RecentOnPage::noteHere);
  connect(window.searching(), &SearchDesk::leaving, this, &RecentOnPage::noteHere);
  connect(&window, &MainWindow::edited, this,
          [this](const QString& id, const QVector<storage::Edit>& edits) { places_.edited(id, edits); });
  window.page()->installEventFilter(this);
  window.page()->viewport()->installEventFilter(this);
}

QAction* RecentOnPage::add(QMenu* menu, const QString& text, const QKeySequence& keys,
                           const std::function<void()>& act) {
  auto* action = new QAction(text, &window_);
  action->setShortcut(keys);
  menu->addAction(action);
  window_.addAction(action);
  connect(action, &QAction::triggered, this, act);
  return action;
}

void RecentOnPage::fillFileMenu(QMenu* menu) {
  QMenu* recent = menu->addMenu(tr("Recent&ly open"));
  recent->setToolTipsVisible(true);
  connect(recent, &QMenu::aboutToShow, this, [this, recent] { fillRecent(recent); });
  add(menu, tr("&Go to a document\u2026"), QKeySequence(QStringLiteral("Ctrl+Shift+O")), [this] {
    goToDocument();
  })->setProperty(HistoryOnPage::kWithoutPage, true);
}

void RecentOnPage::fillViewMenu(QMenu* menu) {
  add(menu, tr("The docume&nt before this one"), QKeySequence(QStringLiteral("Ctrl+Tab")), [this] { switchBy(1); });
  QAction* other = add(menu, tr("The document lon&gest ago"), QKeySequence(QStringLiteral("Ctrl+Shift+Tab")),
                       [this] { switchBy(-1); });
  // X11 calls the key with Shift by another name.
  other->setShortcuts(
      {QKeySequence(QStringLiteral("Ctrl+Shift+Tab")), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Backtab)});
  // Not of the tree and the headings: there these keys move what is chosen.
  const auto places = [this, menu](const QString& text, const char* keys, bool forward) {
    auto* action = new QAction(text, &window_);
    action->setShortcut(QKeySequence(QLatin1String(keys)));
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    menu->addAction(action);
    for (QWidget* widget :
         std::initializer_list<QWidget*>{window_.page(), window_.runPanel(), &window_.searching()->panel()})
      widget->addAction(action);
    connect(action, &QAction::triggered, this, [this, forward] { goBack(forward); });
  };
  places(tr("Ba&ck to where I was"), "Alt+Left", false);
  places(tr("Forward &again"), "Alt+Right", true);
}

void RecentOnPage::setLibrary(const QString& path) {
  list_.setLibrary(path);
  places_.clear();
  pending_.reset();
  list_.noteDocument(open_, title_);
}

void RecentOnPage::noteFile(const QString& path) {
  list_.noteFile(QDir::cleanPath(QFileInfo(path).absoluteFilePath()));
}

// --- What was open lately ---------------------------------------------------------------------------------------

void RecentOnPage::fillRecent(QMenu* menu) {
  menu->clear();
  fileActs_.clear();
  const auto offer = [menu](const QString& text) {
    QAction* action = menu->addAction(asMenuText(text));
    action->setProperty(HistoryOnPage::kWithoutPage, true);
    return action;
  };
  const auto& nodes = window_.library()->acts().nodes();
  int shown = 0;
  for (const RecentDocument& each : list_.documents()) {
    if (each.id == open_) continue;
    if (++shown > kShown) break;
    const storage::TreeNode* node = window_.library()->acts().node(each.id);
    if (node == nullptr) {
      offer(tr("%1 (was deleted for good)").arg(each.title))->setEnabled(false);
      continue;
    }
    const QString way = wayTo(nodes, each.id);
    QAction* action = offer(node->inBin     ? tr("%1 (in the bin)").arg(node->title)
                            : way.isEmpty() ? node->title
                                            : QStringLiteral("%1 \u2014 %2").arg(node->title, way));
    connect(action, &QAction::triggered, this, [this, id = each.id] { openDocument(id); });
  }
  if (shown > 0) menu->addSeparator();
  for (const QString& path : list_.files()) {
    QAction* action = offer(QFileInfo(path).fileName());
    action->setToolTip(QDir::toNativeSeparators(path));
    fileActs_.insert(path, action);
    connect(action, &QAction::triggered, this, [this, path] { Q_EMIT window_.openFileRequested(path); });
  }
  setMissing(QStringList(missing_.begin(), missing_.end()));
  if (!list_.files().isEmpty()) {
    menu->addSeparator();
    Q_EMIT filesWanted(list_.files());
  }
  QAction* none = menu->addAction(menu->isEmpty() ? tr("Nothing was open lately") : tr("&Clear this list"));
  none->setProperty(HistoryOnPage::kWithoutPage, true);
  none->setEnabled(menu->actions().size() > 1);
  connect(none, &QAction::triggered, this, [this] {
    list_.clear();
    missing_.clear();
    list_.noteDocument(open_, title_);
    window_.showSentence(tr("The list is empty now; the documents and files themselves are where they were."));
  });
}

void RecentOnPage::setMissing(const QStringList& paths) {
  missing_ = QSet<QString>(paths.begin(), paths.end());
  for (auto each = fileActs_.cbegin(); each != fileActs_.cend(); ++each) {
    const bool missing = missing_.contains(each.key());
    const QFileInfo file(each.key());
    each.value()->setEnabled(!missing);
    each.value()->setText(
        missing ? asMenuText(tr("%1 (is no longer in %2)").arg(file.fileName(), QDir::toNativeSeparators(file.path())))
                : asMenuText(file.fileName()));
  }
}

// --- To another document ----------------------------------------------------------------------------------------

void RecentOnPage::openDocument(const QString& id) {
  if (id == open_) {
    window_.page()->setFocus();
    return;
  }
  window_.showSentence({});  // it was about another text
  Q_EMIT window_.documentChosen(id);
}

void RecentOnPage::goToDocument() {
  auto* palette = new CommandPalette(tr("Go to a document; # goes to a heading of this one"), {},
                                     documentEntries(window_.library()->acts().nodes(), list_.ids(), open_,
                                                     [this](const QString& id) { openDocument(id); }),
                                     theme_, &window_);
  if (!window_.history()->isOpen()) palette->add(QStringLiteral("#@"), headings());
  palette->open();
}

QVector<PaletteEntry> RecentOnPage::headings() {
  const QVector<Heading> all = headingsOf(window_.manuscriptText());
  QVector<PaletteEntry> entries;
  for (int i = 0; i < all.size(); ++i) {
    QStringList above;
    for (int at = headingAbove(all, i); at >= 0; at = headingAbove(all, at)) above.prepend(all.at(at).title);
    PaletteEntry entry;
    entry.title = all.at(i).title.isEmpty() ? tr("Untitled") : all.at(i).title;
    entry.soft = static_cast<int>(entry.title.size());
    if (!above.isEmpty()) entry.title += QStringLiteral("   ") + above.join(QStringLiteral(" › "));
    entry.beside = tr("heading");
    entry.act = [this, position = all.at(i).position] { Q_EMIT window_.library()->headingChosen(position); };
    entries.push_back(entry);
  }
  return entries;
}

void RecentOnPage::switchBy(int by) {
  if (switcher_ != nullptr && switcher_->isVisible()) {
    switcher_->step(by);
    return;
  }
  const QVector<PaletteEntry> entries =
      recentEntries(window_.library()->acts().nodes(), list_.ids(), [this](const QString& id) {
        openDocument(id);
      }).mid(0, kSwitched);
  if (entries.size() < 2) {
    window_.showSentence(tr("No other document was open lately: Ctrl+Shift+O goes to any of them."));
    return;
  }
  if ((QGuiApplication::keyboardModifiers() & Qt::ControlModifier) == 0) {  // out of the menu
    entries.at(by > 0 ? 1 : entries.size() - 1).act();
    return;
  }
  switcher_ = new DocumentSwitcher(entries, theme_, &window_);
  switcher_->step(by);
}

// --- Back and forward -------------------------------------------------------------------------------------------

VisitedPlace RecentOnPage::here() const { return {open_, window_.page()->cursorPosition()}; }

void RecentOnPage::noteHere() { places_.leave(here()); }

void RecentOnPage::leaving(const QString& next) {
  if (open_.isEmpty() || next == open_ || pending_) return;
  noteHere();
}

void RecentOnPage::openedDocument(const QString& id, const QString& title) {
  open_ = id;
  title_ = title;
  list_.noteDocument(id, title);
  const std::optional<VisitedPlace> place = std::exchange(pending_, std::nullopt);
  if (place && place->document == id) goTo(*place);
}

void RecentOnPage::goBack(bool forward) {
  const auto there = [this](const QString& id) { return window_.library()->acts().node(id) != nullptr; };
  const auto place = forward ? places_.forward(here(), there) : places_.back(here(), there);
  if (!place) {
    window_.showSentence(forward ? tr("This is the newest place that you went to.")
                                 : tr("There is no place before this one to go back to."));
  } else if (place->document == open_) {
    goTo(*place);
  } else {
    pending_ = place;
    openDocument(place->document);
  }
}

void RecentOnPage::goTo(const VisitedPlace& place) {
  PageView* page = window_.page();
  page->modes().write();
  const auto end = static_cast<int>(page->pageDocument().manuscript().text().size());
  const int position = qBound(0, place.position, end);
  page->showRange(position, position);
  page->setFocus();
}

// Some mice have keys for it. And in a gap Alt with the arrows, and Ctrl+Tab, are the gap's.
bool RecentOnPage::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::MouseButtonPress) {
    const Qt::MouseButton button = static_cast<QMouseEvent*>(event)->button();
    if (button != Qt::BackButton && button != Qt::ForwardButton) return false;
    goBack(button == Qt::ForwardButton);
    return true;
  }
  if (event->type() == QEvent::ShortcutOverride && window_.page()->gaps().gapMode()) {
    const auto* key = static_cast<QKeyEvent*>(event);
    const bool control = (key->modifiers() & Qt::ControlModifier) != 0;
    const bool alt = (key->modifiers() & Qt::AltModifier) != 0;
    if ((control && (key->key() == Qt::Key_Tab || key->key() == Qt::Key_Backtab)) ||
        (alt && (key->key() == Qt::Key_Left || key->key() == Qt::Key_Right)))
      event->accept();
  }
  return QObject::eventFilter(watched, event);
}

}  // namespace lacuna::ui
