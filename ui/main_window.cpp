// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window.h"

namespace lacuna::ui {
struct MainWindow::Parts {};
MainWindow::MainWindow(QWidget* parent) : QMainWindow(parent), parts_(new Parts) {}
MainWindow::~MainWindow() = default;
QString MainWindow::manuscriptText() const { return {}; }
QString MainWindow::documentId() const { return {}; }
PageView* MainWindow::page() const { return nullptr; }
void MainWindow::setTheme(const QString&) {}
void MainWindow::openDocument(const DocumentView&) {}
void MainWindow::setLibrary(const QVector<LibraryItem>&) {}
void MainWindow::setEngine(const EngineView&) {}
void MainWindow::showFrame(const FrameView&) {}
void MainWindow::showResult(const ResultView&) {}
void MainWindow::showContextProgress(quint64, qint64, qint64) {}
void MainWindow::showSentence(const QString&) {}
void MainWindow::showSaved(const QDateTime&) {}
void MainWindow::closeEvent(QCloseEvent* event) { QMainWindow::closeEvent(event); }
bool MainWindow::eventFilter(QObject* watched, QEvent* event) { return QMainWindow::eventFilter(watched, event); }
void MainWindow::resizeEvent(QResizeEvent* event) { QMainWindow::resizeEvent(event); }
}  // namespace lacuna::ui
