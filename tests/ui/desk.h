// SPDX-License-Identifier: GPL-3.0-or-later
// A shown window with a fake engine and a mirror of the manuscript that lives on `edited` alone.
#pragma once

#include <QCoreApplication>
#include <QHash>
#include <QScrollBar>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include "tests/ui/fake_engine.h"
#include "tests/ui/kept_history.h"
#include "ui/page/page_view.h"

namespace lacuna::ui {

// Settings of the test alone, in a folder that goes with it.
inline void useTestSettings() {
  static const QTemporaryDir folder;
  QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, folder.path());
  QCoreApplication::setOrganizationName(QStringLiteral("lacuna-tests"));
  QCoreApplication::setApplicationName(QStringLiteral("ui"));
  QSettings().clear();
}

// A document at the top of the library.
inline storage::TreeNode node(const QString& id, const QString& title, int words = 0,
                              storage::DocumentKind kind = storage::DocumentKind::Scene, const QString& parent = {},
                              int depth = 0) {
  return {id, title, kind, parent, depth, words, {}};
}

struct Desk {
  explicit Desk(const QString& text, bool ready = true) : engine(window), mirror(text) {
    QObject::connect(&window, &MainWindow::edited, &engine,
                     [this](const QString& id, const QVector<Edit>& edits, const HistoryEvent& event) {
                       histories[id].apply(event);
                       if (edits.isEmpty()) return;
                       for (const Edit& e : edits) mirror.replace(e.position, e.removed, e.inserted);
                       ++editedCount;
                     });
    QObject::connect(&window, &MainWindow::marksChanged, &engine,
                     [this](const QString& id, const QVector<Mark>& now) { histories[id].marks = marks = now; });
    window.resize(1100, 800);
    window.show();
    (void)QTest::qWaitForWindowExposed(&window);
    window.activateWindow();
    if (ready) FakeEngine::ready(window);
    window.setLibrary({node(QStringLiteral("a"), QStringLiteral("A draft"), 3)});
    Document document;
    document.id = QStringLiteral("a");
    document.title = QStringLiteral("A draft");
    document.text = text;
    window.openDocument(document);
    QCoreApplication::processEvents();
  }

  PageView& page() { return *window.page(); }
  QString text() const { return window.manuscriptText(); }
  // What the widget holds, noise included.
  QString view() {
    QTextCursor cursor(page().document());
    cursor.select(QTextCursor::Document);
    return cursor.selectedText().replace(QChar::ParagraphSeparator, u'\n');
  }
  void cursorTo(int position) { page().setCursorPosition(position); }
  void select(int begin, int end) {
    QTextCursor cursor = page().textCursor();
    cursor.setPosition(page().pageDocument().toView(begin));
    cursor.setPosition(page().pageDocument().toView(end), QTextCursor::KeepAnchor);
    page().setTextCursor(cursor);
  }
  void key(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) { QTest::keyClick(&page(), key, modifiers); }
  void type(const QString& text) {
    for (const QChar c : text) QTest::keyClick(&page(), c.toLatin1());
  }
  void ask() { key(Qt::Key_G, Qt::ControlModifier); }
  void undo() { key(Qt::Key_Z, Qt::ControlModifier); }
  void redo() { key(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier); }
  // Denoises the latest ask to its end.
  void denoise(const QVector<QStringList>& fills, int steps = 8) {
    for (int s = 1; s <= steps; ++s) {
      engine.step(fills, s, steps);
      page().gaps().showing().flush();
    }
    engine.finish(fills);
  }
  QImage grab() {
    QCoreApplication::sendPostedEvents();
    QCoreApplication::processEvents();
    return page().grab().toImage();
  }

  MainWindow window;
  FakeEngine engine;
  QString mirror;
  QHash<QString, KeptHistory> histories;  // by the document's id
  QVector<Mark> marks;
  int editedCount = 0;
};

}  // namespace lacuna::ui
