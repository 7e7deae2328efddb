// SPDX-License-Identifier: GPL-3.0-or-later
// What is printed, how, and how it looks: choices at the left, the pages beside them. Asks by signals and is told by
// slots; lays nothing out and prints nothing. UI thread only.
#pragma once

#include <QDialog>
#include <QLabel>
#include <QPushButton>
#include <QTimer>
#include <memory>

#include "ui/files/manuscript_choice.h"
#include "ui/print/page_sheets.h"

class QComboBox;

namespace lacuna::ui {

enum class PrintScope { Document, Selection, Project };

struct PrintChoice {
  PrintScope scope = PrintScope::Document;
  CompileChoice choice{};
};

class PrintDialog : public QDialog {
  Q_OBJECT
 public:
  struct Has {
    bool selection = false;  // words are chosen on the page: then they are what is printed
    bool project = false;
    QString title{};  // of the document, for the name of a file
  };
  // looking: it begins with the pages, else with the button that prints.
  PrintDialog(const Has& has, bool looking, QWidget* parent);

  PrintChoice choice() const;
  // Asks for the pages of what is chosen, once it is shown.
  void begin() { Q_EMIT layoutWanted(choice()); }
  // more: they go on those that were shown. done: there are no others.
  void setPages(std::shared_ptr<PrintedPages> pages, bool more, bool done);
  // Whether any is set up. Until it is called nothing can be printed.
  void setPrinters(bool any);
  // Why there are no pages.
  void setTrouble(const QString& sentence);
  PageSheets* sheets() const { return sheets_; }

 Q_SIGNALS:
  void layoutWanted(const lacuna::ui::PrintChoice& choice);
  void printWanted(const lacuna::ui::PrintChoice& choice);
  void pdfWanted(const QString& path, const lacuna::ui::PrintChoice& choice);

 protected:
  void done(int result) override;

 private:
  void choose();
  void showPlace();
  void savePdf();

  Has has_;
  bool looking_;
  bool complete_ = false;
  PageSheets* sheets_;
  QComboBox* scope_;
  ChoiceForm* form_;
  QLabel* place_;
  QLabel* printers_;
  QPushButton* pdf_;
  QPushButton* print_;
  QTimer soon_;
};

}  // namespace lacuna::ui
