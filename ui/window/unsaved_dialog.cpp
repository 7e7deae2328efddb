// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/unsaved_dialog.h"

#include <QCoreApplication>
#include <QMessageBox>
#include <QPushButton>

#include "ui/window/file_dialog.h"

namespace lacuna::ui {
namespace {

QString tr(const char* text) { return QCoreApplication::translate("UnsavedDialog", text); }

}  // namespace

UnsavedAnswer askUnsaved(QWidget* parent, const QStringList& titles, const QString& why) {
  QMessageBox box(parent);
  box.setObjectName(QStringLiteral("unsaved"));
  box.setIcon(QMessageBox::Warning);
  box.setTextFormat(Qt::PlainText);
  box.setWindowTitle(tr("Not saved"));
  box.setText(titles.size() == 1 ? tr("The last changes of \u201c%1\u201d are only in this window.").arg(titles.first())
                                 : tr("The last changes of %1 drafts are only in this window: %2.")
                                       .arg(titles.size())
                                       .arg(titles.join(QStringLiteral(", "))));
  box.setInformativeText(why);
  QPushButton* copy = box.addButton(tr("&Save a copy elsewhere\u2026"), QMessageBox::AcceptRole);
  QPushButton* stay = box.addButton(tr("S&tay"), QMessageBox::RejectRole);
  QPushButton* discard = box.addButton(tr("&Discard"), QMessageBox::DestructiveRole);
  box.setDefaultButton(copy);
  box.setEscapeButton(stay);
  box.exec();
  if (box.clickedButton() == copy) return UnsavedAnswer::SaveCopy;
  return box.clickedButton() == discard ? UnsavedAnswer::Discard : UnsavedAnswer::Stay;
}

QString askCopyPath(QWidget* parent, const QString& title) {
  const QString name = title.isEmpty() ? tr("Untitled") : title;
  return askSaveFile(parent, tr("Save a copy of \u201c%1\u201d").arg(name), fileName(name, QStringLiteral(".md")),
                     {tr("Markdown (*.md)"), tr("Plain text (*.txt)")});
}

}  // namespace lacuna::ui
