// SPDX-License-Identifier: GPL-3.0-or-later
// What the Edit menu has for spelling, and how it learns in what book the open document lies.
#include <QActionGroup>

#include "ui/window/main_window_parts.h"

namespace lacuna::ui {
namespace {

using Place = SpellingRules::Place;

// The open document, then what it lies in.
QVector<Place> pathOf(const TreeActs& acts) {
  QVector<Place> path;
  const TreeNode* node = acts.node(acts.shown().open);
  for (qsizetype most = acts.nodes().size(); node != nullptr && most > 0; --most) {
    path.push_back({node->id, node->title, node->kind});
    node = node->parent.isEmpty() ? nullptr : acts.node(node->parent);
  }
  return path;
}

void fillLanguages(QMenu* menu, SpellingRules* rules) {
  menu->clear();
  delete menu->findChild<QActionGroup*>();
  for (const Dictionary& one : rules->dictionaries()) {
    QAction* action = menu->addAction(one.name());
    action->setCheckable(true);
    action->setData(one.code);
    QObject::connect(action, &QAction::triggered, rules, [rules, code = one.code](bool on) {
      QStringList codes = rules->languages();
      codes.removeAll(code);
      if (on) codes << code;
      rules->changeLanguages(codes);
    });
  }
  if (rules->dictionaries().isEmpty()) menu->addAction(MainWindow::tr("No dictionary is installed"))->setEnabled(false);
  menu->addSeparator();
  auto* where = new QActionGroup(menu);
  const auto scope = [menu, rules, where](const QString& text, const std::function<QString()>& id) {
    QAction* action = where->addAction(text);
    action->setCheckable(true);
    menu->addAction(action);
    QObject::connect(action, &QAction::triggered, rules, [rules, id] { rules->nameLanguagesAt(id()); });
    return action;
  };
  const auto first = [rules] { return rules->path().isEmpty() ? QString() : rules->path().first().id; };
  const auto last = [rules] { return rules->path().isEmpty() ? QString() : rules->path().last().id; };
  QAction* document = scope(MainWindow::tr("Of this &document"), first);
  QAction* project = scope(QString(), last);
  QAction* usual = scope(MainWindow::tr("Of &all drafts that name none"), [] { return QString(); });
  menu->addSeparator();
  QObject::connect(menu->addAction(MainWindow::tr("&Look for dictionaries again")), &QAction::triggered, rules,
                   &SpellingRules::lookAgain, Qt::QueuedConnection);
  const auto show = [menu, rules, first, last, document, project, usual] {
    const QStringList used = rules->languages();
    const QList<QAction*> actions = menu->actions();
    for (QAction* action : actions) {
      const QString code = action->data().toString();
      if (code.isEmpty()) continue;
      action->setChecked(used.contains(code));
      // One language stays: without any the check itself is what to switch off.
      action->setEnabled(!(used.size() == 1 && used.contains(code)));
    }
    const QString from = rules->languagesFrom();
    document->setEnabled(!rules->path().isEmpty());
    project->setVisible(rules->path().size() > 1);
    if (!rules->path().isEmpty())
      project->setText(MainWindow::tr("Of all in \u201C%1\u201D").arg(shortTitle(rules->path().last().title)));
    document->setChecked(!from.isEmpty() && from == first());
    project->setChecked(!from.isEmpty() && from == last() && from != first());
    usual->setChecked(from.isEmpty());
  };
  QObject::connect(menu, &QMenu::aboutToShow, usual, show);
}

}  // namespace

void buildSpelling(QMenu* menu, MainWindow* window, MainWindow::Parts& p) {
  SpellingLens* lens = p.spelling.get();
  SpellingRules* rules = &lens->rules();
  menu->addSeparator();
  QAction* check = menu->addAction(MainWindow::tr("Check spellin&g"));
  check->setCheckable(true);
  check->setChecked(rules->settings().on);
  QObject::connect(check, &QAction::triggered, lens, &SpellingLens::setOn);
  QObject::connect(rules, &SpellingRules::languagesChanged, check,
                   [check, rules] { check->setChecked(rules->settings().on); });
  QAction* next = menu->addAction(MainWindow::tr("Next mi&sspelling"));
  next->setShortcut(QKeySequence(Qt::Key_F7));
  window->addAction(next);  // also when the menu bar is hidden
  QObject::connect(next, &QAction::triggered, lens, [&p, lens] {
    p.page->setFocus();
    lens->goToNext();
  });
  QMenu* languages = menu->addMenu(MainWindow::tr("Languages of the spell&ing"));
  fillLanguages(languages, rules);
  QObject::connect(rules, &SpellingRules::dictionariesChanged, languages,
                   [languages, rules] { fillLanguages(languages, rules); });
  TreeActs* acts = &p.library->acts();
  QObject::connect(acts, &TreeActs::changed, rules, [acts, rules] { rules->setPath(pathOf(*acts)); });
}

}  // namespace lacuna::ui
