// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/files/folder_actions.h"

#include <QAction>
#include <QCheckBox>
#include <QDialog>
#include <QDialogButtonBox>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QMenuBar>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/window/file_dialog.h"
#include "ui/window/main_window.h"

namespace lacuna::ui {
namespace {

constexpr int kWidth = 460;  // pixels
constexpr int kListLines = 7;

// A dialog with a sentence, whose other widgets come between that and the buttons.
struct Form {
  Form(QWidget* parent, const char* name, const QString& title, const QString& sentence)
      : dialog(parent), column(new QVBoxLayout(&dialog)) {
    dialog.setObjectName(QLatin1String(name));
    dialog.setWindowTitle(title);
    say(sentence);
  }
  void say(const QString& sentence) {
    auto* label = new QLabel(sentence, &dialog);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    column->addWidget(label);
  }
  QCheckBox* box(const QString& text, bool checked) {
    auto* made = new QCheckBox(text, &dialog);
    made->setChecked(checked);
    column->addWidget(made);
    return made;
  }
  void list(const QString& name, const QStringList& lines) {
    auto* text = new QPlainTextEdit(lines.join(u'\n'), &dialog);
    text->setReadOnly(true);
    text->setTabChangesFocus(true);
    text->setAccessibleName(name);
    text->setMinimumHeight(text->fontMetrics().lineSpacing() * kListLines);
    column->addWidget(text, 1);
  }
  bool ask(const QString& yes) {
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, &dialog);
    buttons->button(QDialogButtonBox::Ok)->setText(yes);
    QObject::connect(buttons, &QDialogButtonBox::accepted, &dialog, &QDialog::accept);
    QObject::connect(buttons, &QDialogButtonBox::rejected, &dialog, &QDialog::reject);
    column->addWidget(buttons);
    buttons->button(QDialogButtonBox::Ok)->setFocus();
    dialog.resize(kWidth, dialog.sizeHint().height());
    return dialog.exec() == QDialog::Accepted;
  }
  QDialog dialog;
  QVBoxLayout* column;
};

}  // namespace

FolderActions::FolderActions(MainWindow* window) : QObject(window), window_(window) {
  const QList<QAction*> menus = window->menuBar()->actions();
  QMenu* menu = menus.isEmpty() ? nullptr : menus.first()->menu();
  if (menu == nullptr || menu->actions().isEmpty()) return;
  const auto add = [&](const QString& text, const char* name, const char* behind, auto act) {
    auto* action = new QAction(text, window);
    action->setObjectName(QLatin1String(name));
    connect(action, &QAction::triggered, this, act);
    const QList<QAction*> acts = menu->actions();
    const auto is = [behind](const QAction* each) { return each->objectName() == QLatin1String(behind); };
    const auto found = std::find_if(acts.begin(), acts.end(), is);
    menu->insertAction(found == acts.end() ? acts.last() : acts.value(found - acts.begin() + 1), action);
  };
  add(tr("Import a fol&der\u2026"), "importFolder", "importFile", [this] {
    const QString path = askFolder(window_, tr("Import a folder as a project"));
    if (!path.isEmpty()) Q_EMIT importWanted(path);
  });
  add(tr("Export the project as a &folder\u2026"), "exportFolder", "exportFile", [this] {
    FolderChoice choice;
    if (!askExport(&choice)) return;
    const QString path = askFolder(window_, tr("Export the project into a folder"));
    if (!path.isEmpty()) Q_EMIT exportWanted(path, choice);
  });
}

bool FolderActions::askImport(const FolderOffer& offer, bool* linked) {
  Form form(window_, "askFolder", tr("Import a folder"),
            tr("%1 becomes a project, copied into the library. Texts in it: %2.")
                .arg(offer.title, QLocale().toString(offer.texts)));
  if (!offer.leftOut.isEmpty()) {
    form.say(tr("What cannot be taken along:"));
    form.list(tr("What cannot be taken along"), offer.leftOut);
  }
  QCheckBox* link = form.box(tr("&Link each text to its file, so that both are kept in step"), *linked);
  if (!form.ask(tr("&Import"))) return false;
  *linked = link->isChecked();
  return true;
}

bool FolderActions::askExport(FolderChoice* choice) {
  Form form(window_, "exportProject", tr("Export the project as a folder"),
            tr("Each document becomes a file of Markdown. Into a folder that the project was exported to before, only "
               "what has changed is written."));
  QCheckBox* notes = form.box(tr("With &notes"), choice->notes);
  QCheckBox* archived = form.box(tr("With what is &archived"), choice->archived);
  QCheckBox* link = form.box(tr("&Link each document to its file, so that both are kept in step"), choice->linked);
  if (!form.ask(tr("Choose the &folder\u2026"))) return false;
  *choice = {notes->isChecked(), archived->isChecked(), link->isChecked()};
  return true;
}

bool FolderActions::askOver(const QStringList& files) {
  Form form(window_, "askOver", tr("Export the project as a folder"),
            tr("Another program has changed these files since they were exported, so they were left as they are. "
               "Write over them?"));
  form.list(tr("Files that another program has changed"), files);
  return form.ask(tr("Write &over them"));
}

}  // namespace lacuna::ui
