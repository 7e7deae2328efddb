// SPDX-License-Identifier: GPL-3.0-or-later
// The real program in a test, without a model: a library and a page are enough to write.
#pragma once

#include <QLabel>
#include <QStatusBar>

#include "storage/library.h"
#include "tests/app/window_driver.h"

namespace lacuna::tests {

// The program without a model: a document on the page is enough.
struct WritingDesk {
  explicit WritingDesk(const QString& library, const QString& file = {})
      : program({library, QStringLiteral("no-model-here"), file}),
        failed(&program.storage(), &app::StorageThread::failed),
        saved(&program.storage(), &app::StorageThread::saved) {
    program.show();
    (void)QTest::qWaitForWindowExposed(&program.window());
    program.window().activateWindow();
  }
  bool opened() {
    return QTest::qWaitFor([this] { return !program.window().documentId().isEmpty(); }, 30000);
  }
  ui::PageView& page() { return *program.window().page(); }
  QString text() { return program.window().manuscriptText(); }
  void type(const QString& letters) { QTest::keyClicks(&page(), letters); }
  void undo() { QTest::keyClick(&page(), Qt::Key_Z, Qt::ControlModifier); }
  void redo() { QTest::keyClick(&page(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier); }
  bool allSaved() {
    return QTest::qWaitFor([this] { return program.storage().unsaved().isEmpty(); }, 10000);
  }
  QString status() {
    for (const QLabel* label : program.window().statusBar()->findChildren<QLabel*>())
      if (label->accessibleName() == QStringLiteral("Saved")) return label->text();
    return {};
  }
  // What Ctrl+S says.
  QString isItSaved() {
    program.window().activateWindow();  // a dialog may have been in front
    page().setFocus();
    QCoreApplication::processEvents();
    QTest::keyClick(&page(), Qt::Key_S, Qt::ControlModifier);
    for (const QLabel* label : program.window().findChildren<QLabel*>())
      if (label->accessibleName() == QStringLiteral("Message") && label->isVisible()) return label->text();
    return {};
  }

  app::ProgramWindow program;
  QSignalSpy failed;
  QSignalSpy saved;
};

}  // namespace lacuna::tests
