// SPDX-License-Identifier: GPL-3.0-or-later
// Goes through every place of the window, each panel, bar, card, menu and dialog, with something in it, and has a look
// at it. With $LACUNA_PICTURES, a folder, each is saved there as a picture.
#pragma once

#include <QApplication>
#include <QDialog>
#include <QDir>
#include <QListWidget>
#include <QMenu>
#include <QMenuBar>
#include <QTimer>
#include <functional>

#include "tests/ui/desk.h"
#include "tests/ui/made_up_view.h"
#include "tests/ui/made_up_voices.h"
#include "ui/backups/backups_dialog.h"
#include "ui/editor/markdown_acts.h"
#include "ui/gap/gap_popover.h"
#include "ui/gap/token_menu.h"
#include "ui/generated/generated_dialog.h"
#include "ui/history/state_list.h"
#include "ui/library/library_panel.h"
#include "ui/palette/command_palette.h"
#include "ui/panels/run_panel.h"
#include "ui/preferences/preferences_dialog.h"
#include "ui/search/replace_dialog.h"
#include "ui/voices/source_choice.h"
#include "ui/voices/voices_dialog.h"
#include "ui/window/find_on_page.h"
#include "ui/window/history_on_page.h"
#include "ui/window/search_desk.h"
#include "ui/window/unsaved_dialog.h"

namespace lacuna::ui {

class Everywhere {
 public:
  // Sees a place: its name, and the widget that it is.
  using Look = std::function<void(const QString& name, QWidget* place)>;

  Everywhere(QSize size, const QString& theme, Look look)
      : desk_(text()), look_(std::move(look)), pictures_(qEnvironmentVariable("LACUNA_PICTURES")), theme_(theme) {
    size_ = size;
    desk_.window.resize(size);
    desk_.window.setTheme(theme);
    desk_.page().setMotion(false);
    using Kind = storage::DocumentKind;
    const QString book = QStringLiteral("book");
    nodes_ = {node(book, QStringLiteral("The Lighthouse Keeper\u2019s Long Winter"), 0, Kind::Project),
              node(QStringLiteral("one"), QStringLiteral("Part One"), 0, Kind::Folder, book, 1),
              node(QStringLiteral("a"), QStringLiteral("A draft"), 64, Kind::Scene, QStringLiteral("one"), 2),
              node(QStringLiteral("b"), QStringLiteral("Notes on lamps, lenses and oil"), 12, Kind::Note, book, 1),
              node(QStringLiteral("c"), QStringLiteral("Tides"), 4000)};
    desk_.window.setLibrary(nodes_);
    settle();
  }

  Desk& desk() { return desk_; }

  void walk() {
    seen(QStringLiteral("window"), &desk_.window);
    panels();
    gap();
    bars();
    history();
    menus();
    dialogs();
    voices();
    preferences();
  }

 private:
  static QString text() {
    return QStringLiteral(
        "# Low Water\n\nThe lamp burned on the sill and nobody came. She hadd waited since the tide went out, and the "
        "**grey** light lay over the *flats* like a sheet.\n\n> A quotation of some length, as they stand in books.\n\n"
        "- one thing\n- another\n\nThe harbour was empty. It rained on the boats, on the nets, on the road to the "
        "village.\n");
  }

  static void settle() {
    QCoreApplication::sendPostedEvents();
    QCoreApplication::processEvents();
    QCoreApplication::processEvents();
  }

  void seen(const QString& name, QWidget* place) {
    settle();
    if (!pictures_.isEmpty()) {
      const QString file =
          QStringLiteral("%1-%2x%3-%4.png").arg(theme_).arg(size_.width()).arg(size_.height()).arg(name);
      (void)picture(place).save(QDir(pictures_).filePath(file));
    }
    look_(name, place);
  }

  // With what lies over the window, as a screen shows it.
  QPixmap picture(QWidget* place) {
    QPixmap all = desk_.window.grab();
    if (place->window() == &desk_.window) return all;
    QPixmap whole = place->window()->grab();
    if (place->window()->windowType() != Qt::Popup) return whole;
    QPainter painter(&all);
    painter.drawPixmap(desk_.window.mapFromGlobal(place->window()->pos()), whole);
    return all;
  }

  // An act of the menus, by what the palette calls it.
  void act(const QString& title) {
    for (const PaletteEntry& entry : entriesOf(desk_.window.menuBar()))
      if (entry.title == title) return entry.act();
    QFAIL(qPrintable(QStringLiteral("no act is called ") + title));
  }

  // What opens a dialog that waits: it is looked at, and left.
  void modal(const QString& name, const std::function<void()>& open) {
    bool met = false;
    QTimer timer;
    QObject::connect(&timer, &QTimer::timeout, &timer, [&] {
      auto* dialog = qobject_cast<QDialog*>(QApplication::activeModalWidget());
      if (dialog == nullptr) return;
      timer.stop();
      met = true;
      seen(name, dialog);
      dialog->reject();
    });
    timer.start(10);
    open();
    settle();
    if (!met && QApplication::activeModalWidget() == nullptr) QFAIL(qPrintable(name + QStringLiteral(" did not open")));
  }

