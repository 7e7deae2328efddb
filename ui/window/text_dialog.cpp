// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/text_dialog.h"

#include <QDialog>
#include <QDialogButtonBox>
#include <QTextBlock>
#include <QTextBrowser>
#include <QTextTable>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/fonts.h"

namespace lacuna::ui {
namespace {

// Tables as the page has its own lines: no frame, air around the words, and no head that says nothing.
void calmTables(QTextDocument* text) {
  for (QTextFrame* frame : text->rootFrame()->childFrames()) {
    auto* table = qobject_cast<QTextTable*>(frame);
    if (table == nullptr) continue;
    bool empty = true;
    for (int column = 0; column < table->columns(); ++column) {
      const QTextTableCell cell = table->cellAt(0, column);
      empty = empty && cell.firstCursorPosition() == cell.lastCursorPosition();
    }
    if (empty) table->removeRows(0, 1);
    QTextTableFormat format = table->format();
    format.setBorder(0);
    format.setCellPadding(3);
    format.setCellSpacing(0);
    format.setColumnWidthConstraints({});
    table->setFormat(format);
  }
}

}  // namespace

void showText(QWidget* window, const QString& title, const std::function<void(QTextDocument*)>& fill,
              const QSize& most) {
  QDialog dialog(window);
  dialog.setWindowTitle(title);
  auto* text = new QTextBrowser(&dialog);
  text->setAccessibleName(title);
  text->setFont(chromeFont(13));
  text->setOpenLinks(false);  // nothing is fetched
  text->document()->setDefaultFont(text->font());
  fill(text->document());
  calmTables(text->document());
  text->document()->setDocumentMargin(16);
  // The bundled face has no bold: Qt would smear the letters.
  for (QTextBlock block = text->document()->begin(); block.isValid(); block = block.next()) {
    QTextBlockFormat apart = block.blockFormat();
    apart.setBottomMargin(7);
    QTextCursor cursor(block);
    cursor.setBlockFormat(apart);
    for (auto part = block.begin(); !part.atEnd(); ++part) {
      if (part.fragment().charFormat().fontWeight() <= QFont::DemiBold) continue;
      cursor.setPosition(part.fragment().position());
      cursor.setPosition(part.fragment().position() + part.fragment().length(), QTextCursor::KeepAnchor);
      QTextCharFormat bold;
      bold.setFontWeight(QFont::DemiBold);
      cursor.mergeCharFormat(bold);
    }
  }
  text->moveCursor(QTextCursor::Start);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, &dialog);
  QObject::connect(buttons, &QDialogButtonBox::rejected, &dialog, &QDialog::reject);
  auto* column = new QVBoxLayout(&dialog);
  column->addWidget(text);
  column->addWidget(buttons);
  dialog.resize(most.boundedTo(window->size()));
  dialog.exec();
}

}  // namespace lacuna::ui
