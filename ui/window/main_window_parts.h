// SPDX-License-Identifier: GPL-3.0-or-later
// What the window is made of. Private to ui/window/main_window*.cpp.
#pragma once

#include <QAction>
#include <QSplitter>
#include <QTimer>

#include "ui/desktop_colors.h"
#include "ui/generated/generated_dialog.h"
#include "ui/help/manual_window.h"
#include "ui/library/library_panel.h"
#include "ui/library/page_sections.h"
#include "ui/page/page_view.h"
#include "ui/panels/denoising_panel.h"
#include "ui/spelling/spelling_lens.h"
#include "ui/surprise/surprise_lens.h"
#include "ui/window/find_on_page.h"
#include "ui/window/full_screen.h"
#include "ui/window/history_on_page.h"
#include "ui/window/link_on_page.h"
#include "ui/window/main_window.h"
#include "ui/window/message_note.h"
#include "ui/window/model_menu.h"
#include "ui/window/panel_room.h"
#include "ui/window/recent_on_page.h"
#include "ui/window/runs_on_page.h"
#include "ui/window/search_desk.h"
#include "ui/window/selection_count.h"
#include "ui/window/status_line.h"

namespace lacuna::ui {

struct MainWindow::Parts {
  // The document on the page.
  struct Open {
    QString id;
    QString title;
    bool there = false;
    QVector<Mark> announcedMarks;
  } open;
  SavedState saved;
  EngineView engine;
  std::unique_ptr<DesktopColors> colors;
  QString themeChoice;
  Theme theme;  // that is shown
  qreal zoom = 1.0;
  quint64 lastAsk = 0;  // the run that was asked for last; 0: none yet
  std::function<bool()> mayClose;

  // Widgets are the window's, and go with it.
  LeftPanel* left = nullptr;  // with the library
  LibraryPanel* library = nullptr;
  PageView* page = nullptr;
  RunPanel* panel = nullptr;
  ContextRibbon* ribbon = nullptr;
  MessageNote* note = nullptr;
  // What looks at them goes before.
  std::unique_ptr<GeneratedText> generated;
  std::unique_ptr<SurpriseLens> surprise;
  std::unique_ptr<SpellingLens> spelling;
  std::unique_ptr<PageSections> sections;
  std::unique_ptr<FindOnPage> find;
  std::unique_ptr<SearchDesk> searching;
  std::unique_ptr<RunsOnPage> runs;
  std::unique_ptr<StatusLine> status;
  std::unique_ptr<SelectionCount> selection;
  std::unique_ptr<PanelRoom> room;
  std::unique_ptr<HistoryOnPage> history;
  std::unique_ptr<LinkOnPage> links;
  std::unique_ptr<FullScreen> fullScreen;
  std::unique_ptr<RecentOnPage> recent;
  ModelMenu* models = nullptr;
  GeneratedDialog* generatedList = nullptr;  // made when it is first wanted
  ManualWindow* manual = nullptr;            // likewise

  struct Actions {
    QAction* undo = nullptr;
    QAction* redo = nullptr;
    QAction* focusMode = nullptr;
    QAction* still = nullptr;
    QList<QAction*> themes;
  } actions;

  struct Timers {
    QTimer moved;    // viewMoved, throttled
    QTimer panel;    // the panel follows a run that goes on, after the page and no oftener than it can be read
    QTimer outline;  // headings and shares, when the author pauses
    QTimer saved;    // "saved … ago"
  } timers;

  void showWords();
  void showSaved() { status->showSaved(saved, theme); }
  void showEngine();
  void showTitle(MainWindow* window) const;
};

// Joins the library's panel to the page; in library_on_page.cpp.
void joinLibrary(MainWindow* window, MainWindow::Parts& parts);

// Menus and their actions; in main_window_actions.cpp.
void buildMenus(MainWindow* window, MainWindow::Parts& parts);
// What the Gap menu has for generated text, and what leads to it; in generated_actions.cpp.
void buildGenerated(QMenu* menu, MainWindow* window, MainWindow::Parts& parts);
// In spelling_actions.cpp.
void buildSpelling(QMenu* menu, MainWindow* window, MainWindow::Parts& parts);

}  // namespace lacuna::ui