  void panels() {
    RunView run = madeUpView(desk_.text(), {60, 60}, 3);
    desk_.window.setRuns({run.item});
    Q_EMIT desk_.window.runPanel()->runs()->opened(run.item.id);
    desk_.window.showRun(run);
    RunPanel* panel = desk_.window.runPanel();
    if (!panel->isVisible()) act(QStringLiteral("View › Denoising"));
    settle();
    for (const auto& [tab, name] : {std::pair(RunPanel::Denoising, "denoising"), std::pair(RunPanel::Lenses, "lenses"),
                                    std::pair(RunPanel::Runs, "runs")}) {
      panel->showTab(tab);
      seen(QLatin1String(name), panel);
    }
    act(QStringLiteral("Edit › Search all documents"));
    SearchDesk& searching = *desk_.window.searching();
    searching.setNodes(nodes_);
    storage::SearchRequest request;
    QObject::connect(&searching, &SearchDesk::searched, &searching, [&request](const auto& asked) { request = asked; });
    searching.panel().line()->setText(QStringLiteral("lamp"));
    QTest::keyClick(searching.panel().line(), Qt::Key_Return);
    (void)QTest::qWaitFor([&request] { return !request.text.isEmpty(); }, 5000);
    storage::SearchResult result;
    result.documents = {{QStringLiteral("a"),
                         QStringLiteral("A draft"),
                         1,
                         {{17, 21, QStringLiteral("The lamp burned on the sill and nobody came."), {{4, 8}}}}}};
    result.titles = {QStringLiteral("b")};
    result.passages = 1;
    searching.showResult(request, result);
    seen(QStringLiteral("search"), &searching.panel());
    if (desk_.window.library()->isVisible()) desk_.page().setFocus();
    desk_.window.showSentence(
        QStringLiteral("Everything is saved. Each change is kept within a second of the last key."));
    seen(QStringLiteral("note"), &desk_.window);
  }

  void gap() {
    const QVector<QStringList> fills{{QStringLiteral(" The windows were dark, and somebody had gone.")},
                                     {QStringLiteral(" A lamp burned.")}};
    desk_.page().setFocus();
    desk_.cursorTo(static_cast<int>(desk_.text().indexOf(QStringLiteral(" She hadd"))));
    desk_.ask();
    desk_.engine.step(fills, 3, 8);
    desk_.page().gaps().showing().flush();
    seen(QStringLiteral("gap-runs"), &desk_.window);
    desk_.denoise(fills);
    seen(QStringLiteral("gap-done"), &desk_.window);
    PageSteering& steering = desk_.page().steering();
    steering.togglePopover();
    seen(QStringLiteral("gap-options"), steering.popover());
    steering.close();
    desk_.key(Qt::Key_Right, Qt::ShiftModifier);
    desk_.key(Qt::Key_Right);
    steering.openMenu();
    seen(QStringLiteral("gap-words"), steering.menu());
    steering.close();
    desk_.page().gaps().taking().leaveAll();
    settle();
    desk_.page().brush().start();
    seen(QStringLiteral("brush"), &desk_.window);
    desk_.key(Qt::Key_Escape);
    desk_.page().modes().write();
  }

  void bars() {
    act(QStringLiteral("Edit › Replace"));
    auto* bar = desk_.window.findChild<FindBar*>();
    seen(QStringLiteral("find"), bar);
    QTest::keyClick(bar, Qt::Key_Escape);
    desk_.page().setFocus();
    desk_.cursorTo(0);
    act(QStringLiteral("Edit › Next misspelling"));
    (void)QTest::qWaitFor([] { return QApplication::activePopupWidget() != nullptr; }, 5000);
    auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
    if (menu == nullptr) return;  // without any dictionary
    (void)QTest::qWaitFor([menu] { return menu->actions().first()->isEnabled(); }, 5000);
    seen(QStringLiteral("misspelled"), menu);
    menu->close();
    settle();
  }

  void history() {
    act(QStringLiteral("File › History"));
    HistoryView& view = desk_.window.history()->view();
    const auto state = [](qint64 id, int words, int days, storage::RevisionReason reason, const QString& name = {}) {
      storage::RevisionInfo info;
      info.id = id;
      info.words = words;
      info.created = QDateTime::currentDateTimeUtc().addDays(-days);
      info.reason = reason;
      info.name = name;
      info.stored = 1000;
      return info;
    };
    using Reason = storage::RevisionReason;
    view.setStates(QStringLiteral("a"), {state(3, 64, 0, Reason::Hourly),
                                         state(2, 60, 1, Reason::Named, QStringLiteral("First draft, as it was sent")),
                                         state(1, 2, 3, Reason::Created)});
    view.states()->choose(2);
    const QString now = desk_.text();
    QString before = now;
    before.replace(QStringLiteral("nobody came"), QStringLiteral("everybody had gone"));
    const auto at = static_cast<int>(now.indexOf(QStringLiteral("nobody")));
    view.showComparison({QStringLiteral("a"), 2, 0, before, now, {{at, at + 18, at, at + 11}}});
    seen(QStringLiteral("history"), &view);
    QTest::keyClick(view.states(), Qt::Key_Escape);
  }

