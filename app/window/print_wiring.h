// SPDX-License-Identifier: GPL-3.0-or-later
// Joins printing and its preview to the library and the printers. Pages are laid out in a thread of their own, and
// shown as they come. UI thread only.
#pragma once

#include <QObject>
#include <QPointer>
#include <QThreadPool>
#include <atomic>
#include <memory>

#include "app/formats/pdf.h"
#include "app/window/files_wiring.h"
#include "ui/print/print_dialog.h"

class QPrinter;

namespace lacuna::app {

class PrintWiring : public QObject {
  Q_OBJECT
 public:
  // All three outlive this.
  PrintWiring(ui::MainWindow& window, StorageThread& storage, FilesWiring& files);
  // Nobody looks at the pages any more: their layout is stopped.
  ~PrintWiring() override;

 private:
  using Stop = std::shared_ptr<std::atomic_bool>;

  void open(bool looking);
  void lookForPrinters();
  SourceAsk source(const ui::PrintChoice& choice) const;
  void askPages(const ui::PrintChoice& choice);
  // In the thread of the layout.
  void setPages(const MakeManuscript& make, const storage::ManuscriptLook& look, const Stop& stop);
  void print(const ui::PrintChoice& choice);
  void send(QPrinter& printer, const LaidText& laid, int first, int last, const storage::Work& work);
  void stop();

  ui::MainWindow& window_;
  StorageThread& storage_;
  FilesWiring& files_;
  QPointer<ui::PrintDialog> dialog_;
  QString selection_;  // when the dialog was opened
  Stop layout_;        // what is being laid out, or the last that was
  QThreadPool pool_;
};

}  // namespace lacuna::app
