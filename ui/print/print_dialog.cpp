// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/print/print_dialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QLocale>
#include <QScreen>
#include <QScrollArea>
#include <QSettings>
#include <QVBoxLayout>

#include "ui/fonts.h"
#include "ui/window/file_dialog.h"

namespace lacuna::ui {
namespace {

constexpr QSize kUsualSize(1080, 800);
constexpr int kFormWidth = 300;  // pixels
constexpr int kSoonMs = 250;     // after the last change of a choice
const char* const kGroup = "print";

}  // namespace

PrintDialog::PrintDialog(const Has& has, bool looking, QWidget* parent)
    : QDialog(parent),
      has_(has),
      looking_(looking),
      sheets_(new PageSheets(this)),
      scope_(new QComboBox(this)),
      form_(new ChoiceForm(CompileChoice::load(QLatin1String(kGroup)), this)),
      place_(new QLabel(this)),
      printers_(new QLabel(this)),
      pdf_(new QPushButton(tr("Save as P&DF\u2026"), this)),
      print_(new QPushButton(tr("&Print\u2026"), this)) {
  setObjectName(QStringLiteral("print"));
  setWindowTitle(looking ? tr("Print preview") : tr("Print"));
  setFont(chromeFont(13));
  scope_->addItem(tr("This draft"), static_cast<int>(PrintScope::Document));
  if (has.selection) scope_->addItem(tr("The selection"), static_cast<int>(PrintScope::Selection));
  if (has.project) scope_->addItem(tr("The whole project"), static_cast<int>(PrintScope::Project));
  if (has.selection) scope_->setCurrentIndex(1);
  form_->addRowAbove(tr("&What"), scope_);
  place_->setAccessibleName(tr("Place"));
  printers_->setAccessibleName(tr("Printers"));
  printers_->setWordWrap(true);
  printers_->hide();

  auto* scroll = new QScrollArea(this);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setWidgetResizable(true);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  auto* choices = new QWidget(scroll);
  auto* top = new QVBoxLayout(choices);
  top->setContentsMargins(0, 0, 8, 0);
  top->addWidget(form_);
  top->addStretch(1);
  scroll->setWidget(choices);
  scroll->setFixedWidth(kFormWidth);
  auto* row = new QHBoxLayout;
  row->addWidget(scroll);
  row->addWidget(sheets_, 1);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
  buttons->addButton(pdf_, QDialogButtonBox::ActionRole);
  buttons->addButton(print_, QDialogButtonBox::ActionRole);
  auto* foot = new QHBoxLayout;
  foot->setSpacing(16);
  foot->addWidget(place_);
  foot->addWidget(printers_, 1);
  foot->addWidget(buttons);
  auto* column = new QVBoxLayout(this);
  column->addLayout(row, 1);
  column->addLayout(foot);
  const QSize room = (parent != nullptr ? parent->screen() : screen())->availableGeometry().size();
  resize(kUsualSize.boundedTo(room - QSize(16, 48)));

  soon_.setSingleShot(true);
  soon_.setInterval(kSoonMs);
  connect(&soon_, &QTimer::timeout, this, &PrintDialog::begin);
  connect(form_, &ChoiceForm::changed, &soon_, qOverload<>(&QTimer::start));
  connect(scope_, &QComboBox::currentIndexChanged, this, &PrintDialog::choose);
  connect(sheets_, &PageSheets::currentChanged, this, &PrintDialog::showPlace);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  connect(pdf_, &QPushButton::clicked, this, &PrintDialog::savePdf);
  connect(print_, &QPushButton::clicked, this, [this] { Q_EMIT printWanted(choice()); });
  print_->setEnabled(false);
  choose();
  sheets_->setFocus();
}

PrintChoice PrintDialog::choice() const {
  return {static_cast<PrintScope>(scope_->currentData().toInt()), form_->choice()};
}

void PrintDialog::choose() {
  form_->setWhole(choice().scope == PrintScope::Project);
  soon_.start();
}

void PrintDialog::setPages(std::shared_ptr<PrintedPages> pages, bool more, bool done) {
  complete_ = done;
  sheets_->setPages(std::move(pages), more);
  showPlace();
}

void PrintDialog::showPlace() {
  if (sheets_->count() == 0) return;
  const QLocale locale;
  const QString at = locale.toString(sheets_->current() + 1);
  const QString all = locale.toString(sheets_->count());
  place_->setText(complete_ ? tr("Page %1 of %2").arg(at, all) : tr("Page %1 of %2 so far\u2026").arg(at, all));
  sheets_->setAccessibleDescription(place_->text());
}

void PrintDialog::setTrouble(const QString& sentence) {
  sheets_->setPages(nullptr, false);
  place_->setText(sentence);
}

void PrintDialog::setPrinters(bool any) {
  print_->setEnabled(any);
  printers_->setVisible(!any);
  if (!any)
    printers_->setText(tr("No printer is set up on this computer: save a PDF, and print it where there is one."));
  QPushButton* usual = any ? print_ : pdf_;
  usual->setDefault(true);
  if (!looking_ && sheets_->hasFocus()) usual->setFocus();
}

void PrintDialog::savePdf() {
  const QString path = askSaveFile(this, tr("Save as PDF"), fileName(has_.title, QStringLiteral(".pdf")),
                                   {tr("PDF") + QStringLiteral(" (*.pdf)")});
  if (!path.isEmpty()) Q_EMIT pdfWanted(path, choice());
}

void PrintDialog::done(int result) {
  form_->choice().save(QLatin1String(kGroup));
  QDialog::done(result);
}

}  // namespace lacuna::ui