  void menus() {
    for (QAction* action : desk_.window.menuBar()->actions()) {
      QMenu* menu = action->menu();
      if (menu == nullptr) continue;
      menu->popup(desk_.window.mapToGlobal(QPoint(10, 30)));
      seen(QStringLiteral("menu-") + menu->title().remove(u'&').toLower(), menu);
      menu->close();
    }
    settle();
  }

  void dialogs() {
    QMainWindow& window = desk_.window;
    modal(QStringLiteral("rename"), [this] { act(QStringLiteral("File › Rename")); });
    modal(QStringLiteral("keys"), [this] { act(QStringLiteral("Help › Keys")); });
    modal(QStringLiteral("about"), [this] { act(QStringLiteral("Help › About Lacuna")); });
    modal(QStringLiteral("unsaved"),
          [&window] { (void)askUnsaved(&window, {QStringLiteral("A draft")}, QStringLiteral("The disk is full.")); });
    modal(QStringLiteral("file-changed"), [this] {
      (void)desk_.window.offerFileText(QStringLiteral("a draft of some length.md"), QStringLiteral("Other words."));
    });
    act(QStringLiteral("Help › Find an act"));
    auto* palette = window.findChild<CommandPalette*>();
    QTest::keyClicks(palette->line(), "the");
    seen(QStringLiteral("palette"), palette);
    QTest::keyClick(palette->line(), Qt::Key_Escape);
    settle();
    act(QStringLiteral("Gap › Generated text › List of all passages"));
    auto* list = window.findChild<GeneratedDialog*>();
    seen(QStringLiteral("generated"), list);
    list->close();
    act(QStringLiteral("Edit › Replace in all documents"));
    ReplaceDialog* replace = desk_.window.searching()->dialog();
    seen(QStringLiteral("replace"), replace);
    replace->close();
    BackupsDialog backups(&window);
    storage::BackupPlan plan;
    plan.folder = QStringLiteral("/media/disk/backups of lacuna");
    backups.setBackups(plan, {{plan.folder + QStringLiteral("/library 2026-11-30 21.14.05.lacuna"),
                               QDateTime(QDate(2026, 11, 30), QTime(21, 14, 5)), 4096}});
    backups.open();
    seen(QStringLiteral("backups"), &backups);
    backups.close();
  }

  void voices() {
    VoicesDialog voices(&desk_.window);
    voices.open();
    seen(QStringLiteral("voices-none"), &voices);
    const storage::VoicesView view = madeUpVoices();
    voices.setSpeaking(madeUpSpeaking());
    voices.setNodes(nodes_);
    voices.setView(view);
    const auto look = [&](const QString& name, VoiceList::Kind kind, const QString& id) {
      voices.choose(kind, id);
      for (const storage::VoiceJob& job : view.jobs) voices.showJob(madeUpJobView(job));
      seen(QStringLiteral("voices-") + name, &voices);
    };
    look(QStringLiteral("corpus"), VoiceList::Corpus, QStringLiteral("corpus"));
    look(QStringLiteral("corpus-empty"), VoiceList::Corpus, QStringLiteral("empty"));
    look(QStringLiteral("draft"), VoiceList::Job, QStringLiteral("draft"));
    voices.jobPage()->plan()->moreSwitch()->setChecked(true);
    look(QStringLiteral("draft-more"), VoiceList::Job, QStringLiteral("draft"));
    look(QStringLiteral("running"), VoiceList::Job, QStringLiteral("running"));
    look(QStringLiteral("waiting"), VoiceList::Job, QStringLiteral("second"));
    look(QStringLiteral("voice"), VoiceList::Voice, QStringLiteral("winter"));
    modal(QStringLiteral("voices-documents"), [&] {
      SourceChoice choice(nodes_, {QStringLiteral("c")}, &voices);
      choice.exec();
    });
    voices.close();
  }

  void preferences() {
    int pages = 0;
    for (int page = 0; page == 0 || page < pages; ++page) {
      QTimer::singleShot(0, &desk_.window, [&] {
        auto* dialog = desk_.window.findChild<PreferencesDialog*>();
        if (dialog == nullptr) return;
        for (QListWidget* list : dialog->findChildren<QListWidget*>())
          if (list->accessibleName() == QStringLiteral("Pages")) {
            pages = list->count();
            list->setCurrentRow(page);
            seen(QStringLiteral("preferences-") + list->item(page)->text().toLower(), dialog);
          }
        dialog->reject();
      });
      act(QStringLiteral("Edit › Preferences"));
    }
    QVERIFY(pages >= 5);
  }

  Desk desk_;
  Look look_;
  QString pictures_;
  QString theme_;
  QSize size_;
  QVector<storage::TreeNode> nodes_;
};

}  // namespace lacuna::ui
