// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/unsaved_dialog.h"

#include <QCoreApplication>
#include <QMessageBox>
#include <QPushButton>

#include "ui/window/file_dialog.h"

namespace lacuna::ui {
namespace {

struct Said {
  Q_DECLARE_TR_FUNCTIONS(UnsavedDialog)
};

}  // namespace

UnsavedAnswer askUnsaved(QWidget* parent, const QStringList& titles, const QString& why) {
  QMessageBox box(parent);
  box.setObjectName(QStringLiteral("unsaved"));
  box.setIcon(QMessageBox::NoIcon);
  box.setTextFormat(Qt::PlainText);
  box.setWindowTitle(Said::tr("Not saved"));
  box.setText(titles.size() == 1
                  ? Said::tr("The last changes of \u201c%1\u201d are only in this window.").arg(titles.first())
                  : Said::tr("The last changes of %Ln drafts are only in this window: %1.", nullptr,
                             static_cast<int>(titles.size()))
                        .arg(titles.join(QStringLiteral(", "))));
  box.setInformativeText(why);
  QPushButton* copy = box.addButton(Said::tr("&Save a copy elsewhere\u2026"), QMessageBox::AcceptRole);
  QPushButton* stay = box.addButton(Said::tr("S&tay"), QMessageBox::RejectRole);
  QPushButton* discard = box.addButton(Said::tr("&Discard"), QMessageBox::DestructiveRole);
  box.setDefaultButton(copy);
  box.setEscapeButton(stay);
  box.exec();
  if (box.clickedButton() == copy) return UnsavedAnswer::SaveCopy;
  return box.clickedButton() == discard ? UnsavedAnswer::Discard : UnsavedAnswer::Stay;
}

QString askCopyPath(QWidget* parent, const QString& title) {
  const QString name = title.isEmpty() ? Said::tr("Untitled") : title;
  return askSaveFile(parent, Said::tr("Save a copy of \u201c%1\u201d").arg(name), fileName(name, QStringLiteral(".md")),
                     {Said::tr("Markdown (*.md)"), Said::tr("Plain text (*.txt)")});
}

}  // namespace lacuna::ui
