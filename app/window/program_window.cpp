// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/program_window.h"

#include <QCoreApplication>
#include <QGuiApplication>
#include <QTimer>

#include "app/window/library_wiring.h"
#include "app/window/search_wiring.h"
#include "app/window/spelling_wiring.h"
#include "app/window/surprise_wiring.h"
#include "ui/window/unsaved_dialog.h"

namespace lacuna::app {

ProgramWindow::ProgramWindow(ProgramPlaces places)
    : places_(std::move(places)),
      wiring_(window_, engine_, storage_),
      files_(window_, storage_),
      print_(window_, storage_, files_) {
  joinSurprise(window_, engine_);
  joinLibrary(window_, storage_);
  joinSearch(window_, storage_);
  joinSpelling(window_, storage_);
  wiring_.setFileToOpen(places_.file);
  wiring_.setModel(places_.model);
  window_.setCloseGuard([this] { return mayClose(); });
  QObject::connect(&storage_, &StorageThread::opened, &window_, [this] { instance_.listen(places_.library); });
  QObject::connect(&storage_, &StorageThread::libraryTaken, &window_, [this] { onLibraryTaken(); });
  QObject::connect(&instance_, &RunningInstance::asked, &window_,
                   [this](const QString& file, const QByteArray& token) { comeToFront(file, token); });
}

// Both threads end before the wiring goes: what storage still reads is handed over from its own thread.
ProgramWindow::~ProgramWindow() {
  voices_.close();
  engine_.close();
  (void)storage_.close();
}

bool ProgramWindow::close() {
  engine_.close();
  if (givenUp_) {
    storage_.closeAnyway();
    return true;
  }
  if (storage_.close()) return true;
  window_.show();
  window_.showSentence(
      QObject::tr("The library could not be written, so the last changes are only here: make room on "
                  "the disk, or save a copy (Ctrl+Shift+S), and close again."));
  return false;
}

void ProgramWindow::show() {
  window_.setEngine({ui::EngineView::Loading, {}, {}, {}});
  window_.show();
  // After the first paint, so that nothing competes with it.
  QTimer::singleShot(0, &window_, [this] {
    storage_.open(places_.library);
    engine_.open(places_.model);
  });
}

QVector<storage::Document> ProgramWindow::unsaved() {
  QVector<storage::Document> documents = storage_.unsaved();
  if (wiring_.hasHomelessWords()) {
    storage::Document page;
    page.title = QObject::tr("Untitled");
    page.text = window_.manuscriptText();
    documents.push_back(page);
  }
  return documents;
}

bool ProgramWindow::mayClose() {
  const QVector<storage::Document> left = unsaved();
  if (left.isEmpty()) return true;
  QStringList titles;
  for (const storage::Document& document : left) titles << document.title;
  switch (ui::askUnsaved(&window_, titles,
                         QObject::tr("The library %1 cannot be written. Make room or change its rights and stay, and "
                                     "they are kept by themselves; or save a copy elsewhere.")
                             .arg(places_.library))) {
    case ui::UnsavedAnswer::Stay:
      return false;
    case ui::UnsavedAnswer::SaveCopy:
      if (!saveCopies(left)) return false;
      break;
    case ui::UnsavedAnswer::Discard:
      break;
  }
  givenUp_ = true;
  return true;
}

bool ProgramWindow::saveCopies(const QVector<storage::Document>& documents) {
  for (const storage::Document& document : documents) {
    const QString path = ui::askCopyPath(&window_, document.title);
    if (path.isEmpty()) return false;
    const QString wrong = storage_.saveFileNow(path, document.text);
    if (wrong.isEmpty()) continue;
    window_.showSentence(wrong);
    return false;
  }
  return true;
}

void ProgramWindow::comeToFront(const QString& file, const QByteArray& token) {
  // On Wayland a window may come to the front only with what the desktop gave to the start.
  if (!token.isEmpty()) qputenv("XDG_ACTIVATION_TOKEN", token);
  window_.setWindowState(window_.windowState() & ~Qt::WindowMinimized);
  window_.show();
  window_.raise();
  window_.activateWindow();
  wiring_.openFile(file);
}

// Two starts at once: the other was first. Unless something was written here, this one goes.
void ProgramWindow::onLibraryTaken() {
  if (silent_ || wiring_.hasHomelessWords() || !window_.documentId().isEmpty()) return;
  const RunningInstance::Answer answer = RunningInstance::handOver(places_.library, places_.file);
  silent_ = answer == RunningInstance::Answer::Silent;
  if (answer != RunningInstance::Answer::Taken) return;
  givenUp_ = true;
  window_.close();
}

void nameProgram() {
  QCoreApplication::setOrganizationName(QStringLiteral("lacuna"));
  QCoreApplication::setApplicationName(QStringLiteral("lacuna"));
  QCoreApplication::setApplicationVersion(QStringLiteral(LACUNA_VERSION));
  QGuiApplication::setApplicationDisplayName(QStringLiteral("Lacuna"));
  QGuiApplication::setDesktopFileName(QStringLiteral("org.lacuna.Lacuna"));
}

}  // namespace lacuna::app
