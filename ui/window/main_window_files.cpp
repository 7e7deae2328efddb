// SPDX-License-Identifier: GPL-3.0-or-later
// A draft and the file that it was made of.
#include <QFileInfo>
#include <QMessageBox>
#include <QPushButton>

#include "ui/window/main_window_parts.h"

namespace lacuna::ui {

bool MainWindow::offerFileText(const QString& path, const QString& text) {
  const QString draft = parts_->open.id;
  const QString name = QFileInfo(path).fileName();
  QMessageBox box(this);
  box.setObjectName(QStringLiteral("changedFile"));
  box.setIcon(QMessageBox::NoIcon);
  box.setTextFormat(Qt::PlainText);
  box.setWindowTitle(tr("Another text in the file"));
  box.setText(tr("The file %1 has changed on the disk since this draft was made of it.").arg(name));
  box.setInformativeText(
      tr("Take its text into the draft, and Ctrl+Z brings the draft's own words back; or keep the "
         "draft, and the file stays as it is."));
  QPushButton* take = box.addButton(tr("&Take the file's text"), QMessageBox::AcceptRole);
  QPushButton* keep = box.addButton(tr("&Keep this draft"), QMessageBox::RejectRole);
  box.setDefaultButton(keep);
  box.setEscapeButton(keep);
  box.exec();
  // Another start of the program may have brought another draft meanwhile.
  if (box.clickedButton() != take || parts_->open.id != draft) return false;
  parts_->page->replaceText(text);
  showSentence(tr("The draft has the text of %1 now; Ctrl+Z brings back what it was.").arg(name));
  return true;
}

}  // namespace lacuna::ui
