// SPDX-License-Identifier: GPL-3.0-or-later
// The library's panel and the page: what is chosen there is shown here, sections move, a part is split off.
#include "ui/window/main_window_parts.h"

namespace lacuna::ui {

void joinLibrary(MainWindow* window, MainWindow::Parts& parts) {
  LibraryPanel* library = parts.library;
  PageSections* sections = parts.sections.get();
  TreeActs* acts = &library->acts();
  MainWindow::Parts* p = &parts;
  QObject::connect(library, &LibraryPanel::documentChosen, window, [window, p](const QString& id) {
    if (id == p->open.id) return p->page->setFocus();
    window->showSentence({});  // it was about another text
    Q_EMIT window->documentChosen(id);
  });
  QObject::connect(library, &LibraryPanel::newRequested, window, &MainWindow::newDocumentRequested);
  QObject::connect(library, &LibraryPanel::headingChosen, window, [p](int position) {
    p->page->goToHeading(position);
    p->page->setFocus();
  });
  QObject::connect(acts, &TreeActs::said, window, [window, p, acts](const QString& sentence, bool undoable) {
    if (undoable) {
      p->note->offer(sentence, MainWindow::tr("Undo"), [acts] { acts->undo(); });
    } else {
      window->showSentence(sentence);
    }
  });
  QObject::connect(acts, &TreeActs::textUndoWanted, window, [p](const QString& id) {
    if (p->open.id == id) p->page->undoEdit();
  });
  const auto show = [window, p] { p->library->setHeadings(headingsOf(window->manuscriptText())); };
  QObject::connect(library->outline(), &OutlineView::moved, sections, [sections, show](int index, int before) {
    sections->move(index, before);
    show();
  });
  QObject::connect(library->outline(), &OutlineView::levelChanged, sections, [sections, show](int index, int by) {
    sections->changeLevel(index, by);
    show();
  });
  QObject::connect(library, &LibraryPanel::splitRequested, sections, [sections, acts, p] {
    p->page->setFocus();
    if (sections->split(p->open.id)) acts->noteSplit(p->open.id);
  });
  QObject::connect(sections, &PageSections::splitWanted, window, &MainWindow::splitRequested);
  QObject::connect(sections, &PageSections::sentence, window, &MainWindow::showSentence);
}

}  // namespace lacuna::ui
