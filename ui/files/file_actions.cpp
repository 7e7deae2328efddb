// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/files/file_actions.h"

#include <QAction>
#include <QDialog>
#include <QDialogButtonBox>
#include <QFileInfo>
#include <QMenu>
#include <QMenuBar>
#include <QMessageBox>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/window/file_dialog.h"
#include "ui/window/main_window.h"

namespace lacuna::ui {
namespace {

// Formats in which a text has pages.
bool hasPages(const QString& path) {
  const QString suffix = QFileInfo(path).suffix().toLower();
  return suffix == QStringLiteral("pdf") || suffix == QStringLiteral("docx") || suffix == QStringLiteral("odt");
}

}  // namespace

FileActions::FileActions(MainWindow* window, const QVector<storage::FormatInfo>& formats)
    : QObject(window), window_(window) {
  for (const storage::FormatInfo& format : formats)
    filters_.append(QStringLiteral("%1 (*.%2)").arg(format.name, format.suffix));
  const QList<QAction*> menus = window->menuBar()->actions();
  menu_ = menus.isEmpty() ? nullptr : menus.first()->menu();
  if (menu_ == nullptr || menu_->actions().isEmpty()) return;
  before_ = menu_->actions().last();
  const auto add = [&](const QString& text, const char* name, auto act) {
    auto* action = new QAction(text, window);
    action->setObjectName(QLatin1String(name));
    connect(action, &QAction::triggered, this, act);
    addAction(action);
    return action;
  };
  add(tr("&Import\u2026"), "importFile", [this] {
    const QString path =
        askOpenFile(window_, tr("Import a text"),
                    {tr("Texts (*.docx *.odt *.epub *.html *.htm *.md *.markdown *.txt)"), tr("All files (*)")});
    if (!path.isEmpty()) Q_EMIT importWanted(path);
  });
  add(tr("&Export\u2026"), "exportFile", [this] {
    const QString path = askPath(tr("Export this draft"), fileName(window_->documentTitle(), QStringLiteral(".docx")));
    if (path.isEmpty()) return;
    CompileChoice choice = CompileChoice::load(QStringLiteral("export"));
    if (hasPages(path)) {
      if (!askChoice(tr("Export this draft"), false, tr("&Export"), &choice)) return;
      choice.save(QStringLiteral("export"));
    }
    Q_EMIT exportWanted(path, window_->manuscriptText(), choice);
  });
  add(tr("Co&mpile the project\u2026"), "compileProject", [this] {
    CompileChoice choice = CompileChoice::load();
    if (!askChoice(tr("Compile the project"), true, tr("Choose the &file\u2026"), &choice)) return;
    choice.save();
    const QString path = askPath(tr("Compile the project"));
    if (!path.isEmpty()) Q_EMIT compileWanted(path, choice);
  });
  menu_->insertSeparator(before_);
  add(tr("&Print\u2026"), "print", [this] { Q_EMIT printWanted(false); })->setShortcut(QKeySequence::Print);
  add(tr("Print pre&view\u2026"), "printPreview", [this] { Q_EMIT printWanted(true); });
  before_ = menu_->insertSeparator(before_);
}

void FileActions::addAction(QAction* action) {
  menu_->insertAction(before_, action);
  window_->addAction(action);  // its key also when the menu bar is hidden in full screen
}

QString FileActions::askPath(const QString& title, const QString& suggested) {
  return askSaveFile(window_, title, suggested, filters_);
}

int FileActions::askProject(const QString& title, int chapters) {
  QMessageBox box(window_);
  box.setObjectName(QStringLiteral("importProject"));
  box.setIcon(QMessageBox::Question);
  box.setTextFormat(Qt::PlainText);
  box.setWindowTitle(tr("Import"));
  box.setText(tr("%1 has %n chapter(s).", nullptr, chapters).arg(title));
  box.setInformativeText(tr(
      "As a project each chapter is a document of its own, to be moved and compiled; or all of it is one document."));
  QPushButton* project = box.addButton(tr("A &project of chapters"), QMessageBox::AcceptRole);
  QPushButton* one = box.addButton(tr("&One document"), QMessageBox::AcceptRole);
  box.addButton(QMessageBox::Cancel);
  box.setDefaultButton(project);
  box.exec();
  if (box.clickedButton() == project) return 2;
  return box.clickedButton() == one ? 1 : 0;
}

bool FileActions::askChoice(const QString& title, bool whole, const QString& yes, CompileChoice* choice) {
  QDialog dialog(window_);
  dialog.setObjectName(QStringLiteral("compile"));
  dialog.setWindowTitle(title);
  auto* column = new QVBoxLayout(&dialog);
  auto* form = new ChoiceForm(*choice, &dialog);
  form->setWhole(whole);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, &dialog);
  buttons->button(QDialogButtonBox::Ok)->setText(yes);
  connect(buttons, &QDialogButtonBox::accepted, &dialog, &QDialog::accept);
  connect(buttons, &QDialogButtonBox::rejected, &dialog, &QDialog::reject);
  column->addWidget(form);
  column->addWidget(buttons);
  if (dialog.exec() != QDialog::Accepted) return false;
  *choice = form->choice();
  return true;
}

}  // namespace lacuna::ui
