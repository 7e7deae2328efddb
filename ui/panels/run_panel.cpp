// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/run_panel.h"

#include <QScrollArea>

#include "ui/fonts.h"

namespace lacuna::ui {
namespace {

QScrollArea* scrolled(QWidget* content, QWidget* parent) {
  auto* area = new QScrollArea(parent);
  area->setFrameShape(QFrame::NoFrame);
  area->setWidgetResizable(true);
  area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  area->setFocusPolicy(Qt::NoFocus);
  area->setObjectName(QStringLiteral("sideScroll"));
  area->viewport()->setAutoFillBackground(false);
  content->setAutoFillBackground(false);
  area->setWidget(content);
  return area;
}

}  // namespace

RunPanel::RunPanel(QWidget* parent) : QFrame(parent) {
  setObjectName(QStringLiteral("side"));
  setAccessibleName(tr("Run panel"));
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(16, 12, 4, 6);
  column->setSpacing(9);
  auto* row = new QHBoxLayout;
  row->setSpacing(4);
  tabs_ = new QButtonGroup(this);
  tabs_->setExclusive(true);
  int id = 0;
  for (const QString& name : {tr("Denoising"), tr("Lenses"), tr("Runs")}) {
    auto* tab = new QToolButton(this);
    tab->setText(name);
    tab->setCheckable(true);
    tab->setFont(chromeFont(13));
    tab->setProperty("tab", true);
    tab->setCursor(Qt::PointingHandCursor);
    tab->setAccessibleName(tr("Tab %1").arg(name));
    tabs_->addButton(tab, id++);
    row->addWidget(tab);
  }
  row->addStretch();
  column->addLayout(row);
  stack_ = new QStackedWidget(this);
  denoising_ = new DenoisingPanel(model_, stack_);
  lenses_ = new LensPanel(model_, stack_);
  runs_ = new RunsPanel(stack_);
  for (QWidget* content : std::initializer_list<QWidget*>{denoising_, lenses_, runs_}) {
    content->setContentsMargins(0, 0, 10, 6);
    stack_->addWidget(scrolled(content, stack_));
  }
  column->addWidget(stack_, 1);
  connect(tabs_, &QButtonGroup::idClicked, this, [this](int tab) { showTab(static_cast<Tab>(tab)); });
  connect(&model_, &RunModel::runChanged, this, [this] { runs_->setShown(model_.run().item.id); });
  showTab(Denoising);
}

void RunPanel::setTheme(const Theme& theme) {
  denoising_->setTheme(theme);
  lenses_->setTheme(theme);
  runs_->setTheme(theme);
}

void RunPanel::showTab(Tab tab) {
  tabs_->button(tab)->setChecked(true);
  stack_->setCurrentIndex(tab);
}

QWidget* RunPanel::firstStop() const {
  QWidget* const stop = tab() == Denoising ? denoising_->firstStop()
                        : tab() == Lenses  ? static_cast<QWidget*>(lenses_->button(lensNames().first().kind))
                                           : runs_->list();
  return stop != nullptr && stop->isVisible() ? stop : tabs_->checkedButton();
}

void RunPanel::setRuns(const QVector<RunItem>& runs) {
  listed_ = runs;
  runs_->setRuns(runs);
  denoising_->setFamily(runs);
}

}  // namespace lacuna::ui
