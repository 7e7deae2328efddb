// SPDX-License-Identifier: GPL-3.0-or-later
// The real program in a test: window, engine's thread, storage's thread and the model of the tree, with a library of
// its own in a temporary folder.
#pragma once

#include <QCryptographicHash>
#include <QSet>
#include <QSettings>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtTest/QtTest>
#include <memory>

#include "app/window/program_window.h"
#include "tests/app/support.h"
#include "ui/page/page_view.h"

namespace lacuna::tests {

// Settings of the tests never mix with a person's own.
inline void isolateSettings(const QString& folder) {
  app::nameProgram();
  QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, folder);
  QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, folder);
}

// Counts what the page really painted of a gap: distinct texts and inks at paint events, and distinct pictures.
class FrameWatcher : public QObject {
 public:
  explicit FrameWatcher(ui::PageView* page) : page_(page) { page_->viewport()->installEventFilter(this); }
  qsizetype states() const { return states_.size(); }
  qsizetype pictures() const { return pictures_.size(); }

 protected:
  bool eventFilter(QObject*, QEvent* event) override {
    if (event->type() != QEvent::Paint || grabbing_ || page_->pageDocument().holes().isEmpty()) return false;
    QByteArray state;
    for (const ui::InkSpan& span : page_->gaps().showing().spans()) {
      state += QByteArray::number(span.begin) + ',' + QByteArray::number(span.ink, 'f', 2) + ';';
    }
    const ui::PageDocument::Hole& hole = page_->pageDocument().holes().first();
    state += page_->toPlainText().mid(hole.viewBegin, hole.viewLength).toUtf8();
    const qsizetype known = states_.size();
    states_.insert(state);
    // The picture is taken after this paint event, since painting does not nest.
    if (states_.size() > known) QTimer::singleShot(0, this, [this] { takePicture(); });
    return false;
  }

 private:
  // Only the text: the bar with its counter is a child and does not count.
  void takePicture() {
    grabbing_ = true;
    QPixmap picture(page_->viewport()->size());
    page_->viewport()->render(&picture, {}, {}, QWidget::DrawWindowBackground);
    grabbing_ = false;
    const QImage image = picture.toImage();
    const QByteArrayView bytes(reinterpret_cast<const char*>(image.constBits()), image.sizeInBytes());
    pictures_.insert(QCryptographicHash::hash(bytes, QCryptographicHash::Md5));
  }

  ui::PageView* page_;
  QSet<QByteArray> states_;
  QSet<QByteArray> pictures_;
  bool grabbing_ = false;
};

struct Driver {
  explicit Driver(const QString& library, const QString& file = {})
      : program(std::make_unique<app::ProgramWindow>(app::ProgramPlaces{library, modelPath(), file})),
        ready(&program->engine(), &app::EngineThread::ready),
        listed(&program->storage(), &app::StorageThread::runsListed),
        finished(&program->engine(), &app::EngineThread::finished) {}

  // Shown, with a document on the page and the model loaded.
  bool start() {
    window().resize(1440, 900);  // the screen of the tests is small, and a small window folds its panels
    program->show();
    if (!QTest::qWaitForWindowExposed(&window())) return false;
    window().activateWindow();
    // A new library opens one sample after the other, and each takes the place of what is on the page. The runs of the
    // first are listed when the last has been opened.
    const auto settled = [&] { return !window().documentId().isEmpty() && ready.count() > 0 && listed.count() > 0; };
    if (!QTest::qWaitFor(settled, 120000)) return false;
    QCoreApplication::processEvents();
    page().setFocus();
    return true;
  }

  ui::MainWindow& window() { return program->window(); }
  ui::PageView& page() { return *window().page(); }
  QString text() { return window().manuscriptText(); }
  bool hasGap() { return !page().pageDocument().holes().isEmpty(); }
  bool isDenoising() { return page().gaps().latestRun() != nullptr && page().gaps().latestRun()->frame().step > 0; }
  bool isDone() {
    const ui::GapRun* run = page().gaps().latestRun();
    return run != nullptr && run->state() == ui::GapRun::Done;
  }

  void select(int begin, int end) {
    QTextCursor cursor = page().textCursor();
    cursor.setPosition(page().pageDocument().toView(begin));
    cursor.setPosition(page().pageDocument().toView(end), QTextCursor::KeepAnchor);
    page().setTextCursor(cursor);
  }

  std::unique_ptr<app::ProgramWindow> program;
  QSignalSpy ready;
  QSignalSpy listed;
  QSignalSpy finished;
};

}  // namespace lacuna::tests
