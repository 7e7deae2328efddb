// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/print_wiring.h"

#include <QElapsedTimer>
#include <QPrintDialog>
#include <QPrinter>
#include <QPrinterInfo>
#include <utility>

#include "app/formats/page_painter.h"
#include "storage/error.h"
#include "ui/page/page_view.h"

namespace lacuna::app {
namespace {

constexpr int kFirstPages = 3;   // are shown as soon as they are there
constexpr int kTellEvery = 120;  // milliseconds between two looks at those that follow

// Some pages of a text, of which more may follow: the list is shared until it grows.
class LaidPages : public ui::PrintedPages {
 public:
  LaidPages(std::shared_ptr<const SetText> text, QVector<SetPage> pages)
      : size_(sheetSize(text->look)), pages_(std::move(pages)), painter_(std::move(text)) {}
  int count() const override { return static_cast<int>(pages_.size()); }
  QSizeF size() const override { return size_; }
  void paint(QPainter& painter, int number) override { painter_.paint(painter, pages_[number], number); }

 private:
  QSizeF size_;
  QVector<SetPage> pages_;
  PagePainter painter_;
};

}  // namespace

PrintWiring::PrintWiring(ui::MainWindow& window, StorageThread& storage, FilesWiring& files)
    : window_(window), storage_(storage), files_(files) {
  pool_.setMaxThreadCount(2);  // the printers are asked beside the layout
  connect(&files.actions(), &ui::FileActions::printWanted, this, &PrintWiring::open);
}

PrintWiring::~PrintWiring() {
  stop();
  pool_.waitForDone();
}

void PrintWiring::stop() {
  if (layout_) layout_->store(true);
}

void PrintWiring::open(bool looking) {
  if (dialog_ != nullptr) return;
  selection_ = window_.page()->selectedText();
  ui::PrintDialog::Has has;
  has.selection = !selection_.trimmed().isEmpty();
  has.project = !window_.documentId().isEmpty();
  has.title = window_.documentTitle();
  dialog_ = new ui::PrintDialog(has, looking, &window_);
  dialog_->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog_, &ui::PrintDialog::layoutWanted, this, &PrintWiring::askPages);
  connect(dialog_, &ui::PrintDialog::printWanted, this, &PrintWiring::print);
  connect(dialog_, &ui::PrintDialog::pdfWanted, this, [this](const QString& path, const ui::PrintChoice& choice) {
    findManuscript(storage_, source(choice), [this, path, look = choice.choice.look](const MakeManuscript& make) {
      files_.write(path, make, look);
    });
    dialog_->accept();
  });
  connect(dialog_, &QDialog::finished, this, &PrintWiring::stop);
  dialog_->open();
  dialog_->begin();
  lookForPrinters();
}

// The print service may be slow to answer, or far away.
void PrintWiring::lookForPrinters() {
  pool_.start([this] {
    const bool any = !QPrinterInfo::availablePrinterNames().isEmpty();
    QMetaObject::invokeMethod(
        this,
        [this, any] {
          if (dialog_ != nullptr) dialog_->setPrinters(any);
        },
        Qt::QueuedConnection);
  });
}

SourceAsk PrintWiring::source(const ui::PrintChoice& choice) const {
  const bool part = choice.scope == ui::PrintScope::Selection;
  return {choice.scope, window_.documentId(), part ? selection_ : window_.manuscriptText(), choice.choice.author,
          choice.choice.notes};
}

void PrintWiring::askPages(const ui::PrintChoice& choice) {
  stop();
  layout_ = std::make_shared<std::atomic_bool>(false);
  findManuscript(storage_, source(choice),
                 [this, look = choice.choice.look, mine = layout_](const MakeManuscript& make) {
                   pool_.start([this, make, look, mine] { setPages(make, look, mine); });
                 });
}

void PrintWiring::setPages(const MakeManuscript& make, const storage::ManuscriptLook& look, const Stop& mine) {
  const storage::Work work([&mine](double) { return !mine->load(); });
  const auto tell = [this, mine](auto act) {
    QMetaObject::invokeMethod(
        this,
        [this, mine, act] {
          if (dialog_ != nullptr && mine == layout_) act(*dialog_);
        },
        Qt::QueuedConnection);
  };
  try {
    const storage::Manuscript manuscript = make(work);
    const auto text = std::make_shared<const SetText>(setText(manuscript, look, work));
    QVector<SetPage> pages;
    bool shown = false;
    QElapsedTimer told;
    told.start();
    const auto show = [&](bool done) {
      told.restart();
      // Made in the window's thread: its painter belongs to that one.
      tell([text, pages, done, more = std::exchange(shown, true)](ui::PrintDialog& dialog) {
        dialog.setPages(std::make_shared<LaidPages>(text, pages), more, done);
      });
    };
    Typesetter setter(*text, [&](const SetPage& page) {
      pages.append(page);
      if (pages.size() == kFirstPages || (shown && told.elapsed() >= kTellEvery)) show(false);
    });
    setter.run(work);
    show(true);
  } catch (const storage::Stopped&) {
    // Other pages are wanted, or none.
  } catch (const storage::StorageError& error) {
    tell([sentence = error.sentence()](ui::PrintDialog& dialog) { dialog.setTrouble(sentence); });
  }
}

void PrintWiring::print(const ui::PrintChoice& choice) {
  auto printer = std::make_shared<QPrinter>(QPrinter::HighResolution);
  printer->setFullPage(true);
  printer->setDocName(window_.documentTitle());
  setSheet(*printer, choice.choice.look);
  QPrintDialog dialog(printer.get(), dialog_);
  dialog.setOption(QAbstractPrintDialog::PrintPageRange);
  if (dialog.exec() != QDialog::Accepted) return;
  const bool range = printer->printRange() == QPrinter::PageRange && printer->fromPage() > 0;
  const int first = range ? printer->fromPage() - 1 : 0;
  const int last = range ? std::max(first, printer->toPage() - 1) : -1;
  findManuscript(
      storage_, source(choice), [this, printer, first, last, look = choice.choice.look](const MakeManuscript& make) {
        files_.work().run(tr("Printing"), [=, this](const storage::Work& work) {
          send(*printer, layOut(make(work.part(0, 0.3)), look, work.part(0.3, 0.8)), first, last, work.part(0.8, 1));
        });
      });
  if (dialog_ != nullptr) dialog_->accept();
}

// What a printer has got cannot be taken back from here.
void PrintWiring::send(QPrinter& printer, const LaidText& laid, int first, int last, const storage::Work& work) {
  QString said = tr("Sent to the printer %1.");
  try {
    if (!paintPages(printer, laid, work, first, last))
      said = tr("The printer %1 did not take the pages: look whether it is on, or save a PDF.");
  } catch (const storage::Stopped&) {
    said = tr("Stopped: the pages so far went to the printer %1, whose queue can leave them out.");
  }
  files_.work().say(said.arg(printer.printerName()));
}

}  // namespace lacuna::app
