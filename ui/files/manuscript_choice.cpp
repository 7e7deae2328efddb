// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/files/manuscript_choice.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPlainTextEdit>
#include <QSettings>
#include <algorithm>
#include <cmath>

namespace lacuna::ui {
namespace {

using storage::ManuscriptStyle;
using storage::Sheet;

constexpr double kLeastMargin = 5;  // millimetres
constexpr double kMostMargin = 80;

Sheet usualSheet() {
  Sheet sheet;
  if (QLocale().measurementSystem() == QLocale::ImperialUSSystem) {
    sheet.width = 215.9;
    sheet.height = 279.4;
  }
  return sheet;
}

qsizetype indexOf(const QVector<Paper>& all, const Sheet& sheet) {
  for (qsizetype i = 0; i < all.size(); ++i)
    if (std::abs(all[i].width - sheet.width) < 0.5 && std::abs(all[i].height - sheet.height) < 0.5) return i;
  return 0;
}

}  // namespace

QVector<Paper> papers() {
  return {{ChoiceForm::tr("A4"), 210, 297},
          {ChoiceForm::tr("US Letter"), 215.9, 279.4},
          {ChoiceForm::tr("A5"), 148, 210},
          {ChoiceForm::tr("B5"), 176, 250},
          {ChoiceForm::tr("US Legal"), 215.9, 355.6},
          {ChoiceForm::tr("6 \u00D7 9 inches"), 152.4, 228.6},
          {ChoiceForm::tr("5.5 \u00D7 8.5 inches"), 139.7, 215.9},
          {ChoiceForm::tr("5 \u00D7 8 inches"), 127, 203.2}};
}

CompileChoice CompileChoice::load(const QString& group) {
  QSettings settings;
  CompileChoice choice;
  choice.author = settings.value(QStringLiteral("compile/author")).toString();
  choice.look.contact = settings.value(QStringLiteral("compile/contact")).toString();
  settings.beginGroup(group);
  const int usual = group == QStringLiteral("compile") ? 1 : 0;
  choice.look.style =
      static_cast<ManuscriptStyle>(std::clamp(settings.value(QStringLiteral("style"), usual).toInt(), 0, 2));
  choice.look.courier = settings.value(QStringLiteral("courier")).toBool();
  choice.look.titlePage = settings.value(QStringLiteral("title_page"), usual == 1).toBool();
  choice.look.header = settings.value(QStringLiteral("header"), true).toBool();
  choice.look.numbers = settings.value(QStringLiteral("numbers"), true).toBool();
  choice.notes = settings.value(QStringLiteral("notes")).toBool();
  Sheet& sheet = choice.look.sheet;
  sheet = usualSheet();
  // A size that is no paper's is not what was saved here.
  const QVector<Paper> all = papers();
  Sheet saved = sheet;
  saved.width = settings.value(QStringLiteral("width"), sheet.width).toDouble();
  saved.height = settings.value(QStringLiteral("height"), sheet.height).toDouble();
  const Paper& paper = all[indexOf(all, saved)];
  sheet.width = paper.width;
  sheet.height = paper.height;
  const auto margin = [&settings](const char* name, double* value) {
    *value = std::clamp(settings.value(QLatin1String(name), *value).toDouble(), kLeastMargin, kMostMargin);
  };
  margin("top", &sheet.top);
  margin("bottom", &sheet.bottom);
  margin("left", &sheet.left);
  margin("right", &sheet.right);
  return choice;
}

void CompileChoice::save(const QString& group) const {
  QSettings settings;
  settings.setValue(QStringLiteral("compile/author"), author);
  settings.setValue(QStringLiteral("compile/contact"), look.contact);
  settings.beginGroup(group);
  settings.setValue(QStringLiteral("style"), static_cast<int>(look.style));
  settings.setValue(QStringLiteral("courier"), look.courier);
  settings.setValue(QStringLiteral("title_page"), look.titlePage);
  settings.setValue(QStringLiteral("header"), look.header);
  settings.setValue(QStringLiteral("numbers"), look.numbers);
  settings.setValue(QStringLiteral("notes"), notes);
  settings.setValue(QStringLiteral("width"), look.sheet.width);
  settings.setValue(QStringLiteral("height"), look.sheet.height);
  settings.setValue(QStringLiteral("top"), look.sheet.top);
  settings.setValue(QStringLiteral("bottom"), look.sheet.bottom);
  settings.setValue(QStringLiteral("left"), look.sheet.left);
  settings.setValue(QStringLiteral("right"), look.sheet.right);
}

ChoiceForm::ChoiceForm(const CompileChoice& choice, QWidget* parent)
    : QWidget(parent),
      form_(new QFormLayout(this)),
      style_(new QComboBox(this)),
      author_(new QLineEdit(choice.author, this)),
      contact_(new QPlainTextEdit(choice.look.contact, this)),
      title_(new QCheckBox(tr("With a &title page"), this)),
      courier_(new QCheckBox(tr("&Courier instead of Times"), this)),
      paper_(new QComboBox(this)),
      top_(addMargin(tr("Top margin"), choice.look.sheet.top)),
      bottom_(addMargin(tr("Bottom margin"), choice.look.sheet.bottom)),
      left_(addMargin(tr("Left margin"), choice.look.sheet.left)),
      right_(addMargin(tr("Right margin"), choice.look.sheet.right)),
      header_(new QCheckBox(tr("The title at the &head of the pages"), this)),
      numbers_(new QCheckBox(tr("Page &numbers"), this)),
      notes_(new QCheckBox(tr("Take n&otes along"), this)) {
  form_->setContentsMargins(0, 0, 0, 0);
  form_->setRowWrapPolicy(QFormLayout::WrapLongRows);
  style_->addItems({tr("Plain"), tr("Standard manuscript format"), tr("Book")});
  style_->setCurrentIndex(static_cast<int>(choice.look.style));
  style_->setMinimumContentsLength(12);
  style_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  contact_->setTabChangesFocus(true);
  contact_->setMaximumHeight(contact_->fontMetrics().lineSpacing() * 4);
  const QVector<Paper> all = papers();
  for (const Paper& paper : all) paper_->addItem(paper.name);
  paper_->setCurrentIndex(static_cast<int>(indexOf(all, choice.look.sheet)));
  title_->setChecked(choice.look.titlePage);
  courier_->setChecked(choice.look.courier);
  header_->setChecked(choice.look.header);
  numbers_->setChecked(choice.look.numbers);
  notes_->setChecked(choice.notes);

  auto* margins = new QWidget(this);
  margins->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
  auto* grid = new QGridLayout(margins);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->addWidget(new QLabel(tr("Margins"), margins), 0, 0, 1, 4);
  int place = 2;
  for (auto [name, box] :
       {std::pair(tr("Top"), top_), {tr("Bottom"), bottom_}, {tr("Left"), left_}, {tr("Right"), right_}}) {
    auto* label = new QLabel(name, margins);
    label->setBuddy(box);
    grid->addWidget(label, place / 2, place % 2 * 2);
    grid->addWidget(box, place / 2, place % 2 * 2 + 1);
    ++place;
  }
  form_->addRow(tr("&Style"), style_);
  form_->addRow(tr("&Paper"), paper_);
  form_->addRow(margins);
  form_->addRow(tr("&Author"), author_);
  form_->addRow(tr("A&ddress"), contact_);
  for (QCheckBox* box : {title_, courier_, header_, numbers_, notes_}) {
    form_->addRow(box);
    connect(box, &QCheckBox::toggled, this, &ChoiceForm::changed);
  }
  connect(style_, &QComboBox::currentIndexChanged, this, [this] {
    fit();
    Q_EMIT changed();
  });
  connect(paper_, &QComboBox::currentIndexChanged, this, &ChoiceForm::changed);
  connect(author_, &QLineEdit::textChanged, this, &ChoiceForm::changed);
  connect(contact_, &QPlainTextEdit::textChanged, this, &ChoiceForm::changed);
  fit();
}

QDoubleSpinBox* ChoiceForm::addMargin(const QString& name, double value) {
  auto* box = new QDoubleSpinBox(this);
  box->setAccessibleName(name);
  box->setRange(kLeastMargin, kMostMargin);
  box->setDecimals(1);
  box->setSuffix(tr(" mm"));
  box->setValue(value);
  connect(box, &QDoubleSpinBox::valueChanged, this, &ChoiceForm::changed);
  return box;
}

void ChoiceForm::addRowAbove(const QString& label, QWidget* field) { form_->insertRow(0, label, field); }

void ChoiceForm::setWhole(bool whole) { notes_->setEnabled(whole); }

void ChoiceForm::fit() {
  const bool typed = style_->currentIndex() == static_cast<int>(ManuscriptStyle::Standard);
  courier_->setEnabled(typed);
  contact_->setEnabled(typed);
}

CompileChoice ChoiceForm::choice() const {
  CompileChoice choice;
  choice.look.style = static_cast<ManuscriptStyle>(style_->currentIndex());
  choice.look.titlePage = title_->isChecked();
  choice.look.courier = courier_->isChecked();
  choice.look.header = header_->isChecked();
  choice.look.numbers = numbers_->isChecked();
  choice.look.contact = contact_->toPlainText();
  const Paper paper = papers().value(paper_->currentIndex());
  Sheet& sheet = choice.look.sheet;
  sheet.width = paper.width;
  sheet.height = paper.height;
  // Margins that meet leave a strip for the words all the same.
  const double across = std::min(1.0, paper.width * 0.7 / (left_->value() + right_->value()));
  const double down = std::min(1.0, paper.height * 0.7 / (top_->value() + bottom_->value()));
  sheet.left = left_->value() * across;
  sheet.right = right_->value() * across;
  sheet.top = top_->value() * down;
  sheet.bottom = bottom_->value() * down;
  choice.author = author_->text().simplified();
  choice.notes = notes_->isChecked();
  return choice;
}

}  // namespace lacuna::ui
