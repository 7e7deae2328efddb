// SPDX-License-Identifier: GPL-3.0-or-later
// What the window is made of. Private to ui/main_window*.cpp.
#pragma once

#include <QAction>
#include <QDate>
#include <QHash>
#include <QLabel>
#include <QSet>
#include <QSplitter>
#include <QTimer>

#include "ui/page/page_view.h"
#include "ui/panels/context_ribbon.h"
#include "ui/panels/denoising_panel.h"
#include "ui/panels/library_panel.h"
#include "ui/panels/run_panel.h"
#include "ui/search/find_bar.h"
#include "ui/surprise/surprise_lens.h"
#include "ui/theme.h"
#include "ui/window/main_window.h"

namespace lacuna::ui {

struct MainWindow::Parts {
  Theme theme;
  qreal zoom = 1.0;
  QString id;
  QString title;
  bool open = false;
  QVector<LibraryItem> library;
  QVector<Mark> announcedMarks;
  std::function<bool()> mayClose;
  EngineView engine;
  quint64 lastAsk = 0;  // the run that was asked for last; 0: none yet

  // A branch that goes on, or whose words have joined a gap's candidates.
  struct Branch {
    quint64 gap = 0;     // the ask whose gap may be open; 0: none
    int candidate = -1;  // there, once it has ended
    FrameView last;
  };
  QHash<quint64, InfillAsk> asks;   // of runs whose steps have not come yet
  QHash<quint64, Branch> branches;  // by their ask
  QSet<quint64> goneOn;             // asks whose run was steered and goes on as another
  QString wantedRun;
  int wantedCandidate = -1;
  quint64 branchCount = 0;
  // The gap that the shown run belongs to: its own, or the one that it branches from.
  quint64 gapOfShown() const;
  // The author looks at a run whose gap is no longer on the page: they have opened it, or go through its steps.
  bool looksBack = false;

  QSplitter* splitter = nullptr;
  LibraryPanel* library_ = nullptr;
  PageView* page = nullptr;
  SurpriseLens* surprise = nullptr;
  RunPanel* panel = nullptr;
  DenoisingPanel* side = nullptr;  // its first tab
  ContextRibbon* ribbon = nullptr;
  FindBar* find = nullptr;
  QLabel* note = nullptr;
  bool noteAtHead = false;  // of the page, not at its foot
  QTimer noteTimer;

  QLabel* words = nullptr;
  QLabel* today = nullptr;
  QLabel* generated = nullptr;
  QLabel* saved = nullptr;
  QLabel* model = nullptr;
  QLabel* device = nullptr;
  QLabel* pace = nullptr;     // milliseconds a step
  QLabel* context = nullptr;  // tokens that were read

  QAction* undo = nullptr;
  QAction* redo = nullptr;
  QAction* focusMode = nullptr;
  QAction* showLibrary = nullptr;
  QAction* showSide = nullptr;
  // What the author wants to see; a narrow window folds it for as long as it is narrow.
  bool wantsLibrary = true;
  bool wantsSide = true;
  QAction* modelLine = nullptr;
  QMenu* modelMenu = nullptr;
  bool modelMenuAtPill = false;    // it was opened there, not in the menu bar
  QAction* modelsEnd = nullptr;    // of their part of it
  QVector<QAction*> modelActions;  // those on this machine
  QList<QAction*> themes;

  QTimer movedTimer;    // viewMoved, throttled
  QTimer panelTimer;    // the panel follows a run that goes on, after the page and no oftener than it can be read
  QTimer outlineTimer;  // headings and shares, when the author pauses
  QTimer savedTimer;    // "saved … ago"
  QTimer todayTimer;    // today's words into the settings
  QDateTime savedAt;
  QDateTime lastEdit;                       // of the open document; invalid: none yet
  int libraryWidth = 230, sideWidth = 330;  // as the author drew them
  const QWidget* asked = nullptr;           // the panel that was asked for last: where one alone fits, that one
  QString trouble;                          // why changes cannot be written; empty: they can
  int lastTyped = 0;                        // of the manuscript's count, what is in todayWords already
  int todayWords = 0;
  QDate todayDate;

  bool unsaved() const { return lastEdit.isValid() && !(savedAt.isValid() && savedAt >= lastEdit); }
  // Whether there are words that only this window has and the library does not take.
  bool notSaved() const { return !trouble.isEmpty() && (unsaved() || id.isEmpty()); }
  void loadToday();
  void keepToday();

  void showWords();
  void showGenerated();
  void showSavedState();
  void showEngine();
  // As much of the status bar as the window has room for, each part whole or not at all.
  void fitStatus();
  QVector<QRect> busyPlaces() const;
  void placeNote();
  // By the pill with the model's name, which it does not cover.
  void openModelMenu();
  void placeModelMenu();
  // The find bar; in main_window_find.cpp.
  void connectFind();
  void seek(const QString& text, PageFind::Step step);
  void openFind();
  void findNext(PageFind::Step step);
  void placeFind();
  // Gives the page of a window so wide a measure that can be read: panels become narrower, then fold. asked: the panel
  // that the author has just opened, which stays.
  void fitPanels(int width);
};

// Menus and their actions; in main_window_actions.cpp.
void buildMenus(MainWindow* window, MainWindow::Parts& parts);

}  // namespace lacuna::ui
