// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/files/file_actions.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QDialogButtonBox>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSettings>
#include <QVBoxLayout>

#include "ui/window/file_dialog.h"
#include "ui/window/main_window.h"

namespace lacuna::ui {
namespace {

using storage::ManuscriptStyle;

constexpr QSize kPreview(460, 240);

QDialogButtonBox* addButtons(QDialog* dialog, const QString& yes) {
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel, dialog);
  buttons->button(QDialogButtonBox::Ok)->setText(yes);
  QObject::connect(buttons, &QDialogButtonBox::accepted, dialog, &QDialog::accept);
  QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
  return buttons;
}

}  // namespace

CompileChoice CompileChoice::load() {
  const QSettings settings;
  CompileChoice choice;
  choice.look.style =
      static_cast<ManuscriptStyle>(qBound(0, settings.value(QStringLiteral("compile/style"), 1).toInt(), 2));
  choice.look.courier = settings.value(QStringLiteral("compile/courier")).toBool();
  choice.look.letterPaper = settings.value(QStringLiteral("compile/letter")).toBool();
  choice.look.titlePage = settings.value(QStringLiteral("compile/title_page"), true).toBool();
  choice.author = settings.value(QStringLiteral("compile/author")).toString();
  choice.look.contact = settings.value(QStringLiteral("compile/contact")).toString();
  choice.notes = settings.value(QStringLiteral("compile/notes")).toBool();
  return choice;
}

void CompileChoice::save() const {
  QSettings settings;
  settings.setValue(QStringLiteral("compile/style"), static_cast<int>(look.style));
  settings.setValue(QStringLiteral("compile/courier"), look.courier);
  settings.setValue(QStringLiteral("compile/letter"), look.letterPaper);
  settings.setValue(QStringLiteral("compile/title_page"), look.titlePage);
  settings.setValue(QStringLiteral("compile/author"), author);
  settings.setValue(QStringLiteral("compile/contact"), look.contact);
  settings.setValue(QStringLiteral("compile/notes"), notes);
}

FileActions::FileActions(MainWindow* window, const QVector<storage::FormatInfo>& formats)
    : QObject(window), window_(window) {
  for (const storage::FormatInfo& format : formats)
    filters_.append(QStringLiteral("%1 (*.%2)").arg(format.name, format.suffix));
  const QList<QAction*> menus = window->menuBar()->actions();
  QMenu* menu = menus.isEmpty() ? nullptr : menus.first()->menu();
  if (menu == nullptr || menu->actions().isEmpty()) return;
  QAction* const quit = menu->actions().last();
  const auto add = [&](const QString& text, const char* name, auto act) {
    auto* action = new QAction(text, window);
    action->setObjectName(QLatin1String(name));
    menu->insertAction(quit, action);
    connect(action, &QAction::triggered, this, act);
  };
  add(tr("&Import\u2026"), "importFile", [this] {
    const QString path =
        askOpenFile(window_, tr("Import a text"),
                    {tr("Texts (*.docx *.odt *.epub *.html *.htm *.md *.markdown *.txt)"), tr("All files (*)")});
    if (!path.isEmpty()) Q_EMIT importWanted(path);
  });
  add(tr("&Export\u2026"), "exportFile", [this] {
    const QString path = askPath(tr("Export this draft"));
    if (!path.isEmpty()) Q_EMIT exportWanted(path, window_->manuscriptText());
  });
  add(tr("Co&mpile the project\u2026"), "compileProject", [this] {
    CompileChoice choice = CompileChoice::load();
    if (!askCompile(&choice)) return;
    choice.save();
    const QString path = askPath(tr("Compile the project"));
    if (!path.isEmpty()) Q_EMIT compileWanted(path, choice);
  });
  menu->insertSeparator(quit);
}

QString FileActions::askPath(const QString& title) { return askSaveFile(window_, title, QString(), filters_); }

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

QString FileActions::askEncoding(const QString& file, const QVector<QPair<QString, QString>>& previews) {
  QDialog dialog(window_);
  dialog.setObjectName(QStringLiteral("encoding"));
  dialog.setWindowTitle(tr("The letters of the file"));
  auto* column = new QVBoxLayout(&dialog);
  auto* label = new QLabel(
      tr("%1 is not UTF-8. Choose the encoding in which it reads well:").arg(QFileInfo(file).fileName()), &dialog);
  label->setTextFormat(Qt::PlainText);
  label->setWordWrap(true);
  auto* names = new QComboBox(&dialog);
  names->setAccessibleName(tr("Encoding"));
  auto* text = new QPlainTextEdit(&dialog);
  text->setReadOnly(true);
  text->setTabChangesFocus(true);
  text->setAccessibleName(tr("How the file reads"));
  text->setMinimumSize(kPreview / 2);
  for (const auto& [name, preview] : previews) names->addItem(name, preview);
  connect(names, &QComboBox::currentIndexChanged, text,
          [names, text] { text->setPlainText(names->currentData().toString()); });
  text->setPlainText(names->currentData().toString());
  column->addWidget(label);
  column->addWidget(names);
  column->addWidget(text, 1);
  column->addWidget(addButtons(&dialog, tr("&Import")));
  dialog.resize(kPreview);
  return dialog.exec() == QDialog::Accepted ? names->currentText() : QString();
}

bool FileActions::askCompile(CompileChoice* choice) {
  QDialog dialog(window_);
  dialog.setObjectName(QStringLiteral("compile"));
  dialog.setWindowTitle(tr("Compile the project"));
  auto* form = new QFormLayout(&dialog);
  auto* style = new QComboBox(&dialog);
  style->addItems({tr("Plain"), tr("Standard manuscript format"), tr("Book")});
  style->setCurrentIndex(static_cast<int>(choice->look.style));
  auto* author = new QLineEdit(choice->author, &dialog);
  auto* contact = new QPlainTextEdit(choice->look.contact, &dialog);
  contact->setTabChangesFocus(true);
  contact->setMaximumHeight(contact->fontMetrics().lineSpacing() * 4);
  auto* title = new QCheckBox(tr("With a &title page"), &dialog);
  title->setChecked(choice->look.titlePage);
  auto* courier = new QCheckBox(tr("&Courier instead of Times"), &dialog);
  courier->setChecked(choice->look.courier);
  auto* letter = new QCheckBox(tr("US &Letter instead of A4"), &dialog);
  letter->setChecked(choice->look.letterPaper);
  auto* notes = new QCheckBox(tr("Take &notes along"), &dialog);
  notes->setChecked(choice->notes);
  const auto fit = [=] {
    const bool typed = style->currentIndex() == static_cast<int>(ManuscriptStyle::Standard);
    courier->setEnabled(typed);
    contact->setEnabled(typed);
  };
  connect(style, &QComboBox::currentIndexChanged, &dialog, fit);
  fit();
  form->addRow(tr("&Style"), style);
  form->addRow(tr("&Author"), author);
  form->addRow(tr("A&ddress"), contact);
  for (QCheckBox* box : {title, courier, letter, notes}) form->addRow(box);
  form->addRow(addButtons(&dialog, tr("Choose the &file\u2026")));
  if (dialog.exec() != QDialog::Accepted) return false;
  choice->look.style = static_cast<ManuscriptStyle>(style->currentIndex());
  choice->look.titlePage = title->isChecked();
  choice->look.courier = courier->isChecked();
  choice->look.letterPaper = letter->isChecked();
  choice->look.contact = contact->toPlainText();
  choice->author = author->text().simplified();
  choice->notes = notes->isChecked();
  return true;
}

}  // namespace lacuna::ui
